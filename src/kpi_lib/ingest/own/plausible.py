"""A value many times outside all that was ever published is held back until it is accepted.

A count where a rate belongs, or a hundred times too much, is caught so; what is only unusual is warned of.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Measure
from kpi_lib.catalogue.ranges import Range, seen_range
from kpi_lib.core.periods import Frequency
from kpi_lib.ingest.issues import STOP, WARN, Issue
from kpi_lib.ingest.own.names import Names

HELD_TIMES, WARNED_TIMES = 3.0, 1.5
HELD_SHARE_TIMES, WARNED_SHARE_TIMES = 5.0, 2.0
"""How many times above the highest, or below the lowest, figure that DfE has published of the authority; of
percentages more, since of few children any share may be true."""


def check_plausible(figures: pd.DataFrame, catalogue: Catalogue, names: Names, file: str) -> list[Issue]:
    """Return a stop, or a warning, for the first value of each series that is far out of all seen.

    Figures are compared with the authority's own since 2013, where it has none with all authorities'. Of
    events per 10,000, a quarter is compared with a fourth of a year. What its counts bear out is not judged.

    Parameters
    ----------
    figures : one row per figure with `indicator_id`, `area_code`, `period`, `frequency`, `value`, `token`,
        `name` and `row`.
    """
    issues: list[Issue] = []
    has_counts = figures[["numerator", "denominator"]].notna().all(axis=1)
    valued = figures[figures["value"].notna() & ~has_counts]
    for indicator_id, series in valued.groupby("indicator_id", sort=False):
        indicator = catalogue[str(indicator_id)]
        rows = [row for row in series.to_dict("records") if not _is_accepted(row, names)]
        found = [(_times(row, indicator), row) for row in rows]
        is_share = indicator.measure is Measure.PROPORTION
        limits = (HELD_SHARE_TIMES, WARNED_SHARE_TIMES) if is_share else (HELD_TIMES, WARNED_TIMES)
        for limit, severity in zip(limits, (STOP, WARN), strict=True):
            out = [row for times, row in found if times >= limit]
            if out:
                issues.append(_issue(out, indicator, severity, file))
                break
    return issues


def _is_accepted(row: Mapping[Hashable, Any], names: Names) -> bool:
    return names.accepts(row["indicator_id"], row["area_code"], row["period"], row["value"])


def _times(row: Mapping[Hashable, Any], indicator: Indicator) -> float:
    seen = _range_for(row, indicator)
    return times_outside(float(row["value"]), seen) if seen is not None else 1.0


def _range_for(row: Mapping[Hashable, Any], indicator: Indicator) -> Range | None:
    frequency = Frequency(row["frequency"])
    return seen_range(indicator.id, row["area_code"], frequency) or seen_range(indicator.id, None, frequency)


def times_outside(value: float, seen: Range) -> float:
    """Return how many times a value lies above the highest seen, or below the lowest; 1 inside.

    Zero is never far out: it may be true of a small authority.
    """
    if value > seen.highest:
        return value / seen.highest if seen.highest > 0 else float("inf")
    if 0 < value < seen.lowest:
        return seen.lowest / value
    return 1.0


def _issue(out: list[dict[Hashable, Any]], indicator: Indicator, severity: str, file: str) -> Issue:
    row = out[0]
    seen = _range_for(row, indicator)
    more = f" (and {len(out) - 1} more)" if len(out) > 1 else ""
    accept = f'[[accept]] indicator = "{indicator.id}" period = "{row["period"]}" why = "…"'
    return Issue(
        severity, "far-outside", f"'{row['name']}' lies far outside all that was published{more}", file,
        int(row["row"]), "", f"{row['value']:g} in {row['period']}",
        f"between {seen.lowest:g} and {seen.highest:g}, as published since 2013" if seen else "",
        f"is it a count, a year's figure, or another unit? If it is right, say in names.toml: {accept}"
        if severity == STOP else "look at the cell",
    )  # fmt: skip
