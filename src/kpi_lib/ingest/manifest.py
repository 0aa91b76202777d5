"""`manifest.toml`: what each raw file is, who published it, and the fingerprint it had when listed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.datasets import load_datasets
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
from kpi_lib.catalogue.toml_files import Entries, Line, Name, Words, load_toml, not_valid
from kpi_lib.core.errors import CatalogueError, KpiError, ManifestError, nearest, raise_all
from kpi_lib.core.periods import Quarters
from kpi_lib.core.status import Provenance
from kpi_lib.disk.faults import read_error
from kpi_lib.ingest.editions import day_of_edition
from kpi_lib.ingest.layouts import LAYOUTS
from kpi_lib.ingest.raw_folder import files_in, is_plain_name, path_in, visible_in

MANIFEST_FILE = "manifest.toml"
UNLISTED_SUFFIXES = {".md"}
UNLISTED_NAMES = {
    MANIFEST_FILE, "events.csv", "explanations.csv", "corrections.csv", "Thumbs.db", "desktop.ini",
}  # fmt: skip
_CHUNK_BYTES = 1 << 20
_DAY, _SHA256 = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile("[0-9a-f]{64}")


def _as_text(value: object) -> object:
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat() if isinstance(day, date) else day


def _is_day(text: str) -> str:
    if text and not _DAY.fullmatch(text):
        raise not_valid("a day such as 2018-11-15")
    try:
        return date.fromisoformat(text).isoformat() if text else text
    except ValueError:
        raise not_valid("a day that exists, such as 2018-11-15") from None


def _is_path(text: str) -> str:
    if text in UNLISTED_NAMES:
        raise not_valid("a file of figures or records", "remove the entry: this file is read by its name")
    if not is_plain_name(text):
        forward = text.replace("\\", "/")
        hint = "put the file itself into the raw folder, take this entry out, then: kpi add FILE"
        raise not_valid(
            "the path of a file in the raw folder, not hidden, with forward slashes, such as b/a.csv",
            f"write {forward}" if forward != text and is_plain_name(forward) else hint,
        )
    return text


def _is_fingerprint(text: str) -> str:
    if not _SHA256.fullmatch(text.lower()):
        raise not_valid("64 hexadecimal digits", "kpi add FILE writes them")
    return text.lower()


def _is_layout(text: str) -> str:
    return _one_of(text, [layout.name for layout in LAYOUTS], "the name of a layout, see docs/layouts.md")


def _is_dataset(text: str) -> str:
    return _one_of(text, ["", *load_datasets(), *load_record_kinds()], "the id of a data set or record kind")


def _is_area(text: str) -> str:
    try:
        return text and load_areas().named(text).area_code and text
    except CatalogueError as error:
        raise not_valid(error.expected, partial(getattr, error, "hint")) from None


def _one_of(text: str, names: Collection[str], expected: str) -> str:
    if text not in names:
        raise not_valid(expected, partial(nearest, text, names))
    return text


Day = Annotated[Line, BeforeValidator(_as_text), AfterValidator(_is_day)]


class ManifestEntry(BaseModel):
    """One raw file.

    `path` is relative to the raw folder, with forward slashes, and leads to nothing outside it or hidden in
    it: what is read is what is sealed. `published` and `retrieved` are ISO dates;
    where `published` is empty, `known_from` says from when the figures count as known.
    `area` names the area of a scorecard that does not name it; `provenance` is the one of files that do not
    say it row by row. `quarters` says whether `Q1 2024` is of the calendar or of the financial year.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Annotated[Name, AfterValidator(_is_path)]
    layout: Annotated[Words, AfterValidator(_is_layout)]
    dataset: Annotated[Line, AfterValidator(_is_dataset)] = ""
    publisher: Words
    title: Line = ""
    edition: Line = ""
    published: Day = ""
    licence: Words
    retrieved: Day = ""
    sha256: Annotated[Words, AfterValidator(_is_fingerprint)]
    provenance: Provenance | None = None
    area: Annotated[Line, AfterValidator(_is_area)] = ""
    quarters: Quarters | None = None
    note: str = ""

    @property
    def known_from(self) -> date | None:
        """The day from which the file's figures count as known, None where nothing tells: the second clock.

        The first of these that the manifest holds: `published`; what the edition says (see
        `day_of_edition`); the day on which the file was retrieved.
        """
        if self.published:
            return date.fromisoformat(self.published)
        known = day_of_edition(self.edition)
        return date.fromisoformat(self.retrieved) if known is None and self.retrieved else known


