"""The second clock of a pack: the day on which its figures were known, and how they read before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_lib.analysis.editions.revisions import select_known, select_published_by, summarise_revisions
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import DataError, KpiError
from kpi_lib.core.periods import Frequency, Period, parse_period
from kpi_lib.ingest.hand_written.tables import load_events, load_explanations
from kpi_lib.ingest.manifest import ManifestEntry
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.processed import load_fresh, narrow_to
from kpi_lib.pack.project import Project


def parse_day(day: str | date) -> date:
    """Return the day that a text spells, such as `2018-07-12` or `12 July 2018`; a date is itself.

    Raises
    ------
    DataError : no day, or one that does not exist.
    """
    if isinstance(day, date):
        return day.date() if isinstance(day, datetime) else day
    try:
        period = parse_period(str(day))
    except KpiError:
        period = None
    if period is None or period.frequency is not Frequency.SNAPSHOT:
        raise DataError(
            "This is no day that exists",
            got=f"'{day}'",
            expected="a day such as 2018-07-12 or 12 July 2018",
            hint="as_known_on asks for the figures as they were known at the end of that day",
        )
    return period.end


def known_then(processed: Processed, day: date | None) -> Processed:
    """Return the processed set with what was known at the end of a day only; all of it without a day.

    A kind of record of which no row was known yet has its columns and no row. `run` lists the files that
    were there, each with its figures known by then, and `issues` are theirs.

    Raises
    ------
    DataError : no figure was known by then.
    """
    if day is None:
        return processed
    records = {kind: select_known(rows, day) for kind, rows in processed.records.items()}
    observations = select_published_by(processed.observations, day)
    there = {
        *observations["source"].unique(),
        *(str(name) for rows in records.values() for name in rows["file"].unique()),
    }
    there |= {str(entry["path"]) for entry in processed.run["manifest"] if _is_out(entry, day)}
    return narrow_to(processed, observations, records, there)


def _is_out(entry: Mapping[str, Any], day: date) -> bool:
    known = ManifestEntry.model_validate(entry).known_from
    return known is not None and known <= day


def explanations_then(raw_dir: Path, day: date | None) -> pd.DataFrame:
    """Return the explanations noted by the end of a day; all of them without a day. Raises DataError."""
    rows = load_explanations(raw_dir)
    return rows if day is None else select_known(rows, day, dated="noted_on")


def events_then(raw_dir: Path, day: date | None) -> pd.DataFrame:
    """Return the council's own events that had happened by the end of a day; all of them without a day.

    The table does not say when a row was written, so its own day counts as that: nothing of what was to
    come is reported, but an event written down much later counts as known when it happened. Raises DataError.
    """
    rows = load_events(raw_dir)
    return rows if day is None else select_known(rows, day, dated="known_from")


def revisions_of(
    processed: Processed, quarter: Period, home: str, indicator: str = "", area: str = ""
) -> pd.DataFrame:
    """Return the `revisions` of a pack's figures up to its quarter, as known on its day.

    Parameters
    ----------
    processed : the pack's observations; home : the code of its area.
    indicator : an indicator id; all when left out.
    area : an area code or name, or `all`; the pack's own area when left out.

    Raises
    ------
    CatalogueError : no such indicator or area, with the nearest.
    """
    rows = _all_revisions(processed, quarter)
    if area != "all":
        code = load_areas().named(area).area_code if area else home
        rows = rows.loc[rows["area_code"].eq(code)]
    if indicator:
        rows = rows.loc[rows["indicator_id"].eq(load_catalogue()[indicator].id)]
    return rows.reset_index(drop=True)


@lru_cache(maxsize=4)
def _all_revisions(processed: Processed, quarter: Period) -> pd.DataFrame:
    """Compare all areas' statements at once: a source's decimals are known from all that it prints."""
    rows = processed.observations
    known = rows.loc[rows["period_end"].le(pd.Timestamp(quarter.end))]
    return summarise_revisions(known.reset_index(drop=True), load_catalogue())


def revisions_at(
    project: Project, *, indicator: str = "", area: str = "", as_known_on: str = ""
) -> pd.DataFrame:
    """Return the `revisions` of one area over all periods, cleaning the raw files first where need be.

    Parameters
    ----------
    indicator : an indicator id; all when left out.
    area : an area code, number or name; the home area of `kpi.toml` when left out.
    as_known_on : a day; only editions published by its end. All when left out.

    Raises
    ------
    DataError : no such day, or nothing known by then.
    CatalogueError : no such indicator or area, with the nearest.
    """
    catalogue = load_catalogue()
    code = project.areas.named(area or project.settings.home_area).area_code
    wanted = catalogue[indicator].id if indicator else ""
    day = parse_day(as_known_on) if as_known_on else None
    rows = summarise_revisions(known_then(load_fresh(project), day).observations, catalogue)
    is_wanted = rows["area_code"].eq(code) & (rows["indicator_id"].eq(wanted) | (not wanted))
    return rows.loc[is_wanted].reset_index(drop=True)
