"""A file's bytes as grids, whatever it is: text, workbook, OpenDocument or Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpi_lib.catalogue import text_files
from kpi_lib.core.encodings import NotText, Text, text_of
from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.delimited import parse_text
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import MOST_BYTES
from kpi_lib.ingest.files.parquet import MAGIC, parse_parquet

_SAMPLE_BYTES = 200_000
_NOTHING = b"\x00\r\n\t ,;"
_BINARY = (
    (b"PK\x03\x04", "a workbook (or another zip file)"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
)
_TAGS = (b"<!doctype", b"<html", b"<head", b"<table", b"<body", b"<?xml")


def decode_text(raw: bytes, name: str) -> Text:
    """Return the text of a file; see `text_of`.

    Raises
    ------
    ReadError : the file is empty, is a web page or a workbook, or is no text at all.
    """
    kind = next((kind for start, kind in _BINARY if raw.startswith(start)), "")
    if kind:
        raise ReadError(
            f"This is {kind}, not text",
            where=name,
            expected="CSV",
            hint="open it and save the sheet with the figures as CSV UTF-8",
        )
    try:
        text = text_of(raw)
    except NotText as error:
        raise _not_text(name, str(error)) from error
    if not text.data[:_SAMPLE_BYTES].strip(_NOTHING) and not text.data.strip(_NOTHING):
        raise ReadError(
            "The file is empty", where=name, got=f"{len(raw)} bytes", expected="a header and rows of figures"
        )
    if text.data[:_SAMPLE_BYTES].lstrip().lower().startswith(_TAGS):
        raise ReadError(
            "This is a web page, not a table",
            where=name,
            got="HTML",
            expected="CSV",
            hint="the download probably failed or asked for a login: fetch the file again and look at it",
        )
    return text


def _not_text(name: str, got: str) -> ReadError:
    return ReadError(
        "The file cannot be read as text",
        where=name,
        got=got,
        expected="UTF-8, UTF-16 or Windows-1252",
        hint="open it in a spreadsheet, look at its letters and save it as CSV UTF-8",
    )


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
