"""What an executed edition and each of its pages were made from.

An edition keeps the hash of every file it is made from, taken when it is executed, and its evidence holds
those files and no others: else a raw file added, or a line of code changed, before it is published would be
packed as evidence of figures that never came from it. A page keeps one key of all that it is made from: the
same key means the same page, which need not be run again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import kpi_lib
from kpi_lib.catalogue.neighbours import NEIGHBOURS_FILE
from kpi_lib.catalogue.settings import SETTINGS_FILE
from kpi_lib.catalogue.shipped import DOCUMENTS, NOTEBOOKS, shipped_folder
from kpi_lib.core.errors import ReleaseError, raise_all
from kpi_lib.ingest.hand_written.commentary import COMMENTARY_FOLDER
from kpi_lib.ingest.hand_written.tables import CORRECTIONS_FILE, EVENTS_FILE, EXPLANATIONS_FILE
from kpi_lib.ingest.raw_folder import files_in
from kpi_lib.ingest.store import RUN_FILE
from kpi_lib.pack.project import Project
from kpi_lib.pages.methods.certificate import CERTIFICATE_FILE
from kpi_lib.run.hashes import (
    Files,
    changed_files,
    hash_file,
    hash_files,
    hash_of_files,
    names_in,
    sha256,
    some_of,
)
from kpi_lib.run.plan import Page
from kpi_lib.run.record import EditionRecord

METHODS = (CERTIFICATE_FILE, Path("docs/methods.md"), Path("docs/improvement-methods.md"))
SETTINGS = (SETTINGS_FILE, NEIGHBOURS_FILE)
"""What the council has set, in its folder."""
INPUTS_FILE = "inputs.json"
"""Lies next to the edition's record."""

Inputs = Mapping[str, Files]
"""Part (`data`, `code`, `notebooks`, `settings`, `methods`) → path → SHA-256."""

_LIBRARIES = ("pandas", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "jinja2", "ipykernel")

_WHAT = {
    "data": "The raw files have changed",
    "code": "The library has changed",
    "notebooks": "The source notebooks have changed",
    "settings": "The settings have changed",
    "methods": "The methods have changed",
}


def hash_inputs(project: Project) -> Inputs:
    """Return the hash of every file that the pages of an edition are made from.

    Corrections are left out: they are written after an edition was executed, to explain what it changes.
    """
    raw = [name for name in files_in(project.raw) if name != CORRECTIONS_FILE]
    settings = [name for name in SETTINGS if (project.root / name).is_file()]
    return {
        "data": hash_files(project.raw, raw),
        "code": hash_files(Path(kpi_lib.__file__).parent),
        "notebooks": {name: hash_file(path) for name, path in source_notebooks(project).items()},
        "settings": hash_files(project.root, settings),
        "methods": {name: hash_file(path) for name, path in method_files().items()},
    }


def source_notebooks(project: Project) -> dict[str, Path]:
    """Return the source notebooks by name: the council's own, and the library's where it has none."""
    folders = (shipped_folder() / NOTEBOOKS, project.notebooks)
    found = {name: folder / name for folder in folders for name in names_in(folder)}
    return dict(sorted(found.items()))


def method_files() -> dict[str, Path]:
    """Return the documents of the library's methods by path, those that are there."""
    found = {path.as_posix(): shipped_folder() / path for path in METHODS}
    return {name: path for name, path in found.items() if path.is_file()}


def save_inputs(folder: Path, inputs: Inputs) -> None:
    """Write what an edition was made from into its folder; raises OSError."""
    text = json.dumps(inputs, indent=0, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / INPUTS_FILE).write_text(text, encoding="utf-8")


def check_inputs(project: Project, records: Iterable[EditionRecord]) -> None:
    """Check that what editions were executed from is what is there now, and so what their evidence will hold.

    Raises
    ------
    ReleaseError : for each edition and part with a file changed, missing or added since; all at once.
    """
    now = hash_inputs(project)
    raise_all(fault for record in records for fault in _faults(project, record, now))


def hash_of_surroundings(project: Project) -> str:
    """Return one hash of all that every page depends on: data, hand-written files, docs, settings, code."""
    parts = {
        "data": _hash_of(project.processed / RUN_FILE),
        "commentary": _hash_of(project.raw / COMMENTARY_FOLDER),
        "events": _hash_of(project.raw / EVENTS_FILE),
        "explanations": _hash_of(project.raw / EXPLANATIONS_FILE),
        "docs": _hash_of(shipped_folder() / DOCUMENTS),  # pages show the methods from there
        "settings": [_hash_of(project.root / name) for name in SETTINGS],
        "code": _hash_of(Path(kpi_lib.__file__).parent),
        "python": sys.version,
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    return sha256(json.dumps(parts, sort_keys=True).encode())


def page_key(page: Page, source: Path, surroundings: str) -> str:
    """Return the key of one page: its source notebook, parameters, title and `surroundings`."""
    return sha256(json.dumps([_hash_of(source), page.parameters, page.title, surroundings]).encode())


def _hash_of(path: Path) -> str:
    """Return one hash of a file, or of all files of a folder; that of no file where it is not there."""
    return hash_file(path) if path.is_file() else hash_of_files(hash_files(path))


def _faults(project: Project, record: EditionRecord, now: Inputs) -> Iterator[ReleaseError]:
    path = project.editions / record.slug / INPUTS_FILE
    before = _load_inputs(path)
    if before is None:
        what = f"Nothing says what {record.title} was executed from"
        yield _fault(what, path, record, f"no whole {INPUTS_FILE}")
        return
    for part in _WHAT:
        if files := changed_files(before[part], now[part]):
            what = f"{_WHAT[part]} since {record.title} was executed"
            yield _fault(what, path, record, some_of(files))


def _load_inputs(path: Path) -> Inputs | None:
    """Read what an edition was made from; None where it is not there or not whole."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return {part: dict(listed[part]) for part in _WHAT}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _fault(what: str, path: Path, record: EditionRecord, got: str) -> ReleaseError:
    return ReleaseError(
        what,
        where=str(path.parent),
        got=got,
        expected="the files that its figures come from, which its evidence will hold",
        hint=f"execute it again: kpi execute --quarter {record.quarter}, then kpi publish",
    )
