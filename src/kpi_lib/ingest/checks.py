"""Figures that cannot be, and figures that contradict themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.indicators import Catalogue, Measure, Unit
from kpi_lib.core.areas import Level
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.issues import STOP, WARN, Issue, issues_of_each
from kpi_lib.ingest.own.names import Names

KEY = ["indicator_id", "area_code", "period", "edition"]
ROUNDED_TO = (5, 10, 100)  # what DfE rounds counts to: authorities' in tables, England's, populations
TENTH = 0.1  # what full-time equivalents are rounded to
ROUNDING_SLACK = 1e-6
FAR = 0.1  # of the value that counts give: beyond, one of the three is of something else
_HUNDRED = 100
_NON_NEGATIVE = {Measure.PROPORTION, Measure.RATE, Measure.MEAN, Measure.COUNT}


def check_figures(observations: pd.DataFrame, catalogue: Catalogue, severity: str) -> list[Issue]:
    """Return an issue, of the severity given, per figure that cannot be.

    Checked: a negative count or value, a numerator above the denominator of a proportion, a percentage
    over 100, a denominator of zero under a value.
    """
    measure = _looked_up(observations, {item.id: item.measure for item in catalogue})
    unit = _looked_up(observations, {item.id: item.unit for item in catalogue})
    share = measure.eq(Measure.PROPORTION)
    top, bottom, value = (observations[name] for name in ("numerator", "denominator", "value"))
    counted = measure.isin(_NON_NEGATIVE)
    lowest = observations[["numerator", "denominator", "value"]].min(axis=1)
    plans = (
        ("negative-count", "A count is below zero", counted & lowest.lt(0), lowest, "zero or more"),
        ("numerator-above-denominator", "The numerator is above the denominator of a proportion",
         share & top.gt(bottom), top, "at most the denominator"),
        ("percentage-over-100", "A percentage of a whole is over 100",
         share & unit.eq(Unit.PERCENT) & value.gt(_HUNDRED), value, "0 to 100"),
        ("denominator-zero", "A value stands over a denominator of zero",
         bottom.eq(0) & top.gt(0) & share, bottom, "a denominator above zero"),
    )  # fmt: skip
    return [
        issue
        for code, what, wrong, got, expected in plans
        for issue in issues_of_each(
            np.flatnonzero(wrong).tolist(),
            partial(_issue_of_figure, observations, got, severity, code, what, expected),
        )
    ]


def check_duplicates(observations: pd.DataFrame, severity: str) -> list[Issue]:
    """Return an issue per figure whose indicator, area, period and edition are in an earlier row."""
    again = observations.duplicated(KEY)
    if not again.any():
        return []
    first = observations.drop_duplicates(KEY).set_index(KEY)[["source", "row"]]

    def twice(place: int) -> Issue:
        row = observations.iloc[place]
        earlier = first.loc[tuple(row[name] for name in KEY)]
        return _issue(row, severity, "duplicate-key", "The same indicator, area and period stand twice",
                      f"'{row['indicator_id']}', '{row['area_code']}', '{row['period']}'",
                      f"one figure; the first is in {earlier['source']}, row {earlier['row']}")  # fmt: skip

    return list(issues_of_each(np.flatnonzero(again).tolist(), twice))


def check_rounding(
    observations: pd.DataFrame, catalogue: Catalogue, areas: Areas, names: Names, severity: str
) -> list[Issue]:
    """Return an issue per value that its own numerator and denominator contradict beyond rounding.

    A warning, but of the severity given where they differ by more than a tenth: a figure of another period
    or unit, as an annual rate next to a quarter's counts. `[[accept]]` in `names.toml` lets one pass.

    Formula: |value − numerator ÷ denominator × multiplier| ≤ half a unit of the value's last digit,
    plus what the rounding of the counts can do, see `_half_count`.
    """
    multiplier = _looked_up(observations, {item.id: item.multiplier for item in catalogue}).astype("float64")
    measure = _looked_up(observations, {item.id: item.measure for item in catalogue})
    top, bottom = observations["numerator"], observations["denominator"]
    computed = top / bottom.where(bottom > 0) * multiplier
    slack = _half_unit(observations["token"]) + ROUNDING_SLACK
    slack += multiplier * _half_count(top, observations, areas) / bottom
    slack += computed * _half_count(bottom, observations, areas) / bottom
    off = (observations["value"] - computed).abs()
    wrong = off.gt(slack) & measure.ne(Measure.AMOUNT)
    is_far = off.gt(slack + FAR * computed)

    def disagrees(place: int) -> Issue:
        row = observations.iloc[place]
        is_accepted = names.accepts(row["indicator_id"], row["area_code"], row["period"], row["value"])
        own = severity if is_far.iloc[place] and not is_accepted else WARN
        return _issue(row, own, "value-disagrees", "The value is not its numerator over its denominator",
                      f"{row['value']:g}", f"{computed.iloc[place]:.4g}")  # fmt: skip

    return list(issues_of_each(np.flatnonzero(wrong).tolist(), disagrees))


def _looked_up(observations: pd.DataFrame, known: Mapping[str, object]) -> pd.Series:
    found = [known[indicator_id] for indicator_id in observations["indicator_id"]]
    return pd.Series(found, index=observations.index, dtype=object)


def _half_unit(tokens: pd.Series) -> pd.Series:
    digits = tokens.str.extract(r"\.(\d+)", expand=False).str.len().fillna(0)
    return 0.5 * 10.0**-digits


def _half_count(counts: pd.Series, observations: pd.DataFrame, areas: Areas) -> pd.Series:
    """Return half of what each count is rounded to.

    A published count is taken to be rounded to 100, 10 or 5 when every count of its indicator in the
    file is a multiple of it, England and regions apart from authorities; one with a decimal to 0.1.
    """
    wide = {area.area_code for area in areas if area.level in (Level.ENGLAND, Level.REGION)}
    group = [observations["source"], observations["indicator_id"], observations["area_code"].isin(wide)]
    published = observations["provenance"].eq(Provenance.PUBLISHED.value)
    unit = pd.Series(0.0, index=counts.index)
    for size in ROUNDED_TO:
        is_multiple = counts.mod(size).eq(0) | counts.isna()
        unit = unit.where(~is_multiple.groupby(group).transform("all") | ~published, size)
    fraction = counts.mod(1).ne(0) & counts.notna()
    return unit.where(~fraction, TENTH) / 2


def _issue_of_figure(
    observations: pd.DataFrame,
    got: pd.Series,
    severity: str,
    code: str,
    what: str,
    expected: str,
    place: int,
) -> Issue:
    return _issue(observations.iloc[place], severity, code, what, f"{got.iloc[place]:g}", expected)


def _issue(row: pd.Series, severity: str, code: str, what: str, got: str, expected: str) -> Issue:
    about = f"{row['indicator_id']}, {row['area_code']}, {row['period']}"
    return Issue(severity, code, what, str(row["source"]), int(row["row"]), "", f"{got} ({about})", expected,
                 "look at the row and at what the system sent" if severity == STOP else "")  # fmt: skip
