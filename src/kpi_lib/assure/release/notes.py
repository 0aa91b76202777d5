"""What a site says beyond its notebooks: newer editions, corrections, editions kept, its releases.

Put into the staged notebooks, so that either publisher shows it; the executed notebooks stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_lib.assure.release.log import Correction
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.releases import (
    show_correction_count,
    show_correction_note,
    show_earlier_editions,
    show_newer,
)
from kpi_lib.run.record import EditionRecord

SOURCE = "note"
"""The code of a staged cell, which no publisher shows; a cell without code would be left out."""

Corrections = Sequence[tuple[int, Correction]]
"""Corrections, each with the number of its release."""


def stage_notes(
    staging: Path, records: Sequence[EditionRecord], told: Corrections, catalogue: Catalogue
) -> None:
    """Put under the heading of every staged page that a newer edition exists, and what was corrected.

    Parameters
    ----------
    records : all editions of the site, newest first within an area. stated : corrections, newest first.
    """
    for record in records:
        own = [(release, item) for release, item in told if item.slug == record.slug]
        newer = _newest(record, records)
        for page in record.pages:
            path = staging / "editions" / record.slug / f"{page.address}.ipynb"
            if not path.is_file():
                continue
            root = "../" * (2 + page.address.count("/"))
            shown = [_newer_note(record, newer, root), *_correction_notes(page.address, own, catalogue, root)]
            _insert_after_heading(path, shown)


def stage_earlier(staging: Path, carried: Sequence[EditionRecord]) -> None:
    """List the editions that are carried over at the end of the staged landing page."""
    if not carried:
        return
    frame = pd.DataFrame(
        [{"title": item.title, "address": item.first_page, "quarter": item.quarter} for item in carried]
    )
    path = staging / "index.ipynb"
    notebook = _load(path)
    notebook["cells"].append(cell_of("earlier-editions", show_earlier_editions(frame)))
    _save(path, notebook)


def corrections_frame(
    told: Corrections, records: Sequence[EditionRecord], catalogue: Catalogue
) -> pd.DataFrame:
    """Return corrections as one row each, with the edition in words and the address of its page."""
    titles = {record.slug: record.short_title for record in records}
    return pd.DataFrame(
        [
            {
                **item.model_dump(),
                "release": release,
                "edition": titles.get(item.slug, item.slug),
                "href": f"editions/{item.slug}/indicators/{catalogue[item.indicator_id].slug}.html",
            }
            for release, item in told
            if item.indicator_id in catalogue.indicators
        ]
    )


def _newest(record: EditionRecord, records: Sequence[EditionRecord]) -> EditionRecord | None:
    """Return the newest later edition of the same area."""
    later = [item for item in records if item.area_code == record.area_code and item.quarter > record.quarter]
    return max(later, key=lambda item: item.quarter, default=None)


def _newer_note(record: EditionRecord, newer: EditionRecord | None, root: str) -> Shown:
    return show_newer(record.slug, newer.title if newer else "", newer.first_page if newer else "", root=root)


def _correction_notes(address: str, own: Corrections, catalogue: Catalogue, root: str) -> list[Shown]:
    if address == "overview":
        return [show_correction_count(len(own), root=root)] if own else []
    slugs = {item.id: f"indicators/{item.slug}" for item in catalogue}
    here = [(release, item) for release, item in own if slugs.get(item.indicator_id) == address]
    return (
        [show_correction_note(corrections_frame(here, [], catalogue), catalogue, root=root)] if here else []
    )


def _insert_after_heading(path: Path, shown: Sequence[Shown]) -> None:
    notebook = _load(path)
    cells = [cell_of(f"note-{number}", item) for number, item in enumerate(shown, start=1)]
    notebook["cells"][1:1] = cells
    _save(path, notebook)


def cell_of(name: str, shown: Shown) -> dict[str, Any]:
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


def _load(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def _save(path: Path, notebook: dict[str, Any]) -> None:
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
