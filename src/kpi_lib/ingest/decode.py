"""Bytes to text, whatever saved them: UTF-8 with or without a mark, UTF-16, Windows-1252."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from kpi_lib.core.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 200_000
_NOTHING = b"\x00\r\n\t ,;"
_BINARY = (
    (b"PK\x03\x04", "a workbook (or another zip file)"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
)
_TAGS = (b"<!doctype", b"<html", b"<head", b"<table", b"<body", b"<?xml")


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text as UTF-8 bytes without a mark, and the encoding it came in."""

    data: bytes
    encoding: str


def decode_text(raw: bytes, name: str) -> Text:
    """Return the text of a file.

    A byte order mark decides; then UTF-8, which no other encoding imitates by chance; then the best
    guess of charset-normalizer among the encodings that councils' systems write.

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
    text = _decoded(raw, name)
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


def _decoded(raw: bytes, name: str) -> Text:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _as_utf8(raw[len(mark) :], encoding, name)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _as_utf8(raw, _guess(raw, name), name)
    if b"\x00" in raw[:_SAMPLE_BYTES]:
        return _as_utf8(raw, _guess(raw, name), name)
    return Text(raw, "utf-8")


def _as_utf8(raw: bytes, encoding: str, name: str) -> Text:
    if encoding == "utf-8":
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _not_text(name, f"byte {error.start + 1} is not UTF-8 although the file says so") from error
        return Text(raw, encoding)
    try:
        return Text(raw.decode(encoding).encode("utf-8"), encoding)
    except UnicodeError as error:
        raise _not_text(name, f"bytes that are not {encoding}") from error


def _guess(raw: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    sample = raw[:_SAMPLE_BYTES]
    zeros = sample.count(0)
    if zeros > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    if zeros:
        raise _not_text(name, "zero bytes")
    best = from_bytes(sample, cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
    if best is None:
        raise _not_text(name, "bytes that are no text in UTF-8, UTF-16 or Windows-1252")
    return "cp1252" if best.encoding == "latin_1" else best.encoding


def _not_text(name: str, got: str) -> ReadError:
    return ReadError(
        "The file cannot be read as text",
        where=name,
        got=got,
        expected="UTF-8, UTF-16 or Windows-1252",
        hint="open it in a spreadsheet and save it as CSV UTF-8",
    )
