"""Pages that rest on records: an empty set is no good news, and no page knows more than its quarter."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.project import Project
from kpi_lib.pages.courts.page import CourtsDriftPage
from kpi_lib.pages.improvement_plan.page import ImprovementPlanPage
from kpi_lib.pages.inspections.page import InspectionsPage
from kpi_lib.pages.money.page import MoneyPage
from kpi_lib.pages.quality_assurance.page import QualityAssurancePage
from kpi_lib.pages.teams.page import TeamsPage
from kpi_lib.pages.voice.page import VoicePage


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("2017-18-Q4")


@pytest.fixture(scope="module")
def bare(worcestershire: Project) -> Pack:
    """Return the pack of an area without a record."""
    return load_pack("2017-18-Q4", "Essex", project=worcestershire)


@pytest.fixture(scope="module")
def real(worcestershire: Project) -> Pack:
    """Return the pack of a council of which only a report's statements are known."""
    return load_pack("2017-18-Q4", project=worcestershire)


def with_records(pack: Pack, **kinds: pd.DataFrame) -> Pack:
    return replace(pack, processed=replace(pack.processed, records={**pack.processed.records, **kinds}))


def test_a_page_without_records_never_reads_as_good_news(bare: Pack) -> None:
    plan, drift, teams = ImprovementPlanPage(bare), CourtsDriftPage(bare), TeamsPage(bare)
    none = "No improvement plan of this area is in the raw files"
    assert [
        shown.text for shown in (plan.progress(), plan.attention(), plan.outcomes(), plan.unevidenced())
    ] == ([f"{none}."] * 4)
    voice, audits = VoicePage(bare), QualityAssurancePage(bare)
    assert (voice.reach().text, voice.groups().text) == (
        ("No feedback of this area is in the raw files.",) * 2
    )
    assert (audits.themes().text, audits.agreement().text) == (
        ("No case audit of this area is in the raw files.",) * 2
    )
    assert (drift.title, drift.cases().text) == (
        "No court cases of this area are in the raw files",
        "No court cases of this area are in the raw files.",
    )
    assert (teams.title, teams.outliers().text) == (
        "No figures by team of this area are in the raw files",
        "No figures by team of this area are in the raw files.",
    )


def test_good_news_stays_where_there_are_records_for_it(pack: Pack) -> None:
    actions = pack.records("actions")
    done = actions.assign(finished=actions["start"], stalled_since=pd.NaT)
    page = ImprovementPlanPage(with_records(pack, actions=done))
    assert page.attention().text == "No action is overdue, and none has stalled."
    cases = pack.records("court_cases")
    one = cases.dropna(subset=["issue", "final_order"]).head(1)
    drift = CourtsDriftPage(with_records(pack, court_cases=one))
    assert drift.title == "No open case drifts"


def test_the_inspections_page_of_an_early_quarter_counts_no_later_visit(pack: Pack) -> None:
    early = InspectionsPage(replace(pack, quarter=pack.quarter.shift(-8)))
    assert early.title == "No inspection had been held by the end of the quarter"
    assert "Held after it: May 2016, February 2017" in early.context().text
    # of the four visits since May 2016 the one of March 2018 came in the newest quarter
    assert "; 4 monitoring visits since" in InspectionsPage(pack).title
    before = InspectionsPage(replace(pack, quarter=pack.quarter.shift(-1)))
    assert "; 3 monitoring visits since" in before.title


def test_of_a_real_council_a_visit_after_the_quarter_is_not_counted(real: Pack) -> None:
    # of the four visits since October 2016 the one of April 2018 came after the quarter
    assert "; 3 monitoring visits since" in InspectionsPage(real).title


def test_what_the_report_states_is_told_from_the_records(pack: Pack, real: Pack) -> None:
    actions = real.records("actions")
    themes = ["Supporting and developing our workforce", "Listening to the voice of the child"]
    own = actions.loc[actions["theme"].isin(themes)]
    own = own.assign(paragraph=own["paragraph"].mask(own["action_id"].eq("recruit-and-keep")))
    few = ImprovementPlanPage(with_records(real, actions=own)).context().text
    # one of two actions of the workforce and the one of voice name their paragraph
    assert "names the plan’s 2 themes and 2 of its 3 actions." in few
    whole = ImprovementPlanPage(real).context().text
    assert "report to Cabinet of 12 July 2018” names the plan’s 6 themes and 11 of its 11 actions" in whole
    # no action of the example names a paragraph
    assert "names the plan" not in ImprovementPlanPage(pack).context().text
    allocations = pack.records("allocations")
    other = MoneyPage(
        with_records(pack, allocations=allocations.assign(year="2016-17", source="Budget book"))
    )
    assert "“Budget book” states sums for 2017–18." in other.context().text
