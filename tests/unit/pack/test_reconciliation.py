"""Worcestershire's reconciliation: the four known rows, and what does not fit; the example's quarters."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.settings import Settings
from kpi_lib.ingest.clean_folder import check_raw_figures
from kpi_lib.ingest.hand_written.tables import load_explanations
from kpi_lib.pack.reconciliation import Reconciliation, check_agreement, compute_reconciliation

RAW = Path(__file__).parents[3] / "data" / "raw"
HOME, FERNSHIRE = "E10000034", "X10000001"


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    return check_raw_figures(RAW, home_area=HOME)[0]


@pytest.fixture(scope="module")
def found(observations: pd.DataFrame) -> Reconciliation:
    catalogue = load_catalogue()
    estimates = summarise_estimates(observations, catalogue)
    explained = load_explanations(RAW)
    return compute_reconciliation(observations, estimates, explained, catalogue, Settings()).of_area(HOME)


@pytest.mark.parametrize(
    ("indicator", "period", "local", "published", "residual", "status"),
    [
        ("referral_rate", "2017-18-Q4", 770, 870, -100, "unexplained"),
        ("looked_after_start_rate", "2017-18", 269, 281, -12, "unexplained"),
        ("child_protection_plan_rate", "2017-18-Q4", 36, 36.3, -0.3, "agrees"),
        # 4,546 of 5,954 assessments: 76.352 %; 85 − 76.352 = 8.648
        ("assessment_45_days_percent", "2017-18-Q4", 85, 76.352, 8.648, "explained"),
    ],
)
def test_the_four_known_statements_stand_beside_their_published_figures(
    found: Reconciliation,
    indicator: str,
    period: str,
    local: float,
    published: float,
    residual: float,
    status: str,
) -> None:
    claims = found.claims
    row = claims.loc[claims["indicator_id"].eq(indicator) & claims["local_period"].eq(period)].iloc[0]
    column = "numerator" if row["compared"] == "count" else "value"
    assert row[f"local_{column}"] == pytest.approx(local)
    assert row[f"published_{column}"] == pytest.approx(published, abs=0.001)
    assert row["residual"] == pytest.approx(residual, abs=0.001)
    assert (row["status"], row["evidence"]) == (status, "independent")
    assert "paragraph 5" in row["claim"]


def test_no_other_statement_can_be_set_beside_a_figure_but_the_first_quarters_66_percent(
    found: Reconciliation,
) -> None:
    compared = found.claims.loc[found.claims["status"].ne("cannot_say")]
    assert len(compared) == 5
    assert len(found.claims) == 9


def test_dfes_months_add_up_to_dfes_year(found: Reconciliation) -> None:
    rows = found.ledger.loc[found.ledger["indicator_id"].eq("referral_rate")].set_index("year")
    # 1,487 + 1,193 + 911 + 870 = 4,461
    assert rows.loc["2017-18", ["local_numerator", "published_numerator"]].tolist() == [4461, 4461]


def test_more_assessments_than_referrals_is_named_with_both_numbers(observations: pd.DataFrame) -> None:
    issues = check_agreement(observations, load_explanations(RAW), load_catalogue(), Settings())
    told = issues.loc[issues["code"].eq("pathway-breach") & issues["what"].str.contains("Worcestershire")]
    year = told.loc[told["what"].str.endswith("Worcestershire, 2017-18")].iloc[0]
    assert year["severity"] == "warn"
    assert year["got"] == "4,461 against 5,954 (referral_rate, assessment_rate)"
    assert "unused-explanation" not in set(issues["code"])


def test_a_planted_breach_is_named_with_quarter_and_indicators(example: Path) -> None:
    observations = check_raw_figures(example / "data" / "raw", home_area=FERNSHIRE)[0]
    is_ours = observations["area_code"].eq(FERNSHIRE) & observations["period"].eq("2017-18-Q3")
    is_start = observations["indicator_id"].eq("child_protection_start_rate") & is_ours
    planted = observations.assign(numerator=observations["numerator"].mask(is_start, 999.0))
    none = load_explanations(example / "data" / "raw")
    before = check_agreement(observations, none, load_catalogue(), Settings())
    assert not before["what"].str.contains("Fernshire, 2017-18-Q3").any()
    issues = check_agreement(planted, none, load_catalogue(), Settings())
    told = issues.loc[issues["what"].str.contains("Fernshire, 2017-18-Q3")]
    assert told["got"].str.contains("999 against").any()
    assert told["got"].str.contains("child_protection_start_rate, initial_conference_rate").any()
    assert told["what"].str.startswith("Plans at the start").any()


def test_an_explanation_of_nothing_is_an_issue(observations: pd.DataFrame) -> None:
    told = load_explanations(RAW)
    stray = told.iloc[:1].assign(indicator_id="adoption_percent", row=9)
    issues = check_agreement(observations, pd.concat([told, stray]), load_catalogue(), Settings())
    unused = issues.loc[issues["code"].eq("unused-explanation")]
    assert unused["row"].tolist() == [9]
    assert unused["severity"].tolist() == ["warn"]
