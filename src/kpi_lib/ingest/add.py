"""Lists a file in the manifest: detects what it can, asks for what it cannot know."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath

import tomli_w
from pydantic import ValidationError

from kpi_lib.catalogue.datasets import load_datasets
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
from kpi_lib.catalogue.toml_files import faults_of
from kpi_lib.core.errors import ManifestError, in_words, raise_all
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.files.grids import load_bytes, parse_sheets
from kpi_lib.ingest.layouts.own.layout import names_no_area
from kpi_lib.ingest.layouts.text import NAMES as NAMES_LAYOUT
from kpi_lib.ingest.manifest import (
    MANIFEST_FILE,
    UNLISTED_NAMES,
    Manifest,
    ManifestEntry,
    load_manifest,
)
from kpi_lib.ingest.own.names import NAMES_FILE, NO_NAMES, Names, load_names
from kpi_lib.ingest.raw_folder import is_plain_name, path_in
from kpi_lib.ingest.read import read_sheets

ASKED = {
    "publisher": "Who published the file?",
    "edition": "Which release is it (for example 2024, or 2017-18-Q4)?",
    "licence": "Under which licence (for example OGL v3.0, or internal)?",
}

Ask = Callable[[str, str, str], str]
"""Asks for one field: its name, the question, and the answer that is likely; returns the answer."""


def add_to_manifest(
    path: Path,
    raw_dir: Path,
    *,
    answers: Mapping[str, str] | None = None,
    ask: Ask | None = None,
    today: date | None = None,
    home_area: str = "",
    check_names: bool = True,
) -> ManifestEntry:
    """Write the entry of a file in a raw folder and return it; the file itself is not touched.

    A file that is listed already keeps its answers and gets its new fingerprint. The layout and data set
    are detected; publisher, edition and licence come from `answers`, from the earlier entry, or from
    `ask`. A scorecard that names no area is listed as one of `home_area`. `check_names` is False where
    `names.toml` itself is listed with questions still open.

    Raises
    ------
    ManifestError : the file is outside the folder, hidden, a link out of it, no regular file or one that is
        read by its name; or a field is not valid, or neither given nor asked for.
    ReadError : the file cannot be read.
    StorageError : the manifest cannot be written; the old one is untouched.
    """
    name = _name_in(raw_dir, path)
    raw = load_bytes(path_in(raw_dir, name), name)
    _check_listed(name)
    manifest = _listed(raw_dir)
    names = own_names(raw_dir) if check_names else NO_NAMES
    earlier = {entry.path: entry for entry in manifest}.get(name)
    given = {key: value for key, value in (answers or {}).items() if value}
    known = (earlier.model_dump(mode="json") if earlier else {}) | given
    unless_given = {"retrieved": (today or date.today()).isoformat(), "area": home_area}
    fields = _fields_of_names(raw, known, given) if name == NAMES_FILE else None
    entry = _entry(fields or _fields(raw, name, known, given, ask, unless_given, names), name)
    others = [item for item in manifest if item.path != name]
    save_manifest(Manifest((*others, entry)), raw_dir)
    return entry


def _fields(
    raw: bytes,
    name: str,
    known: Mapping[str, str],
    given: Mapping[str, str],
    ask: Ask | None,
    unless_given: Mapping[str, str],
    names: Names,
) -> dict[str, object]:
    sheets = parse_sheets(raw, name)
    reading = read_sheets(
        sheets, name, known.get("edition"), given.get("layout"), given.get("dataset"),
        title=known.get("title", ""), quarters=known.get("quarters", ""), names=names,
    )  # fmt: skip
    if given.get("dataset", reading.dataset) != reading.dataset:
        raise ManifestError(
            "The file is not of this data set",
            where=name,
            got=in_words(given["dataset"]),
            expected=in_words(reading.dataset) if reading.dataset else "no data set",
            hint="leave out --dataset: it is detected",
        )
    dataset = load_datasets().get(reading.dataset)
    kind = load_record_kinds().get(reading.dataset)
    likely = {"edition": reading.edition, "publisher": dataset.publisher if dataset else ""}
    return {
        "title": dataset.title if dataset else kind.title if kind else "",
        "retrieved": unless_given["retrieved"],
        "area": unless_given["area"] if names_no_area(reading) else "",
        **{key: value for key, value in known.items() if value},
        **_asked(known, likely, ask, name),
        "path": name,
        "layout": reading.layout,
        "dataset": reading.dataset,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


def _fields_of_names(raw: bytes, known: Mapping[str, str], given: Mapping[str, str]) -> dict[str, object]:
    """Return the fields of the council's own names, which have no edition and nothing to ask."""
    return {
        "title": "The council’s own names",
        **{"publisher": "The council", "licence": "Internal"},
        **{key: value for key, value in {**known, **given}.items() if key in ("publisher", "licence")},
        "path": NAMES_FILE,
        "layout": NAMES_LAYOUT.name,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


def own_names(raw_dir: Path) -> Names:
    """Return the council's own names, listed or not; raises ManifestError for a fault in them."""
    path = path_in(raw_dir, NAMES_FILE)
    return load_names(path) if path.exists() else NO_NAMES


def _listed(raw_dir: Path) -> Manifest:
    return load_manifest(raw_dir) if path_in(raw_dir, MANIFEST_FILE).exists() else Manifest(())


def save_manifest(manifest: Manifest, raw_dir: Path) -> None:
    """Write `manifest.toml`, entries in the order of their paths; raises StorageError, half written never."""
    entries = sorted(manifest, key=lambda entry: entry.path)
    listed = [_without_blanks(entry.model_dump(mode="json")) for entry in entries]
    write_file(raw_dir / MANIFEST_FILE, tomli_w.dumps({"file": listed}))


def _name_in(raw_dir: Path, path: Path) -> str:
    """Return a file's path in the raw folder, as it was given or else as links resolve it."""
    real, real_dir = Path(os.path.realpath(path)), Path(os.path.realpath(raw_dir))  # of a loop of links too
    for found, folder in ((path.absolute(), raw_dir.absolute()), (real, real_dir)):
        if found.is_relative_to(folder) and is_plain_name(name := found.relative_to(folder).as_posix()):
            return name
    if real.is_relative_to(real_dir):
        raise ManifestError(
            "A file with such a path cannot be listed",
            where=str(path),
            expected="no folder or name that begins with '.' or '~$', no backslash",
            hint="rename it",
        )
    raise ManifestError(
        "The file is not in the raw folder",
        where=str(path),
        expected=f"a file under {raw_dir}",
        hint=f"copy it there first: cp '{path}' '{raw_dir}/'",
    )


def _check_listed(name: str) -> None:
    """Raise ManifestError for a file that is read by its name and so never listed."""
    if PurePosixPath(name).name in UNLISTED_NAMES:
        raise ManifestError(
            "This file is not listed in the manifest",
            where=name,
            expected="a file of figures or records",
            hint="nothing need be done: it is read by its name",
        )


def _asked(known: Mapping[str, str], likely: Mapping[str, str], ask: Ask | None, name: str) -> dict[str, str]:
    missing = [field for field in ASKED if not known.get(field)]
    if missing and ask is None:
        options = " ".join(f"--{field} …" for field in missing)
        raise ManifestError(
            f"The manifest needs to know more: {', '.join(missing)}",
            where=name,
            hint=f"kpi add {name} {options}",
        )
    return {field: ask(field, ASKED[field], likely.get(field, "")) for field in missing if ask is not None}


def _entry(fields: Mapping[str, object], name: str) -> ManifestEntry:
    try:
        return ManifestEntry.model_validate(fields)
    except ValidationError as error:
        raise_all(faults_of(error, fields, name, ManifestEntry, ManifestError))
        raise


def _without_blanks(fields: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value not in ("", None)}
