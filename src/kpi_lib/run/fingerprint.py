"""What a page is made from, as one key: the same key means the same page."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import kpi_lib
from kpi_lib.catalogue.settings import SETTINGS_FILE
from kpi_lib.ingest.hand_written.commentary import COMMENTARY_FOLDER
from kpi_lib.ingest.hand_written.tables import EVENTS_FILE, EXPLANATIONS_FILE
from kpi_lib.ingest.store import RUN_FILE
from kpi_lib.pack.project import Project
from kpi_lib.run.plan import Page

_LIBRARIES = ("pandas", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "jinja2", "ipykernel")


def hash_of_surroundings(project: Project) -> str:
    """Return one hash of all that every page depends on: data, hand-written files, docs, settings, code."""
    parts = {
        "data": hash_of(project.processed / RUN_FILE),
        "commentary": hash_of(project.raw / COMMENTARY_FOLDER),
        "events": hash_of(project.raw / EVENTS_FILE),
        "explanations": hash_of(project.raw / EXPLANATIONS_FILE),
        "docs": hash_of(project.root / "docs"),
        "settings": hash_of(project.root / SETTINGS_FILE),
        "code": hash_of(Path(kpi_lib.__file__).parent),
        "python": sys.version,
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    return _hash_of_text(json.dumps(parts, sort_keys=True))


def page_key(page: Page, notebooks: Path, surroundings: str) -> str:
    """Return the key of one page: its source notebook, parameters, title and `surroundings`."""
    source = hash_of(notebooks / page.source)
    return _hash_of_text(json.dumps([source, page.parameters, page.title, surroundings]))


def hash_of(*paths: Path) -> str:
    """Return the SHA-256 of files and folders: names and contents, caches and hidden files left out."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(_files_under(path)):
            digest.update(file.relative_to(path.parent).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files_under(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for file in path.rglob("*"):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in file.relative_to(path).parts)
        if file.is_file() and not hidden:
            yield file


def _hash_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
