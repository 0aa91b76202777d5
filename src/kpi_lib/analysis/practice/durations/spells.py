"""Spells: one row a case and stage, from its start to its end or to the day it was last seen open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import quarter_of

DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class Stage:
    """One stage of a case: the column it starts with, and those that end it (the first of them does)."""

    start: str
    ends: tuple[str, ...]


def summarise_spells(cases: pd.DataFrame, stages: Mapping[str, Stage], as_at: pd.Timestamp) -> pd.DataFrame:
    """Return one row per case and stage that had started by `as_at`: how long it took, or has so far.

    Parameters
    ----------
    cases : one row a case, with the date columns that the stages name (datetime64; empty where it has
        not happened).
    as_at : the day up to which things are known: what happens later is left out, a spell that ends
        later is open.

    Returns
    -------
    The columns of `cases`, with `stage`, `cohort` (the quarter it started in), `start`, `end` (empty
    where open), `weeks` (days ÷ 7) and `has_ended`.

    Raises
    ------
    AnalysisError : a spell that ends before it starts.
    """
    return pd.concat(
        [_spells(cases, name, stage, as_at) for name, stage in stages.items()], ignore_index=True
    )


def _spells(cases: pd.DataFrame, name: str, stage: Stage, as_at: pd.Timestamp) -> pd.DataFrame:
    started = cases.loc[cases[stage.start].le(as_at)]
    end = started[list(stage.ends)].min(axis=1)
    known = end.where(end.le(as_at))
    days = (known.fillna(as_at) - started[stage.start]).dt.days
    if days.lt(0).any():
        first = started.loc[days.lt(0)].iloc[0]
        raise AnalysisError(
            "A stage ends before it starts",
            where=name,
            got=f"{stage.start} {first[stage.start]:%Y-%m-%d}, ended {-days[days.lt(0)].iloc[0]} days before",
            expected="an end on or after the start",
        )
    return started.assign(
        stage=name,
        cohort=_quarters(started[stage.start]),
        start=started[stage.start],
        end=known,
        weeks=days / DAYS_IN_WEEK,
        has_ended=known.notna(),
    )


def _quarters(days: pd.Series) -> pd.Series:
    quarters = days.dt.to_period("Q-MAR")
    labels = {quarter: quarter_of(quarter.qyear, quarter.quarter).label for quarter in quarters.unique()}
    return quarters.map(labels).astype("str")
