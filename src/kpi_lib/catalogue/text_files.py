"""Files that people write by hand, as text: whichever editor saved them, and never anything but a file.

Every hand-written file comes through here: `kpi.toml`, the manifest, the council's tables, its commentary,
`_quarto.yml`, and neighbour lists as CSV.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from kpi_lib.core.encodings import NotText, text_of
from kpi_lib.core.errors import KpiError
from kpi_lib.disk.faults import read_error

MOST_BYTES = 10_000_000
"""A hundred times the longest manifest known; a larger file is there by mistake."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SAVE_AS = "save it as UTF-8: in Notepad under File, Save as, Encoding; in Excel as CSV UTF-8"


def load_text(path: Path, error: type[KpiError], *, where: str = "") -> str:
    """Return the text of a file that a person wrote.

    It is decoded as every other file is (`core.encodings.text_of`); lines end in a line feed.

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
    except NotText as fault:
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
        size = path.stat().st_size
        raw = path.read_bytes() if size <= most_bytes else b""
    except OSError as fault:
        raise _unreadable(error, name, fault) from fault
    if max(size, len(raw)) > most_bytes:
        raise error(
            "The file is too large",
            where=name,
            got=f"{size:,} bytes",
            expected=f"at most {most_bytes:,} bytes",
            hint="is this the file that was meant? else split it, or leave out what no indicator needs",
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
    if isinstance(fault, ValueError):
        return error("The file cannot be opened", where=name, got=fault)
    cause = read_error(fault, name)
    return error(cause.what, where=name, got=cause.got or None, hint=cause.hint)


def _decoded(raw: bytes) -> str:
    """Return the text of some bytes; raises NotText, for control characters as well."""
    text = text_of(raw).data.decode("utf-8")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise NotText(f"a control character ({ord(control.group()):#04x}) in line {line}")
    return text.replace("\r\n", "\n").replace("\r", "\n")
