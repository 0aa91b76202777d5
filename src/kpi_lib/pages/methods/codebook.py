"""The codebook: every indicator of the catalogue, by theme."""

from __future__ import annotations

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Polarity
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
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
    groups = [
        Group([_row(indicator, link) for indicator in catalogue.in_theme(theme.id)], theme.title)
        for theme in catalogue.themes
    ]
    columns = [Column(name) for name in ("Indicator", "Definition", "Unit", "Direction", "Source")]
    return show_table(
        Table("All indicators", columns, [group for group in groups if group.rows], kind="codebook")
    )


def _row(indicator: Indicator, link: str) -> list[Cell]:
    source = indicator.dfe_source or "the council’s own definition and returns"
    return [
        Cell(indicator.title, note=indicator.id, href=link.format(slug=indicator.slug)),
        Cell(indicator.definition),
        Cell(axis_unit(indicator)),
        Cell(DIRECTIONS[indicator.polarity]),
        Cell(source),
    ]
