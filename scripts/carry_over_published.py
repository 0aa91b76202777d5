"""Carry DfE's published figures over into `data/raw/published`: one CSV for each release.

Usage: python scripts/carry_over_published.py FOLDER [--raw DIR]

FOLDER holds DfE's files under the names that `docs/data-contract.md` lists. Nothing is computed but sums of
published counts. Where several releases hold one figure, one is kept: a published value before
counts alone, any figure before none, then the newest edition, so that areas and years stay of one edition.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bundle_files import LICENCE, RAW, entry, save_long, save_manifest
from published.ees import children_in_need, looked_after, referrals_by_quarter, workforce
from published.figures import Release, Row, is_number
from published.lait import interactive_tool
from published.sfr import statistical_first_releases
from published.tables import looked_after_2015

SUBFOLDER = "published"
PUBLISHER = "Department for Education"


def read_releases(folder: Path) -> list[Release]:
    """Read every release whole, before figures that stand in several are settled."""
    single = (
        children_in_need,
        referrals_by_quarter,
        looked_after,
        looked_after_2015,
        workforce,
        interactive_tool,
    )
    return [*statistical_first_releases(folder), *(read(folder) for read in single)]


def settle(releases: Sequence[Release]) -> list[Release]:
    """Leave each figure in one release only: value, any figure, newest edition."""
    best: dict[tuple[str, str, str], tuple[tuple[bool, bool, str], str]] = {}
    for release in releases:
        for row in release.rows:
            offer = (_rank(row, release.edition), release.file)
            best[_key(row)] = max(best.get(_key(row), offer), offer)
    return [
        replace(release, rows=tuple(row for row in release.rows if best[_key(row)][1] == release.file))
        for release in releases
    ]


def _key(row: Row) -> tuple[str, str, str]:
    return row["indicator_id"], row["area_code"], row["period"]


def _rank(row: Row, edition: str) -> tuple[bool, bool, str]:
    has_counts = is_number(row["numerator"]) and is_number(row["denominator"])
    has_value = is_number(row["value"])
    return has_value, has_value or has_counts, edition


def main() -> None:
    """Read the folder named on the command line and write the CSV files and their manifest entries."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="folder that holds DfE's files")
    parser.add_argument("--raw", type=Path, default=RAW, help="raw folder to write into")
    given = parser.parse_args()
    entries = []
    for release in settle(read_releases(given.folder)):
        path = f"{SUBFOLDER}/{release.file}"
        sha256 = save_long(given.raw / path, release.rows)
        words = {"publisher": PUBLISHER, "title": release.title, "edition": release.edition}
        entries.append(entry(path, sha256, **words, licence=LICENCE, note=release.note))
    save_manifest(given.raw, entries, [SUBFOLDER])


if __name__ == "__main__":
    main()
