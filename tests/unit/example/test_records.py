"""The invented audits, feedback and teams add up to the invented council's quarterly returns."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.analysis.practice.audit_quality import GOOD_OR_BETTER
from kpi_lib.analysis.practice.records import add_quarter
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds

Read = Callable[[str], pd.DataFrame]
Counted = dict[str, list[float]]


@pytest.fixture(scope="module")
def read(raw: Path) -> Read:
    return lambda kind: pd.read_csv(raw / load_record_kinds()[kind].path, keep_default_na=False)


def returned(returns: pd.DataFrame, indicator_id: str, first: str = "") -> Counted:
    rows = returns.loc[returns["indicator_id"].eq(indicator_id) & returns["period"].ge(first)]
    return {row["period"]: [row["x"], row["n"]] for row in rows.to_dict("records")}


def added(rows: pd.DataFrame, by: str, *names: str) -> Counted:
    summed = rows.groupby(by)[list(names)].sum()
    return {
        str(label): [float(value) for value in row]
        for label, row in zip(summed.index, summed.to_numpy(), strict=True)
    }


def test_audits_add_up_to_the_returns(read: Read, returns: pd.DataFrame) -> None:
    audits = read("audits")
    audits = add_quarter(audits.assign(completed=pd.to_datetime(audits["completed"]), one=1), "completed")
    counted = added(audits.assign(good=audits["grade"].isin(GOOD_OR_BETTER)), "period", "good", "one")
    assert counted == returned(returns, "audit_good_percent")


def test_no_audit_is_moderated_before_the_process_is_introduced(read: Read) -> None:
    # The invented report: "a second auditor is about to moderate them".
    audits = read("audits")
    assert set(audits["moderation"]) == {"", "rehearsal"}
    assert audits["moderation"].ne("").equals(audits["moderator_grade"].ne(""))


def test_people_asked_and_answers_add_up_to_the_returns(read: Read, returns: pd.DataFrame) -> None:
    contacts, answers = read("feedback_contacts"), read("feedback_answers")
    assert added(contacts, "quarter", "n_answered", "n_invited") == returned(
        returns, "feedback_response_percent"
    )
    helped = answers.loc[answers["question"].eq("helped")]
    assert added(helped, "quarter", "n_positive", "n_answered") == returned(
        returns, "family_feedback_positive_percent"
    )


def test_teams_add_up_to_the_returns(read: Read, returns: pd.DataFrame) -> None:
    figures = read("team_figures")
    for indicator_id, rows in figures.groupby("indicator_id"):
        counted = added(rows, "quarter", "numerator", "denominator")
        assert counted == returned(returns, str(indicator_id), "2016-17"), indicator_id
        assert len(counted) == 8


def test_nobody_is_named(read: Read) -> None:
    for kind in ("audits", "team_figures"):
        assert {name for name in read(kind)["team"] if not re.fullmatch("Team [A-X]", name)} == set()
    assert read("audits")["audit_id"].str.fullmatch(r"a\d{4}").all()
