"""A file's bytes as grids, whatever it is: text, workbook, OpenDocument or Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpi_lib.core.errors import ReadError
from kpi_lib.disk.faults import read_error
from kpi_lib.ingest.decode import decode_text
from kpi_lib.ingest.grid import Grid, parse_text
from kpi_lib.ingest.parquet import MAGIC, parse_parquet
from kpi_lib.ingest.workbook import OLE, ZIP, parse_workbook

MOST_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Sheets:
    """All grids of one file; `encoding` is that of a text, else empty."""

    grids: tuple[Grid, ...]
    encoding: str = ""


def load_sheets(path: Path, name: str) -> Sheets:
    """Read a file into grids; its first bytes, not its name, say what it is.

    Raises
    ------
    ReadError : no such file, larger than `MOST_BYTES`, empty, damaged, or nothing that holds a table.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ReadError(
                "The file is too large", where=name, got=f"{size:,} bytes", expected=f"{MOST_BYTES:,}"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise read_error(error, name) from error
    return parse_sheets(raw, name)


def parse_sheets(raw: bytes, name: str) -> Sheets:
    """Return the grids that the bytes of a file hold; raises ReadError."""
    if raw.startswith((ZIP, OLE)):
        return Sheets(parse_workbook(raw, name))
    if raw.startswith(MAGIC):
        return Sheets((parse_parquet(raw, name),))
    text = decode_text(raw, name)
    return Sheets((parse_text(text.data),), text.encoding)