class Listed(BaseModel):
    """The whole of `manifest.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: tuple[ManifestEntry, ...] = ()


ENTRIES = Entries("file", ManifestEntry, "path")


@dataclass(frozen=True)
class Manifest:
    """All raw files, in the order of their paths."""

    entries: tuple[ManifestEntry, ...]

    def __iter__(self) -> Iterator[ManifestEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def load_manifest(raw_dir: Path) -> Manifest:
    """Read `manifest.toml` of a raw folder; raises ManifestError naming every fault in it at once."""
    path = path_in(raw_dir, MANIFEST_FILE)
    if not path.exists():
        raise ManifestError("The raw folder has no manifest", where=str(path), hint="kpi add FILE writes it")
    listed = load_toml(path, Listed, [ENTRIES], ManifestError).file
    return Manifest(tuple(sorted(listed, key=lambda entry: entry.path)))


def check_manifest(raw_dir: Path) -> Manifest:
    """Return the manifest when it and the folder agree.

    Raises
    ------
    ReadError : files that cannot be opened.
    ManifestError : files missing, not listed, or changed since they were listed, links that lead out of the
        folder, pipes and the like, all of them together.
    """
    manifest = load_manifest(raw_dir)
    listed = {entry.path for entry in manifest}
    faults = [fault for entry in manifest if (fault := _fault_of(entry, raw_dir)) is not None]
    seen = visible_in(raw_dir)
    faults += [fault for path, fault in seen.items() if fault is not None and path not in listed]
    faults += [_not_listed(raw_dir, path, listed) for path in raw_files(raw_dir) if path not in listed]
    raise_all(faults)
    return manifest


def _not_listed(raw_dir: Path, path: str, listed: Collection[str]) -> ManifestError:
    where = raw_dir / path
    return ManifestError(
        "A file is not listed in the manifest",
        where=str(where),
        hint=lambda: nearest(path, listed, cutoff=0.9) or f"kpi add {where}",
    )


def raw_files(raw_dir: Path) -> list[str]:
    """Return the paths of the files that a manifest must list, sorted; hidden files and notes need not be."""
    return [
        name
        for name in files_in(raw_dir)
        if Path(name).name not in UNLISTED_NAMES and Path(name).suffix not in UNLISTED_SUFFIXES
    ]


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def fault_of_change(entry: ManifestEntry, raw_dir: Path, sha256: str) -> ManifestError | None:
    """Return the fault of a file whose fingerprint is not the listed one, or nothing."""
    if sha256 == entry.sha256:
        return None
    path = raw_dir / entry.path
    return ManifestError(
        "A file has changed since it was listed",
        where=str(path),
        got=f"sha256 {sha256[:12]}…",
        expected=f"{entry.sha256[:12]}…",
        hint=f"if the change is meant: kpi add {path}",
    )


def _fault_of(entry: ManifestEntry, raw_dir: Path) -> KpiError | None:
    try:
        path = path_in(raw_dir, entry.path)
    except ManifestError as fault:
        return fault
    if not path.is_file():
        return ManifestError(
            "A listed file is missing",
            where=str(path),
            expected=f"the file of {entry.publisher}, {entry.edition or 'no edition'}",
            hint="put it back, or remove its entry from manifest.toml",
        )
    try:
        return fault_of_change(entry, raw_dir, fingerprint(path))
    except OSError as error:
        return read_error(error, str(path))
