"""Figures that cannot be, and figures that contradict themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.indicators import Catalogue, Measure, Unit
from kpi_lib.core.areas import Level
from kpi_lib.core.rounding import token_without_dust
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.council.names import Names
from kpi_lib.ingest.issues import STOP, WARN, Issue, issues_of_each

KEY = ["indicator_id", "area_code", "period", "edition"]
ROUNDED_TO = (5, 10, 100)  # what DfE rounds counts to: authorities' in tables, England's, populations
TENTH = 0.1  # what full-time equivalents are rounded to
ROUNDING_SLACK = 1e-6
FAR = 0.1  # of the value that counts give: beyond, one of the three is of something else
_HUNDRED = 100
_IMPOSSIBLE = {
    "negative-count": ("A count is below zero", "zero or more"),
    "numerator-above-denominator": (
        "The numerator is above the denominator of a proportion", "at most the denominator",
    ),
    "percentage-over-100": ("A percentage of a whole is over 100", "0 to 100"),
    "denominator-zero": ("A value stands over a denominator of zero", "a denominator above zero"),
}  # fmt: skip
"""By code: what is wrong with a figure that cannot be, and what is expected."""
_NON_NEGATIVE = {Measure.PROPORTION, Measure.RATE, Measure.MEAN, Measure.COUNT}


def check_figures(observations: pd.DataFrame, catalogue: Catalogue, severity: str) -> list[Issue]:
    """Return an issue, of the severity given, per figure that cannot be.

    Checked: a negative count or value, a numerator above the denominator of a proportion, a percentage
    over 100, a denominator of zero under a value.
    """
    measure = _looked_up(observations, {indicator.id: indicator.measure for indicator in catalogue})
    unit = _looked_up(observations, {indicator.id: indicator.unit for indicator in catalogue})
    share, counted = measure.eq(Measure.PROPORTION), measure.isin(_NON_NEGATIVE)
    top, bottom, value = (observations[name] for name in ("numerator", "denominator", "value"))
    lowest = observations[["numerator", "denominator", "value"]].min(axis=1)
    over_whole = share & unit.eq(Unit.PERCENT) & value.gt(_HUNDRED)
    over_zero = bottom.eq(0) & top.gt(0) & share
    issues: list[Issue] = []
    for code, wrong, got in (
        ("negative-count", counted & lowest.lt(0), lowest),
        ("numerator-above-denominator", share & top.gt(bottom), top),
        ("percentage-over-100", over_whole, value),
        ("denominator-zero", over_zero, bottom),
    ):
        make = partial(_issue_of_figure, observations, got, severity, code)
        issues += issues_of_each(np.flatnonzero(wrong).tolist(), make)
    return issues


def _issue_of_figure(
    observations: pd.DataFrame, got: pd.Series, severity: str, code: str, place: int
) -> Issue:
    what, expected = _IMPOSSIBLE[code]
    return _issue(observations.iloc[place], severity, code, what, f"{got.iloc[place]:g}", expected)


def check_duplicates(observations: pd.DataFrame, severity: str) -> list[Issue]:
    """Return an issue per figure whose indicator, area, period and edition are in an earlier row."""
    again = observations.duplicated(KEY)
    if not again.any():
        return []
    first = observations.drop_duplicates(KEY).set_index(KEY)[["source", "row"]]

    def twice(place: int) -> Issue:
        row = observations.iloc[place]
        earlier = first.loc[tuple(row[name] for name in KEY)]
        what = "The same indicator, area and period stand twice"
        got = f"'{row['indicator_id']}', '{row['area_code']}', '{row['period']}'"
        expected = f"one figure; the first is in {earlier['source']}, row {earlier['row']}"
        return _issue(row, severity, "duplicate-key", what, got, expected)

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
    multipliers = {indicator.id: indicator.multiplier for indicator in catalogue}
    multiplier = _looked_up(observations, multipliers).astype("float64")
    measure = _looked_up(observations, {indicator.id: indicator.measure for indicator in catalogue})
    top, bottom = observations["numerator"], observations["denominator"]
    # 870 of 116,700 children are 74.6 per 10,000; to the nearest 5 they may be 868 or 872: 74.4 is no fault
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
        what, expected = "The value is not its numerator over its denominator", f"{computed.iloc[place]:.4g}"
        return _issue(row, own, "value-disagrees", what, f"{row['value']:g}", expected)

    return list(issues_of_each(np.flatnonzero(wrong).tolist(), disagrees))


def _looked_up(observations: pd.DataFrame, known: Mapping[str, object]) -> pd.Series:
    values = [known[indicator_id] for indicator_id in observations["indicator_id"]]
    return pd.Series(values, index=observations.index, dtype=object)


def _half_unit(tokens: pd.Series) -> pd.Series:
    """Return half a unit of the last digit of each token: 0.05 for "38.2", 0.5 for "38"."""
    digits = tokens.map(token_without_dust).str.extract(r"\.(\d+)", expand=False).str.len().fillna(0)
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


def _issue(row: pd.Series, severity: str, code: str, what: str, got: str, expected: str) -> Issue:
    about = f"{row['indicator_id']}, {row['area_code']}, {row['period']}"
    hint = "look at the row and at what the system sent" if severity == STOP else ""
    file, number = str(row["source"]), int(row["row"])
    return Issue(severity, code, what, file, number, "", f"{got} ({about})", expected, hint)
