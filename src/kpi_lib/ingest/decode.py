"""Bytes to text, whatever saved them: UTF-8 with or without a mark, UTF-16, Windows-1252."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
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
_CHUNK_BYTES = 1 << 20
_NOTHING = b"\x00\r\n\t ,;"
_BINARY = (
    (b"PK\x03\x04", "a workbook (or another zip file)"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
)
_TAGS = (b"<!doctype", b"<html", b"<head", b"<table", b"<body", b"<?xml")
_WINDOWS = "cp1252"
_NOT_ENGLISH = re.compile(rb"(?![" + "€…†‡‰‘’“”•–—™".encode(_WINDOWS) + rb"])[\x80-\x9f]|[\xd0\xd5]")
"""Bytes of Windows-1252 that no English text needs: five that it leaves undefined, œ, Ž, ƒ, Ð, Õ …

They are what MS-DOS or an old Mac saves for £, é, ’ and –, so a file with one of them is not guessed at.
"""
_OF_UTF_8 = re.compile(rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]|\xe2\x80[\x90-\xbf]")
"""How UTF-8 writes £, é and ’: a file with these and with other bytes was put together from two."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")  # 1a ends a file of MS-DOS


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text as UTF-8 bytes without a mark, and the encoding it came in."""

    data: bytes
    encoding: str


def decode_text(raw: bytes, name: str) -> Text:
    """Return the text of a file.

    A byte order mark decides; then UTF-8, which no other encoding imitates by chance; then UTF-16, where
    every other byte is zero; then Windows-1252, the encoding of English text on Windows. No other is guessed:
    a file with bytes that an English text in Windows-1252 does not have is refused.

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
    if b"\x00" in raw:
        return _as_utf8(raw, _of_two_bytes(raw, name), name)
    try:
        for _ in _pieces(raw, "utf-8"):
            pass
    except UnicodeDecodeError:
        _need_windows(raw, name)
        return _as_utf8(raw, _WINDOWS, name)
    return Text(raw, "utf-8")


def _pieces(raw: bytes, encoding: str) -> Iterator[bytes]:
    """Yield the text as UTF-8 piece by piece, so that it does not stand in memory twice."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(raw), _CHUNK_BYTES):
        yield decoder.decode(raw[start : start + _CHUNK_BYTES]).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _as_utf8(raw: bytes, encoding: str, name: str) -> Text:
    try:
        text = Text(b"".join(_pieces(raw, encoding)), encoding)
    except UnicodeError as error:
        wrong = f"bytes that are not {encoding}"
        if encoding == "utf-8":
            wrong = f"byte {_first_wrong(raw) + 1} is not UTF-8 although the file says so"
        raise _not_text(name, wrong) from error
    if b"\x00" in text.data:
        raise _not_text(name, "zero bytes")
    return text


def _first_wrong(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(raw)


def _of_two_bytes(raw: bytes, name: str) -> str:
    """Return which UTF-16 it is whose every other byte is zero, as English letters are in it."""
    sample = raw[:_SAMPLE_BYTES]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if min(first, second) or max(first, second) <= len(sample) // 4:
        place = raw.index(0)
        raise _not_text(name, f"a zero byte in row {_row(raw, place)}: the file is damaged, or is no text")
    return "utf-16-le" if second else "utf-16-be"


def _need_windows(raw: bytes, name: str) -> None:
    """Raise ReadError where bytes that are not UTF-8 are not Windows-1252 beyond doubt either."""
    control, foreign = _CONTROL.search(raw), _NOT_ENGLISH.search(raw)
    if control:
        raise _not_text(name, f"byte {control[0][0]:02X} in row {_row(raw, control.start())}")
    both = _OF_UTF_8.search(raw)
    if both:
        row = _row(raw, both.start())
        raise _not_text(name, f"UTF-8 in row {row} ('{both[0].decode()}') and another encoding elsewhere")
    if foreign:
        letter = foreign[0].decode(_WINDOWS, "replace")
        where = f"byte {foreign[0][0]:02X} in row {_row(raw, foreign.start())}"
        raise _not_text(name, f"{where}, '{letter}' in Windows-1252: not what an English text has")


def _row(raw: bytes, place: int) -> int:
    return raw.count(b"\n", 0, place) + 1


def _not_text(name: str, got: str) -> ReadError:
    return ReadError(
        "The file cannot be read as text",
        where=name,
        got=got,
        expected="UTF-8, UTF-16 or Windows-1252",
        hint="open it in a spreadsheet, look at its letters and save it as CSV UTF-8",
    )
