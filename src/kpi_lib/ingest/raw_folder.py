"""Which files of a raw folder may be read: regular files that lie in it, whatever a path or a link says."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from kpi_lib.core.errors import ManifestError

_KINDS = {"d": "a folder", "p": "a pipe", "s": "a socket", "c": "a device", "b": "a device"}


def is_plain_name(name: str) -> bool:
    """Say whether a name is a path downwards, with forward slashes, in one spelling, no part of it hidden."""
    is_of_windows = bool(PureWindowsPath(name).drive) or "\\" in name
    return not (
        is_of_windows or "\0" in name or any(not part or _is_hidden(part) for part in name.split("/"))
    )


def path_in(raw_dir: Path, name: str) -> Path:
    """Return the path of a file in a raw folder; the file need not be there.

    Raises
    ------
    ManifestError : a link on the way leads elsewhere, or what is there is no regular file.
    """
    path = raw_dir / name
    fault = _fault_of(raw_dir, name) if os.path.lexists(path) else None
    if fault is not None:
        raise fault
    return path


def files_in(raw_dir: Path) -> list[str]:
    """Return the paths of all files of a raw folder that may be read, sorted; hidden ones left out."""
    return [name for name, fault in visible_in(raw_dir).items() if fault is None]


def visible_in(raw_dir: Path) -> dict[str, ManifestError | None]:
    """Return all files of a raw folder by path, sorted, each with the reason why it may not be read, if any.

    A linked folder that leads out is among them. One that leads to another folder in the raw folder is not:
    its files are there by their own paths. The raw folder itself may be a link.

    Raises
    ------
    ManifestError : a folder cannot be listed.
    """
    return {name: _fault_of(raw_dir, name) for name in sorted(_names_in(raw_dir))}


def _names_in(raw_dir: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(raw_dir, onerror=_refuse):
        at = PurePosixPath(Path(folder).relative_to(raw_dir).as_posix())
        links = [name for name in folders if not _is_hidden(name) and _is_link(raw_dir, str(at / name))]
        folders[:] = [name for name in folders if not _is_hidden(name) and name not in links]
        yield from (str(at / name) for name in files if not _is_hidden(name))
        yield from (str(at / name) for name in links if not _is_inside(raw_dir, str(at / name)))


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "~$")) or part == "__pycache__"


def _is_link(raw_dir: Path, name: str) -> bool:
    """Say whether a name is not where it seems to be, by a symbolic link or, on Windows, a junction."""
    return Path(os.path.realpath(raw_dir / name)) != Path(os.path.realpath(raw_dir), name)


def _is_inside(raw_dir: Path, name: str) -> bool:
    return Path(os.path.realpath(raw_dir / name)).is_relative_to(os.path.realpath(raw_dir))


def _fault_of(raw_dir: Path, name: str) -> ManifestError | None:
    """Return why a name that is there may not be read, or nothing."""
    path, real = raw_dir / name, os.path.realpath(raw_dir / name)
    if not _is_inside(raw_dir, name):  # what is sealed would not be what is read
        return ManifestError(
            "A link leads out of the raw folder",
            where=str(path),
            got=f"a link to {real}",
            expected="the file itself, in the raw folder",
            hint="put a copy in the place of the link, then: kpi add FILE",
        )
    if _is_link(raw_dir, str(PurePosixPath(name).parent)):
        own = Path(real).relative_to(os.path.realpath(raw_dir)).as_posix()
        return ManifestError(
            "A file is reached through a linked folder",
            where=str(path),
            got=f"a link to {own}",
            expected="its own path in the raw folder",
            hint=f"list it as {own}, or put a copy in the place of the link",
        )
    kind = _kind_of(path)
    if kind is None:
        return None
    return ManifestError(
        "This is no regular file",
        where=str(path),
        got=kind,
        expected="a file",
        hint="take it out of the raw folder",
    )


def _kind_of(path: Path) -> str | None:
    """Return what is there in place of a regular file, or nothing where it is one."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return error.strerror or str(error)
    return None if stat.S_ISREG(mode) else _KINDS.get(stat.filemode(mode)[0], "something else")


def _refuse(error: OSError) -> None:
    if isinstance(error, FileNotFoundError):
        return
    raise ManifestError(
        "A folder of the raw folder cannot be listed",
        where=str(error.filename),
        got=error.strerror or str(error),
        hint="check that you may read it",
    ) from error
