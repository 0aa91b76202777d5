"""The glossary: every term with its meaning, and the links that lead to it."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_lib.catalogue.glossary import Term
from kpi_lib.present.shown.display import Shown, render

GLOSSARY_PAGE = "glossary.html"


def show_glossary(terms: Sequence[Term]) -> Shown:
    """Return the terms with their meanings, each with an address of its own."""
    html = render("glossary.html.j2", terms=terms)
    return Shown(html=html, text="\n".join(f"{term.term}: {term.meaning}" for term in terms))


def show_terms(terms: Sequence[Term], up: str = "") -> Shown:
    """Return one line that leads from the words of a page to their meanings.

    Parameters
    ----------
    up : the way from the page to the glossary's folder, such as `../`.
    """
    html = render("terms.html.j2", terms=terms, page=f"{up}{GLOSSARY_PAGE}")
    return Shown(html=html, text=f"Words explained: {', '.join(term.term for term in terms)}.")
