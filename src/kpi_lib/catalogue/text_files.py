"""Files that people write by hand, as text: whichever editor saved them, and never anything but a file.

Every hand-written file comes through here: `kpi.toml`, the manifest, the council's tables, its commentary,
`_quarto.yml`, and neighbour lists as CSV.
"""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from kpi_lib.core.errors import KpiError

MOST_BYTES = 10_000_000
"""A hundred times the longest manifest known; a larger file is there by mistake."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WINDOWS = "cp1252"
_NOT_ENGLISH = re.compile(rb"(?![" + "€…‘’“”•–—™".encode(_WINDOWS) + rb"])[\x80-\x9f]")
"""What sets Windows-1252 apart from Latin-1, without what an English text has of it.

The rest (œ, Ž, ƒ …) is what "£" and "é" saved by MS-DOS or an old Mac would become: no guess then.
"""
_UTF_8 = re.compile(rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]|\xe2\x80[\x90-\xbf]")
"""How UTF-8 writes £, é and ’: a file with these and with other bytes was put together from two."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SAVE_AS = "save it as UTF-8: in Notepad under File, Save as, Encoding; in Excel as CSV UTF-8"


def load_text(path: Path, error: type[KpiError], *, where: str = "") -> str:
    """Return the text of a file that a person wrote.

    A byte order mark decides on UTF-8, UTF-16 or UTF-32; then UTF-8, which no other encoding imitates by
    chance; then Windows-1252, as Excel and old editors on Windows write it. Lines end in a line feed.

    Parameters
    ----------
    error : the class of the error to raise.
    where : what to call the file in errors; its path by default.

    Raises
    ------
    KpiError : of the class `error`: see `load_bytes`; or it is no text in one of these encodings.
    """
    name = where or str(path)
    raw = load_bytes(path, error, where=name)
    try:
        return _decoded(raw)
    except ValueError as fault:
        raise error(
            "The file cannot be read as text",
            where=name,
            got=fault,
            expected="UTF-8, UTF-16 or Windows-1252",
            hint=_SAVE_AS,
        ) from fault


def load_bytes(path: Path, error: type[KpiError], *, where: str = "", most_bytes: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file, never more than `most_bytes`.

    Raises
    ------
    KpiError : of the class `error`: there is no such file, it is a folder, a pipe or a device, it may not
        be read, or it is larger than `most_bytes`.
    """
    name = where or str(path)
    check_is_file(path, error, where=name)
    try:
        with path.open("rb") as file:
            raw = file.read(most_bytes + 1)
    except OSError as fault:
        raise _unreadable(error, name, fault) from fault
    if len(raw) > most_bytes:
        raise error(
            "The file is too large",
            where=name,
            got=f"{path.stat().st_size:,} bytes",
            expected=f"at most {most_bytes:,} bytes",
            hint="look whether this is the file that was meant",
        )
    return raw


def check_is_file(path: Path, error: type[KpiError], *, where: str = "") -> None:
    """Raise `error` unless a path leads to a file, so that a pipe or a device is not waited for."""
    name = where or str(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as fault:
        raise error("There is no such file", where=name, expected="a file to read") from fault
    except (OSError, ValueError) as fault:
        raise _unreadable(error, name, fault) from fault
    if not stat.S_ISREG(mode):
        is_folder = stat.S_ISDIR(mode)
        raise error(
            "This is no regular file",
            where=name,
            got="a folder" if is_folder else "a pipe, a device or a socket",
            expected="a file to read",
            hint="name a file in it" if is_folder else "save what comes out of it as a file first",
        )


def _unreadable(error: type[KpiError], name: str, fault: OSError | ValueError) -> KpiError:
    return error("The file cannot be opened", where=name, got=getattr(fault, "strerror", None) or fault)


def _decoded(raw: bytes) -> str:
    """Return the text of some bytes; raises ValueError with what is wrong in words."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", "utf-8"))
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as fault:
        if mark:
            raise ValueError(f"bytes that are not {encoding.upper()} although the file says so") from fault
        text = _windows(raw)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise ValueError(f"a control character ({ord(control.group()):#04x}) in line {line}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _windows(raw: bytes) -> str:
    """Return bytes as Windows-1252, where they are that and nothing else; raises ValueError."""
    for pattern, found in (
        (_NOT_ENGLISH, "neither UTF-8 nor found in English text in Windows-1252"),
        (_UTF_8, "UTF-8, in a file that is not UTF-8 throughout"),
    ):
        if strange := pattern.search(raw):
            line = raw.count(b"\n", 0, strange.start()) + 1
            raise ValueError(f"bytes {strange.group().hex(' ')} in line {line}: {found}")
    return raw.decode(_WINDOWS)
