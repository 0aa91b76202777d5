"""The contract of each kind, and an issue for every promise that a row breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.record_kinds.contracts import Known, Promise, find_broken
from kpi_lib.catalogue.record_kinds.kinds import INDICATORS, find_record_kind, load_record_kinds
from kpi_lib.core.errors import nearest
from kpi_lib.ingest.issues import STOP, Issue, issues_of_each


def check_records(
    frames: Mapping[str, pd.DataFrame], catalogue: Catalogue, unread: Iterable[Issue]
) -> list[Issue]:
    """Return a stop for every promise that a row of any kind breaks, kind by kind, row by row.

    Parameters
    ----------
    frames : the typed records by kind.
    unread : cells that could not be read; nothing more is said of them.
    """
    told = {(issue.file, issue.row, issue.column) for issue in unread}
    known = known_values(frames, catalogue)
    issues: list[Issue] = []
    for kind_id, rows in frames.items():
        places = list(zip(rows["file"].tolist(), rows["row"].tolist(), strict=True))
        broken = [
            (at, promise)
            for at, promise in find_broken(rows, find_record_kind(kind_id), known)
            if (*places[at], promise.column) not in told
        ]
        issues += issues_of_each(broken, partial(_issue, rows))
    return issues


def known_values(frames: Mapping[str, pd.DataFrame], catalogue: Catalogue) -> Known:
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
    got = _written(row[promise.column])
    told = f"'{got}'" if got else "nothing"
    if promise.beside:
        told += f", beside {promise.beside} '{_written(row[promise.beside])}'"
    return Issue(
        STOP, promise.code, promise.what, str(row["file"]), int(row["row"]), promise.column,
        told, promise.expected, nearest(got, promise.known) if got else promise.hint,
    )  # fmt: skip


def _written(value: Any) -> str:
    """Return a value as it is in the file, cut where it is long; empty where there is none."""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return "" if pd.isna(value) else str(value)[:60]
