"""Local quarters and reported statements beside the published year: expected values worked by hand."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.agree.reconcile import select_unused, summarise_claims, summarise_reconciliation
from kpi_lib.catalogue.indicators import Catalogue

Observe = Callable[..., pd.DataFrame]
HOME = "E10000034"
Q = [f"2017-18-Q{place}" for place in range(1, 5)]
NONE = pd.DataFrame(columns=["indicator_id", "area_code", "period", "kind", "reason", "source", "row"])


def explanation(indicator: str, period: str, area: str = HOME, row: int = 2) -> pd.DataFrame:
    told = [indicator, area, period, "revision", "DfE revised the year.", "release of 2019", row]
    return pd.DataFrame([told], columns=list(NONE))


def quarters(
    observe: Observe, indicator: str, counts: list[float], base: float, **more: object
) -> pd.DataFrame:
    rows = [(indicator, HOME, label, x, base, nan) for label, x in zip(Q, counts, strict=True)]
    return observe(*rows, **{"provenance": "local", "source": "returns.csv", **more})


def ledger(
    catalogue: Catalogue, *frames: pd.DataFrame, explained: pd.DataFrame = NONE, percent: float = 0.5
) -> pd.DataFrame:
    rows = pd.concat(frames, ignore_index=True)
    return summarise_reconciliation(rows, catalogue, explained, percent=percent)


def test_four_quarters_of_counts_stand_against_the_year(observe: Observe, catalogue: Catalogue) -> None:
    own = quarters(observe, "referral_rate", [770, 770, 770, 770], 100_000)
    year = observe(("referral_rate", HOME, "2017-18", 3480, 100_000, 348.0))
    row = ledger(catalogue, own, year).iloc[0]
    # 4 × 770 = 3,080; 3,080 − 3,480 = −400; −400 ÷ 3,480 = −11.494 %; tolerance 0.5 % of 3,480 = 17.4
    assert (row["compared"], row["local_numerator"], row["residual"]) == ("count", 3080, -400)
    assert row["residual_percent"] == pytest.approx(-11.494, abs=0.001)
    assert row["tolerance"] == pytest.approx(17.4)
    assert (row["status"], row["evidence"], row["reason"]) == (
        "unexplained",
        "independent",
        "No cause is known.",
    )


def test_percentages_are_pooled_not_averaged(observe: Observe, catalogue: Catalogue) -> None:
    own = observe(
        ("timely_percent", HOME, Q[0], 10, 100, nan),
        *(("timely_percent", HOME, label, 90, 100, nan) for label in Q[1:3]),
        ("timely_percent", HOME, Q[3], 450, 500, nan),
        provenance="local", source="returns.csv",
    )  # fmt: skip
    year = observe(("timely_percent", HOME, "2017-18", nan, nan, 80.0))
    row = ledger(catalogue, own, year).iloc[0]
    # (10 + 90 + 90 + 450) ÷ 800 = 80 %, though the mean of the four percentages is 70 %
    assert (row["compared"], row["local_value"], row["status"]) == ("value", 80.0, "agrees")


def test_a_stock_is_its_state_on_the_census_day(observe: Observe, catalogue: Catalogue) -> None:
    own = quarters(observe, "plan_rate", [400, 410, 430, 424], 100_000)
    census = observe(("plan_rate", HOME, "2018-03-31", 424, 100_000, 42.4))
    row = ledger(catalogue, own, census).iloc[0]
    assert (row["local_period"], row["local_numerator"], row["residual"]) == (Q[3], 424, 0)


def test_a_census_in_september_is_met_by_the_second_quarter(observe: Observe, catalogue: Catalogue) -> None:
    rows = [("caseload", HOME, label, 160.0 + place, 10, nan) for place, label in enumerate(Q)]
    own = observe(*rows, provenance="local", source="returns.csv")
    census = observe(("caseload", HOME, "2017-09-30", nan, nan, 16.1))
    found = ledger(catalogue, own, census)
    assert len(found) == 1
    assert (found.iloc[0]["local_period"], found.iloc[0]["status"]) == (Q[1], "agrees")


def test_quarters_of_dfe_say_nothing_of_the_council(observe: Observe, catalogue: Catalogue) -> None:
    own = quarters(observe, "referral_rate", [100] * 4, 100_000, provenance="published", source="months.csv")
    year = observe(("referral_rate", HOME, "2017-18", 400, 100_000, 40.0))
    assert ledger(catalogue, own, year).iloc[0]["evidence"] == "same_source"


def test_a_statement_without_counts_is_no_quarter_of_the_ledger(
    observe: Observe, catalogue: Catalogue
) -> None:
    said = observe(("plan_rate", HOME, Q[3], nan, nan, 40.0), provenance="reported", source="report.csv")
    census = observe(("plan_rate", HOME, "2018-03-31", 424, 100_000, 42.4))
    assert ledger(catalogue, said, census).empty


def test_a_missing_quarter_leaves_nothing_to_say(observe: Observe, catalogue: Catalogue) -> None:
    own = quarters(observe, "referral_rate", [100] * 4, 100_000).drop(index=1)
    year = observe(("referral_rate", HOME, "2017-18", 400, 100_000, 40.0))
    row = ledger(catalogue, own, year).iloc[0]
    assert (row["status"], row["reason"]) == ("cannot_say", "Not every quarter of the year has a figure.")


def test_a_withheld_year_gives_its_reason(observe: Observe, catalogue: Catalogue) -> None:
    referrals = catalogue["referral_rate"].model_copy(update={"is_local": False})
    national = Catalogue(catalogue.themes, {**catalogue.indicators, "referral_rate": referrals})
    own = quarters(observe, "referral_rate", [100] * 4, 100_000)
    year = observe(("referral_rate", HOME, "2017-18", nan, nan, nan), status="suppressed")
    row = ledger(national, own, year).iloc[0]
    assert row["status"] == "cannot_say"
    assert "withheld to protect confidentiality" in row["reason"]


@pytest.mark.parametrize(("residual", "status"), [(2, "agrees"), (3, "unexplained")])
def test_counts_rounded_to_five_may_be_off_by_half_of_it(
    observe: Observe, catalogue: Catalogue, residual: int, status: str
) -> None:
    own = quarters(observe, "referral_rate", [100, 100, 100, 100 + residual], 100_000)
    note = "counts rounded by DfE to the nearest 5, or 10 for regions and England"
    year = observe(("referral_rate", HOME, "2017-18", 400, 100_000, nan), note=note)
    # rounded to 5: up to 2.5 either way; no relative tolerance here
    assert ledger(catalogue, own, year, percent=0).iloc[0]["status"] == status


def test_a_count_behind_a_rounded_rate_is_as_good_as_its_digits(
    observe: Observe, catalogue: Catalogue
) -> None:
    own = quarters(observe, "referral_rate", [100, 100, 100, 104], 100_000)
    year = observe(("referral_rate", HOME, "2017-18", nan, 100_000, 40.0))
    row = ledger(catalogue, own, year, percent=0).iloc[0]
    # the rate prints as 40: 39.5 to 40.5 of 100,000 children are 395 to 405 referrals
    assert (row["published_numerator"], row["tolerance"], row["status"]) == (400, 5, "agrees")


def test_an_explanation_explains_and_says_where_it_stands(observe: Observe, catalogue: Catalogue) -> None:
    own = quarters(observe, "referral_rate", [770] * 4, 100_000)
    year = observe(("referral_rate", HOME, "2017-18", 3480, 100_000, 348.0))
    told = explanation("referral_rate", "2017-18", HOME, row=7)
    row = ledger(catalogue, own, year, explained=told).iloc[0]
    assert (row["status"], row["kind"], row["explanation_row"]) == ("explained", "revision", 7)
    assert row["reason"] == "DfE revised the year."


@pytest.mark.parametrize(
    ("period", "area"), [("2016-17", HOME), ("2017-18-Q4", HOME), ("2017-18", "E10000012")]
)
def test_an_explanation_of_something_else_is_unused(
    observe: Observe, catalogue: Catalogue, period: str, area: str
) -> None:
    own = quarters(observe, "referral_rate", [770] * 4, 100_000)
    year = observe(("referral_rate", HOME, "2017-18", 3480, 100_000, 348.0))
    told = explanation("referral_rate", period, area)
    found = ledger(catalogue, own, year, explained=told)
    assert found.iloc[0]["status"] == "unexplained"
    assert len(select_unused(told, found)) == 1


def test_what_agrees_needs_no_explanation_so_one_is_unused(observe: Observe, catalogue: Catalogue) -> None:
    own = quarters(observe, "referral_rate", [100] * 4, 100_000)
    year = observe(("referral_rate", HOME, "2017-18", 400, 100_000, 40.0))
    told = explanation("referral_rate", "2017-18")
    found = ledger(catalogue, own, year, explained=told)
    assert found.iloc[0]["status"] == "agrees"
    assert len(select_unused(told, found)) == 1


def test_a_statement_of_a_quarter_meets_the_published_quarter(observe: Observe, catalogue: Catalogue) -> None:
    said = observe(("referral_rate", HOME, Q[3], 770, nan, nan), provenance="reported", note="para 5")
    published = observe(
        ("referral_rate", HOME, Q[3], 870, 100_000, nan),
        ("referral_rate", HOME, "2017-18", 3480, 100_000, 348.0),
    )
    row = summarise_claims(pd.concat([said, published]), catalogue, NONE, percent=0.5).iloc[0]
    assert (row["published_period"], row["residual"], row["claim"]) == (Q[3], -100, "para 5")
    assert (row["is_same_period"], row["status"]) == (True, "unexplained")


def test_a_statement_of_a_quarter_without_one_meets_its_year(observe: Observe, catalogue: Catalogue) -> None:
    said = observe(("timely_percent", HOME, Q[3], 85, 100, 85.0), provenance="reported")
    year = observe(("timely_percent", HOME, "2017-18", 764, 1000, 76.4))
    row = summarise_claims(pd.concat([said, year]), catalogue, NONE, percent=0.5).iloc[0]
    assert (row["published_period"], row["is_same_period"]) == ("2017-18", False)
    assert (row["residual"], row["status"]) == (pytest.approx(8.6), "unexplained")
    # the counts beside a stated percentage are not the report's own
    assert pd.isna(row["local_numerator"])


def test_a_statement_to_whole_numbers_agrees_within_half_of_one(
    observe: Observe, catalogue: Catalogue
) -> None:
    said = observe(("plan_rate", HOME, Q[3], nan, nan, 36.0), provenance="reported", source="report.csv")
    census = observe(
        ("plan_rate", HOME, "2018-03-31", 424, 116_697, 36.3),
        ("plan_rate", HOME, "2017-03-31", 517, 116_203, 44.5),
    )
    row = summarise_claims(pd.concat([said, census]), catalogue, NONE, percent=0).iloc[0]
    # 36 is 35.5 to 36.5, 36.3 is 36.25 to 36.35: 0.5 + 0.05
    assert (row["tolerance"], row["status"]) == (pytest.approx(0.55), "agrees")


def test_nothing_reported_leaves_no_claims(observe: Observe, catalogue: Catalogue) -> None:
    year = observe(("timely_percent", HOME, "2017-18", 764, 1000, 76.4))
    assert summarise_claims(year, catalogue, NONE, percent=0.5).empty
    assert summarise_reconciliation(year, catalogue, NONE, percent=0.5).empty


def test_the_frame_handed_in_is_left_as_it_was(observe: Observe, catalogue: Catalogue) -> None:
    rows = pd.concat(
        [
            quarters(observe, "referral_rate", [100] * 4, 100_000),
            observe(("referral_rate", HOME, "2017-18", 400, 100_000, 40.0)),
        ],
        ignore_index=True,
    )
    before = rows.copy()
    summarise_reconciliation(rows, catalogue, NONE, percent=0.5)
    pd.testing.assert_frame_equal(rows, before)
