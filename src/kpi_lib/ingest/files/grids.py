"""A file's bytes as grids, whatever it is: text, workbook, OpenDocument or Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpi_lib.catalogue import text_files
from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.decode import decode_text
from kpi_lib.ingest.files.delimited import parse_text
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import MOST_BYTES
from kpi_lib.ingest.files.parquet import MAGIC, parse_parquet

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheets:
    """All grids of one file; `encoding` is that of a text, else empty."""

    grids: tuple[Grid, ...]
    encoding: str = ""


def load_sheets(path: Path, name: str) -> Sheets:
    """Read a file into grids; errors as of `load_bytes` and `parse_sheets`."""
    return parse_sheets(load_bytes(path, name), name)


def load_bytes(path: Path, name: str) -> bytes:
    """Read a whole file, once: what is made of these bytes is of one state of it.

    Raises
    ------
    ReadError : no such file, no regular one (a pipe would be waited for), or larger than `MOST_BYTES`.
    """
    return text_files.load_bytes(path, ReadError, where=name, most_bytes=MOST_BYTES)


def parse_sheets(raw: bytes, name: str) -> Sheets:
    """Return the grids that the bytes of a file hold; its first bytes, not its name, say what it is.

    Raises
    ------
    ReadError : empty, damaged, or nothing that holds a table.
    """
    if raw.startswith((ZIP, OLE)):
        from kpi_lib.ingest.files.workbooks import parse_workbook  # its libraries take time at every start

        return Sheets(parse_workbook(raw, name, is_zip=raw.startswith(ZIP)))
    if raw.startswith(MAGIC):
        return Sheets((parse_parquet(raw, name),))
    text = decode_text(raw, name)
    return Sheets((parse_text(text.data, name),), text.encoding)
