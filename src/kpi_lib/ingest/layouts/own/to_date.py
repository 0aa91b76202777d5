"""Year-to-date counts become quarters by differences; a year-to-date percentage is left out, aloud."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Unit
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import Frequency, Period, quarter_ending
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.own.joined import ORDER, stated_periods
from kpi_lib.ingest.layouts.own.named import DENOMINATOR, NUMERATOR, VALUE
from kpi_lib.ingest.reading import Reading

Figure = Mapping[Hashable, Any]
_COUNTED = (Unit.COUNT, Unit.CASES)
_PARTS = (NUMERATOR, DENOMINATOR, VALUE)
_FIRST = "Q1"


def quarters_to_date(
    figures: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return the figures with cumulative ones turned into those of their own quarter, or left out.

    A count to the end of a quarter, less the count to the end of the quarter before, is the quarter's own;
    the first is as it is. Where an earlier one is missing, and for values that are no counts, there is no
    quarter's figure.

    Returns
    -------
    The figures, how many were left out, and an issue for each series with any.
    """
    is_cumulative = figures["is_cumulative"].astype(bool)
    if not is_cumulative.any():
        return figures, 0, []
    kept: list[dict[Hashable, Any]] = []
    left_out, issues = 0, []
    by_series = figures[is_cumulative].groupby(["indicator_id", "area_code"], sort=False)
    for (indicator_id, area), series in by_series:
        own, reason = _own_quarters(series.to_dict("records"), catalogue[str(indicator_id)])
        stated = stated_periods(figures[~is_cumulative], str(indicator_id), str(area))
        issues += [_disagrees(row, stated[row["when"]], reading) for row in own
                   if row["when"] in stated and _differs(row, stated[row["when"]])]  # fmt: skip
        kept += [row for row in own if row["when"] not in stated]
        left_out += sum(row["when"] in stated for row in own)
        missing = len(series) - len(own)
        left_out += missing
        issues += [_falls(row, reading) for row in own if any(row[part] < 0 for part in _PARTS)][:1]
        if missing:
            issues.append(_left_out(series.to_dict("records"), missing, reason, reading))
    made = pd.DataFrame(kept, columns=figures.columns).astype(figures.dtypes.to_dict())
    together = pd.concat([figures[~is_cumulative], made])
    return together.sort_values(ORDER, kind="stable", ignore_index=True), left_out, issues


def _differs(made: Figure, stated: Figure) -> bool:
    both = [part for part in _PARTS if pd.notna(made[part]) and pd.notna(stated[part])]
    return any(made[part] != stated[part] for part in both)


def _disagrees(made: Figure, stated: Figure, reading: Reading) -> Issue:
    both = [part for part in _PARTS if pd.notna(made[part]) and pd.notna(stated[part])]
    words = "; ".join(f"{part} {stated[part]:g} stated, {made[part]:g} by the year to date" for part in both)
    return Issue(
        STOP, "to-date-disagrees", f"A quarter of '{stated['name']}' is not what its year to date makes",
        reading.file, int(stated["row"]), "", f"{made['when'].label}: {words}", "one figure for the quarter",
        "mend the cell that is wrong, or leave one of the columns out",
    )  # fmt: skip


def _own_quarters(
    series: list[dict[Hashable, Any]], indicator: Indicator
) -> tuple[list[dict[Hashable, Any]], str]:
    """Return the figures of single quarters that a cumulative series gives, and why there are not more."""
    if indicator.kind is not Kind.FLOW:
        return [], "the number on a day has no year to date"
    is_count = indicator.unit in _COUNTED
    counted = [row for row in series if pd.notna(row[NUMERATOR]) or (is_count and pd.notna(row[VALUE]))]
    if not counted:
        return [], "without counts no quarter can be worked out from it"
    ends = {quarter: row for row in counted if (quarter := _last_quarter(row["when"])) is not None}
    own = []
    for quarter, row in ends.items():
        before = ends.get(quarter.shift(-1))
        if quarter.label.endswith(_FIRST):
            own.append({**row, "when": quarter, "is_cumulative": False})
        elif before is not None:
            own.append(_difference(row, before, quarter, indicator))
    return own, "a quarter before is missing, or no quarter ends there"


def _difference(row: Figure, before: Figure, quarter: Period, indicator: Indicator) -> dict[Hashable, Any]:
    """Return the quarter's own counts; a percentage or rate of them is worked out anew from these.

    The population under a rate is the same all year: it does not add up, and is not taken apart.
    """
    parts = {part: row[part] - before[part] for part in (NUMERATOR, DENOMINATOR)}
    if indicator.measure is Measure.RATE:
        parts[DENOMINATOR] = row[DENOMINATOR]
    value = row[VALUE] - before[VALUE] if indicator.unit in _COUNTED else float("nan")
    return {**row, **parts, VALUE: value, "when": quarter, "is_cumulative": False, "derived": True}


def _last_quarter(period: Period) -> Period | None:
    """Return the quarter with whose end a period ends, or None where it ends within one."""
    if period.frequency is Frequency.SNAPSHOT:
        return None
    try:
        return quarter_ending(period.end)
    except DataError:
        return None


def _left_out(series: list[dict[Hashable, Any]], missing: int, reason: str, reading: Reading) -> Issue:
    first = series[0]
    many = f"{missing} year-to-date figures of '{first['name']}' are left out"
    one = f"A year-to-date figure of '{first['name']}' is left out"
    what = f"{many if missing > 1 else one}: {reason}"
    return Issue(NOTE, "year-to-date", what, reading.file, int(first["row"]), "", f"'{first['token']}'")


def _falls(row: Figure, reading: Reading) -> Issue:
    return Issue(
        STOP, "to-date-falls", f"The year to date of '{row['name']}' falls from one quarter to the next",
        reading.file, int(row["row"]), "", f"'{row['token']}' to the end of {row['when'].label}",
        "at least the count to the end of the quarter before", "look at both cells: one is not cumulative",
    )  # fmt: skip
