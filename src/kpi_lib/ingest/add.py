"""Lists a file in the manifest: detects what it can, asks for what it cannot know; and reads its figures."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import tomli_w
from pydantic import ValidationError

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.datasets import load_datasets
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
from kpi_lib.catalogue.toml_files import faults_of
from kpi_lib.core.errors import ManifestError, in_words, raise_all
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.clean import Cleaned, clean_each
from kpi_lib.ingest.clean_folder import read_entry
from kpi_lib.ingest.council.names import NAMES_FILE, NO_NAMES, Names, load_names
from kpi_lib.ingest.council.no_figures import fault_of_no_figures, is_own
from kpi_lib.ingest.council.questions import Ask as AskName
from kpi_lib.ingest.council.questions import Question, distinct_questions, write_questions
from kpi_lib.ingest.files.grids import load_bytes, parse_sheets
from kpi_lib.ingest.issues import STOP, Issue
from kpi_lib.ingest.layouts.scorecard.layout import names_no_area
from kpi_lib.ingest.layouts.text import NAMES
from kpi_lib.ingest.manifest import MANIFEST_FILE, UNLISTED_NAMES, Manifest, ManifestEntry, load_manifest
from kpi_lib.ingest.raw_folder import is_plain_name, path_in
from kpi_lib.ingest.read import read_sheets
from kpi_lib.ingest.reading import Reading

QUESTIONS = {
    "publisher": "Who published the file?",
    "edition": "Which release is it (for example 2024, or 2017-18-Q4)?",
    "licence": "Under which licence (for example OGL v3.0, or internal)?",
}
_MOST_SHOWN = 8

Ask = Callable[[str, str, str], str]
"""Asks for one field: its name, the question, and the answer that is likely; returns the answer."""


@dataclass(frozen=True)
class Added:
    """What became of a file that was listed: its entry, how many figures it gives, and its issues."""

    entry: ManifestEntry
    figures: int
    issues: tuple[Issue, ...]


def take_in_file(
    path: Path,
    raw_dir: Path,
    *,
    answers: Mapping[str, str] | None = None,
    ask: Ask | None = None,
    ask_name: AskName | None = None,
    home_area: str = "",
) -> Added:
    """List a file, read its figures, and settle what its names and units mean; see `add_file`.

    Questions are asked with `ask_name`, or else written into `names.toml` with suggestions as comments. That
    file is listed with the first that needs it, and again with each.

    Raises
    ------
    ManifestError : as of `add_file`; questions are left open, which names.toml now holds.
    DataError : the file's figures cannot be, all faults together; it is listed.
    NoFiguresError : it is a council's own and gives none; it is listed.
    """
    entry = add_file(path, raw_dir, answers=answers, ask=ask, home_area=home_area)
    if entry.path == NAMES_FILE:
        return Added(entry, 0, ())
    reading, cleaned = _cleaned(raw_dir, entry)
    questions = distinct_questions(cleaned.questions)
    if questions:
        left = write_questions(path_in(raw_dir, NAMES_FILE), questions, ask_name)
        _list_names(raw_dir, entry)
        raise_all([_unanswered(entry, left)] if left else [])
        reading, cleaned = _cleaned(raw_dir, entry)
    elif path_in(raw_dir, NAMES_FILE).exists():
        _list_names(raw_dir, entry)
    if is_own(entry, reading.layout):
        raise_all(issue.as_error() for issue in cleaned.issues if issue.severity == STOP)
        raise_all(filter(None, [fault_of_no_figures(entry, reading, cleaned)]))
    return Added(entry, len(cleaned.observations), cleaned.issues)


def _cleaned(raw_dir: Path, entry: ManifestEntry) -> tuple[Reading, Cleaned]:
    names = own_names(raw_dir)
    reading = read_entry(raw_dir, entry, names)
    (cleaned,) = clean_each([reading], load_catalogue(), load_areas(), names)
    return reading, cleaned


def _list_names(raw_dir: Path, entry: ManifestEntry) -> None:
    answers = {"publisher": entry.publisher, "licence": entry.licence}
    add_file(raw_dir / NAMES_FILE, raw_dir, answers=answers, check_names=False)


def _unanswered(entry: ManifestEntry, left: list[Question]) -> ManifestError:
    names = ", ".join(f"'{question.name}'" for question in left[:_MOST_SHOWN])
    one = len(left) == 1
    return ManifestError(
        f"{len(left)} name{' is' if one else 's are'} not settled yet",
        where=entry.path,
        got=names + ", …" * (len(left) > _MOST_SHOWN),
        expected=f"an answer for {'it' if one else 'each'} in {NAMES_FILE}, which now holds the question"
        + "s" * (not one),
        hint=f"take the # away before the right lines of {NAMES_FILE}, then: kpi add {entry.path}",
    )


def add_file(
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
    has_manifest = path_in(raw_dir, MANIFEST_FILE).exists()
    manifest = load_manifest(raw_dir) if has_manifest else Manifest(())
    names = own_names(raw_dir) if check_names else NO_NAMES
    earlier = {entry.path: entry for entry in manifest}.get(name)
    given = {key: value for key, value in (answers or {}).items() if value}
    known = (earlier.model_dump(mode="json") if earlier else {}) | given
    if name == NAMES_FILE:
        fields = _fields_of_names(raw, known)
    else:
        unless_given = {"retrieved": (today or date.today()).isoformat(), "area": home_area}
        fields = _fields(raw, name, known, given, ask, unless_given, names)
    entry = _entry(fields, name)
    others = [other for other in manifest if other.path != name]
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
    edition, layout, dataset = known.get("edition"), given.get("layout"), given.get("dataset")
    title, quarters = known.get("title", ""), known.get("quarters", "")
    sheets = parse_sheets(raw, name)
    reading = read_sheets(sheets, name, edition, layout, dataset, title=title, quarters=quarters, names=names)
    if dataset not in (None, reading.dataset):
        raise ManifestError(
            "The file is not of this data set",
            where=name,
            got=in_words(dataset),
            expected=in_words(reading.dataset) if reading.dataset else "no data set",
            hint="leave out --dataset: it is detected",
        )
    published = load_datasets().get(reading.dataset)
    kind = published or load_record_kinds().get(reading.dataset)
    likely = {"edition": reading.edition, "publisher": published.publisher if published else ""}
    return {
        "title": kind.title if kind else "",
        "retrieved": unless_given["retrieved"],
        "area": unless_given["area"] if names_no_area(reading) else "",
        **{key: value for key, value in known.items() if value},
        **_ask_for_missing(known, likely, ask, name),
        "path": name,
        "layout": reading.layout,
        "dataset": reading.dataset,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


def _fields_of_names(raw: bytes, known: Mapping[str, str]) -> dict[str, object]:
    """Return the fields of the council's own names, which have no edition and nothing to ask."""
    return {
        "title": "The council’s own names",
        "publisher": known.get("publisher", "The council"),
        "licence": known.get("licence", "Internal"),
        "path": NAMES_FILE,
        "layout": NAMES.name,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


def own_names(raw_dir: Path) -> Names:
    """Return the council's own names, listed or not; raises ManifestError for a fault in them."""
    path = path_in(raw_dir, NAMES_FILE)
    return load_names(path) if path.exists() else NO_NAMES


def save_manifest(manifest: Manifest, raw_dir: Path) -> None:
    """Write `manifest.toml`, entries in the order of their paths; raises StorageError, half written never."""
    entries = sorted(manifest, key=lambda entry: entry.path)
    tables = [
        {key: value for key, value in entry.model_dump(mode="json").items() if value not in ("", None)}
        for entry in entries
    ]
    write_file(raw_dir / MANIFEST_FILE, tomli_w.dumps({"file": tables}))


def _name_in(raw_dir: Path, path: Path) -> str:
    """Return a file's path in the raw folder, as it was given or else as links resolve it."""
    real, real_dir = Path(os.path.realpath(path)), Path(os.path.realpath(raw_dir))  # of a loop of links too
    for place, folder in ((path.absolute(), raw_dir.absolute()), (real, real_dir)):
        if place.is_relative_to(folder) and is_plain_name(name := place.relative_to(folder).as_posix()):
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


def _ask_for_missing(
    known: Mapping[str, str], likely: Mapping[str, str], ask: Ask | None, name: str
) -> dict[str, str]:
    missing = [field for field in QUESTIONS if not known.get(field)]
    if missing and ask is None:
        options = " ".join(f"--{field} …" for field in missing)
        raise ManifestError(
            f"The manifest needs to know more: {', '.join(missing)}",
            where=name,
            hint=f"kpi add {name} {options}",
        )
    return {
        field: ask(field, QUESTIONS[field], likely.get(field, "")) for field in missing if ask is not None
    }


def _entry(fields: Mapping[str, object], name: str) -> ManifestEntry:
    try:
        return ManifestEntry.model_validate(fields)
    except ValidationError as error:
        raise_all(faults_of(error, fields, name, ManifestEntry, ManifestError))
        raise
