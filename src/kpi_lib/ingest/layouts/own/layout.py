"""The four shapes of scorecards as layouts; a file is of the shape of its first table."""

from __future__ import annotations

from functools import partial

from kpi_lib.ingest.layouts.layout import Layout
from kpi_lib.ingest.layouts.own.figures import figures_of_file
from kpi_lib.ingest.layouts.own.plan import Shape
from kpi_lib.ingest.layouts.own.reading import fits_shape, read_sheet
from kpi_lib.ingest.layouts.own.table import OwnTable
from kpi_lib.ingest.reading import Reading

LAYOUTS = tuple(
    Layout(
        shape.value, partial(fits_shape, shape=shape), partial(read_sheet, shape=shape), figures_of_file,
        is_strict=True, joins_tables=True,
    )
    for shape in Shape
)  # fmt: skip
NAMES = frozenset(layout.name for layout in LAYOUTS)


def names_no_area(reading: Reading) -> bool:
    """Say whether a scorecard names no area, in no column, heading or title, nor by its sheet or file."""
    plans = [table.plan for table in reading.tables if isinstance(table, OwnTable)]
    return any(
        not plan.context.areas
        and not plan.holding("area")
        and any(not column.heading.area for column in plan.holding("figure"))
        for plan in plans
    )
