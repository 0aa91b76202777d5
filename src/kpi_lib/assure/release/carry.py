"""Editions that were released and are not built again: carried over, byte for byte, at their address.

Both publishers need a page at an address to link it in a menu. So a stand-in for an edition's first page
is staged; once the site is built, the released edition is laid over it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kpi_lib.assure.release.archive import Archive
from kpi_lib.assure.release.seal import copy_sealed
from kpi_lib.run.record import EditionRecord


def select_carried(archive: Archive, built: Sequence[EditionRecord]) -> tuple[EditionRecord, ...]:
    """Return the released editions that are in place and not among those being built."""
    if archive.site is None:
        return ()
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
    have is the new site's. Only what was released is copied, whatever else is in the old site's folder.

    Raises
    ------
    ReleaseError : a file of the old site was changed since it was compared with the log.
    """
    if archive.site is None or not carried:
        return
    for record in carried:
        shutil.rmtree(building / "editions" / record.slug, ignore_errors=True)
    own = tuple(f"editions/{record.slug}/" for record in carried)
    wanted = {
        name: stated
        for name, stated in archive.files.items()
        if name.startswith(own) or not (name.startswith("editions/") or (building / name).exists())
    }
    copy_sealed(archive.site, wanted, building)


def _notebook(title: str) -> str:
    cell = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {title}"}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
