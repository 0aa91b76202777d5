"""The small print at the foot of a page, once."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_lib.core.periods import Period
from kpi_lib.present.shown.display import Shown, render

SOURCE = "Published figures: Department for Education."
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
"""What a document says of itself; every page of a site has it in its footer already, with a link."""


def show_footer(
    *, council: str, edition: Period, method: str, sources: Sequence[str] = (), is_provisional: bool = False
) -> Shown:
    """Return edition, sources, method and how to cite the page; its licence is in the site's footer.

    Parameters
    ----------
    council : who publishes.
    edition : the quarter that the page is about.
    method : one sentence on how figures are judged, such as the neighbour list and average in force.
    sources : further sources, a sentence each.
    is_provisional : the figures may still be revised.
    """
    lines = small_print(
        council=council,
        edition=edition,
        method=method,
        sources=[*sources, SOURCE],
        is_provisional=is_provisional,
    )
    html = render("footer.html.j2", lines=lines)
    return Shown(html=html, text="\n".join(f"{name}: {words}" for name, words in lines))


def small_print(
    *, council: str, edition: Period, method: str, sources: Sequence[str] = (), is_provisional: bool = False
) -> list[tuple[str, str]]:
    """Return the lines of the small print, a name and its words each; see `show_footer`."""
    state = "provisional, may be revised" if is_provisional else "final for this edition"
    return [
        ("Edition", f"{edition.label.replace('-Q', ' Quarter ')}, {edition.words}; {state}."),
        ("Sources", " ".join(sources)),
        ("Method", method[:1].upper() + method[1:]),
        ("Cite as", f"{publication_words(council, edition)}."),
    ]


def publication_words(council: str, edition: Period) -> str:
    """Return how the publication is cited, without a full stop."""
    return f"{council}, Children’s services in figures, {edition.words}"
