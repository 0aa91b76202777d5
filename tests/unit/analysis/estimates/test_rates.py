"""Observations to estimates: values, editions, rolling years, intervals."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.estimates.rates import ESTIMATES, add_counts, summarise_estimates
from kpi_lib.analysis.funnels.authorities import summarise_funnels
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import AnalysisError, CatalogueError

Observe = Callable[..., pd.DataFrame]
QUARTERS = ("2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4")


def test_columns_are_the_contract(observe: Observe, catalogue: Catalogue) -> None:
    row = ("repeat_percent", "A", "2017-18", 2, 10, nan)
    assert list(summarise_estimates(observe(row), catalogue).columns) == ESTIMATES


def test_value_is_computed_unrounded_where_none_is_given(observe: Observe, catalogue: Catalogue) -> None:
    found = summarise_estimates(observe(("repeat_percent", "A", "2017-18", 1, 3, nan)), catalogue)
    assert found["value"].item() == pytest.approx(100 / 3, rel=1e-15)


def test_the_source_has_the_last_word(observe: Observe, catalogue: Catalogue) -> None:
    found = summarise_estimates(observe(("repeat_percent", "A", "2017-18", 1, 3, 33)), catalogue).iloc[0]
    assert found["value"] == 33
    assert found["interval_method"] == "wilson"
    assert found["lower"] < 100 / 3 < found["upper"]


def test_published_rate_with_its_count_has_an_interval(observe: Observe, catalogue: Catalogue) -> None:
    # 40 children at 36.3 per 10,000: Byar(40) = 28.5744 to 54.4698, times 36.3 / 40
    found = summarise_estimates(observe(("plan_rate", "A", "2018-03-31", 40, nan, 36.3)), catalogue).iloc[0]
    assert (found["lower"], found["upper"]) == pytest.approx((25.9313, 49.4313), abs=2e-3)
    assert (found["basis"], found["period"]) == ("year", "2017-18")


def test_rolling_year_adds_events_and_averages_population(observe: Observe, catalogue: Catalogue) -> None:
    # rate: (100 + 100 + 100 + 60) / mean(1000, 1000, 1200, 1200) × 10,000 = 360 / 1100 × 10,000
    parts = [(100, 1000), (100, 1000), (100, 1200), (60, 1200)]
    rate = [("referral_rate", "A", q, x, n, nan) for q, (x, n) in zip(QUARTERS, parts, strict=True)]
    # share: (1 + 2 + 3 + 4) / (10 + 20 + 30 + 40) = 10 %
    share = [("repeat_percent", "A", q, k, 10 * k, nan) for k, q in enumerate(QUARTERS, start=1)]
    found = summarise_estimates(observe(*rate, *share), catalogue)
    years = found.loc[found["basis"].eq("rolling_year")].set_index("indicator_id")
    assert years.loc["referral_rate", "value"] == pytest.approx(360 / 1100 * 10_000)
    assert years.loc["repeat_percent", "value"] == pytest.approx(10)
    assert set(years["period"]) == {"2017-18-Q4"}
    assert "mean population" in years.loc["referral_rate", "note"]


def test_rolling_year_of_values_alone(observe: Observe, catalogue: Catalogue) -> None:
    # pounds add up: 1 + 2 + 3 + 4; a percentage without counts does not
    pounds = [("cost", "A", q, nan, nan, k) for k, q in enumerate(QUARTERS, start=1)]
    share = [("repeat_percent", "A", q, nan, nan, 10) for q in QUARTERS]
    found = summarise_estimates(observe(*pounds, *share), catalogue)
    years = found.loc[found["basis"].eq("rolling_year")].set_index("indicator_id")
    assert years.loc["cost", "value"] == 10
    assert pd.isna(years.loc["repeat_percent", "value"])
    assert years.loc["repeat_percent", "status"] == "not_available"


def test_rolling_year_needs_all_four(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(*[("repeat_percent", "A", q, 1, 10, nan) for q in QUARTERS])
    hidden = frame.assign(status=["ok", "suppressed", "ok", "ok"], numerator=[1, nan, 1, 1])
    year = summarise_estimates(hidden, catalogue).query("basis == 'rolling_year'").iloc[0]
    assert (year["status"], pd.isna(year["value"])) == ("suppressed", True)
    # a quarter that is not there at all
    gap = observe(
        *[("repeat_percent", "A", q, 1, 10, nan) for q in ("2016-17-Q4", *QUARTERS) if q[-1] != "2"]
    )
    years = summarise_estimates(gap, catalogue).query("basis == 'rolling_year'")
    assert years["period"].tolist() == ["2017-18-Q3", "2017-18-Q4"]
    assert years["status"].tolist() == ["not_available", "not_available"]


def test_a_rolling_year_with_one_reported_quarter_is_reported(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(*[("repeat_percent", "A", q, 1, 10, nan) for q in QUARTERS])
    mixed = frame.assign(provenance=["published", "local", "reported", "published"])
    year = summarise_estimates(mixed, catalogue).query("basis == 'rolling_year'").iloc[0]
    assert year["provenance"] == "reported"


def test_stocks_have_no_rolling_year(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(*[("plan_rate", "A", q, 40, 10_000, nan) for q in QUARTERS])
    assert set(summarise_estimates(frame, catalogue)["basis"]) == {"quarter"}


def test_own_snapshots_at_quarter_ends_are_quarters(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(("plan_rate", "A", "2017-12-31", 40, 10_000, nan), provenance="local")
    found = summarise_estimates(frame, catalogue).iloc[0]
    assert (found["basis"], found["period"]) == ("quarter", "2017-18-Q3")


def test_three_months_make_a_quarter(observe: Observe, catalogue: Catalogue) -> None:
    # January 1 + February 2 + March 4 = 7 of 30; April alone makes none
    months = [("repeat_percent", "A", f"2018-M0{m}", x, 10, nan) for m, x in enumerate((1, 2, 4, 8), start=1)]
    found = summarise_estimates(observe(*months), catalogue)
    assert found["period"].tolist() == ["2017-18-Q4"]
    assert found["value"].item() == pytest.approx(70 / 3)


def test_newest_edition_of_the_most_real_source(observe: Observe, catalogue: Catalogue) -> None:
    row = ("repeat_percent", "A", "2017-18", nan, nan, 0)
    frame = observe(row, row, row).assign(
        value=[24.0, 24.2, 30.0],
        edition=["2020", "2024", "2025"],
        provenance=["published", "published", "reported"],
    )
    found = summarise_estimates(frame, catalogue)
    assert (found["value"].item(), found["edition"].item()) == (24.2, "2024")


def test_no_figure_keeps_its_status(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(("repeat_percent", "A", "2017-18", nan, 10, nan), status="suppressed")
    found = summarise_estimates(frame, catalogue).iloc[0]
    assert (found["status"], found["interval_method"]) == ("suppressed", "none")
    assert found[["value", "lower", "upper998"]].isna().all()


def test_nothing_counted_is_not_zero(observe: Observe, catalogue: Catalogue) -> None:
    found = summarise_estimates(observe(("repeat_percent", "A", "2017-18", 0, 0, nan)), catalogue).iloc[0]
    assert (found["status"], pd.isna(found["value"])) == ("not_applicable", True)


def test_zero_is_a_figure(observe: Observe, catalogue: Catalogue) -> None:
    found = summarise_estimates(observe(("repeat_percent", "A", "2017-18", 0, 20, nan)), catalogue).iloc[0]
    assert (found["value"], found["lower"], found["status"]) == (0, 0, "ok")
    assert found["upper"] > 10


def test_a_mean_has_no_interval(observe: Observe, catalogue: Catalogue) -> None:
    found = summarise_estimates(observe(("caseload", "A", "2017-18", 169, 10, nan)), catalogue).iloc[0]
    assert (found["value"], found["interval_method"]) == (16.9, "none")
    assert pd.isna(found["lower"])


def test_impossible_counts_are_named(observe: Observe, catalogue: Catalogue) -> None:
    with pytest.raises(AnalysisError, match=r"repeat_percent, A, 2017-18, a\.csv"):
        summarise_estimates(observe(("repeat_percent", "A", "2017-18", 11, 10, nan)), catalogue)


def test_unknown_indicator(observe: Observe, catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError, match="did you mean 'repeat_percent'"):
        summarise_estimates(observe(("repeat_precent", "A", "2017-18", 1, 10, nan)), catalogue)


def test_input_is_untouched(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(*[("repeat_percent", "A", q, 1, 10, nan) for q in QUARTERS])
    before = frame.copy(deep=True)
    summarise_estimates(frame, catalogue)
    pd.testing.assert_frame_equal(frame, before)


def test_of_no_estimate_there_is_no_count_and_no_funnel(catalogue: Catalogue, observe: Observe) -> None:
    none = summarise_estimates(observe(("referral_rate", "A", "2017-18", 1, 10, nan)), catalogue).iloc[:0]
    counts = add_counts(none, catalogue)
    assert counts.empty and counts["multiplier"].dtype == "float64"
    assert summarise_funnels(none, catalogue, areas=["A"]).empty
