"""Bytes to text, whatever saved them: UTF-8 with or without a mark, UTF-16, Windows-1252."""

from __future__ import annotations

from kpi_lib.core.encodings import NotText, Text, text_of
from kpi_lib.core.errors import ReadError

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
