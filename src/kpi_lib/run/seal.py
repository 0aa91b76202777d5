"""Executed pages as they were made: `edition.json` has their hashes, `landing.json` the landing page's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kpi_lib.core.errors import ProseError
from kpi_lib.disk.replace import write_file
from kpi_lib.run.hashes import sha256
from kpi_lib.run.record import EditionRecord

LANDING_SEAL = "landing.json"


def save_landing_seal(landing: Path, editions: Path) -> None:
    """Write the hash of the landing page next to the editions that it lists."""
    write_file(editions / LANDING_SEAL, json.dumps({"sha256": sha256_of(landing)}) + "\n")


def changed_pages(editions: Path, records: Iterable[EditionRecord]) -> Iterator[ProseError]:
    """Yield every page of executed editions that is no longer as it was executed."""
    for record in records:
        for page in record.pages:
            file = editions / record.slug / f"{page.address}.ipynb"
            if not file.is_file():
                yield _fault(file, editions, "The file of an executed page is gone")
            elif sha256_of(file) != page.sha256:
                yield _fault(file, editions, "A page was changed after it was executed")


def changed_landing(landing: Path, editions: Path) -> Iterator[ProseError]:
    """Yield the landing page where it is no longer as it was executed."""
    path = editions / LANDING_SEAL
    sealed = json.loads(path.read_text(encoding="utf-8"))["sha256"] if path.is_file() else ""
    if sha256_of(landing) != sealed:
        yield _fault(landing, landing.parent, "The landing page was changed after it was executed")


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return sha256(file.read_bytes())


def _fault(file: Path, folder: Path, what: str) -> ProseError:
    where = file.relative_to(folder).as_posix()
    return ProseError(what, where=where, hint="run `kpi execute` again, which makes the page anew")
