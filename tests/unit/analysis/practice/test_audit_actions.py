"""Actions from audits on a day: closed, open, overdue."""

import pandas as pd

from kpi_lib.analysis.practice.audit_quality import points_of, select_second_grades, summarise_actions

DAY = pd.Timestamp("2018-03-31")


def actions(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["agreed", "due", "closed"])
    return frame.apply(pd.to_datetime)


def test_a_day_knows_nothing_of_what_comes_after_it() -> None:
    found = summarise_actions(
        actions(
            ("2018-01-02", "2018-02-01", "2018-03-31"),  # closed late, on the day itself
            ("2018-01-02", "2018-02-10", "2018-04-01"),  # closed a day after: still open, overdue
            ("2018-03-01", "2018-03-31", None),  # due on the day itself: open, not overdue
            ("2018-04-01", "2018-05-01", None),  # agreed after the day: not there yet
        ),
        DAY,
    )
    assert found[["n_actions", "n_closed", "n_open", "n_overdue"]].tolist() == [3, 1, 2, 1]
    assert found["oldest_due"] == pd.Timestamp("2018-02-10")


def test_nothing_overdue_has_no_oldest() -> None:
    found = summarise_actions(actions(("2018-03-01", "2018-04-30", None)), DAY)
    assert found["n_overdue"] == 0 and pd.isna(found["oldest_due"])


def test_a_rehearsal_counts_only_where_nothing_was_moderated() -> None:
    audits = pd.DataFrame({"moderation": ["", "rehearsal", "moderated"], "audit_id": ["a", "b", "c"]})
    assert select_second_grades(audits)["audit_id"].tolist() == ["c"]
    assert select_second_grades(audits.iloc[:2])["audit_id"].tolist() == ["b"]


def test_an_empty_cell_is_no_grade() -> None:
    points = points_of(pd.Series(["good", "", None]))
    assert points[0] == 2 and points[1:].isna().all()
