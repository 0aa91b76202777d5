"""The files at a site's root that tell of its editions, to the next site and to the pages themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kpi_lib.assure.release.archive import EDITIONS_FILE, records_text
from kpi_lib.run.record import EditionRecord, in_reading_order

SCRIPT_FILE = "editions.js"
"""Read by `scripts/newer.js` on every page: a page of an old edition finds the newest there."""


def save_site_list(site: Path, records: Sequence[EditionRecord]) -> None:
    """Write `editions.json` and `editions.js` for all editions of a site, carried ones too."""
    (site / EDITIONS_FILE).write_text(records_text(records), encoding="utf-8", newline="\n")
    told = [
        {
            "slug": record.slug,
            "quarter": record.quarter,
            "area_code": record.area_code,
            "title": record.title,
            "address": record.first_page,
        }
        for record in in_reading_order(records)
    ]
    text = f"window.kpiEditions = {json.dumps(told, ensure_ascii=False, indent=1)};\n"
    (site / SCRIPT_FILE).write_text(text, encoding="utf-8", newline="\n")
