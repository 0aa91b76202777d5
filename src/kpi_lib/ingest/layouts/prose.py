"""A sheet or file without any table: notes, lists of fields, covers. Every line is kept as a note."""

from __future__ import annotations

from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.layout import Layout, Source
from kpi_lib.ingest.reading import Reading


def fits(grid: Grid, source: Source) -> bool:
    """Say whether the sheet holds any text at all."""
    return any(grid.tokens.str.strip() != "")


def read(grid: Grid, source: Source) -> Reading:
    """Return a reading without cells: one note per line that holds any text."""
    notes = tuple(line for line in grid.lines(range(grid.shape[0])) if line.strip())
    found = Issue(NOTE, "no-table", "No table is found: every line is kept as a note", source.name,
                  got=f"{len(notes)} lines", expected="a header over rows of figures")  # fmt: skip
    return Reading(source.name, LAYOUT.name, "", source.edition, (), notes, () if grid.sheet else (found,))


LAYOUT = Layout("text", fits, read)
