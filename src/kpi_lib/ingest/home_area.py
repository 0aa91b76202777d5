"""Whose the raw files are: what a council says of itself is of the home area, or the run stops.

Published figures hold many areas, and councils send each other their local ones: each stays a figure of the
area that it names. Records, reported figures, and what is written by hand, are of one council alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path, PurePosixPath

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.settings import SETTINGS_FILE
from kpi_lib.core.errors import DataError
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.hand_written.commentary import list_commentaries
from kpi_lib.ingest.hand_written.tables import (
    CORRECTIONS_FILE,
    EVENTS_FILE,
    EXPLANATIONS_FILE,
    load_corrections,
    load_events,
    load_explanations,
)

OWN = ("file", "what", "area_code", "rows")
RECORDS = "records"
SINGULAR = {"commentaries": "commentary"}


def summarise_own(observations: pd.DataFrame, records: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what councils say of themselves in listed files: one row per file, sort and area (`OWN`).

    Parameters
    ----------
    observations : the cleaned figures of all files.
    records : the cleaned records by kind; published ones are anybody's.
    """
    rows = [kept.loc[kept["provenance"].ne(Provenance.PUBLISHED.value)] for kept in records.values()]
    recorded = [kept[["file", "area_code"]].assign(what=RECORDS) for kept in rows]
    # figures counted from records are of the area that the records name, and counted there
    stated = observations.loc[
        observations["provenance"].eq(Provenance.REPORTED.value)
        & ~observations["source"].isin(_files(records))
    ]
    stated = stated.assign(file=stated["source"], what="reported figures")
    return _counted([*recorded, stated])


def summarise_hand_written(raw_dir: Path) -> pd.DataFrame:
    """Return the same of the tables and commentaries that a council writes by hand.

    Raises
    ------
    DataError, ProseError : rows that cannot be used, or that do not say whom they are about.
    """
    tables = {
        EVENTS_FILE: load_events(raw_dir),
        EXPLANATIONS_FILE: load_explanations(raw_dir),
        CORRECTIONS_FILE: load_corrections(raw_dir),
    }
    parts = [
        rows[["area_code"]].assign(file=file, what=file.removesuffix(".csv")) for file, rows in tables.items()
    ]
    written = pd.DataFrame(list_commentaries(raw_dir), columns=["file", "area_code"], dtype="str")
    return _counted([*parts, written.assign(what="commentaries")])


def check_home_area(raw_dir: Path, home_area: str, listed: pd.DataFrame | None = None) -> None:
    """Raise one DataError where anything of another council's own is among a council's files.

    Parameters
    ----------
    home_area : the council's ONS code; without one nothing is checked.
    listed : what `summarise_own` says of the listed files; left out where they have been checked.

    Raises
    ------
    DataError, ProseError : as said, or hand-written rows that cannot be used.
    """
    if not home_area:
        return
    home = load_areas().find(code=home_area)
    written = summarise_hand_written(raw_dir)
    own = written if listed is None else pd.concat([listed, written], ignore_index=True)
    others = own.loc[~own["area_code"].isin(load_areas().lineage(home.area_code))]
    if others.empty:
        return
    raise DataError(
        f"These files are of another council, not of {home.name} (home_area in {SETTINGS_FILE})",
        where=str(raw_dir),
        got=own_words(others),
        expected=f"records, reported figures, and notes by hand, of {home.name} alone",
        hint="remove these files and their entries in manifest.toml (published figures stay), or keep files "
        "of your own in another raw folder: --raw DIR",
    )


def own_words(own: pd.DataFrame) -> str:
    """Return what is whose in words: "Worcestershire: 2 records in care/a.csv; 3 events in events.csv"."""
    areas = []
    for code, of_area in own.groupby("area_code", sort=False):
        sorts = [
            f"{_n_of(int(part['rows'].sum()), str(what))} in {_places(part['file'])}"
            for what, part in of_area.groupby("what", sort=False)
        ]
        areas.append(f"{load_areas().words(str(code))}: {'; '.join(sorts)}")
    return "; ".join(areas)


def _n_of(n: int, what: str) -> str:
    return f"{n:,} {what}" if n != 1 else f"1 {SINGULAR.get(what, what.removesuffix('s'))}"


def _places(files: pd.Series) -> str:
    """Return files in a few words: those of one folder by the folder, with how many."""
    places = []
    for folder, group in groupby(sorted(set(files)), key=lambda file: str(PurePosixPath(file).parent)):
        names = list(group)
        places.append(names[0] if len(names) == 1 else f"{folder}/ ({len(names)} files)")
    return ", ".join(places)


def _files(records: Mapping[str, pd.DataFrame]) -> set[str]:
    return {str(file) for rows in records.values() for file in rows["file"].unique()}


def _counted(parts: list[pd.DataFrame]) -> pd.DataFrame:
    together = pd.concat([part[list(OWN[:3])].astype("str") for part in parts], ignore_index=True)
    return together.groupby(list(OWN[:3]), sort=False).size().reset_index(name="rows")
