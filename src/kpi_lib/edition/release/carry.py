"""Editions that were released and are not built again: carried over, byte for byte, at their address.

Both publishers need a page at an address to link it in a menu. So a stand-in for an edition's first page
is staged; once the site is built, the released edition is laid over it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kpi_lib.edition.record import EditionRecord
from kpi_lib.edition.release.archive import Archive


def select_carried(archive: Archive, built: Sequence[EditionRecord]) -> tuple[EditionRecord, ...]:
    """Return the released editions that are not among those being built."""
    slugs = {record.slug for record in built}
    return tuple(record for record in archive.records if record.slug not in slugs)


def as_stand_in(record: EditionRecord) -> EditionRecord:
    """Return an edition of one page, the first: all that the other editions' menus lead to."""
    return replace(record, pages=record.pages[:1])


def stage_stand_ins(staging: Path, carried: Sequence[EditionRecord]) -> None:
    """Put a stand-in for the first page of each carried edition among the notebooks to be published."""
    for record in carried:
        path = staging / f"{record.first_page}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_notebook(record.pages[0].title), encoding="utf-8")


def carry_over(archive: Archive, carried: Sequence[EditionRecord], building: Path) -> None:
    """Copy each carried edition into the new site, with the shared files that only the old site has.

    Style sheets are named by their content, so a carried page keeps its own; a script that both sites
    have is the new site's.
    """
    if archive.site is None or not carried:
        return
    for record in carried:
        target = building / "editions" / record.slug
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(archive.folder(record.slug), target)
    for path in _shared_files(archive.site):
        target = building / path.relative_to(archive.site)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _shared_files(site: Path) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.relative_to(site).parts[0] != "editions":
            yield path


def _notebook(title: str) -> str:
    cell = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {title}"}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
