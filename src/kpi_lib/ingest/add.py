"""Lists a file in the manifest: detects what it can, asks for what it cannot know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import tomli_w
from pydantic import ValidationError

from kpi_lib.catalogue.datasets import load_datasets
from kpi_lib.catalogue.records import load_record_kinds
from kpi_lib.core.errors import ManifestError
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.manifest import (
    MANIFEST_FILE,
    Manifest,
    ManifestEntry,
    fingerprint,
    load_manifest,
)
from kpi_lib.ingest.read import read_file

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
) -> ManifestEntry:
    """Write the entry of a file in a raw folder and return it; the file itself is not touched.

    A file that is listed already keeps its answers and gets its new fingerprint. The layout and data set
    are detected; publisher, edition and licence come from `answers`, from the earlier entry, or from
    `ask`.

    Raises
    ------
    ManifestError : the file is outside the folder, or a field is neither given nor asked for.
    ReadError : the file cannot be read.
    StorageError : the manifest cannot be written; the old one is untouched.
    """
    name = _name_in(raw_dir, path)
    manifest = load_manifest(raw_dir) if (raw_dir / MANIFEST_FILE).exists() else Manifest(())
    earlier = {entry.path: entry for entry in manifest}.get(name)
    given = {key: value for key, value in (answers or {}).items() if value}
    known = (earlier.model_dump(mode="json") if earlier else {}) | given
    entry = _entry(_fields(path, name, known, given, ask, today or date.today()), name)
    others = [item for item in manifest if item.path != name]
    save_manifest(Manifest((*others, entry)), raw_dir)
    return entry


def _fields(
    path: Path,
    name: str,
    known: Mapping[str, str],
    given: Mapping[str, str],
    ask: Ask | None,
    today: date,
) -> dict[str, object]:
    reading = read_file(path, known.get("edition"), given.get("layout"), given.get("dataset"), name=name)
    dataset = load_datasets().get(reading.dataset)
    kind = load_record_kinds().get(reading.dataset)
    likely = {"edition": reading.edition, "publisher": dataset.publisher if dataset else ""}
    return {
        "title": dataset.title if dataset else kind.title if kind else "",
        "retrieved": today.isoformat(),
        **{key: value for key, value in known.items() if value},
        **_asked(known, likely, ask, name),
        "path": name,
        "layout": reading.layout,
        "dataset": reading.dataset,
        "sha256": fingerprint(path),
    }


def save_manifest(manifest: Manifest, raw_dir: Path) -> None:
    """Write `manifest.toml`, entries in the order of their paths; raises StorageError, half written never."""
    entries = sorted(manifest, key=lambda entry: entry.path)
    listed = [_without_blanks(entry.model_dump(mode="json")) for entry in entries]
    write_file(raw_dir / MANIFEST_FILE, tomli_w.dumps({"file": listed}))


def _name_in(raw_dir: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(raw_dir.resolve()).as_posix()
    except ValueError as error:
        raise ManifestError(
            "The file is not in the raw folder",
            where=str(path),
            expected=f"a file under {raw_dir}",
            hint=f"copy it there first: cp '{path}' '{raw_dir}/'",
        ) from error


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
        fault = error.errors()[0]
        raise ManifestError(
            "The entry would not be valid",
            where=f"{name}, {fault['loc'][0]}",
            got=repr(fault["input"])[:60],
            expected=fault["msg"],
        ) from error


def _without_blanks(fields: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value not in ("", None)}
