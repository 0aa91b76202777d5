"""Reads one file, whatever its layout."""

from __future__ import annotations

from pathlib import Path

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.decode import decode_text
from kpi_lib.ingest.grid import Grid, parse_text
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts import find_layout, fitting_layout
from kpi_lib.ingest.layouts.layout import Layout, Source
from kpi_lib.ingest.reading import Reading


def read_file(
    path: Path,
    edition: str | None = None,
    layout: str | None = None,
    dataset: str | None = None,
    name: str | None = None,
) -> Reading:
    """Read one file as it stands; the file is not changed.

    Parameters
    ----------
    path : the file.
    edition : the release it belongs to; decides what its symbols mean.
    layout, dataset : how to read it; detected by structure where not given.
    name : what to call the file in cells and issues; its own name where not given.

    Raises
    ------
    ReadError : no file, no text, no rows, no known layout, or a column missing.
    """
    source = Source(name or path.name, edition or "", dataset or "")
    grid, encoding = _load_grid(path, source.name)
    chosen = find_layout(layout) if layout else _detected(grid, source.name)
    reading = chosen.read(grid, source)
    if encoding == "utf-8":
        return reading
    return reading.with_issues(
        Issue(NOTE, "encoding", "The file is not UTF-8", source.name, got=encoding, expected="utf-8")
    )


def detect_layout(path: Path) -> str:
    """Return the name of the layout that a file has; raises ReadError where it has none."""
    grid, _ = _load_grid(path, path.name)
    return _detected(grid, path.name).name


def _detected(grid: Grid, name: str) -> Layout:
    found = fitting_layout(grid)
    if found is not None:
        return found
    raise ReadError(
        "The layout is not known",
        where=name,
        got="first row " + ", ".join(f"'{token[:30]}'" for token in grid.row(0)[:6]),
        expected="the long layout, a scorecard, DfE's tidy layout, or one header over a rectangle",
        hint="docs/layouts.md shows each",
    )


def _load_grid(path: Path, name: str) -> tuple[Grid, str]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("There is no such file", where=name, expected="a file to read") from error
    except OSError as error:
        raise ReadError("The file cannot be opened", where=name, got=error.strerror) from error
    text = decode_text(raw, name)
    return parse_text(text.data), text.encoding
