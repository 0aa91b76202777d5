"""What the judgements of the example's edition rest on."""

import pandas as pd
import pytest

import kpi_lib as kpi
from kpi_lib.present.words.marks import CHANGES, MOVED
from kpi_lib.present.words.stability import stability_short


@pytest.fixture(scope="module")
def pack() -> kpi.Pack:
    return kpi.load("2017-18-Q4")


def test_a_chart_holds_every_quarter_with_its_interval(pack):
    evidence = pack.evidence_of("referral_rate")
    own = pack.figures("referral_rate", basis="quarter")
    assert evidence.limits["period"].tolist() == own["period"].tolist()
    assert evidence.limits["lower"].tolist() == own["lower"].tolist()
    assert len(evidence.charts) == 1


def test_an_indicator_without_quarters_has_no_chart(pack):
    evidence = pack.evidence_of("social_worker_turnover_percent")
    assert evidence.limits.empty and evidence.charts.empty
    assert (
        kpi.pages.indicator(pack, "social_worker_turnover_percent")
        .quarters()
        .text.startswith("There is no control chart")
    )


def test_a_dated_event_of_the_council_rebases_the_chart(pack):
    events = pack.events.assign(is_rebase=pack.events["date"].eq(pd.Timestamp("2016-05-01")))
    rebased = type(pack.evidence)(pack.figures("referral_rate"), pack.catalogue, events)
    # the first quarter that ends on or after 1 May 2016 is April to June 2016
    first = rebased.limits.loc[rebased.limits["segment"].eq(2), "period"].iloc[0]
    assert (first, rebased.limits["segment"].max()) == ("2016-17-Q1", 2)


def test_only_tested_changes_are_counted_in_the_budget(pack):
    flags = pack.lead_tests.flags.set_index("rule")
    tested = [item for item in pack.headlines.values() if item.change_verdict not in ("", "cannot_say")]
    assert flags.loc["changes", "n_tests"] == len(tested)
    assert flags.loc["changes", "expected_false"] == pytest.approx(0.05 * len(tested))
    assert (flags["n_kept"] <= flags["n_flags"]).all()


def test_the_lists_hold_exactly_the_tested_changes(pack):
    text = kpi.pages.overview(pack).changes().text
    improved = text.split(f"{CHANGES['improved'].heading}\n")[1].split(MOVED.heading)[0]
    wanted = [
        item.indicator.plain_title for item in pack.headlines.values() if item.change_verdict == "improved"
    ]
    assert [line[2:].split(": ")[0] for line in improved.strip().split("\n")] == wanted


def test_the_stability_beside_a_verdict_is_of_the_same_figure(pack):
    comparison = pack.headlines["rereferral_percent"].comparison
    row = pack.stability_of(comparison)
    assert (row["basis"], row["period"], row["verdict"]) == ("year", "2017-18", comparison["verdict"])
    told = kpi.pages.indicator(pack, "rereferral_percent").answer().text
    assert f"{stability_short(row)} of drawing the comparison agree" in told


@pytest.mark.parametrize(
    "indicator", ["audit_moderation_agreement_percent", "placement_unit_cost", "caseload_average"]
)
def test_what_cannot_be_computed_says_why_and_never_nan(pack, indicator):
    page = kpi.pages.indicator(pack, indicator)
    shown = [page.answer(), page.quarters(), page.trend(), page.table()]
    words = " ".join(f"{part.text} {part.html}" for part in shown)
    assert "nan" not in words.lower().replace("finance", "").replace("tenanc", "")
    assert "no trend can be tested" in page.trend().text
