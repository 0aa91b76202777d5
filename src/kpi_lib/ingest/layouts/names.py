"""The council's own names, `names.toml`: listed and sealed like any raw file; it gives no figures."""

from __future__ import annotations

from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.layouts.layout import Layout, Source
from kpi_lib.ingest.reading import Reading


def fits(grid: Grid, source: Source) -> bool:
    """Say that no table is a file of names: it is known by its own name alone."""
    return False


def read(grid: Grid, source: Source) -> Reading:
    """Return a reading without cells."""
    return Reading(source.name, LAYOUT.name, "", source.edition, (), (), ())


LAYOUT = Layout("names", fits, read)
