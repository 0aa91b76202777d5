"""Actions beside their evidence: moved or not, in time, in size, against the earlier trend."""

from collections.abc import Callable
from math import nan

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.change.quarterly_trend import Family
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.analysis.practice.action_evidence import summarise_evidence
from kpi_lib.analysis.practice.step_test import fit_step
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import AnalysisError

Observe = Callable[..., pd.DataFrame]
HOME = "E10000034"
QUARTERS = [
    f"{year}-{(year + 1) % 100:02d}-Q{number}" for year in range(2014, 2018) for number in (1, 2, 3, 4)
]
AS_AT = pd.Timestamp("2018-03-31")
WOBBLE = [1, -1, 2, -2, -1, 1, -2, 2, 1, -1, 2, -2, -1, 1, -2, 2]


def plan(start, indicator, direction="down", months=0, size=nan) -> tuple[pd.DataFrame, pd.DataFrame]:
    actions = pd.DataFrame({"action_id": ["a1"], "start": [pd.Timestamp(start)]})
    rows = [("a1", indicator, direction, months, size)] if indicator else []
    return actions, pd.DataFrame(rows, columns=["action_id", "indicator_id", "direction", "months", "size"])


def evidence(observe: Observe, catalogue: Catalogue, counts, start: str, **more) -> pd.Series:
    """Return the evidence of one aim over 16 quarters of counts of 200."""
    indicator, kept = more.pop("indicator", "repeat_percent"), more.pop("kept", 16)
    rows = [(indicator, HOME, quarter, x, 200, nan) for quarter, x in zip(QUARTERS, counts, strict=True)]
    estimates = summarise_estimates(observe(*rows[:kept]), catalogue)
    estimates = estimates.loc[estimates["basis"].eq("quarter")]
    options = {name: more.pop(name) for name in ("events",) if name in more}
    actions, aims = plan(start, indicator, **more)
    return summarise_evidence(
        actions, aims, estimates, catalogue, area_code=HOME, as_at=AS_AT, **options
    ).iloc[0]


def test_a_drop_after_the_start_has_moved_as_meant(observe: Observe, catalogue: Catalogue) -> None:
    counts = [60 + wobble - 30 * (place >= 12) for place, wobble in enumerate(WOBBLE)]
    found = evidence(observe, catalogue, counts, "2017-04-01")
    assert (found["outcome"], found["method"]) == ("moved_as_meant", "step_test")
    assert (found["n_before"], found["n_after"], found["first_period"]) == (12, 4, "2017-18-Q1")
    # 30 of 200 fewer: 15 points
    assert found["change"] == pytest.approx(-15, abs=2)
    assert found["change_lower"] < -15 < found["change_upper"] < 0
    assert 0 < found["least_detectable"] < 15


def test_the_same_drop_is_the_other_way_where_a_rise_was_meant(
    observe: Observe, catalogue: Catalogue
) -> None:
    counts = [60 + wobble - 30 * (place >= 12) for place, wobble in enumerate(WOBBLE)]
    found = evidence(observe, catalogue, counts, "2017-04-01", direction="up")
    assert found["outcome"] == "moved_the_other_way"


def test_a_fall_that_began_before_is_not_given_to_the_action(observe: Observe, catalogue: Catalogue) -> None:
    counts = [100 - 4 * place + wobble for place, wobble in enumerate(WOBBLE)]
    found = evidence(observe, catalogue, counts, "2017-04-01")
    assert found["outcome"] == "already_moving"
    assert "before the action" in found["reason"]


def test_no_change_is_a_normal_outcome(observe: Observe, catalogue: Catalogue) -> None:
    found = evidence(observe, catalogue, [60 + wobble for wobble in WOBBLE], "2017-04-01")
    assert found["outcome"] == "no_measurable_change"
    assert found["change_lower"] < 0 < found["change_upper"]


def test_a_size_too_small_to_see_cannot_be_missed(observe: Observe, catalogue: Catalogue) -> None:
    found = evidence(observe, catalogue, [60 + wobble for wobble in WOBBLE], "2017-04-01", size=0.5)
    assert found["outcome"] == "cannot_say"
    assert found["least_detectable"] > 0.5


def test_months_until_an_effect_are_waited_for(observe: Observe, catalogue: Catalogue) -> None:
    counts = [60 + wobble for wobble in WOBBLE]
    found = evidence(observe, catalogue, counts, "2017-04-01", months=7)
    # an effect could show from 1 November 2017; only January to March 2018 begins after that
    assert (found["outcome"], found["n_after"]) == ("too_early", 1)
    assert found["since"] == pd.Timestamp("2017-11-01")
    assert evidence(observe, catalogue, counts, "2018-02-01", months=6)["n_after"] == 0


def test_an_action_without_an_aim_is_not_evidenced(observe: Observe, catalogue: Catalogue) -> None:
    actions, aims = plan("2017-04-01", None)
    estimates = summarise_estimates(observe(("repeat_percent", HOME, QUARTERS[0], 1, 2, nan)), catalogue)
    found = summarise_evidence(actions, aims, estimates, catalogue, area_code=HOME, as_at=AS_AT).iloc[0]
    assert (found["outcome"], found["indicator_id"]) == ("not_evidenced", "")


