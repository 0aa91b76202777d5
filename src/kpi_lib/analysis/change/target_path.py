"""How many quarters until a target is met, if the tested trend holds; no trend, no date.

The straight line of the quarterly test (on its own scale, season taken out) is followed to the
target; Fieller's theorem gives the interval of where they meet. It is a projection of the past,
not a forecast.

References
----------
.. [1] Fieller, E.C. (1954), Some problems in interval estimation, J. R. Stat. Soc. B 16:175-185.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from math import inf, isinf, log, nan, sqrt

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.quarterly_trend import Family, QuarterlyTrend
from kpi_lib.analysis.change.trends import fit_series
from kpi_lib.analysis.estimates.bases import QUARTER, QUARTERS_IN_YEAR
from kpi_lib.analysis.estimates.rates import KEY
from kpi_lib.analysis.estimates.series import each_series
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Polarity
from kpi_lib.core.errors import AnalysisError


class PathState(StrEnum):
    """What can be said of a target."""

    MET = "met"
    ON_THE_WAY = "on_the_way"
    MOVING_AWAY = "moving_away"
    NO_TREND = "no_tested_trend"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class Path:
    """Quarters to the target, with a 95 % interval whose upper end may be without limit."""

    state: PathState
    reason: str
    quarters: float = nan
    quarters_lower: float = nan
    quarters_upper: float = nan


PATHS = [*KEY, "target", "level", *(field.name for field in fields(Path))]


def summarise_paths(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per quarterly series whose indicator has a target, at its newest quarter.

    `level` is the season-free level now, in the indicator's units; `quarters` counts from the
    newest quarter. Without a tested trend there is no date.
    """
    with_target = [
        indicator.id
        for indicator in catalogue
        if indicator.target is not None and indicator.polarity != Polarity.NEUTRAL
    ]
    series = estimates.loc[estimates["basis"].eq(QUARTER) & estimates["indicator_id"].isin(with_target)]
    rows = []
    for group in each_series(series):
        last = group.iloc[-1]
        indicator = catalogue[last["indicator_id"]]
        path, level = _path(group, indicator, catalogue)
        rows.append(
            {name: last[name] for name in KEY} | {"target": indicator.target, "level": level} | path.__dict__
        )
    return pd.DataFrame(rows, columns=PATHS)


def _path(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue) -> tuple[Path, float]:
    if indicator.kind is Kind.FLOW and indicator.measure not in (Measure.PROPORTION, Measure.MEAN):
        return Path(PathState.CANNOT_SAY, "A yearly target says nothing of one quarter's flow."), nan
    try:
        fit = fit_series(rows, catalogue)
    except AnalysisError as error:
        return Path(PathState.CANNOT_SAY, f"{error.what}."), nan
    goal = _on_scale(float(indicator.target or 0.0), indicator, fit.family)
    if isinf(goal):
        never = "A trend nears 0 % or 100 % ever more slowly, so it never meets that target."
        return Path(PathState.CANNOT_SAY, never), _in_units(fit.level, indicator, fit.family)
    return path_to(fit, goal, indicator.polarity), _in_units(fit.level, indicator, fit.family)


def path_to(fit: QuarterlyTrend, goal: float, polarity: Polarity) -> Path:
    """Return when the trend meets `goal`, on the regression's scale.

    Fieller [1]_: the years T with |level + slope·T − goal| ≤ t·√(v_level + 2T·cov + T²·v_slope).
    """
    wanted = 1 if polarity == Polarity.HIGHER_IS_BETTER else -1
    distance = goal - fit.level
    if distance * wanted <= 0:
        return Path(PathState.MET, "The season-free level is at or past the target.", 0.0, nan, nan)
    if not fit.is_significant:
        return Path(PathState.NO_TREND, "No tested trend: no date.")
    if fit.slope * wanted < 0:
        return Path(PathState.MOVING_AWAY, "The tested trend leads away from the target.")
    low, high = (max(0.0, edge) * QUARTERS_IN_YEAR for edge in fieller_limits(fit, distance))
    words = "If the tested trend holds, the target is met in time; the interval is of the trend alone."
    return Path(PathState.ON_THE_WAY, words, distance / fit.slope * QUARTERS_IN_YEAR, low, high)


def fieller_limits(fit: QuarterlyTrend, distance: float) -> tuple[float, float]:
    """Return the 95 % limits, in years, of distance ÷ slope; without limit where the slope is unsure.

    With 10 points to go at 4 ± 3 a year the target is met in 1.4 years at the earliest and 10 at the latest
    where the level is known exactly; at 4 ± 5 a year the slope may be 0, and there is no latest.
    """
    t2 = fit.t_critical**2
    a = fit.slope**2 - t2 * fit.slope_error**2
    b = -2 * (distance * fit.slope + t2 * fit.covariance)
    c = distance**2 - t2 * fit.level_error**2
    root = b * b - 4 * a * c
    if a <= 0 or root < 0:
        return 0.0, inf
    edges = sorted(((-b - sqrt(root)) / (2 * a), (-b + sqrt(root)) / (2 * a)))
    return edges[0], edges[1]


def _on_scale(target: float, indicator: Indicator, family: Family) -> float:
    share = target / indicator.multiplier
    if family is Family.AMOUNT:
        return target
    if family is Family.SHARE:
        return inf if share >= 1 else -inf if share <= 0 else log(share / (1 - share))
    return -inf if share <= 0 else log(share)


def _in_units(level: float, indicator: Indicator, family: Family) -> float:
    if family is Family.AMOUNT:
        return level
    share = 1 / (1 + np.exp(-level)) if family is Family.SHARE else np.exp(level)
    return float(share * indicator.multiplier)
