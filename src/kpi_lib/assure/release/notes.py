"""What a site says beyond its notebooks: newer editions, corrections, editions kept, and all its releases.

Notes are put into the staged notebooks, so that either publisher shows them; the executed notebooks stay as
they are. The page "Releases and corrections" is built empty and filled in when the log is known: the log
names the site by its hash, so it cannot be part of what is hashed. Both publishers leave the page's mark as
it is; what is inside is written at the release, straight into the page's file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_lib.analysis.editions.differences import CHANGED, NEW
from kpi_lib.assure.release.difference import CARRIED, SAME
from kpi_lib.assure.release.log import LOG_FILE, Correction, Log, as_text, past_corrections
from kpi_lib.catalogue.indicators import Catalogue, load_catalogue
from kpi_lib.core.errors import PublishError
from kpi_lib.disk.replace import write_file
from kpi_lib.present.shown.display import Shown, show_band
from kpi_lib.present.shown.releases import (
    show_correction_count,
    show_correction_note,
    show_corrections,
    show_earlier_editions,
    show_log_file,
    show_newer,
    show_release_log,
)
from kpi_lib.run.record import EditionRecord

SOURCE = "note"
"""The code of a staged cell, which no publisher shows; a cell without code would be left out."""

Corrections = Sequence[tuple[int, Correction]]
"""Corrections, each with the number of its release."""

PAGE = "releases"
BEGIN, END = '<div id="kpi-releases" class="kpi">', '<span id="kpi-releases-end"></span></div>'
_MARK = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)

STATES = {NEW: "new", CHANGED: "changed", SAME: "unchanged", CARRIED: "kept as released"}

_INTRODUCTION = """# Releases and corrections

Every release of these pages: who approved it, when and why, and every figure of an edition already released \
that was changed since, with what it said before. An edition stays at its address for good."""


def stage_notes(staging: Path, records: Sequence[EditionRecord], corrections: Corrections) -> None:
    """Put under the heading of every staged page that a newer edition exists, and what was corrected.

    Parameters
    ----------
    records : all editions of the site. corrections : all that it lists, newest first.
    """
    catalogue = load_catalogue()
    for record in records:
        own = [(release, figure) for release, figure in corrections if figure.slug == record.slug]
        newer = _newest(record, records)
        title, address = (newer.title, newer.first_page) if newer else ("", "")
        for page in record.pages:
            path = staging / "editions" / record.slug / f"{page.address}.ipynb"
            if not path.is_file():
                continue
            root = "../" * (2 + page.address.count("/"))
            notes = [show_newer(record.slug, title, address, root=root)]
            notes += _correction_notes(page.address, own, catalogue, root)
            cells = [_cell(f"note-{number}", note) for number, note in enumerate(notes, start=1)]
            _add_cells(path, cells, after=1)


def stage_earlier(staging: Path, carried: Sequence[EditionRecord]) -> None:
    """List the editions that are carried over at the end of the staged landing page."""
    if carried:
        links = [
            {"title": record.title, "address": record.first_page, "quarter": record.quarter}
            for record in carried
        ]
        cell = _cell("earlier-editions", show_earlier_editions(pd.DataFrame(links)))
        _add_cells(staging / "index.ipynb", [cell])


def save_page(workspace: Path, notice: str = "") -> None:
    """Write the page on releases next to the landing page, its list still empty; raises StorageError.

    Parameters
    ----------
    workspace : where plain `quarto render` finds it. notice : for whom alone the site is; empty: for all.
    """
    html = f"{BEGIN}<p>The list is written here when the site is released.</p>{END}"
    about = {"cell_type": "markdown", "id": "about", "metadata": {}, "source": _INTRODUCTION}
    cells = [about, _cell("log", Shown(html=html, text=""))]
    if notice:
        cells.insert(
            1, {"cell_type": "markdown", "id": "notice", "metadata": {}, "source": show_band(notice).html}
        )
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    write_file(workspace / f"{PAGE}.ipynb", json.dumps(notebook, indent=1) + "\n")


def fill_page(site: Path, log: Log, records: Sequence[EditionRecord]) -> None:
    """Write the log into a built site: as the page's list, and as the file itself.

    Raises
    ------
    PublishError : the publisher has left no mark in the page.
    """
    path = site / f"{PAGE}.html"
    html = path.read_text(encoding="utf-8")
    if len(_MARK.findall(html)) != 1:
        raise PublishError("The page on releases has no place for the log", where=str(path))
    filled = _list_html(log, records)
    path.write_text(_MARK.sub(lambda _: f"{BEGIN}{filled}{END}", html), encoding="utf-8", newline="\n")
    (site / LOG_FILE).write_text(as_text(log), encoding="utf-8", newline="\n")


def _list_html(log: Log, records: Sequence[EditionRecord]) -> str:
    catalogue = load_catalogue()
    releases = pd.DataFrame(
        [
            {
                "release": entry.release,
                "when": entry.when,
                "approver": entry.approver,
                "reason": entry.reason,
                "editions": "; ".join(
                    f"{edition.title} ({STATES[edition.state]})" for edition in entry.editions
                ),
                "site": entry.hashes.site,
            }
            for entry in reversed(log)
        ]
    )
    corrections = _corrections_frame(past_corrections(log), records, catalogue)
    newest = log[-1].sha256 if log else ""
    parts = (
        show_release_log(releases),
        show_corrections(corrections, catalogue),
        show_log_file(LOG_FILE, newest),
    )
    return "".join(part.html for part in parts)


def _corrections_frame(
    corrections: Corrections, records: Sequence[EditionRecord], catalogue: Catalogue
) -> pd.DataFrame:
    """Return corrections as one row each, with the edition in words and the address of its page."""
    titles = {record.slug: record.short_title for record in records}
    return pd.DataFrame(
        [
            {
                **figure.model_dump(),
                "release": release,
                "edition": titles.get(figure.slug, figure.slug),
                "href": f"editions/{figure.slug}/indicators/{catalogue[figure.indicator_id].slug}.html",
            }
            for release, figure in corrections
            if figure.indicator_id in catalogue.indicators
        ]
    )


def _newest(record: EditionRecord, records: Sequence[EditionRecord]) -> EditionRecord | None:
    """Return the newest later edition of the same area."""
    same_area = (other for other in records if other.area_code == record.area_code)
    later = [other for other in same_area if other.quarter > record.quarter]
    return max(later, key=lambda other: other.quarter, default=None)


def _correction_notes(address: str, own: Corrections, catalogue: Catalogue, root: str) -> list[Shown]:
    if address == "overview":
        return [show_correction_count(len(own), root=root)] if own else []
    addresses = {indicator.id: f"indicators/{indicator.slug}" for indicator in catalogue}
    here = [(release, figure) for release, figure in own if addresses.get(figure.indicator_id) == address]
    if not here:
        return []
    frame = _corrections_frame(here, [], catalogue)
    return [show_correction_note(frame, catalogue, root=root)]


def _cell(name: str, shown: Shown) -> dict[str, Any]:
    """Return an executed cell of a notebook that has shown something."""
    data = {"text/html": shown.html, "text/plain": shown.text}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "execution_count": None,
        "source": SOURCE,
        "outputs": [output],
    }


def _add_cells(path: Path, cells: Sequence[dict[str, Any]], after: int | None = None) -> None:
    """Put cells into a staged notebook, behind its first `after` cells or at its end."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    place = len(notebook["cells"]) if after is None else after
    notebook["cells"][place:place] = cells
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
