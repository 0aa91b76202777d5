"""Bytes to text, whatever saved them: UTF-8, UTF-16 or Windows-1252, with or without a mark; no guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 200_000
_CHUNK_BYTES = 1 << 20
_WINDOWS = "cp1252"
_NOT_ENGLISH = re.compile(rb"(?![" + "€…†‡‰‘’“”•–—™".encode(_WINDOWS) + rb"])[\x80-\x9f]|[\xd0\xd5]")
"""Bytes of Windows-1252 that no English text needs: five that it leaves undefined, œ, Ž, ƒ, Ð, Õ …

They are what MS-DOS or an old Mac saves for £, é, ’ and –, so a file with one of them is not guessed at.
"""
_OF_UTF_8 = re.compile(rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]|\xe2\x80[\x90-\xbf]")
"""How UTF-8 writes £, é and ’: a file with these and with other bytes was put together from two."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")  # 1a ends a file of MS-DOS


class NotText(ValueError):
    """Bytes that are no text in an encoding that is known beyond doubt; its words say what was found."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text as UTF-8 bytes without a mark, and the encoding it came in."""

    data: bytes
    encoding: str


def text_of(raw: bytes) -> Text:
    """Return the text that some bytes are.

    A byte order mark decides; then UTF-8, which no other encoding imitates by chance; then UTF-16, where
    every other byte is zero; then Windows-1252, the encoding of English text on Windows. No other is guessed:
    bytes that an English text in Windows-1252 does not have are refused.

    Raises
    ------
    NotText : they are none of these, or not beyond doubt.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _as_utf8(raw[len(mark) :], encoding)
    if b"\x00" in raw:
        return _as_utf8(raw, _of_two_bytes(raw))
    try:
        for _ in _pieces(raw, "utf-8"):
            pass
    except UnicodeDecodeError:
        _need_windows(raw)
        return _as_utf8(raw, _WINDOWS)
    return Text(raw, "utf-8")


def _pieces(raw: bytes, encoding: str) -> Iterator[bytes]:
    """Yield the text as UTF-8 piece by piece, so that it is not in memory twice."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(raw), _CHUNK_BYTES):
        yield decoder.decode(raw[start : start + _CHUNK_BYTES]).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _as_utf8(raw: bytes, encoding: str) -> Text:
    try:
        text = Text(b"".join(_pieces(raw, encoding)), encoding)
    except UnicodeError as error:
        wrong = f"bytes that are not {encoding}"
        if encoding == "utf-8":
            wrong = f"byte {_first_wrong(raw) + 1} is not UTF-8 although the file says so"
        raise NotText(wrong) from error
    if b"\x00" in text.data:
        raise NotText("zero bytes")
    return text


def _first_wrong(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(raw)


def _of_two_bytes(raw: bytes) -> str:
    """Return which UTF-16 it is whose every other byte is zero, as English letters are in it."""
    # "a,1" is 61 00 2C 00 31 00 in little-endian: the zero is the second byte of each pair
    sample = raw[:_SAMPLE_BYTES]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if min(first, second) or max(first, second) <= len(sample) // 4:
        place = raw.index(0)
        raise NotText(f"a zero byte in row {_row(raw, place)}: the file is damaged, or is no text")
    return "utf-16-le" if second else "utf-16-be"


def _need_windows(raw: bytes) -> None:
    """Raise NotText where bytes that are not UTF-8 are not Windows-1252 beyond doubt either."""
    control, foreign = _CONTROL.search(raw), _NOT_ENGLISH.search(raw)
    if control:
        raise NotText(f"byte {control[0][0]:02X} in row {_row(raw, control.start())}")
    both = _OF_UTF_8.search(raw)
    if both:
        row = _row(raw, both.start())
        raise NotText(f"UTF-8 in row {row} ('{both[0].decode()}') and another encoding elsewhere")
    if foreign:
        letter = foreign[0].decode(_WINDOWS, "replace")
        where = f"byte {foreign[0][0]:02X} in row {_row(raw, foreign.start())}"
        raise NotText(f"{where}, '{letter}' in Windows-1252: not what an English text has")


def _row(raw: bytes, place: int) -> int:
    return raw.count(b"\n", 0, place) + 1
