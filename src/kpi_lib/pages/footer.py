"""The small print of every page, and the methods in force that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_lib.catalogue.glossary import select_terms
from kpi_lib.catalogue.neighbours import load_models
from kpi_lib.present.shown.display import Shown, show_together
from kpi_lib.present.shown.footer import show_footer
from kpi_lib.present.shown.glossary import show_terms

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


def show_page_footer(pack: Pack, kind: str = "", *, text: str = "", up: str = "") -> Shown:
    """Return the small print of any page of the pack, with the way to the words it uses.

    Parameters
    ----------
    kind : the page's source notebook; the glossary knows which terms such a page uses.
    text : the page's own words, such as an indicator's definition, in which more terms may stand.
    up : the way from the page to the edition's folder.
    """
    terms = select_terms(kind, text)
    footer = show_footer(council=pack.settings.council, edition=pack.quarter, method=method_words(pack))
    return show_together(show_terms(terms, up), footer) if terms else footer


def method_words(pack: Pack) -> str:
    """Return what is in force: the neighbour list, its average, the fewest neighbours, the level."""
    settings = pack.settings
    model = load_models(pack.project.root)[settings.neighbour_model]
    return (
        f"neighbours from the {model}, their {settings.average}; a verdict needs figures of at least "
        f"{settings.minimum_neighbours} of the ten, and a difference beyond the 95% interval."
    )
