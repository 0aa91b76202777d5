"""The layouts: a module or a description each, detected by structure and never by file name.

Detection asks each layout in turn, from the most particular to the most general.
"""

from __future__ import annotations

from kpi_lib.core.errors import ReadError, nearest
from kpi_lib.ingest.grid import Grid
from kpi_lib.ingest.layouts import described, dfe_tidy, long, prose, records, report, scorecard, table
from kpi_lib.ingest.layouts.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    records.LAYOUT,
    long.LAYOUT,
    dfe_tidy.LAYOUT,
    *described.LAYOUTS,
    scorecard.LAYOUT,
    table.LAYOUT,
    *report.LAYOUTS,
    prose.LAYOUT,
)


def find_layout(name: str) -> Layout:
    """Return one layout by its name; raises ReadError with the nearest."""
    known = {layout.name: layout for layout in LAYOUTS}
    if name in known:
        return known[name]
    raise ReadError("Unknown layout", got=f"'{name}'", expected=", ".join(known), hint=nearest(name, known))


def fitting_layout(grid: Grid) -> Layout | None:
    """Return the first layout whose structure the grid has, or None."""
    return next((layout for layout in LAYOUTS if layout.fits(grid)), None)
