"""What a layout's cells say of indicators, before the checks; and the steps that translators share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.areas import normalise_area_name
from kpi_lib.core.errors import KpiError, nearest
from kpi_lib.core.periods import (
    Period,
    parse_period,
)
from kpi_lib.ingest.issues import STOP, Issue, issues_of_each
from kpi_lib.ingest.own.names import NO_NAMES, Names
from kpi_lib.ingest.own.questions import Question
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table

FIGURES = (
    "indicator_id", "area_code", "period", "frequency", "period_start", "period_end", "year",
    "numerator", "denominator", "value", "status", "token", "provenance", "row", "column", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
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
    `layouts.own.kept`) and its `comments`.
    """

    figures: pd.DataFrame
    issues: tuple[Issue, ...]
    wanted: int
    left_out: int
    questions: tuple[Question, ...] = ()
    targets: pd.DataFrame | None = None
    comments: pd.DataFrame | None = None


def no_figures() -> pd.DataFrame:
    """Return a frame of figures without rows."""
    return pd.DataFrame({name: pd.Series(dtype=object) for name in FIGURES})


NO_TRANSLATION = Translation(no_figures(), (), 0, 0)


def map_distinct(texts: pd.Series, find: Callable[[str], object]) -> pd.Series:
    """Return `find` of every text, asked once per distinct text."""
    found: Mapping[Hashable, object] = {text: find(str(text)) for text in texts.unique()}
    return pd.Series([found[text] for text in texts], index=texts.index, dtype=object)


def find_area(areas: Areas, text: str) -> str | None:
    """Return the code in force of the area that a code, a DfE number or a name names, or None."""
    plain = text.removesuffix(".0")
    return (
        areas.current_code.get(text.upper())
        or areas.code_by_number.get(plain)
        or areas.code_by_name.get(normalise_area_name(text))
    )


def areas_then(
    areas: Areas, codes: pd.Series, texts: pd.Series, periods: Sequence[Period | None]
) -> pd.Series:
    """Return the areas of rows that name them, each as it was at the end of its period.

    A name says an area of its time: Dorset in 2018 is the county that ended in March 2019. A code or a
    number says which area it is, whatever the time.
    """
    young = {area.area_code for area in areas if area.valid_from}
    is_named = codes.isin(young) & ~texts.str.fullmatch(r"\d{3}(?:\.0)?|[EWSNewsn]\d{8}")
    then = [
        areas.bearer(code, period.end) if named and period else code
        for code, named, period in zip(codes, is_named, periods, strict=True)
    ]
    return pd.Series(then, index=codes.index, dtype=object)


def find_period(text: str) -> Period | None:
    """Return the period that a text spells, or None where there is no such period."""
    try:
        return parse_period(text)
    except KpiError:
        return None


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


def issues_of_words(
    table: Table, reading: Reading, place: int, bad: np.ndarray, code: str, what: str, known: Iterable[str]
) -> list[Issue]:
    """Return a stop per row of `bad` whose word in column `place` is unknown, with the nearest known."""
    words, column = table.texts(place), table.headers[place].strip()
    names = list(known)
    hint = lru_cache(maxsize=None)(partial(nearest, known=names))

    def unknown(row: int) -> Issue:
        word = words[row]
        return Issue(STOP, code, what, reading.file, int(table.rows[row]), column, f"'{word}'",
                     _EXPECTED[code], hint(word) or _HINTS[code])  # fmt: skip

    return list(issues_of_each(np.flatnonzero(bad).tolist(), unknown))


def issues_of_periods(table: Table, reading: Reading, place: int, bad: np.ndarray) -> list[Issue]:
    """Return a stop per row of `bad` whose period in column `place` cannot be read, and why it cannot."""
    words, column = table.texts(place), table.headers[place].strip()
    refusals = {word: _refusal(word) for word in words[bad].unique()}

    def unread(row: int) -> Issue:
        word = words[row]
        error = refusals[word]
        return Issue(STOP, "unknown-period", error.what, reading.file, int(table.rows[row]), column,
                     error.got or f"'{word}'", error.expected, error.hint)  # fmt: skip

    return list(issues_of_each(np.flatnonzero(bad).tolist(), unread))


def _refusal(text: str) -> KpiError:
    try:
        parse_period(text)
    except KpiError as error:
        return error
    raise ValueError(f"'{text}' is a period")


_EXPECTED = {
    "unknown-indicator": "an indicator id of the catalogue",
    "unknown-area": "an ONS code, a DfE number or a name in areas.csv",
    "unknown-provenance": "published, reported, local or illustrative",
    "unknown-day": "a day such as 2018-11-15, or nothing where the file's own day holds",
}
_HINTS = {
    "unknown-indicator": "the codebook in README.md lists every id",
    "unknown-area": "codes begin with E and have nine characters, such as E10000034",
    "unknown-provenance": "leave it empty to take the manifest's",
    "unknown-day": "write days as 2018-11-15",
}
