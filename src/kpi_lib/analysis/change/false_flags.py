"""How many flags chance alone would raise, and which remain when that is allowed for.

Test enough indicators at 5 % and some are flagged by chance. The page says how many are to be expected, and
a second list keeps only the flags that survive control of the false discovery rate.

References
----------
.. [1] Benjamini, Y. and Hochberg, Y. (1995), J. R. Stat. Soc. B 57:289-300.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kpi_lib.analysis.estimates.intervals import LEVEL_95, Z_95, Floats

NOMINAL = 1 - LEVEL_95
FALSE_DISCOVERY_RATE = 0.05
Z_POWER_80 = 0.8416212335729143
CHART_FALSE_RATE = 0.015
QUIET = frozenset({"no_clear_change", "similar", "cannot_say"})
CHARTS_RULE = "control_charts"
FLAGS = ["rule", "n_tests", "n_flags", "n_kept", "expected_false"]


def p_values(value: ArrayLike, lower: ArrayLike, upper: ArrayLike, null: ArrayLike = 0.0) -> Floats:
    """Return two-sided p-values from 95 % limits: below 0.05 exactly where they leave `null` out.

    The standard error is the distance to the limit on the side of `null`, over 1.96: for 5 (1 to 12) and a
    `null` of 0 it is (5 − 1) ÷ 1.96, and p = 0.014.
    """
    from scipy.special import ndtr

    v, low, high, zero = (np.asarray(column, dtype=float) for column in (value, lower, upper, null))
    reach = np.where(v > zero, v - low, high - v) / Z_95
    away = np.abs(v - zero)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(reach > 0, away / reach, np.where(away > 0, np.inf, 0.0))
    return np.where(np.isnan(v + low + high + zero), np.nan, 2 * ndtr(-z))


def q_values(p: ArrayLike) -> Floats:
    """Return Benjamini and Hochberg's adjusted p-values [1]_; NaN is not a test and stays NaN.

    Keeping those at or below q holds the expected share of false flags among them to q, for tests
    that are independent or positively dependent.
    """
    from scipy.stats import false_discovery_control

    given = np.asarray(p, dtype=float)
    adjusted = np.full(given.shape, np.nan)
    is_test = ~np.isnan(given)
    if is_test.any():
        adjusted[is_test] = false_discovery_control(given[is_test], method="bh")
    return adjusted


def add_change_tests(changes: pd.DataFrame) -> pd.DataFrame:
    """Add `p_value`, `q_value`, `is_kept` and `least_detectable` to `changes`.

    `least_detectable` is the change that would have shown four times in five: (1.96 + 0.84) standard
    errors, in the indicator's units.
    """
    p = p_values(changes["change"], changes["change_lower"], changes["change_upper"])
    width = changes["change_upper"] - changes["change_lower"]
    return _with_tests(changes, p).assign(least_detectable=(Z_95 + Z_POWER_80) * width / (2 * Z_95))


def add_comparison_tests(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Add `p_value`, `q_value` and `is_kept` to `comparisons` of one comparator, average and model."""
    comparator = comparisons["comparator_value"].where(comparisons["verdict"].ne("cannot_say"))
    p = p_values(comparisons["value"], comparisons["lower"], comparisons["upper"], comparator)
    return _with_tests(comparisons, p)


def add_trend_tests(trends: pd.DataFrame) -> pd.DataFrame:
    """Add `q_value` and `is_kept` to `trends`."""
    return _with_tests(trends, trends["p_value"].to_numpy(dtype=float))


def summarise_flags(tested: Mapping[str, pd.DataFrame], charts: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row per rule: tests made, flags raised, flags kept, false flags to expect.

    Parameters
    ----------
    tested : by rule, a frame from `add_…_tests`, with `p_value`, `is_kept` and `verdict`.
    charts : one row per control chart (`spc.charts.summarise_charts`), flagged by its newest point.

    `expected_false` is how many flags there would be if nothing had changed anywhere: tests × 5 %,
    and charts × the measured share of newest points that signal by chance (docs/methods.md). A
    control chart has no p-value, so none of its flags is dropped.
    """
    rows = [_row(rule, frame) for rule, frame in tested.items()]
    if charts is not None:
        flagged = int(charts["signal"].ne("").sum())
        rows.append([CHARTS_RULE, len(charts), flagged, flagged, len(charts) * CHART_FALSE_RATE])
    return pd.DataFrame(rows, columns=FLAGS)


def _row(rule: str, frame: pd.DataFrame) -> list[object]:
    is_test = frame["p_value"].notna()
    flagged = is_test & ~frame["verdict"].isin(QUIET)
    n_kept = int((flagged & frame["is_kept"]).sum())
    return [rule, int(is_test.sum()), int(flagged.sum()), n_kept, float(is_test.sum() * NOMINAL)]


def _with_tests(frame: pd.DataFrame, p: Floats) -> pd.DataFrame:
    q = q_values(p)
    return frame.assign(p_value=p, q_value=q, is_kept=q <= FALSE_DISCOVERY_RATE)
