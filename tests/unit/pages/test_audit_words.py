"""Audits in words: no more than the rows say."""

import pandas as pd
import pytest

from kpi_lib.pages.quality_assurance.words import (
    agreement_finding,
    audits_title,
    direction_line,
    drift_line,
    kappa_line,
    moderation_sentence,
    overdue_line,
    sample_line,
    themes_finding,
)

YEAR = pd.Series({"value": 41.2, "n_audits": 260, "is_withheld": False})
NONE = float("nan")
NAMES = {"plans": "Plans for children", "voice": "Voice of the child"}


def test_the_title_says_whether_anybody_checked_the_grades() -> None:
    assert audits_title(YEAR, 0) == (
        "41% of case audits in the year are good or outstanding; none of them has been moderated yet"
    )
    assert audits_title(YEAR, 104).endswith("; a second auditor checked 104 of 260")
    assert audits_title(None, 0) == "No case audit of this area is in the raw files"


def test_small_counts_are_said_nowhere() -> None:
    # what analysis withheld is NaN: no sentence may fail on it, and none may tell it
    few = pd.Series(
        {"is_withheld": True, "value": NONE, "n_audits": NONE, "kappa_linear": NONE, "agreement": NONE}
    )
    assert audits_title(few, 3) == "The share of good case audits is withheld: the counts are small"
    assert audits_title(YEAR, NONE).endswith("; a second auditor checked a few of 260")
    told = moderation_sentence(NONE, NONE, NONE, is_announced=False)
    assert told == (
        "A second auditor checked a few of the year’s audits. In a rehearsal a second auditor graded a few "
        "audits without seeing the first grade."
    )
    for mark, words in (kappa_line(few), direction_line(few), sample_line(few, 10.0)):
        assert words.endswith("is withheld: the counts are small.") and mark.word == "withheld"
    assert agreement_finding(few).endswith("the same grade is withheld: the counts are small")


@pytest.mark.parametrize(
    ("counts", "announced", "words"),
    [
        ((0, 0, 60), True, "None of the year’s 60 audits was moderated: the moderated process is about to be "
         "introduced, the report says."),
        ((0, 0, 60), False, "None of the year’s 60 audits was moderated."),
        ((20, 0, 60), True, "A second auditor checked 20 of the year’s 60 audits."),
        ((0, 9, 60), False, "None of the year’s 60 audits was moderated. In a rehearsal a second auditor "
         "graded 9 audits without seeing the first grade."),
    ],
)  # fmt: skip
def test_what_was_moderated_is_told_apart_from_a_rehearsal(
    counts: tuple[int, int, int], announced: bool, words: str
) -> None:
    assert moderation_sentence(*counts, is_announced=announced) == words


def test_only_what_lies_apart_is_named() -> None:
    themes = pd.DataFrame(
        {"theme": ["plans", "voice"], "lower": [10.0, 45.0], "upper": [30.0, 60.0], "is_withheld": False}
    )
    assert themes_finding(themes, 40, NAMES) == (
        "Plans for children lies below all audits by more than chance would explain; voice of the child lies "
        "above all audits by more than chance would explain"
    )
    assert themes_finding(themes.assign(lower=20.0, upper=60.0), 40, NAMES).startswith(
        "No kind of work stands apart"
    )
    hidden = themes_finding(themes.assign(is_withheld=True), 40, NAMES)
    assert hidden == "Whether a kind of work stands apart is withheld: the counts are small"


def test_kappa_comes_with_its_interval_and_its_reason() -> None:
    row = pd.Series({
        "is_withheld": False,
        "kappa_linear": 0.4, "kappa_linear_lower": -0.05, "kappa_linear_upper": 0.85, "kappa_quadratic": 0.5,
        "is_small_sample": True, "reason": "Chance alone could make the two auditors agree as often.",
    })  # fmt: skip
    mark, told = kappa_line(row)
    assert "to 1 (full agreement): 0.40 (95% interval −0.05 to 0.85), weighted kappa." in told
    assert "Chance alone could" in told and "read it with care" in told and mark.role == "similar"
    none = row.copy()
    none["kappa_linear"], none["reason"] = float("nan"), "No audit has a second auditor's grade."
    assert kappa_line(none)[1] == "No audit has a second auditor's grade."


@pytest.mark.parametrize(
    ("difference", "limits", "words"),
    [
        (0.2, (0.1, 0.3), "0.20 of a grade stricter (95% interval 0.10 to 0.30)"),
        (-0.2, (-0.3, -0.1), "0.20 of a grade more generous (95% interval 0.10 to 0.30)"),
        (0.05, (-0.1, 0.2), "0.05 of a grade stricter (95% interval −0.10 to 0.20)"),
    ],
)
def test_direction_says_which_way_and_how_far(
    difference: float, limits: tuple[float, float], words: str
) -> None:
    row = pd.Series({
        "is_withheld": False,
        "n_stricter": 9, "n_more_generous": 4, "n_moderated": 50, "difference": difference,
        "difference_lower": limits[0], "difference_upper": limits[1], "verdict": "no_clear_difference",
        "reason": "Neither auditor is stricter by more than chance would explain.",
    })  # fmt: skip
    told = direction_line(row)[1]
    assert words in told and "stricter in 9 and more generous in 4 of 50 audits" in told


def test_drift_sample_and_overdue_actions() -> None:
    drift = pd.Series({
        "measure": "agreement", "verdict": "fell", "slope": -4.0, "slope_lower": -7.0, "slope_upper": -1.0,
        "reason": "The quarters differ by more than chance would explain.",
    })  # fmt: skip
    assert "has fallen: −4.0 points a quarter (95% interval −7.0 to −1.0)" in drift_line(drift)[1]
    cannot = pd.Series({"measure": "direction", "verdict": "cannot_say", "reason": "3 quarters only."})
    assert drift_line(cannot)[1].endswith("stricter the second auditor is: 3 quarters only.")
    sample = pd.Series({"is_withheld": False, "n_audits": 59, "n_needed": 388, "least_change": 25.4})
    assert sample_line(sample, 10.0)[1].endswith(
        "each would need about 388 audits; the newest has 59. So few can show only a change of 25 points or "
        "more."
    )
    done = pd.Series({"n_open": 1, "n_overdue": 0, "oldest_due": pd.NaT})
    assert (
        overdue_line(done, pd.Timestamp("2018-03-31"))[1]
        == "On 31 March 2018 1 action was open, not overdue."
    )


@pytest.mark.parametrize(
    ("n", "late", "words"),
    [(18, 18, "18 actions were open, all of them overdue"),
     (18, 7, "18 actions were open, 7 of them overdue"),
     (18, 0, "18 actions were open, none of them overdue"), (1, 1, "1 action was open and overdue"),
     (0, 0, "no actions were open")],
)  # fmt: skip
def test_how_many_of_the_open_actions_are_overdue(n: int, late: int, words: str) -> None:
    row = pd.Series({"n_open": n, "n_overdue": late, "oldest_due": pd.NaT})
    assert overdue_line(row, pd.Timestamp("2018-03-31"))[1] == f"On 31 March 2018 {words}."


def test_agreement_is_told_of_the_audits_there_were() -> None:
    # 71 of 104 = 68.3%
    row = pd.Series({"is_withheld": False, "agreement": 68.3, "n_moderated": 104})
    assert agreement_finding(row) == "Two auditors gave the same grade in 68% of 104 case audits"
