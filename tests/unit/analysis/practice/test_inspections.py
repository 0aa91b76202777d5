from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.analysis.practice.inspections import add_tone, summarise_candidate_events, summarise_inspections
from kpi_lib.core.periods import parse_period

Q4 = parse_period("2017-18-Q4")


@pytest.fixture
def visits() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "inspection_id": ["i", "v1", "v2", "v3"],
            "month": pd.to_datetime(["2016-10-01", "2018-01-01", "2018-04-01", "2018-07-01"]),
            "status": ["held", "held", "held", "due"],
            "kind": ["inspection", "monitoring_visit", "monitoring_visit", "monitoring_visit"],
            "subject": ["Everything", "Front door", "Through Care", ""],
            "conclusion": ["serious failures", "", "", ""],
            "paragraph": pd.Series([2, 2, None, 9], dtype="Int64"),
            "area_code": "E10000034",
            "source": "Report",
        }
    )


@pytest.fixture
def findings() -> pd.DataFrame:
    ids, judgements = ["i", "v1", "v1", "v2", ""], ["needs_improvement", "positive"]
    which = [judgements[at] for at in (0, 0, 1, 1, 0)]
    return pd.DataFrame({"inspection_id": ids, "judgement": which})


def test_visits_held_are_events_that_rebase_nothing(visits: pd.DataFrame) -> None:
    events = summarise_candidate_events(visits)
    assert events["reason"].tolist() == [
        "Ofsted inspection: serious failures",
        "Ofsted monitoring visit: Front door",
        "Ofsted monitoring visit: Through Care",
    ]
    assert events["source"].tolist() == ["Report, paragraph 2", "Report, paragraph 2", "Report"]
    assert events["is_rebase"].tolist() == [False, False, False]


def test_the_tone_of_a_visit_is_that_of_its_findings(visits: pd.DataFrame, findings: pd.DataFrame) -> None:
    rows = add_tone(visits.iloc[::-1], findings)
    assert rows["inspection_id"].tolist() == ["i", "v1", "v2", "v3"]  # oldest first
    assert rows["tone"].tolist() == ["concern", "mixed", "progress", "nothing"]
    assert rows["n_to_improve"].tolist() == [1, 1, 0, 0]
    assert "tone" not in visits


def test_the_state_is_seen_from_the_end_of_the_quarter(visits: pd.DataFrame, findings: pd.DataFrame) -> None:
    state = summarise_inspections(add_tone(visits, findings), Q4)
    assert state.last_inspection is not None and state.last_inspection["inspection_id"] == "i"
    parts = (state.visits_after, state.in_quarter, state.later, state.due)
    assert [part["inspection_id"].tolist() for part in parts] == [["v1"], ["v1"], ["v2"], ["v3"]]


def test_nothing_after_the_quarter_counts_as_its_state(visits: pd.DataFrame, findings: pd.DataFrame) -> None:
    early = summarise_inspections(add_tone(visits, findings), parse_period("2016-17-Q1"))
    assert early.last_inspection is None and early.visits_after.empty
    assert early.later["inspection_id"].tolist() == ["i", "v1", "v2"]
    between = summarise_inspections(add_tone(visits, findings), parse_period("2016-17-Q4"))
    assert between.last_inspection is not None and between.visits_after.empty


def test_without_a_full_inspection_all_visits_count(visits: pd.DataFrame, findings: pd.DataFrame) -> None:
    state = summarise_inspections(add_tone(visits.iloc[1:], findings), Q4)
    assert state.last_inspection is None
    assert state.visits_after["inspection_id"].tolist() == ["v1"]
