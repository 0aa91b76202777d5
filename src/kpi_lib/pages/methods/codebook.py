"""The codebook: every indicator of the catalogue, by theme."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Polarity
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import show_rows
from kpi_lib.present.words.numbers import axis_unit

DIRECTIONS = {
    Polarity.HIGHER_IS_BETTER: "higher is better",
    Polarity.LOWER_IS_BETTER: "lower is better",
    Polarity.NEUTRAL: "not judged as good or bad",
}


def show_codebook(catalogue: Catalogue, *, link: str = "") -> Shown:
    """Return one row per indicator: name and id, what it measures, unit, direction, source.

    `link` is the address of an indicator's page, with `{slug}`; without it names are not links.
    """
    by_theme = {theme.title: catalogue.in_theme(theme.id) for theme in catalogue.themes}
    groups = {title: pd.DataFrame({"indicator": own}) for title, own in by_theme.items() if own}
    columns = {
        "Indicator": lambda row: _named(row["indicator"], link),
        "Definition": lambda row: row["indicator"].definition,
        "Unit": lambda row: axis_unit(row["indicator"]),
        "Direction": lambda row: DIRECTIONS[row["indicator"].polarity],
        "Source": lambda row: row["indicator"].dfe_source or "the council’s own definition and returns",
    }
    return show_rows("All indicators", groups, columns, kind="codebook")


def _named(indicator: Indicator, link: str) -> Cell:
    return Cell(indicator.title, note=indicator.id, href=link.format(slug=indicator.slug))
