"""The layouts: what each fits, how it reads a sheet, and which figures of indicators it gives.

Detection goes by structure and never by file name; it asks each layout in turn, from the most particular to
the most general.
"""

from __future__ import annotations

from kpi_lib.core.errors import ReadError, nearest
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.layouts import described, dfe_tidy, long, records, report, table, text
from kpi_lib.ingest.layouts.layout import Layout, Source
from kpi_lib.ingest.layouts.scorecard import layout as scorecard

LAYOUTS: tuple[Layout, ...] = (
    records.LAYOUT,
    long.LAYOUT,
    dfe_tidy.LAYOUT,
    *described.LAYOUTS,
    *scorecard.LAYOUTS,
    table.LAYOUT,
    *report.LAYOUTS,
    text.TEXT,
    text.NAMES,
)


def find_layout(name: str) -> Layout:
    """Return one layout by its name; raises ReadError with the nearest."""
    known = {layout.name: layout for layout in LAYOUTS}
    if name in known:
        return known[name]
    raise ReadError("Unknown layout", got=f"'{name}'", expected=", ".join(known), hint=nearest(name, known))


def fitting_layout(grid: Grid, source: Source) -> Layout:
    """Return the first layout whose structure the grid has; a grid that has none's is text."""
    return next((layout for layout in LAYOUTS if layout.fits(grid, source)), text.TEXT)
