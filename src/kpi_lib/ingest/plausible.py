"""A value many times outside all that its series or any authority has shown is held back until it is accepted.

A count where a rate belongs, or a hundred times too much, is caught so; what is only unusual is warned of.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.ranges import Range, seen_range
from kpi_lib.ingest.issues import STOP, WARN, Issue
from kpi_lib.ingest.names import Names

HELD_TIMES, WARNED_TIMES = 3.0, 1.5
"""How many times above the highest, or below the lowest, of all authorities in all years."""


def check_plausible(figures: pd.DataFrame, catalogue: Catalogue, names: Names, file: str) -> list[Issue]:
    """Return a stop, or a warning, for the first value of each series that is far out of all seen.

    Quarters of a flow per population are a fourth of a year's: they are compared as four times themselves
    from below and as they are from above.

    Parameters
    ----------
    figures : one row per figure with `indicator_id`, `area_code`, `period`, `frequency`, `value`, `token`,
        `name` and `row`.
    """
    issues: list[Issue] = []
    for indicator_id, series in figures[figures["value"].notna()].groupby("indicator_id", sort=False):
        seen = seen_range(str(indicator_id))
        if seen is None:
            continue
        title = catalogue[str(indicator_id)].title
        open_ = series[
            [
                not names.accepts(str(indicator_id), area, period, value)
                for area, period, value in zip(
                    series["area_code"], series["period"], series["value"], strict=True
                )
            ]
        ]
        times = open_["value"].map(lambda value, seen=seen: times_outside(float(value), seen))
        for limit, severity in ((HELD_TIMES, STOP), (WARNED_TIMES, WARN)):
            out = open_[times >= limit]
            if len(out):
                issues.append(_issue(out, seen, title, severity, file))
                break
    return issues


def times_outside(value: float, seen: Range) -> float:
    """Return how many times a value lies above the highest seen, or below the lowest; 1 inside.

    Zero is never far out: it may be true of a small authority.
    """
    if value > seen.highest:
        return value / seen.highest if seen.highest > 0 else float("inf")
    if 0 < value < seen.lowest:
        return seen.lowest / value
    return 1.0


def _issue(out: pd.DataFrame, seen: Range, title: str, severity: str, file: str) -> Issue:
    row = out.iloc[0]
    more = f" (and {len(out) - 1} more)" if len(out) > 1 else ""
    accept = (
        f'[[accept]] indicator = "{row["indicator_id"]}" period = "{row["period"]}" value = {row["value"]:g} '
        'why = "…"'
    )
    what = f"'{row['name']}' lies far outside all that was ever published of {title}{more}"
    return Issue(
        severity, "far-outside", what, file, int(row["row"]), "", f"{row['value']:g} in {row['period']}",
        f"between {seen.lowest:g} and {seen.highest:g}, as in all authorities and years",
        f"is it a count, or another unit? If it is right, say in names.toml: {accept}"
        if severity == STOP else "look at the cell",
    )  # fmt: skip
