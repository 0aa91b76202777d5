"""Carry DfE's published figures over into `data/raw/published`: one CSV for each release.

Usage: python scripts/carry_over_published.py FOLDER [--raw DIR]

FOLDER holds DfE's files under the names that `docs/data-contract.md` lists. Nothing is computed but sums of
published counts. Where several releases hold one figure, one stands for it: that of the newest
edition with a published value (else with counts), or of an older edition that gives the same value with its
counts. So areas and years stay of one edition as far as can be. What older editions said of the figure is
carried over beside it, so that any past day's figures can be had; newer editions that add nothing are not.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bundle_files import LICENCE, RAW, entry, save_long, save_manifest
from published.earlier import children_in_need_2020, workforce_2022
from published.ees import children_in_need, looked_after, referrals_by_quarter, workforce
from published.figures import Release, Row, is_number
from published.lait import interactive_tool
from published.sfr import statistical_first_releases
from published.tables import looked_after_2015

Key = tuple[str, str, str]
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
        children_in_need_2020,
        workforce_2022,
    )
    return [*statistical_first_releases(folder), *(read(folder) for read in single)]


def settle(releases: Sequence[Release]) -> list[Release]:
    """Leave each figure in the release that stands for it, see `_choose`, and in the editions before it."""
    offers: dict[Key, list[tuple[Release, Row]]] = defaultdict(list)
    for release in releases:
        for row in release.rows:
            offers[_key(row)].append((release, row))
    chosen = {key: _choose(found) for key, found in offers.items()}
    return [replace(release, rows=_kept(release, chosen), earlier=()) for release in releases]


def _kept(release: Release, chosen: Mapping[Key, Release]) -> tuple[Row, ...]:
    stands = (row for row in release.rows if chosen[_key(row)].file == release.file)
    said = (
        row
        for row in (*release.rows, *release.earlier)
        if _key(row) in chosen and chosen[_key(row)].edition > release.edition
    )
    return (*stands, *said)


def _choose(offers: Sequence[tuple[Release, Row]]) -> Release:
    """Return the newest release with a value (else with counts); an older one that adds its counts to it."""
    newest, row = max(offers, key=lambda offer: (*_fullness(offer[1]), offer[0].edition))
    same = [offer for offer in offers if offer[1]["value"] == row["value"] != "" and _has_counts(offer[1])]
    return max(same, key=lambda offer: offer[0].edition)[0] if same else newest


def _key(row: Row) -> Key:
    return row["indicator_id"], row["area_code"], row["period"]


def _fullness(row: Row) -> tuple[bool, bool]:
    has_value = is_number(row["value"])
    return has_value, has_value or _has_counts(row)


def _has_counts(row: Row) -> bool:
    return is_number(row["numerator"]) and is_number(row["denominator"])


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
        told = {"note": release.note, "published": release.published}
        entries.append(entry(path, sha256, **words, licence=LICENCE, **told))
    save_manifest(given.raw, entries, [SUBFOLDER])


if __name__ == "__main__":
    main()
