"""The council's own words on a page, marked as its own."""

from __future__ import annotations

from kpi_lib.present.shown.display import Shown, render, trusted

HEADING = "Commentary by the council"


def show_commentary(markup: str, text: str, council: str) -> Shown:
    """Return a written part of a page: markup made from Markdown, raw HTML not let through."""
    html = render("commentary.html.j2", heading=HEADING, council=council, prose=trusted(markup))
    return Shown(html=html, text=f"{HEADING} ({council})\n{text}")
