"""Carry what DfE has published of every authority, region and England over into the package.

Usage: python scripts/carry_over_national.py REAL ENGLAND [--to DIR]

REAL and ENGLAND hold DfE's files under the names that `scripts/published/national.toml` lists. They are read
as every raw file is, and every statement of every edition is kept, with its place in the file; nothing is
computed but what a data set's description says (bands added up, counts over the population). Written are
`figures.parquet` and `sources.csv`: facts under the Open Government Licence v3.0, not the files.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import tomllib
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from bundle_files import LICENCE, save_long
from published.tables import WORKBOOK, looked_after_2015, places_2015

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.national import (
    FIGURES_FILE,
    FIGURES_SCHEMA,
    FOLDER,
    SOURCES_FILE,
    NationalSource,
)
from kpi_lib.core.errors import raise_all
from kpi_lib.core.periods import Frequency
from kpi_lib.ingest import read_file
from kpi_lib.ingest.clean import clean_each, join_observations
from kpi_lib.ingest.editions import day_of_edition
from kpi_lib.ingest.reading import Reading

PROJECT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).parent / "published" / "national.toml"
PACKAGED = PROJECT / "src" / "kpi_lib" / "catalogue" / "data" / FOLDER
PUBLISHER = "Department for Education"
SHEET_WORDS = "sheet {}"


@dataclass(frozen=True)
class Listed:
    """One file of the list: its source, where it is, and what stands in the table of sources."""

    path: Path
    source: NationalSource


def list_files(real: Path, england: Path) -> list[Listed]:
    """Return the files of `national.toml` with their fingerprints, in its order."""
    folders = {"real": real, "england": england}
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["source"]
    return [_listed(entry, folders[entry["folder"]] / entry["path"]) for entry in entries]


def _listed(entry: dict[str, str], path: Path) -> Listed:
    published = entry.get("published", "")
    day = date.fromisoformat(published) if published else day_of_edition(entry["edition"])
    source = NationalSource(
        id=entry["id"],
        publisher=PUBLISHER,
        title=entry["title"],
        edition=entry["edition"],
        published=published,
        known_from=day.isoformat() if day else "",
        licence=LICENCE,
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        note=entry.get("note", ""),
    )
    return Listed(path, source)


def read_figures(listed: list[Listed], real: Path) -> pd.DataFrame:
    """Return what the files state of indicators, as `observations` whose `source` is the source's id.

    Raises
    ------
    DataError : a file of a later release states one figure twice.
    """
    readings = [_reading(entry, real) for entry in listed]
    cleaned = clean_each(readings, load_catalogue(), load_areas())
    raise_all(issue.as_error() for part in cleaned for issue in part.issues if issue.code == "duplicate-key")
    figures = join_observations(part.observations for part in cleaned)
    # months of England alone, without the population under them, give no rate
    return _with_places(figures.loc[figures["frequency"].ne(Frequency.MONTH.value)], real)


def _reading(entry: Listed, real: Path) -> Reading:
    source = entry.source
    if not _is_workbook(entry.path):
        return read_file(entry.path, edition=source.edition, name=source.id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.csv"
        save_long(path, looked_after_2015(real, tuple(area.area_code for area in load_areas())).rows)
        return replace(read_file(path, edition=source.edition), file=source.id)


def _is_workbook(path: Path) -> bool:
    return path.name == Path(WORKBOOK).name


def _with_places(figures: pd.DataFrame, real: Path) -> pd.DataFrame:
    """Return the figures of the workbook of 2015 with their sheets, rows and columns there."""
    places = places_2015(real)
    in_workbook = figures["source"].eq("children-looked-after-2015/authority-tables")
    stated = figures.loc[in_workbook]
    keys = zip(stated["indicator_id"], stated["period_end"].dt.year, stated["area_code"], strict=True)
    found = [places[key] for key in keys]
    sheets = pd.Series([SHEET_WORDS.format(sheet) for sheet, _, _ in found], stated.index, dtype="str")
    note = sheets.where(stated["note"].eq(""), stated["note"] + "; " + sheets)
    moved = stated.assign(
        row=pd.Series([row for _, row, _ in found], stated.index, dtype="int32"),
        column=pd.Series([column for _, _, column in found], stated.index, dtype="int32"),
        note=note,
    )
    return pd.concat([figures.loc[~in_workbook], moved]).sort_index()


def arrange_figures(figures: pd.DataFrame, listed: list[Listed]) -> pa.Table:
    """Return the figures as they are packaged, in the order of sources, indicators, areas and periods."""
    sources = {entry.source.id: place for place, entry in enumerate(listed)}
    indicators = {indicator.id: place for place, indicator in enumerate(load_catalogue())}
    order = figures.assign(
        _source=figures["source"].map(sources), _indicator=figures["indicator_id"].map(indicators)
    ).sort_values(["_source", "_indicator", "area_code", "period_end", "period"], kind="stable")
    plain = order[FIGURES_SCHEMA.names].reset_index(drop=True)
    texts = {
        name: pd.Categorical(plain[name], categories=pd.unique(plain[name]))
        for name in FIGURES_SCHEMA.names
        if pa.types.is_dictionary(FIGURES_SCHEMA.field(name).type)
    }
    return pa.Table.from_pandas(plain.assign(**texts), schema=FIGURES_SCHEMA, preserve_index=False)


def save_figures(folder: Path, figures: pa.Table, listed: list[Listed]) -> None:
    """Write the figures and the table of those sources that state any, the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        figures.replace_schema_metadata(None), folder / FIGURES_FILE, compression="zstd", compression_level=19
    )
    stated = set(figures["source"].unique().to_pylist())
    table = pd.DataFrame([asdict(entry.source) for entry in listed if entry.source.id in stated])
    text = table.to_csv(index=False, lineterminator="\n")
    (folder / SOURCES_FILE).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Read the folders named on the command line and write the packaged figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("real", type=Path, help="folder that holds DfE's releases of 2013 to 2026")
    parser.add_argument("england", type=Path, help="folder that holds further files of the 2025 releases")
    parser.add_argument("--to", type=Path, default=PACKAGED, help="folder to write into")
    given = parser.parse_args()
    listed = list_files(given.real, given.england)
    figures = arrange_figures(read_figures(listed, given.real), listed)
    save_figures(given.to, figures, listed)


if __name__ == "__main__":
    main()
