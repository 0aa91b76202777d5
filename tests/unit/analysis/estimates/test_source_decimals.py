"""To how many decimals a source gives a figure, and that counts which bear it out take none away."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.agree.reconcile import summarise_claims
from kpi_lib.analysis.change.year_on_year import summarise_changes
from kpi_lib.analysis.compare.benchmark import summarise_comparisons
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.analysis.estimates.source_decimals import source_decimals
from kpi_lib.catalogue.indicators import Catalogue

Observe = Callable[..., pd.DataFrame]
SHARE = "repeat_percent"


def told(observe: Observe, *tokens: str, period: str = "2017-18", **columns: object) -> pd.DataFrame:
    """Return published shares of so many areas, as these tokens state them."""
    rows = [(SHARE, f"A{place}", period, nan, nan, float(token)) for place, token in enumerate(tokens)]
    return observe(*rows, token=list(tokens), **columns)


def decimals(rows: pd.DataFrame) -> list[object]:
    return [None if pd.isna(places) else places for places in source_decimals(rows)]


def test_a_report_in_whole_per_cents_gives_no_decimals(observe: Observe) -> None:
    assert decimals(told(observe, "85", provenance="reported")) == [0]


def test_a_nought_that_a_table_dropped_is_there_again(observe: Observe) -> None:
    assert decimals(told(observe, "36", "36.3", "45.9")) == [1, 1, 1]


def test_the_dust_of_binary_numbers_is_no_decimals(observe: Observe) -> None:
    # the interactive tool's file holds 17.4 as 17.399999999999999
    assert decimals(told(observe, "17.399999999999999", "36.3", "19")) == [1, 1, 1]


def test_files_and_provenances_are_each_their_own(observe: Observe) -> None:
    rows = pd.concat(
        [
            told(observe, "36", provenance="reported"),
            told(observe, "36.3"),
            told(observe, "24", source="b.csv"),
        ],
        ignore_index=True,
    )
    assert decimals(rows) == [0, 1, 0]


def test_one_finer_figure_tells_of_a_whole_period(observe: Observe) -> None:
    assert decimals(told(observe, "24", "31.5", "19", "27", "30")) == [1] * 5


def test_indicators_are_each_their_own(observe: Observe) -> None:
    rate = observe(("referral_rate", "A", "2017-18", nan, nan, 36.3), token="36.3")
    assert decimals(pd.concat([told(observe, "36"), rate], ignore_index=True)) == [0, 1]


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "value"),
    [(SHARE, 1, 3, 33.3), ("referral_rate", 363, 100_000, 36.3)],
)
def test_counts_bear_out_a_value_within_its_rounding_and_in_its_own_unit(
    observe: Observe, catalogue: Catalogue, indicator: str, numerator: int, denominator: int, value: float
) -> None:
    rows = observe((indicator, "A", "2017-18", numerator, denominator, value))
    assert summarise_estimates(rows, catalogue)["decimals"].isna().all()


def test_a_sum_of_values_is_no_finer_than_its_coarsest_part(observe: Observe, catalogue: Catalogue) -> None:
    quarters = [f"2017-18-Q{n}" for n in (1, 2, 3, 4)]
    values = (1.5, 2, 1.1, 1.2)
    amounts = [("cost", "A", label, nan, nan, value) for label, value in zip(quarters, values, strict=True)]
    rows = observe(*amounts, source=[f"{label}.csv" for label in quarters])
    found = summarise_estimates(rows, catalogue)
    year = found.loc[found["basis"].eq("rolling_year")]
    assert year["decimals"].tolist() == [0]


@pytest.mark.parametrize(("areas", "places"), [(5, 0), (4, 1)])
def test_a_period_in_whole_numbers_stays_whole_where_it_has_figures_enough(
    observe: Observe, areas: int, places: int
) -> None:
    early = told(observe, *["24", "31", "19", "27", "30"][:areas], period="2010-11")
    late = told(observe, *["24.3"] * 5)
    assert decimals(pd.concat([early, late], ignore_index=True)) == [places] * areas + [1] * 5


@pytest.mark.parametrize(
    ("token", "value", "places"),
    [
        ("7600000", 7.6, 6),  # pounds shown in millions
        ("0.85", 85.0, 0),  # a fraction shown in per cent
        ("£1,234.50", 1234.5, 2),
        ("8.5e1", 85.0, 0),
        ("85%", 85.0, 0),
        ("0", 0.0, 0),
        ("01:10", 22.0, None),  # years and months: not the number that was made of them
        ("", 85.0, None),
        ("85", nan, None),
    ],
)
def test_decimals_are_those_of_the_value_in_its_own_unit(
    observe: Observe, token: str, value: float, places: int | None
) -> None:
    assert decimals(observe((SHARE, "A", "2017-18", nan, nan, value), token=token)) == [places]


def test_an_estimate_keeps_the_decimals_of_its_source(observe: Observe, catalogue: Catalogue) -> None:
    row = (SHARE, "A", "2017-18", nan, nan, 85)
    reported = observe(row, token="85", provenance="reported", note="paragraph 5")
    assert summarise_estimates(reported, catalogue)["decimals"].tolist() == [0]


@pytest.mark.parametrize(
    ("count", "value", "is_exact"),
    [(850, nan, True), (850, 85, True), (853, 85, False)],
    ids=["worked out", "borne out", "rounded away"],
)
def test_counts_that_give_the_value_leave_it_exact(
    observe: Observe, catalogue: Catalogue, count: float, value: float, is_exact: bool
) -> None:
    rows = observe((SHARE, "A", "2017-18", count, 1000, value), token="85")
    assert summarise_estimates(rows, catalogue)["decimals"].isna().item() == is_exact


def test_a_change_knows_the_decimals_of_both_figures(observe: Observe, catalogue: Catalogue) -> None:
    before = told(observe, "72.4", period="2016-17")
    now = told(observe, "85", provenance="reported", source="report.csv")
    estimates = summarise_estimates(pd.concat([before, now], ignore_index=True), catalogue)
    row = summarise_changes(estimates, catalogue).iloc[-1]
    assert (row["decimals"], row["earlier_decimals"]) == (0, 1)


def test_a_claim_and_the_published_figure_beside_it_keep_their_own(
    observe: Observe, catalogue: Catalogue
) -> None:
    none = pd.DataFrame(columns=["indicator_id", "area_code", "period", "kind", "reason", "source", "row"])
    rows = pd.concat(
        [told(observe, "36", provenance="reported", source="report.csv"), told(observe, "36.3")],
        ignore_index=True,
    )
    row = summarise_claims(rows, catalogue, none, percent=0.5).iloc[0]
    assert (row["local_decimals"], row["published_decimals"]) == (0, 1)


def test_a_comparison_knows_the_decimals_of_england_and_none_of_an_average(
    observe: Observe, catalogue: Catalogue
) -> None:
    codes = ["H", "N", "E92000001"]
    rows = told(observe, "85", "79", "82", source="whole.csv").assign(area_code=codes)
    found = summarise_comparisons(
        summarise_estimates(rows, catalogue),
        catalogue,
        neighbours=pd.DataFrame({"model": ["m"], "area_code": "H", "rank": 1, "neighbour_code": "N"}),
        areas=pd.DataFrame({"area_code": codes[:2], "region_code": "E12000005"}),
        home=["H"],
    ).set_index("comparator")["comparator_decimals"]
    assert found["england"] == 0 and found.loc[["neighbours"]].isna().all()
