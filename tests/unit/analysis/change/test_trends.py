"""Trends over frames: what is tested, what is not, and paths to a target."""

from collections.abc import Callable
from math import inf, log, nan

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.change.quarterly_trend import Family, QuarterlyTrend, fit_quarterly_trend
from kpi_lib.analysis.change.target_path import PathState, fieller_limits, path_to, summarise_paths
from kpi_lib.analysis.change.trends import summarise_trends
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue, Polarity
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import parse_period

Observe = Callable[..., pd.DataFrame]
SEASON = [1.1, 1.0, 0.9, 1.0]


def quarterly(observe: Observe, catalogue: Catalogue, indicator: str, shares: list[float]) -> pd.DataFrame:
    first = parse_period("2014-15-Q1")
    rows = [
        (indicator, "A", first.shift(step).label, round(400 * share), 400, nan)
        for step, share in enumerate(shares)
    ]
    return summarise_estimates(observe(*rows, provenance="local"), catalogue)


def test_a_pure_season_is_no_trend(observe: Observe, catalogue: Catalogue) -> None:
    frame = quarterly(observe, catalogue, "repeat_percent", [0.2 * SEASON[step % 4] for step in range(16)])
    found = summarise_trends(frame, catalogue).iloc[0]
    assert (found["verdict"], found["n_points"], found["period"]) == ("no_clear_change", 16, "2017-18-Q4")
    assert found["slope"] == pytest.approx(0, abs=1e-6)


def test_a_fall_is_an_improvement_where_low_is_better(observe: Observe, catalogue: Catalogue) -> None:
    # odds fall by a factor of 0.8 a year: log odds slope ln 0.8 = −0.2231
    odds = [0.5 * 0.8 ** (step / 4) for step in range(16)]
    frame = quarterly(observe, catalogue, "repeat_percent", [o / (1 + o) for o in odds])
    found = summarise_trends(frame, catalogue).iloc[0]
    assert (found["verdict"], found["method"]) == ("improved", "quasi_binomial")
    p = frame.query("basis == 'quarter'")["numerator"].sum() / 6400
    assert found["slope"] == pytest.approx(log(0.8) * p * (1 - p) * 100, rel=0.02)
    assert found["slope_lower"] < found["slope"] < found["slope_upper"] < 0
    assert found["p_value"] < 0.05


def test_what_is_not_tested(observe: Observe, catalogue: Catalogue) -> None:
    short = quarterly(observe, catalogue, "repeat_percent", [0.2, 0.3] * 5)
    assert "needs 12" in summarise_trends(short, catalogue)["reason"].item()
    stock = quarterly(observe, catalogue, "plan_rate", [0.1 + 0.01 * step for step in range(12)])
    found = summarise_trends(stock, catalogue).iloc[0]
    assert (found["verdict"], found["method"]) == ("cannot_say", "none")
    assert "same children" in found["reason"]
    flat = quarterly(observe, catalogue, "repeat_percent", [0.25] * 12)
    assert "nothing that varies" in summarise_trends(flat, catalogue)["reason"].item()


def test_a_gap_shortens_the_series(observe: Observe, catalogue: Catalogue) -> None:
    frame = quarterly(observe, catalogue, "repeat_percent", [0.2 * SEASON[step % 4] for step in range(16)])
    holed = frame.loc[frame["period"].ne("2014-15-Q3")]
    assert summarise_trends(holed, catalogue)["n_points"].item() == 13


def test_annual_series_use_the_recent_trend(observe: Observe, catalogue: Catalogue) -> None:
    years = ["2013-14", "2014-15", "2015-16", "2016-17", "2017-18"]
    rows = [("repeat_percent", "A", year, 100 + 30 * k, 1000, nan) for k, year in enumerate(years)]
    found = summarise_trends(summarise_estimates(observe(*rows), catalogue), catalogue).iloc[0]
    assert (found["verdict"], found["method"]) == ("got_worse", "recent_trend")
    assert found["slope"] == pytest.approx(3, rel=0.05)
    bare = [("caseload", "A", year, nan, nan, 20 - k) for k, year in enumerate(years)]
    none = summarise_trends(summarise_estimates(observe(*bare), catalogue), catalogue).iloc[0]
    assert (none["verdict"], none["reason"]) == ("cannot_say", "Not tested: the figures have no intervals.")


