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
    found = Issue(NOTE, "no-table", "No table is found: every line is kept as a note", source.name,
                  got=f"{len(notes)} lines", expected="a header over rows of figures")  # fmt: skip
    return Reading(source.name, TEXT.name, "", source.edition, (), notes, () if grid.sheet else (found,))


TEXT = Layout("text", fits, read)


def _fits_none(grid: Grid, source: Source) -> bool:
    """Say that no table is a file of names: it is known by its own name alone."""
    return False


def _read_names(grid: Grid, source: Source) -> Reading:
    """Return a reading without cells."""
    return Reading(source.name, NAMES.name, "", source.edition, (), (), ())


NAMES = Layout("names", _fits_none, _read_names)
