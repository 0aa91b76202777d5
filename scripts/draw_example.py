"""Draw the folder of the invented council that `kpi init --example` makes: years, returns, records.

Usage: python scripts/draw_example.py [--folder DIR] [--published DIR]

Areas are those that the folder's `kpi.toml` declares. England's figures alone are real: they are taken from
DfE's figures in `data/raw/published`. Levels of all others are drawn about them, by the plans in
`scripts/example`. The same files in give the same bytes out.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules

import example
import tomli_w
from bundle_files import MANIFEST, RAW, RETRIEVED, Row, save_long
from bundle_files import entry as long_entry
from example.bounds import QUARTERS, Bounds
from example.council import HOME, Council, load_council
from example.drawn import Drawn
from example.inspections import reported
from example.returns import Returns, suppress
from example.years import Years, first_published, is_revised

from kpi_lib.catalogue.areas import AREA_CODE
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.neighbours import COLUMNS
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.areas import ENGLAND

FOLDER = Path(__file__).resolve().parents[1] / "src/kpi_lib/catalogue/data/example"
PUBLISHER, LICENCE = "Invented", "MIT"
EDITION = "2018-07-12"
"""The day on which the records count as known."""
SUPPRESSED = ("child_protection_two_years_percent", "child_protection_ceased_two_years_percent")
LATE_QUARTER, LATE_DAY = "2016-17-Q3", "2017-05-22"
"""A return that came six weeks after the next quarter had ended."""
DRAWN_FOLDERS = ("england", "years", "returns", "reported")


def copy_england(published: Path, raw: Path) -> tuple[list[dict[str, str]], dict[tuple[str, str], float]]:
    """Write England's rows of DfE's files; returns manifest entries, and levels by indicator and period."""
    listed = tomllib.loads((published.parent / MANIFEST).read_text(encoding="utf-8"))["file"]
    known = {item["path"]: item for item in listed}
    entries, levels = [], {}
    for path in sorted(published.glob("*.csv"), key=lambda file: (file.stem[-4:], file.stem)):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["area_code"] == ENGLAND]
        if not rows:
            continue
        target = f"england/{path.name}"
        item = known[f"{published.name}/{path.name}"]
        entries.append({**item, "path": target, "sha256": save_long(raw / target, rows)})
        levels |= {(row["indicator_id"], row["period"]): level for row in rows if (level := _level(row))}
    return entries, levels


def _level(row: dict[str, str]) -> float | None:
    multiplier = load_catalogue()[row["indicator_id"]].multiplier
    try:
        return float(row["value"] or float(row["numerator"]) / float(row["denominator"]) * multiplier)
    except (ValueError, ZeroDivisionError):
        return None


def save_years(raw: Path, years: Years, rows: list[tuple[str, dict[str, str]]]) -> list[dict[str, str]]:
    """Write the published years, a file a topic, and one with what a year said before it was revised."""
    entries, plan = [], years.plan
    revised, day = plan["revised_year"], {"published": plan["revised_on"]}
    for topic, about in plan["topic"].items():
        own: list[Row] = [
            row | day if is_revised(row, revised) else row for name, row in rows if name == topic
        ]
        path = f"years/{topic}.csv"
        words = {"publisher": PUBLISHER, "title": about["title"], "edition": "2018", "licence": LICENCE}
        entries.append(long_entry(path, save_long(raw / path, own), **words))
    early = [first_published(row, plan["revised_by"]) for _, row in rows if is_revised(row, revised)]
    path, title = "years/first-published.csv", f"Rates of {revised}, as first published, invented"
    words = {
        "publisher": PUBLISHER,
        "title": title,
        "edition": revised[:2] + revised[-2:],
        "licence": LICENCE,
    }
    return [*entries, long_entry(path, save_long(raw / path, early), **words)]


def save_returns(raw: Path, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Write one CSV a quarter; returns their manifest entries."""
    entries = []
    for quarter in QUARTERS:
        own: list[Row] = [row for row in rows if row["period"] == quarter.label]
        path = f"returns/{quarter.label}.csv"
        title = f"Quarterly return, {quarter.words}, invented"
        words = {"publisher": PUBLISHER, "title": title, "edition": quarter.label, "licence": LICENCE}
        late = {"published": LATE_DAY, "note": "came late"} if quarter.label == LATE_QUARTER else {}
        entries.append(long_entry(path, save_long(raw / path, own), **words, **late))
    return entries


def save_reported(raw: Path) -> dict[str, str]:
    """Write what the invented report states; returns its manifest entry."""
    path = f"reported/cabinet-{EDITION}.csv"
    rows: list[Row] = [{**row, "area_code": HOME} for row in reported()]
    title = "Improvement report to Cabinet of 12 July 2018, invented"
    words = {"publisher": PUBLISHER, "title": title, "edition": EDITION, "licence": LICENCE}
    return long_entry(path, save_long(raw / path, rows), **words)


def draw_records(raw: Path) -> Iterator[Drawn]:
    """Yield what each module with `draw(raw)` draws, module by module in the order of their names."""
    for found in iter_modules(example.__path__):
        module = import_module(f"{example.__name__}.{found.name}")
        if hasattr(module, "draw"):
            yield from module.draw(raw)


def save_records(raw: Path, drawn: Drawn) -> dict[str, str]:
    """Write the file of one kind, all of the home area; returns its manifest entry.

    Columns that no row fills are left out.
    """
    kind = find_record_kind(drawn.kind)
    rows = [{**row, AREA_CODE: HOME} for row in drawn.rows]
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
        **({"note": drawn.note} if drawn.note else {}),
    }


def save_neighbours(folder: Path, council: Council) -> None:
    """Write the council's list of neighbours: the other areas in their order."""
    home, *others = council.areas
    with (folder / "neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rank, other in enumerate(others, start=1):
            writer.writerow(
                ["invented", home.area_code, home.area_code, rank, other.area_code, other.area_code, ""]
            )


def save_manifest(raw: Path, entries: Iterable[dict[str, str]]) -> None:
    """Write the manifest of all files, by path."""
    listed = sorted(entries, key=lambda item: item["path"])
    (raw / MANIFEST).write_text(tomli_w.dumps({"file": listed}), encoding="utf-8")


def draw_example(folder: Path, published: Path) -> None:
    """Draw all files of the example's folder anew."""
    raw, council = folder / "data" / "raw", load_council(folder)
    shutil.rmtree(raw, ignore_errors=True)
    england, levels = copy_england(published, raw)
    years = Years(council, levels)
    rows = [*years.draw()]
    entries = [*england, *save_years(raw, years, years.withheld(rows))]
    returns = Returns(Bounds((row for _, row in rows), HOME)).draw()
    entries += save_returns(raw, suppress(returns, SUPPRESSED))
    entries.append(save_reported(raw))
    entries += [save_records(raw, drawn) for drawn in draw_records(raw)]
    save_manifest(raw, entries)
    save_neighbours(folder, council)


def main() -> None:
    """Draw the example where the command says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="folder with the example's kpi.toml")
    parser.add_argument("--published", type=Path, default=RAW / "published", help="DfE's figures")
    arguments = parser.parse_args()
    draw_example(arguments.folder, arguments.published)


if __name__ == "__main__":
    main()