def test_the_fit_is_the_textbook_regression() -> None:
    """Least squares with quarter terms, against numpy's own solution."""
    rng = np.random.default_rng(7)
    y = rng.normal(10, 1, 12)
    quarter = np.arange(12) % 4 + 1
    found = fit_quarterly_trend(y, 1, quarter, Family.AMOUNT)
    design = np.column_stack([np.ones(12), np.arange(12) / 4, *[(quarter == k) * 1.0 for k in (2, 3, 4)]])
    slope = np.linalg.lstsq(design, y, rcond=None)[0][1]
    assert found.slope == pytest.approx(slope, rel=1e-9)
    assert found.freedom == 7


@pytest.mark.parametrize(
    ("x", "n", "message"),
    [
        ([1] * 11, 10, "fewer than 12"),
        ([1.0] * 11 + [nan], 10, "missing"),
        ([11] * 12, 10, "above"),
        ([-1] * 12, 10, "negative"),
    ],
)
def test_series_that_cannot_be_tested(x: list[float], n: float, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        fit_quarterly_trend(x, n, np.arange(len(x)) % 4 + 1, Family.SHARE)


def trend(slope: float, error: float, level: float = 0.0) -> QuarterlyTrend:
    p_value = 0.001 if abs(slope) > 3 * error else 0.5
    return QuarterlyTrend(Family.SHARE, slope, error, p_value, 1.0, level, 0.0, 0.0, 16, 11)


def test_paths() -> None:
    # half a unit a year towards a goal 1 away: two years, eight quarters
    found = path_to(trend(0.5, 0.05), 1.0, Polarity.HIGHER_IS_BETTER)
    assert (found.state, found.quarters) == (PathState.ON_THE_WAY, 8)
    # with a certain level the limits are 1 / (0.5 ± 2.201·0.05) years
    assert found.quarters_lower == pytest.approx(4 / (0.5 + 2.200985 * 0.05), rel=1e-6)
    assert found.quarters_upper == pytest.approx(4 / (0.5 - 2.200985 * 0.05), rel=1e-6)
    assert path_to(trend(0.5, 0.05), 1.0, Polarity.LOWER_IS_BETTER).state is PathState.MET
    assert path_to(trend(-0.5, 0.05), 1.0, Polarity.HIGHER_IS_BETTER).state is PathState.MOVING_AWAY
    assert path_to(trend(0.1, 0.05), 1.0, Polarity.HIGHER_IS_BETTER).reason == "No tested trend: no date."
    assert fieller_limits(trend(0.1, 0.2), 1.0) == (0.0, inf)


def test_path_of_a_series(observe: Observe, catalogue: Catalogue) -> None:
    odds = [0.5 * 0.8 ** (step / 4) for step in range(16)]
    frame = quarterly(observe, catalogue, "repeat_percent", [o / (1 + o) for o in odds])
    found = summarise_paths(frame, catalogue).iloc[0]
    # from odds 0.5·0.8^3.75 to 15 %, odds 0.15/0.85: ln(0.2166/0.1765)/−ln 0.8 = 0.918 years
    years = log(0.5 * 0.8**3.75 / (0.15 / 0.85)) / -log(0.8)
    assert found["state"] == "on_the_way"
    assert found["quarters"] == pytest.approx(4 * years, rel=0.1)
    now = 0.5 * 0.8**3.75
    assert found["level"] == pytest.approx(100 * now / (1 + now), rel=0.02)


def test_a_target_at_the_end_of_the_scale_has_no_date(observe: Observe, catalogue: Catalogue) -> None:
    zero = catalogue["repeat_percent"].model_copy(update={"target": 0.0})
    aimed = Catalogue(catalogue.themes, {zero.id: zero})
    odds = [0.5 * 0.8 ** (step / 4) for step in range(16)]
    frame = quarterly(observe, aimed, "repeat_percent", [o / (1 + o) for o in odds])
    found = summarise_paths(frame, aimed).iloc[0]
    assert (found["state"], pd.isna(found["quarters"])) == ("cannot_say", True)
