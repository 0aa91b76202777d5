"""`manifest.toml`: what each raw file is, who published it, and the fingerprint it had when listed."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kpi_lib.core.errors import KpiError, ManifestError, nearest, raise_all
from kpi_lib.core.status import Provenance
from kpi_lib.disk.faults import read_error

MANIFEST_FILE = "manifest.toml"
UNLISTED_SUFFIXES = {".md"}
UNLISTED_NAMES = {
    MANIFEST_FILE, "events.csv", "explanations.csv", "corrections.csv", "Thumbs.db", "desktop.ini",
}  # fmt: skip
_CHUNK_BYTES = 1 << 20


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _is_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else text
    except ValueError:
        raise ValueError("a day that exists, such as 2018-11-15") from None


Day = Annotated[
    str,
    BeforeValidator(_as_text),
    Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$"),
    AfterValidator(_is_day),
]


class ManifestEntry(BaseModel):
    """One raw file.

    `path` is relative to the raw folder, with forward slashes. `published` and `retrieved` are ISO dates;
    where `published` is empty, `known.known_from` says from when the figures count as known.
    `area` names the area of a scorecard that does not name it; `provenance` is the one of files that do not
    say it row by row.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Annotated[str, Field(min_length=1, pattern=r"^[^\\]+$")]
    layout: str
    dataset: str = ""
    publisher: str
    title: str = ""
    edition: str = ""
    published: Day = ""
    licence: str
    retrieved: Day = ""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    provenance: Provenance | None = None
    area: str = ""
    note: str = ""


@dataclass(frozen=True)
class Manifest:
    """All raw files, in the order of their paths."""

    entries: tuple[ManifestEntry, ...]

    def __iter__(self) -> Iterator[ManifestEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, path: str) -> ManifestEntry:
        """Return one file's entry; raises ManifestError with the nearest path."""
        known = {entry.path: entry for entry in self.entries}
        if path in known:
            return known[path]
        raise ManifestError("No such file is listed", got=f"'{path}'", hint=nearest(path, known))


def load_manifest(raw_dir: Path) -> Manifest:
    """Read `manifest.toml` of a raw folder; raises ManifestError naming every fault in it at once."""
    path = raw_dir / MANIFEST_FILE
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("file", [])
    except FileNotFoundError as error:
        raise ManifestError(
            "The raw folder has no manifest", where=str(path), hint="kpi add FILE writes it"
        ) from error
    except OSError as error:
        raise read_error(error, str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError("The manifest is not valid TOML", where=str(path), got=error) from error
    faults: list[ManifestError] = []
    entries = [entry for item in listed if (entry := _checked(item, path, faults)) is not None]
    paths = [entry.path for entry in entries]
    twice = sorted({name for name in paths if paths.count(name) > 1})
    faults += [ManifestError("A file is listed twice", where=str(path), got=f"'{name}'") for name in twice]
    raise_all(faults)
    return Manifest(tuple(sorted(entries, key=lambda entry: entry.path)))


def check_manifest(raw_dir: Path) -> Manifest:
    """Return the manifest when it and the folder agree.

    Raises
    ------
    ManifestError : files missing, not listed, or changed since they were listed, all of them together.
    """
    manifest = load_manifest(raw_dir)
    listed = {entry.path for entry in manifest}
    faults = [fault for entry in manifest if (fault := _fault_of(entry, raw_dir)) is not None]
    faults += [
        ManifestError(
            "A file is not listed in the manifest",
            where=str(raw_dir / path),
            hint=nearest(path, listed, cutoff=0.9) or f"kpi add {raw_dir / path}",
        )
        for path in raw_files(raw_dir)
        if path not in listed
    ]
    raise_all(faults)
    return manifest


def raw_files(raw_dir: Path) -> list[str]:
    """Return the paths of the files that a manifest must list, sorted; hidden files and notes need not be."""
    found = [
        path.relative_to(raw_dir)
        for path in raw_dir.rglob("*")
        if path.is_file() and path.name not in UNLISTED_NAMES and path.suffix not in UNLISTED_SUFFIXES
    ]
    return sorted(
        path.as_posix() for path in found if not any(part.startswith((".", "~$")) for part in path.parts)
    )


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _fault_of(entry: ManifestEntry, raw_dir: Path) -> KpiError | None:
    path = raw_dir / entry.path
    if not path.is_file():
        return ManifestError(
            "A listed file is missing",
            where=str(path),
            expected=f"the file of {entry.publisher}, {entry.edition or 'no edition'}",
            hint="put it back, or remove its entry from manifest.toml",
        )
    try:
        found = fingerprint(path)
    except OSError as error:
        return read_error(error, str(path))
    if found == entry.sha256:
        return None
    return ManifestError(
        "A file has changed since it was listed",
        where=str(path),
        got=f"sha256 {found[:12]}…",
        expected=f"{entry.sha256[:12]}…",
        hint=f"if the change is meant: kpi add {path}",
    )


def _checked(item: dict[str, object], path: Path, faults: list[ManifestError]) -> ManifestEntry | None:
    try:
        return ManifestEntry.model_validate(item)
    except ValidationError as error:
        for fault in error.errors():
            name = ".".join(str(part) for part in fault["loc"])
            faults.append(
                ManifestError(
                    f"The entry of '{item.get('path', '?')}' is not valid",
                    where=f"{path}, {name}",
                    got=repr(fault["input"])[:60],
                    expected=fault["msg"],
                    hint=nearest(name, ManifestEntry.model_fields),
                )
            )
        return None
