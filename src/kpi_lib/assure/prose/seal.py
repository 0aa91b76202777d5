"""The sentences of executed pages as they were made: a word changed afterwards is found and named.

What the library writes into a page is made from rows by its sentence functions, and an executed page is
checked before it is put in place. From then on its sentences are sealed: `statements.json` keeps a short hash
of each, in reading order, so that a page edited by hand stops the publication with the sentence that was
changed, wherever it stands: in Markdown, in the text of an output, in its markup, in a label of a picture.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from kpi_lib.assure.prose.check import Finding
from kpi_lib.assure.prose.outputs import said_by
from kpi_lib.assure.prose.pages import load_page
from kpi_lib.assure.prose.plain import blocks_of_markdown
from kpi_lib.disk.replace import write_file
from kpi_lib.run.record import EditionRecord

SEAL_FILE, LANDING_SEAL, LANDING = "statements.json", "landing.json", "index"
DIGITS = 10
"""Hexadecimal digits kept of a sentence's hash: among a million sentences, one in a million is mistaken."""

Seal = dict[str, list[str]]


def statements_of(notebook: Any) -> Iterator[str]:
    """Yield every text of an executed notebook that a reader of any form of it meets."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from (block.text for block in blocks_of_markdown(cell.source))
        for output in cell.get("outputs", []):
            yield from said_by(output)


def seal_of(folder: Path, record: EditionRecord) -> Seal:
    """Return the hashes of the sentences of each page, by its address."""
    return {
        page.address: [_digest(text) for text in statements_of(load_page(folder, page))]
        for page in record.pages
    }


def save_seal(folder: Path, record: EditionRecord) -> None:
    """Write the seal of an edition beside its record."""
    (folder / SEAL_FILE).write_text(json.dumps(seal_of(folder, record), indent=0) + "\n", encoding="utf-8")


def check_seal(folder: Path, record: EditionRecord) -> Iterator[Finding]:
    """Yield what was changed in an edition's pages since they were executed and checked."""
    seal = _load_seal(folder)
    for page in record.pages:
        path = folder / f"{page.address}.ipynb"
        if not path.is_file():
            yield Finding(page.address, page.title, "", "the file of the page is gone")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != page.sha256:
            yield from _changed(load_page(folder, page), page.address, page.title, seal.get(page.address, []))


def save_landing_seal(landing: Path, editions: Path) -> None:
    """Write the seal of the landing page beside the editions that it lists."""
    text = landing.read_bytes()
    sealed = {
        "sha256": hashlib.sha256(text).hexdigest(),
        LANDING: [*map(_digest, statements_of(_read(landing)))],
    }
    write_file(editions / LANDING_SEAL, json.dumps(sealed, indent=0) + "\n")


def check_landing_seal(landing: Path, editions: Path) -> Iterator[Finding]:
    """Yield what was changed in the landing page since it was executed."""
    path = editions / LANDING_SEAL
    sealed = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if sealed.get("sha256") not in (None, hashlib.sha256(landing.read_bytes()).hexdigest()):
        yield from _changed(_read(landing), LANDING, "", sealed[LANDING])


def _changed(notebook: Any, page: str, heading: str, sealed: list[str]) -> Iterator[Finding]:
    known = set(sealed)
    new = [text for text in statements_of(notebook) if _digest(text) not in known]
    yield from (Finding(page, text, "", "it was not there when the page was executed") for text in new)
    if not new:
        yield Finding(page, heading, "", "a part of the page is gone, moved or redrawn")


def _read(path: Path) -> Any:
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def _load_seal(folder: Path) -> Seal:
    try:
        return dict(json.loads((folder / SEAL_FILE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
