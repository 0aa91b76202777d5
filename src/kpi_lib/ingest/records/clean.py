"""From the readings of a raw folder to its records by kind, and to what they add to each file's cleaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.record_kinds.contracts import Promise, References, find_broken
from kpi_lib.catalogue.record_kinds.kinds import INDICATORS, find_record_kind, load_record_kinds
from kpi_lib.core.errors import nearest
from kpi_lib.ingest.clean import Cleaned, join_observations
from kpi_lib.ingest.issues import STOP, Issue, issues_of_each
from kpi_lib.ingest.layouts.records import NAME
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.records.count import count_observations
from kpi_lib.ingest.records.typed import parse_records


def check_records(
    frames: Mapping[str, pd.DataFrame], catalogue: Catalogue, unread: Iterable[Issue]
) -> list[Issue]:
    """Return a stop for every promise that a row of any kind breaks, kind by kind, row by row.

    Parameters
    ----------
    frames : the typed records by kind.
    unread : cells that could not be read; nothing more is said of them.
    """
    reported = {(issue.file, issue.row, issue.column) for issue in unread}
    known = known_values(frames, catalogue)
    issues: list[Issue] = []
    for kind_id, rows in frames.items():
        places = list(zip(rows["file"].tolist(), rows["row"].tolist(), strict=True))
        broken = [
            (at, promise)
            for at, promise in find_broken(rows, find_record_kind(kind_id), known)
            if (*places[at], promise.column) not in reported
        ]
        issues += issues_of_each(broken, partial(_issue, rows))
    return issues


def known_values(frames: Mapping[str, pd.DataFrame], catalogue: Catalogue) -> References:
    """Return, for each reference that a column may make, the values there are."""
    wanted = {column.refers_to for kind in load_record_kinds().values() for column in kind.columns} - {""}
    known = {INDICATORS: frozenset(catalogue.indicators)}
    for reference in wanted - {INDICATORS}:
        kind_id, column = reference.split(".")
        rows = frames.get(kind_id)
        known[reference] = frozenset() if rows is None else frozenset(rows[column].unique())
    return known


def _issue(rows: pd.DataFrame, broken: tuple[int, Promise]) -> Issue:
    at, promise = broken
    row = rows.iloc[at]
    value, file, number = _written(row[promise.column]), str(row["file"]), int(row["row"])
    got = f"'{value}'" if value else "nothing"
    if promise.other:
        got += f", beside {promise.other} '{_written(row[promise.other])}'"
    hint = nearest(value, promise.allowed) if value else promise.hint
    expected, column = promise.expected, promise.column
    return Issue(STOP, promise.code, promise.what, file, number, column, got, expected, hint)


def _written(value: Any) -> str:
    """Return a value as it is in the file, cut where it is long; empty where there is none."""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return "" if pd.isna(value) else str(value)[:60]


def add_records(
    readings: Sequence[Reading],
    cleaned: Sequence[Cleaned],
    catalogue: Catalogue,
    areas: Areas,
) -> tuple[list[Cleaned], dict[str, pd.DataFrame]]:
    """Return each file's cleaning with the issues and observations of its records, and the records by kind.

    Parameters
    ----------
    readings, cleaned : the files and what became of them, in the same order.

    Returns
    -------
    The cleaned files; and a frame per kind that any file holds, one row per record, in the order of the
    files and their rows. Where a stop is among the issues no indicator is counted.
    """
    files = [reading for reading in readings if reading.layout == NAME]
    parsed = [parse_records(reading, areas) for reading in files]
    frames = {
        kind: pd.concat(parts, ignore_index=True)
        for kind in load_record_kinds()
        if (parts := [frame for (frame, _), file in zip(parsed, files, strict=True) if file.dataset == kind])
    }
    of_cells = [issue for _, issues in parsed for issue in issues]
    unread = [*(issue for reading in files for issue in reading.issues), *of_cells]
    issues = [*of_cells, *check_records(frames, catalogue, unread)]
    is_sound = not any(issue.severity == STOP for issue in (*issues, *unread))
    counted = _count(frames, readings) if is_sound else join_observations([])
    pairs = zip(cleaned, readings, strict=True)
    return [_with(one, reading.file, issues, counted) for one, reading in pairs], frames


def _count(frames: Mapping[str, pd.DataFrame], readings: Sequence[Reading]) -> pd.DataFrame:
    editions = {reading.file: reading.edition for reading in readings}
    return join_observations(
        count_observations(rows, find_record_kind(kind), editions) for kind, rows in frames.items()
    )


def _with(cleaned: Cleaned, file: str, issues: Sequence[Issue], counted: pd.DataFrame) -> Cleaned:
    own = [issue for issue in issues if issue.file == file]
    rows = counted.loc[counted["source"].eq(file)]
    if not own and rows.empty:
        return cleaned
    observations = join_observations([cleaned.observations, rows])
    wanted = cleaned.wanted + len(rows)
    return replace(cleaned, observations=observations, issues=(*cleaned.issues, *own), wanted=wanted)
