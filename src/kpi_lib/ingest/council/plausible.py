"""A value many times outside all that was ever published is held back until it is accepted.

A count where a rate belongs, or a hundred times too much, is caught so; what is only unusual is warned of.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Measure
from kpi_lib.catalogue.ranges import Range, seen_range
from kpi_lib.core.periods import Frequency
from kpi_lib.ingest.council.names import Names
from kpi_lib.ingest.issues import STOP, WARN, Issue

STOPS, WARNS = 3.0, 1.5
SHARE_STOPS, SHARE_WARNS = 5.0, 2.0
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
        times = [times_outside(float(row["value"]), _range_for(row)) for row in rows]
        is_share = indicator.measure is Measure.PROPORTION
        # of 4 children 100 per cent may be true where the highest seen is 30: shares have wider limits
        limits = (SHARE_STOPS, SHARE_WARNS) if is_share else (STOPS, WARNS)
        for limit, severity in zip(limits, (STOP, WARN), strict=True):
            out = [row for row, how_far in zip(rows, times, strict=True) if how_far >= limit]
            if out:
                issues.append(_issue(out, severity, file))
                break
    return issues


def _is_accepted(row: Mapping[Hashable, Any], names: Names) -> bool:
    return names.accepts(row["indicator_id"], row["area_code"], row["period"], row["value"])


def _range_for(row: Mapping[Hashable, Any]) -> Range | None:
    indicator_id, frequency = row["indicator_id"], Frequency(row["frequency"])
    return seen_range(indicator_id, row["area_code"], frequency) or seen_range(indicator_id, None, frequency)


def times_outside(value: float, seen: Range | None) -> float:
    """Return how many times a value lies above the highest seen, or below the lowest; 1 inside.

    240 where the highest is 80 is three times outside: a count where a rate belongs. Zero is never far out:
    it may be true of a small authority; nor is anything of which nothing was published.
    """
    if seen is None:
        return 1.0
    if value > seen.highest:
        return value / seen.highest if seen.highest > 0 else float("inf")
    if 0 < value < seen.lowest:
        return seen.lowest / value
    return 1.0


def _issue(out: list[dict[Hashable, Any]], severity: str, file: str) -> Issue:
    row, seen = out[0], _range_for(out[0])
    more = f" (and {len(out) - 1} more)" if len(out) > 1 else ""
    what = f"'{row['name']}' lies far outside all that was published{more}"
    got, number = f"{row['value']:g} in {row['period']}", int(row["row"])
    expected = f"between {seen.lowest:g} and {seen.highest:g}, as published since 2013" if seen else ""
    accept = f'[[accept]] indicator = "{row["indicator_id"]}" period = "{row["period"]}" why = "…"'
    hint = "look at the cell"
    if severity == STOP:
        hint = f"is it a count, a year's figure, or another unit? If it is right, say in names.toml: {accept}"
    return Issue(severity, "far-outside", what, file, number, "", got, expected, hint)
