"""Where actions stand on a day, by their dates alone."""

import pandas as pd

from kpi_lib.analysis.practice.action_plan import add_state, summarise_progress

AS_AT = pd.Timestamp("2018-03-31")


def actions(*rows: tuple[str, str, str | None, str | None], theme: str = "voice") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["start", "due", "finished", "stalled_since"])
    return frame.apply(pd.to_datetime).assign(theme=theme)


def test_the_state_follows_from_the_dates_known_by_the_day() -> None:
    found = add_state(
        actions(
            ("2017-01-09", "2017-12-22", "2018-01-31", None),  # finished 9 + 31 = 40 days after it was due
            ("2017-01-09", "2018-03-29", "2018-04-15", None),  # finished only after the day: two days overdue
            ("2017-01-09", "2018-06-29", None, "2018-02-12"),
            ("2017-01-09", "2018-06-29", None, "2018-06-01"),  # stalled only after the day
            ("2018-04-16", "2018-12-21", None, None),
            ("2018-03-31", "2018-03-31", None, None),  # due on the day itself is not late
        ),
        AS_AT,
    )
    assert found["state"].tolist() == [
        "complete", "overdue", "stalled", "in_progress", "not_begun", "in_progress",
    ]  # fmt: skip
    assert found["days_late"].fillna(0).tolist() == [40, 2, 0, 0, 0, 0]


def test_a_stalled_action_past_its_day_is_stalled_and_late() -> None:
    found = add_state(actions(("2017-01-09", "2018-03-01", None, "2018-02-12")), AS_AT).iloc[0]
    assert (found["state"], found["days_late"]) == ("stalled", 30)


def test_the_themes_keep_their_order_and_every_action_is_counted_once() -> None:
    rows = pd.concat(
        [
            actions(("2017-01-09", "2017-12-22", "2017-12-22", None), theme="workforce"),
            actions(("2017-01-09", "2018-12-22", None, None), ("2018-05-01", "2018-12-22", None, None)),
        ]
    )
    found = summarise_progress(add_state(rows, AS_AT))
    assert found["theme"].tolist() == ["workforce", "voice"]
    states = ["complete", "in_progress", "not_begun", "stalled", "overdue", "actions"]
    assert found[states].to_numpy().tolist() == [
        [1, 0, 0, 0, 0, 1],
        [0, 1, 1, 0, 0, 2],
    ]  # fmt: skip


def test_no_action_gives_no_theme_and_all_columns() -> None:
    none = actions(("2017-01-09", "2018-03-01", None, None)).head(0)
    found = summarise_progress(add_state(none, AS_AT))
    assert found.empty
    assert {"theme", "complete", "overdue", "actions"} <= set(found)
