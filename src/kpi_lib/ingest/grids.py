"""A file's bytes as grids, whatever it is: text, workbook, OpenDocument or Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from kpi_lib.core.errors import ReadError
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
    """Read a file into grids; errors as of `load_bytes` and `parse_sheets`."""
    return parse_sheets(load_bytes(path, name), name)


def load_bytes(path: Path, name: str) -> bytes:
    """Read a whole file, once: what is made of these bytes is of one state of it.

    Raises
    ------
    ReadError : no such file, no regular one (a pipe would be waited for), or larger than `MOST_BYTES`.
    """
    try:
        about = path.stat()
        size = about.st_size
        if not S_ISREG(about.st_mode):
            raise ReadError(
                "This is no regular file",
                where=name,
                expected="a file to read",
                hint="save it as a file first",
            )
        if size > MOST_BYTES:
            raise ReadError(
                "The file is too large", where=name, got=f"{size:,} bytes", expected=f"{MOST_BYTES:,}"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("There is no such file", where=name, expected="a file to read") from error
    except OSError as error:
        raise ReadError("The file cannot be opened", where=name, got=error.strerror) from error


def parse_sheets(raw: bytes, name: str) -> Sheets:
    """Return the grids that the bytes of a file hold; its first bytes, not its name, say what it is.

    Raises
    ------
    ReadError : empty, damaged, or nothing that holds a table.
    """
    if raw.startswith((ZIP, OLE)):
        return Sheets(parse_workbook(raw, name))
    if raw.startswith(MAGIC):
        return Sheets((parse_parquet(raw, name),))
    text = decode_text(raw, name)
    return Sheets((parse_text(text.data),), text.encoding)