def test_a_stock_is_judged_by_its_control_chart(observe: Observe, catalogue: Catalogue) -> None:
    counts = [60 + wobble - 30 * (place >= 14) for place, wobble in enumerate(WOBBLE)]
    found = evidence(observe, catalogue, counts, "2017-04-01", indicator="plan_rate")
    assert (found["method"], found["outcome"]) == ("control_chart", "moved_as_meant")
    calm = evidence(
        observe, catalogue, [60 + wobble for wobble in WOBBLE], "2017-04-01", indicator="plan_rate"
    )
    assert (calm["method"], calm["outcome"]) == ("control_chart", "no_measurable_change")
    assert calm["least_detectable"] > 0


def test_a_short_series_cannot_say(observe: Observe, catalogue: Catalogue) -> None:
    found = evidence(observe, catalogue, [60 + wobble for wobble in WOBBLE], "2014-07-01", kept=6)
    assert found["outcome"] == "cannot_say"
    assert "too short" in found["reason"]


def test_what_comes_after_the_quarter_is_not_used(observe: Observe, catalogue: Catalogue) -> None:
    rows = [("repeat_percent", HOME, quarter, 60, 200, nan) for quarter in ("2017-18-Q4", "2018-19-Q1")]
    estimates = summarise_estimates(observe(*rows), catalogue)
    actions, aims = plan("2018-01-01", "repeat_percent")
    found = summarise_evidence(actions, aims, estimates, catalogue, area_code=HOME, as_at=AS_AT).iloc[0]
    assert (found["outcome"], found["n_after"]) == ("too_early", 1)


def test_yearly_figures_are_compared_by_their_intervals(observe: Observe, catalogue: Catalogue) -> None:
    rows = [("repeat_percent", HOME, year, x, 400, nan) for year, x in (("2015-16", 200), ("2017-18", 100))]
    estimates = summarise_estimates(observe(*rows), catalogue)
    actions, aims = plan("2016-10-01", "repeat_percent", months=3)
    found = summarise_evidence(actions, aims, estimates, catalogue, area_code=HOME, as_at=AS_AT).iloc[0]
    assert (found["method"], found["outcome"], found["change"]) == ("years_compared", "moved_as_meant", -25)
    early, aims = plan("2017-10-01", "repeat_percent")
    found = summarise_evidence(early, aims, estimates, catalogue, area_code=HOME, as_at=AS_AT).iloc[0]
    assert found["outcome"] == "too_early"


def test_no_figure_at_all_cannot_say(observe: Observe, catalogue: Catalogue) -> None:
    estimates = summarise_estimates(observe(("timely_percent", HOME, QUARTERS[0], 1, 2, nan)), catalogue)
    actions, aims = plan("2017-04-01", "repeat_percent")
    found = summarise_evidence(actions, aims, estimates, catalogue, area_code=HOME, as_at=AS_AT).iloc[0]
    assert (found["outcome"], found["reason"]) == ("cannot_say", "The indicator has no figure here.")


def test_what_else_happened_since_is_listed(observe: Observe, catalogue: Catalogue) -> None:
    dates = ["2017-01-01", "2018-01-24", "2017-05-02", "2018-07-01", "2017-09-01"]
    names = ["before", "visit", "reorganised", "later", "elsewhere"]
    events = pd.DataFrame(
        {"date": pd.to_datetime(dates), "reason": names, "indicator_id": "", "area_code": HOME}
    )
    events.loc[4, "indicator_id"] = "timely_percent"
    found = evidence(observe, catalogue, [60 + wobble for wobble in WOBBLE], "2017-04-01", events=events)
    assert found["events"] == "2017-05-02 reorganised; 2018-01-24 visit"
    assert found["n_events"] == 2


def test_a_step_in_an_amount_is_exact() -> None:
    season = np.tile([0.0, 5.0, 2.0, 8.0], 4)
    noise = np.array(WOBBLE) / 100
    values = 100 + season + np.arange(16) + 7 * (np.arange(16) >= 12) + noise
    found = fit_step(values, np.ones(16), np.tile([1, 2, 3, 4], 4), Family.AMOUNT, 12)
    assert found.change == pytest.approx(7, abs=0.05)
    assert found.p_value < 1e-6


def test_a_step_needs_eight_quarters_before_and_two_after() -> None:
    x, n, quarter = np.arange(1.0, 17), np.full(16, 50.0), np.tile([1, 2, 3, 4], 4)
    for before in (7, 15):
        with pytest.raises(AnalysisError, match="both sides"):
            fit_step(x, n, quarter, Family.SHARE, before)


def test_false_alarms_are_as_many_as_they_say() -> None:
    rng = np.random.default_rng(7)
    quarter = np.tile([1, 2, 3, 4], 4)
    share = 0.3 + 0.02 * (quarter == 4)
    found = [
        fit_step(rng.binomial(200, share), np.full(16, 200.0), quarter, Family.SHARE, 12).p_value < 0.05
        for _ in range(200)
    ]
    # 5 % of 200 is 10, give or take 2 × 3.1
    assert 3 <= sum(found) <= 17
