"""What a layout's cells say of indicators, before the checks; and the steps that translators share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.periods import Period
from kpi_lib.ingest.council.names import NO_NAMES, Names
from kpi_lib.ingest.council.questions import Question
from kpi_lib.ingest.issues import Issue

FIGURES = (
    "indicator_id", "area_code", "period", "frequency", "period_start", "period_end", "year",
    "numerator", "denominator", "value", "status", "token", "provenance", "row", "column", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Lookups:
    """All that a translator may look up: the catalogue, the areas, populations, the council's own names.

    `populations` has one row per edition, area and mid-year: `edition`, `area_code`, `mid_year`
    (int), `population`.
    """

    catalogue: Catalogue
    areas: Areas
    populations: pd.DataFrame
    names: Names = NO_NAMES


@dataclass(frozen=True)
class Translation:
    """The figures of one reading, one row per indicator, area and period, with what was left out.

    `wanted` counts the figures that indicators want; those not in `figures` are `left_out`, and an issue
    says why of each. Of a council's own files: `questions` that it must answer, its `targets` (see
    `layouts.scorecard.targets`) and its `comments`.
    """

    figures: pd.DataFrame
    issues: tuple[Issue, ...]
    wanted: int
    left_out: int
    questions: tuple[Question, ...] = ()
    targets: pd.DataFrame | None = None
    comments: pd.DataFrame | None = None


def no_figures(*more: str) -> pd.DataFrame:
    """Return a frame of figures without rows; `more` are columns besides `FIGURES`."""
    return pd.DataFrame({name: pd.Series(dtype=object) for name in (*FIGURES, *more)})


NO_TRANSLATION = Translation(no_figures(), (), 0, 0)


def map_distinct(texts: pd.Series, find: Callable[[str], object]) -> pd.Series:
    """Return `find` of every text, called once per distinct text."""
    values: Mapping[Hashable, object] = {text: find(str(text)) for text in texts.unique()}
    return pd.Series([values[text] for text in texts], index=texts.index, dtype=object)


def add_period_columns(figures: pd.DataFrame, periods: pd.Series) -> pd.DataFrame:
    """Return the same rows with label, frequency, dates and financial year of `periods`."""
    distinct = {period: _period_row(period) for period in periods.unique()}
    rows = [distinct[period] for period in periods]
    names = ("period", "frequency", "period_start", "period_end", "year")
    added = pd.DataFrame(rows, columns=names, index=figures.index)
    dates = {name: pd.to_datetime(added[name]).astype("datetime64[us]") for name in names[2:4]}
    return figures.assign(**{name: added[name].astype("str") for name in (*names[:2], "year")}, **dates)


def _period_row(period: Period) -> tuple[object, ...]:
    return period.label, period.frequency.value, period.start, period.end, period.year
