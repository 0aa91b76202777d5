"""Draw the illustrative records into `data/raw`: one CSV a kind, each with its entry in the manifest.

Usage: python scripts/draw_illustrative_records.py [--raw DIR]

Every module of `illustrative_records` that has `draw(raw)` is asked for its rows. It may read the files that
are already in the raw folder, so run this after `draw_illustrative_returns.py`. The same files in give the
same bytes out.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules

import illustrative_records
import tomli_w
from bundle_files import MANIFEST, RAW, RETRIEVED
from illustrative_records.drawn import Drawn

from kpi_lib.catalogue.areas import AREA_CODE
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.catalogue.settings import Settings

PUBLISHER = "kpi-lib, drawn by scripts/draw_illustrative_records.py"
LICENCE = "MIT"
EDITION = "2018-07-12"
"""The day of the report that the records illustrate: from then on they count as known."""


def draw_all(raw: Path) -> Iterator[Drawn]:
    """Yield what each module draws, module by module in the order of their names."""
    for found in iter_modules(illustrative_records.__path__):
        module = import_module(f"{illustrative_records.__name__}.{found.name}")
        if hasattr(module, "draw"):
            yield from module.draw(raw)


def save_records(raw: Path, drawn: Drawn) -> dict[str, str]:
    """Write the file of one kind, all of the home area; returns its manifest entry.

    Columns that no row fills are left out.
    """
    kind = find_record_kind(drawn.kind)
    rows = [{**row, AREA_CODE: Settings().home_area} for row in drawn.rows]
    filled = {name for row in rows for name, text in row.items() if text != ""}
    columns = [item.name for item in kind.columns if item.name in filled or item.name in kind.required]
    text = StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="raise", lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in columns} for row in rows)
    data = text.getvalue().encode("utf-8")
    path = raw / kind.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return {
        "path": kind.path,
        "layout": "records",
        "dataset": kind.id,
        "publisher": PUBLISHER,
        "title": drawn.title,
        "edition": EDITION,
        "licence": LICENCE,
        "retrieved": RETRIEVED,
        "sha256": hashlib.sha256(data).hexdigest(),
        "provenance": drawn.provenance,
        "note": drawn.note,
    }


def save_entries(raw: Path, entries: Iterable[dict[str, str]]) -> None:
    """Replace the manifest's entries of the files written; all others stay."""
    path = raw / MANIFEST
    known = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
    listed = {entry["path"]: entry for entry in [*known, *entries]}
    path.write_text(tomli_w.dumps({"file": [listed[name] for name in sorted(listed)]}), encoding="utf-8")


def main() -> None:
    """Draw the records and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raw", type=Path, default=RAW, help="raw folder to read from and write into")
    raw = parser.parse_args().raw
    save_entries(raw, [save_records(raw, drawn) for drawn in draw_all(raw)])


if __name__ == "__main__":
    main()
