"""Writing the bundle: CSV files of the long layout, and their entries in `data/raw/manifest.toml`."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

import tomli_w

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import parse_period

COLUMNS = (
    "indicator_id", "area_code", "period", "numerator", "denominator", "value", "provenance", "published",
    "note",
)  # fmt: skip
PROJECT = Path(__file__).resolve().parents[1]
RAW = PROJECT / "data" / "raw"
MANIFEST = "manifest.toml"
LICENCE = "Open Government Licence v3.0"
RETRIEVED = "2026-11-23"

Row = Mapping[str, str]


def save_long(path: Path, rows: Iterable[Row]) -> str:
    """Write rows in the order indicator, area, period; returns the sha256 of the bytes written.

    A column `published` is written where a row has a day of its own.
    """
    rows = list(rows)
    places = {indicator.id: place for place, indicator in enumerate(load_catalogue())}
    ordered = sorted(
        rows, key=lambda row: (places[row["indicator_id"]], row["area_code"], parse_period(row["period"]))
    )
    text = StringIO(newline="")
    has_days = any(row.get("published") for row in rows)
    columns = [name for name in COLUMNS if name != "published" or has_days]
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(ordered)
    data = text.getvalue().encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def save_manifest(raw: Path, entries: Iterable[dict[str, str]], folders: Iterable[str]) -> None:
    """Replace the manifest's entries for files in `folders` by `entries`, and keep all others."""
    path = raw / MANIFEST
    known = tomllib.loads(path.read_text(encoding="utf-8")).get("file", []) if path.exists() else []
    kept = [entry for entry in known if entry["path"].split("/")[0] not in set(folders)]
    listed = sorted([*kept, *entries], key=lambda entry: entry["path"])
    path.write_text(tomli_w.dumps({"file": listed}), encoding="utf-8")


def entry(
    path: str,
    sha256: str,
    *,
    publisher: str,
    title: str,
    edition: str,
    licence: str,
    note: str = "",
    published: str = "",
) -> dict[str, str]:
    """Return one manifest entry of the long layout; `published` is empty where only the edition tells."""
    found = {
        "path": path,
        "layout": "long",
        "publisher": publisher,
        "title": title,
        "edition": edition,
        **({"published": published} if published else {}),
        "licence": licence,
        "retrieved": RETRIEVED,
        "sha256": sha256,
    }
    return {**found, "note": note} if note else found
