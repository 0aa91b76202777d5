"""Control charts over frames: choice of chart, rebases, gaps, marks."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.analysis.estimates.series import select_series
from kpi_lib.analysis.spc.charts import EVENTS, summarise_charts, summarise_limits
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.periods import parse_period

Observe = Callable[..., pd.DataFrame]


def quarters(n: int) -> list[str]:
    first = parse_period("2014-15-Q1")
    return [first.shift(step).label for step in range(n)]


def series(
    observe: Observe, catalogue: Catalogue, indicator: str, numerators: list[float], denominator: float = nan
) -> pd.DataFrame:
    is_value = denominator != denominator
    rows = [
        (indicator, "A", label, nan, nan, x) if is_value else (indicator, "A", label, x, denominator, nan)
        for label, x in zip(quarters(len(numerators)), numerators, strict=True)
    ]
    return select_series(summarise_estimates(observe(*rows, provenance="local"), catalogue))


def events(**row: object) -> pd.DataFrame:
    filled = {
        "indicator_id": "",
        "area_code": "A",
        "is_rebase": True,
        "reason": "inspection",
        "source": "Ofsted",
    }
    return pd.DataFrame([{**filled, **row}], columns=EVENTS)


def test_amounts_get_xmr(observe: Observe, catalogue: Catalogue) -> None:
    found = summarise_limits(series(observe, catalogue, "cost", [10, 12, 11, 13]), catalogue)
    # mean 11.5, moving ranges 2, 1, 2: mean 5/3; limits 11.5 ± 2.66·5/3 = 11.5 ± 4.4333
    assert set(found["chart"]) == {"xmr"}
    assert found[["centre", "lower_limit", "upper_limit"]].iloc[0].tolist() == pytest.approx(
        [11.5, 7.0667, 15.9333], abs=1e-4
    )
    assert found["is_trial"].all()


def test_steady_shares_get_p_and_restless_ones_laney(observe: Observe, catalogue: Catalogue) -> None:
    steady = summarise_limits(
        series(observe, catalogue, "repeat_percent", [20, 21, 19, 20, 20, 21], 100), catalogue
    )
    assert set(steady["chart"]) == {"p"}
    # p̄ = 121/600 = 20.1667 %; 3·√(0.201667·0.798333/100) = 12.0373 points
    assert steady["upper_limit"].iloc[0] == pytest.approx(20.16667 + 12.0373, abs=1e-3)
    restless = summarise_limits(
        series(observe, catalogue, "repeat_percent", [200, 300, 200, 300, 200], 1000), catalogue
    )
    assert set(restless["chart"]) == {"p_prime"}
    assert (restless["upper_limit"] - restless["centre"]).iloc[0] > 3 * 100 * (0.24 * 0.76 / 1000) ** 0.5


def test_a_rate_has_a_u_chart(observe: Observe, catalogue: Catalogue) -> None:
    found = summarise_limits(
        series(observe, catalogue, "referral_rate", [100, 104, 98, 101], 10_000), catalogue
    )
    # ū = 403/40,000 → 100.75 per 10,000; 3·√(0.010075/10,000)·10,000 = 30.112
    assert found["upper_limit"].iloc[0] == pytest.approx(100.75 + 30.112, abs=1e-2)
    assert set(found["chart"]) == {"u"}


def test_a_departure_from_a_constant_is_a_signal(observe: Observe, catalogue: Catalogue) -> None:
    rows = series(observe, catalogue, "cost", [100] * 12 + [80])
    found = summarise_limits(rows, catalogue)
    # the drop itself makes the moving range; frozen limits are tested on arrays in the oracles
    assert found["centre"].notna().all() and found["lower_limit"].notna().all()
    flat = summarise_limits(series(observe, catalogue, "cost", [100] * 12), catalogue)
    assert (flat["upper_limit"] == 100).all() and flat["signal"].eq("").all()


def test_a_rebase_starts_new_limits_and_says_why(observe: Observe, catalogue: Catalogue) -> None:
    rows = series(observe, catalogue, "cost", [10, 11, 10, 11, 20, 21, 20, 21])
    found = summarise_limits(rows, catalogue, events(date="2015-04-01"))
    assert found["segment"].tolist() == [1] * 4 + [2] * 4
    assert found["centre"].tolist() == pytest.approx([10.5] * 4 + [20.5] * 4)
    assert found["event"].tolist() == ["", "", "", "", "inspection", "", "", ""]


def test_events_that_do_not_rebase(observe: Observe, catalogue: Catalogue) -> None:
    rows = series(observe, catalogue, "cost", [10, 11, 10, 11])
    for other in ({"is_rebase": False}, {"indicator_id": "referral_rate"}, {"area_code": "B"}):
        assert set(summarise_limits(rows, catalogue, events(date="2014-10-01", **other))["segment"]) == {1}
    # one point after the date is too few for limits of its own
    assert set(summarise_limits(rows, catalogue, events(date="2015-01-01"))["segment"]) == {1}


def test_no_rebase_without_a_reason(observe: Observe, catalogue: Catalogue) -> None:
    rows = series(observe, catalogue, "cost", [10, 11, 10, 11])
    with pytest.raises(AnalysisError, match="needs a reason"):
        summarise_limits(rows, catalogue, events(date="2014-10-01", reason=""))


def test_gaps_raise_and_can_be_stepped_over(observe: Observe, catalogue: Catalogue) -> None:
    labels = [label for label in quarters(8) if label != "2014-15-Q4"]
    rows = observe(*[("cost", "A", label, nan, nan, 10 + place) for place, label in enumerate(labels)])
    estimates = summarise_estimates(rows, catalogue).query("basis == 'quarter'")
    with pytest.raises(AnalysisError, match=r"just before 2015-16-Q1"):
        summarise_limits(estimates, catalogue)
    assert summarise_limits(select_series(estimates), catalogue)["period"].tolist() == labels[3:]


def test_a_missing_figure_raises(observe: Observe, catalogue: Catalogue) -> None:
    rows = series(observe, catalogue, "cost", [10, 11, 10, 11])
    with pytest.raises(AnalysisError, match="no figure for 2014-15-Q2"):
        summarise_limits(rows.assign(value=[10, nan, 10, 11]), catalogue)


def test_rolling_years_and_doubles_are_refused(observe: Observe, catalogue: Catalogue) -> None:
    rows = series(observe, catalogue, "cost", [10, 11, 10, 11])
    with pytest.raises(AnalysisError, match="overlap"):
        summarise_limits(rows.assign(basis="rolling_year"), catalogue)
    with pytest.raises(AnalysisError, match="twice"):
        summarise_limits(pd.concat([rows, rows]), catalogue)


def test_order_of_rows_does_not_matter(observe: Observe, catalogue: Catalogue) -> None:
    rows = series(observe, catalogue, "cost", [10, 11, 10, 15, 9])
    pd.testing.assert_frame_equal(
        summarise_limits(rows, catalogue), summarise_limits(rows.iloc[::-1], catalogue)
    )


def test_marks_of_the_newest_point(observe: Observe, catalogue: Catalogue) -> None:
    # twelve quarters about 20 % of 100, then eight about 8 %: low is better, target 15 %
    numbers = [20, 21, 19, 20, 22, 18, 20, 21, 19, 20, 21, 19, 8, 8, 7, 9, 8, 7, 8, 9]
    rows = series(observe, catalogue, "repeat_percent", numbers, 100)
    plain = summarise_charts(summarise_limits(rows, catalogue), catalogue).iloc[0]
    assert (plain["variation"], plain["n_points"], plain["period"]) == ("improvement", 20, "2018-19-Q4")
    assert plain["is_run_signal"]
    rebased = summarise_limits(rows, catalogue, events(date="2017-04-01", indicator_id="repeat_percent"))
    marks = summarise_charts(rebased, catalogue).iloc[0]
    assert (marks["variation"], marks["n_segments"], marks["n_in_segment"]) == ("common_cause", 2, 8)
    # p̄ = 64/800 = 8 %; 3·√(0.08·0.92/100) = 8.14: limits 0 to 16.1 hold the target
    assert marks["assurance"] == "inconsistent"
    # 1.5 of its standard deviation of 2.713 points
    assert marks["least_shift"] == pytest.approx(1.5 * 2.713, abs=1e-2)
