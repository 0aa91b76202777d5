"""Hashes of files: of each by its path, and of many as one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

Files = dict[str, str]
"""Path under its folder → SHA-256."""
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def hash_file(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return sha256(file.read_bytes())


def hash_files(folder: Path, names: Iterable[str] | None = None) -> Files:
    """Return the SHA-256 of a folder's files by path: of those named, else all but hidden ones and caches."""
    chosen = names_in(folder) if names is None else names
    return {name: hash_file(folder / name) for name in sorted(chosen)}


def names_in(folder: Path) -> Iterator[str]:
    """Yield the paths of all files under a folder but hidden ones and caches, none where it is not there."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield path.relative_to(folder).as_posix()


def hash_of_files(files: Mapping[str, str]) -> str:
    """Return one SHA-256 of many: of the text that `sha256sum` would print for them."""
    return sha256(sums_text(files).encode())


def sums_text(files: Mapping[str, str]) -> str:
    """Return hashes as the text that `sha256sum --check` reads, ordered by path."""
    return "".join(f"{value}  {name}\n" for name, value in sorted(files.items()))


def parse_sums(text: str) -> Files:
    """Return the hashes in the text of `sums_text`; lines of another form are left out."""
    return {match[2]: match[1] for line in text.splitlines() if (match := _SUM.fullmatch(line))}


def changed_files(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the files that differ between two lists of hashes, each with what became of it."""
    return [
        f"{name} ({'missing' if name not in now else 'added' if name not in before else 'changed'})"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    ]


def some_of(files: Sequence[str]) -> str:
    """Return a list of files in a line: the first five, and how many more."""
    return ", ".join(files[:5]) + (f" and {len(files) - 5:,} more" if len(files) > 5 else "")
