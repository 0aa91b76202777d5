"""Without figures: a sheet of notes or a cover, kept line by line; and the council's own names."""

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
    what, got = "No table is found: every line is kept as a note", f"{len(notes)} lines"
    issue = Issue(NOTE, "no-table", what, source.name, got=got, expected="a header over rows of figures")
    return Reading(source.name, TEXT.name, "", source.edition, (), notes, () if grid.sheet else (issue,))


TEXT = Layout("text", fits, read)
# `names.toml` is listed and sealed like any raw file; it is known by its name alone, never read as a table
NAMES = Layout("names", lambda grid, source: False, read)
