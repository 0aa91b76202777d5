"""The release log: one line of JSON a release, each with the hash of the line before it.

A line that was changed, taken out, added or moved breaks the chain from there on. A log rewritten as a whole
is a whole chain again: only a copy of it, or of its last hash, that is kept elsewhere shows that.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, ValidationError, model_serializer

from kpi_lib.core.errors import ReleaseError, SettingsError, in_words
from kpi_lib.disk.replace import write_file

LOG_FILE = "releases.jsonl"
CLOCK = "SOURCE_DATE_EPOCH"
"""Environment variable: the moment to state instead of now, in seconds (reproducible-builds.org)."""
UNATTENDED = "scheduled run"
"""The approver of a release that followed the rules of unattended ones."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _OfArea(_Frozen):
    """What is of one area; entries of earlier versions do not name it, and keep their hashes."""

    area_code: str = ""

    @model_serializer(mode="wrap")
    def _without_unknown_area(self, as_dict: SerializerFunctionWrapHandler) -> dict[str, Any]:
        content: dict[str, Any] = as_dict(self)
        return {name: value for name, value in content.items() if name != "area_code" or value}


class ReleasedEdition(_OfArea):
    """One edition in a release: `state` is `new`, `changed`, `same` or `carried` (not built again).

    `evidence` is the hash of what its evidence pack holds, `release` the release that pack is of.
    """

    slug: str
    title: str
    state: str
    evidence: str = ""
    release: int


class Correction(_OfArea):
    """One printed figure or verdict of a released edition that a release changed, and why."""

    slug: str
    indicator_id: str
    basis: str
    period: str
    statistic: str
    old: str
    new: str
    why: str


class Hashes(_Frozen):
    """SHA-256 of all raw files, the library, the source notebooks, the executed ones and the site."""

    data: str
    code: str
    notebooks: str
    editions: str
    site: str


class Entry(_Frozen):
    """One release: who, when, why, of what, and what it changed."""

    release: int
    when: str
    approver: str
    reason: str
    is_unattended: bool
    publisher: str
    editions: tuple[ReleasedEdition, ...]
    hashes: Hashes
    difference: dict[str, int]
    corrections: tuple[Correction, ...] = ()
    previous: str = ""
    sha256: str = ""

    @property
    def slugs(self) -> frozenset[str]:
        """The editions that were in the site after this release."""
        return frozenset(edition.slug for edition in self.editions)

    def sealed(self) -> Entry:
        """Return the entry with the hash of all else that it says."""
        return self.model_copy(update={"sha256": _hash_of(self)})


Log = tuple[Entry, ...]


def parse_log(text: str, where: str) -> Log:
    """Return the entries of a log, oldest first.

    Raises
    ------
    ReleaseError : a line is cut, changed, missing or out of its order; it is named.
    """
    if text and not text.endswith("\n"):
        raise _broken(where, text.count("\n") + 1, "a line that is cut short")
    entries: list[Entry] = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            entry = Entry.model_validate_json(line)
        except ValidationError as error:
            raise _broken(where, number, str(error.errors()[0]["msg"])) from error
        if entry.sha256 != _hash_of(entry) or line != _line(entry):
            raise _broken(where, number, "an entry that was changed after it was written")
        if entry.release != number or entry.previous != (entries[-1].sha256 if entries else ""):
            raise _broken(where, number, f"release {entry.release}, not the one that follows the line before")
        entries.append(entry)
    return tuple(entries)


def load_log(path: Path) -> Log:
    """Read a log; without the file there was no release yet. Raises ReleaseError, see `parse_log`."""
    try:
        return parse_log(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise _broken(str(path), 1, "bytes that are no text") from error


def as_text(log: Sequence[Entry]) -> str:
    """Return the log as the text of its file."""
    return "".join(f"{_line(entry)}\n" for entry in log)


def past_corrections(log: Log) -> list[tuple[int, Correction]]:
    """Return the corrections of all releases, newest release first, each with the release's number."""
    return [(entry.release, correction) for entry in reversed(log) for correction in entry.corrections]


def save_log(path: Path, log: Sequence[Entry]) -> None:
    """Write a log next to and move it into place; raises StorageError."""
    write_file(path, as_text(log), is_private=True)


def moment_of_release() -> str:
    """Return the time that a release states, in UTC, such as `2018-07-12T09:30:00Z`.

    It is the one that the environment names, so that runs can be repeated, else now.

    Raises
    ------
    SettingsError : `SOURCE_DATE_EPOCH` is set to something else than seconds since 1970.
    """
    seconds = os.environ.get(CLOCK)
    try:
        moment = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            f"{CLOCK} names no time",
            got=in_words(seconds),
            expected="whole seconds since 1 January 1970",
            hint=f"correct it, or remove it: unset {CLOCK}",
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(entry: Entry) -> str:
    return _canonical(entry.model_dump())


def _hash_of(entry: Entry) -> str:
    return hashlib.sha256(_canonical(entry.model_dump(exclude={"sha256"})).encode()).hexdigest()


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _broken(where: str, line: int, got: str) -> ReleaseError:
    return ReleaseError(
        "The release log is broken",
        where=f"{where}, line {line}",
        got=got,
        expected="each release as it was written, with the hash of the one before",
        hint="restore the log from its copy; the site in place and each evidence pack hold one as well",
    )
