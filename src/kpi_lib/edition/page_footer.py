"""The small print of every page, and the methods in force that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_lib.catalogue.neighbours import load_models
from kpi_lib.present.display import Shown
from kpi_lib.present.footer import show_footer

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack


def show_page_footer(pack: Pack) -> Shown:
    """Return the small print of any page of the pack."""
    return show_footer(council=pack.settings.council, edition=pack.quarter, method=method_words(pack))


def method_words(pack: Pack) -> str:
    """Return what is in force: the neighbour list, its average, the fewest neighbours, the level."""
    settings = pack.settings
    model = load_models()[settings.neighbour_model]["title"]
    return (
        f"neighbours from the {model}, their {settings.average}; a verdict needs figures of at least "
        f"{settings.minimum_neighbours} of the ten, and a difference beyond the 95% interval."
    )


def model_titles() -> dict[str, str]:
    """Return the title of each neighbour list by its id."""
    return {model: str(about["title"]) for model, about in load_models().items()}
