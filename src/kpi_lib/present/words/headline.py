"""The one figure an indicator leads with, its change and its comparison: what a tile or sentence is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.errors import AnalysisError
from kpi_lib.present.words.numbers import Row

YEAR_LABEL = len("2017-18")


@dataclass(frozen=True)
class Headline:
    """An indicator's lead estimate with its change and its verdict against neighbours, where there are any.

    `change` and `comparison` may be of another basis or an earlier year than the estimate, since
    neighbours publish once a year; the words then name that period.
    """

    indicator: Indicator
    estimate: Row
    change: Row | None = None
    comparison: Row | None = None


def select_headlines(
    indicators: Iterable[Indicator],
    estimates: pd.DataFrame,
    changes: pd.DataFrame,
    comparisons: pd.DataFrame,
    *,
    area_code: str,
) -> list[Headline]:
    """Return one headline per indicator that has an estimate, in the order of `indicators`.

    Parameters
    ----------
    estimates, changes, comparisons : at most one row per indicator for `area_code`, the lead one
        (comparisons: one comparator, average and neighbour list).

    Raises
    ------
    AnalysisError : a frame has two rows for one indicator, so it does not say which one leads.
    """
    found = []
    for indicator in indicators:
        rows = [only_row(frame, indicator.id, area_code) for frame in (estimates, changes, comparisons)]
        if rows[0] is not None:
            found.append(Headline(indicator, rows[0], rows[1], rows[2]))
    return found


def only_row(frame: pd.DataFrame, indicator_id: str, area_code: str) -> Row | None:
    """Return the one row of an indicator and area, or nothing; raises AnalysisError for two."""
    rows = frame[(frame["indicator_id"] == indicator_id) & (frame["area_code"] == area_code)]
    if len(rows) > 1:
        raise AnalysisError(
            f"Two figures lead for '{indicator_id}'",
            where=f"area {area_code}",
            got=", ".join(
                f"{basis} {period}" for basis, period in zip(rows["basis"], rows["period"], strict=True)
            ),
            expected="one row per indicator",
            hint="select the lead row of each frame first",
        )
    return rows.iloc[0] if len(rows) else None


def is_same_figure(row: Row, estimate: Row, indicator: Indicator) -> bool:
    """Say whether a change or comparison is about the very figure of the estimate.

    A stock has one state at the end of a year, whether it is filed under the quarter or the year.
    """
    if row["basis"] == estimate["basis"] and row["period"] == estimate["period"]:
        return True
    of_one_year = str(row["period"])[:YEAR_LABEL] == str(estimate["period"])[:YEAR_LABEL]
    return bool(indicator.kind is Kind.STOCK and of_one_year and row["value"] == estimate["value"])
