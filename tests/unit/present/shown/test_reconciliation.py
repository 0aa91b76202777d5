"""What is said of a local figure beside a published one, and what is never said."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Polarity, Theme, Unit
from kpi_lib.present.shown.reconciliation import (
    show_agreement,
    show_claims,
    show_reconciled_years,
    show_sums,
    verdict_mark,
)
from kpi_lib.present.words.reconciliation import (
    difference_words,
    figure_words,
    share_words,
    summary_sentences,
)

REFERRALS = Indicator(
    id="referral_rate", theme="front-door", title="Referrals per 10,000 children", plain_title="Referrals",
    definition="Referrals.", numerator="Referrals in the period", denominator="Children",
    unit=Unit.PER_10000, measure=Measure.RATE, multiplier=10_000, kind=Kind.FLOW,
    polarity=Polarity.NEUTRAL, dfe_source="C1",
)  # fmt: skip


def row(**changes: object) -> pd.Series:
    plain = {
        "indicator_id": "referral_rate", "area_code": "E10000034", "year": "2017-18", "claim": "",
        "is_same_period": True, "local_period": "2017-18-Q4", "published_period": "2017-18",
        "compared": "count",
        "local_value": nan, "local_numerator": 3080.0, "published_value": 298.2,
        "published_numerator": 3480.0, "residual": -400.0, "residual_percent": -11.4943,
        "evidence": "independent", "status": "unexplained", "kind": "", "reason": "No cause is known.",
        "reason_source": "",
    }  # fmt: skip
    return pd.Series({**plain, **changes})


def frame(*rows: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


CATALOGUE = Catalogue(
    (Theme(id="front-door", title="Front door", question="?"),), {"referral_rate": REFERRALS}
)
NO_ROWS = frame(row()).iloc[:0]


def test_a_year_that_differs_says_by_how_much_and_that_no_cause_is_known() -> None:
    said = show_agreement(frame(row()), NO_ROWS, REFERRALS, link="../reconciliation.html")
    assert "Our four quarters against DfE’s figure for 2017–18: 3,080 against 3,480" in said.text
    assert said.text.endswith("11.5% lower: unexplained. No cause is known.")
    assert 'href="../reconciliation.html"' in said.html
    assert verdict_mark(row()).role == "neutral"  # two counts that differ are neither better nor worse


def test_only_the_newest_year_stands_on_an_indicators_page() -> None:
    said = show_agreement(
        frame(row(year="2016-17"), row(year="2017-18"), row(year="2015-16")), NO_ROWS, REFERRALS, link="x"
    )
    assert "2017–18" in said.text and "2016–17" not in said.text


def test_nothing_to_set_beside_says_so() -> None:
    assert show_agreement(NO_ROWS, NO_ROWS, REFERRALS, link="x").text.startswith("There are no quarters")


def test_a_statement_about_another_period_names_the_published_one() -> None:
    said = show_claims(
        frame(
            row(
                is_same_period=False, claim='paragraph 5: "770"', status="explained", kind="timing",
                reason="A quarter, not the year.", reason_source="the report",
            )
        ),
        CATALOGUE,
        link="indicators/{slug}.html",
    )  # fmt: skip
    assert "Differs for a known reason" in said.text
    assert "3,480 2017–18" in said.text
    assert 'January to March 2018: paragraph 5: "770". A quarter, not the year. (the report)' in said.text


@pytest.mark.parametrize("side", ["local", "published"])
def test_a_small_count_and_the_difference_that_would_give_it_away_are_withheld(side: str) -> None:
    small = row(**{f"{side}_numerator": 4.0})
    assert figure_words(small, side, REFERRALS) == "under 6"
    assert difference_words(small, REFERRALS) == ""
    shown = show_reconciled_years(frame(small), [REFERRALS])
    assert "400" not in shown.text and "11.5" not in shown.text and "11.5" not in shown.html


def test_a_difference_of_counts_has_its_sign_and_its_share() -> None:
    shown = show_reconciled_years(frame(row()), [REFERRALS])
    assert "2017–18 | 3,080 | 3,480 | −400 −11.5% | ▼ unexplained No cause is known." in shown.text


@pytest.mark.parametrize(
    ("residual", "share", "told"), [(0.3, 0.01, "+0.3"), (-1234.5, 1600.4, "−1,234.5"), (0.0, 0.0, "0.0")]
)
def test_a_difference_of_values_is_printed_with_its_sign_and_no_share(
    residual: float, share: float, told: str
) -> None:
    apart = row(compared="value", residual=residual, residual_percent=share, status="unexplained")
    assert difference_words(apart, REFERRALS) == told
    assert share_words(apart) == ""


def test_a_share_that_prints_as_nought_is_left_out() -> None:
    assert share_words(row(residual=-10.0, residual_percent=-0.002)) == ""
    assert share_words(row(residual=16004.0, residual_percent=1600.4)) == "+1,600.4%"


def test_the_summary_counts_each_kind_of_evidence_apart() -> None:
    ledger = frame(
        row(evidence="same_source", status="agrees"),
        row(status="agrees"),
        row(),
        row(status="cannot_say"),
    )
    claims, years, own = summary_sentences(ledger, frame(row(), row(status="cannot_say")))
    assert "state 2 figures. One can be set beside" in claims
    assert "1 differs for no known reason" in claims
    assert years.startswith("Of 3 indicators and years") and "in 1 both sides are DfE’s" in years
    assert own.startswith("Of the council’s own: 1 agrees, none differs for a known reason and 1 differs")


def test_without_any_of_the_councils_own_the_summary_says_none() -> None:
    (claims, years) = summary_sentences(frame(row(evidence="same_source", status="agrees")), NO_ROWS)
    assert claims == "No report states a figure of this area."
    assert years.endswith("none sets the council’s own counts beside DfE’s.")


def test_a_sum_that_is_stated_names_its_year_and_paragraph() -> None:
    sums = pd.DataFrame(
        {
            "statement": ["More for placements", "Less for travel"],
            "year": "2018-19",
            "amount": [10_500_000.0, -250_000.0],
            "paragraph": pd.array([11, None], dtype="Int64"),
        }
    )
    lines = show_sums(sums).text.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[2:] == [
        "More for placements 2018–19; paragraph 11 | £10.5 million",
        "Less for travel 2018–19 | −£0.3 million",
    ]
