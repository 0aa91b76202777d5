"""Weeks that stages take, with the cases still open counted as open."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.practice.durations import (
    Stage,
    select_drift,
    summarise_cohort_test,
    summarise_curves,
    summarise_durations,
    summarise_spells,
)
from kpi_lib.analysis.practice.survival import fit_survival
from kpi_lib.core.errors import AnalysisError

AS_AT = pd.Timestamp("2018-03-31")
STAGES = {"before": Stage("letter", ("issue", "stepped_down")), "court": Stage("issue", ("final_order",))}


def cases(*rows: tuple[str | None, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["case_id", "letter", "issue", "stepped_down", "final_order"])
    dates = ["letter", "issue", "stepped_down", "final_order"]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})


def spells(weeks: list[float], ended: list[bool], **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"weeks": weeks, "has_ended": ended}).assign(**{"stage": "court", **columns})


def test_a_case_is_open_in_the_stage_it_has_not_left() -> None:
    found = summarise_spells(
        cases(
            ("c1", "2017-04-03", "2017-05-01", None, "2017-10-30"),
            ("c2", "2018-01-01", None, None, None),
            ("c3", "2018-01-01", None, "2018-01-15", None),
            ("c4", "2018-05-01", None, None, None),
        ),
        STAGES,
        AS_AT,
    )
    assert list(zip(found["case_id"], found["stage"], strict=True)) == [
        ("c1", "before"), ("c2", "before"), ("c3", "before"), ("c1", "court"),
    ]  # fmt: skip
    # 3 April to 1 May 28 days; 1 January to 31 March 89 days, open; 14 days; 1 May to 30 October 182
    assert list(found["weeks"]) == [4, 89 / 7, 2, 26]
    assert list(found["has_ended"]) == [True, False, True, True]


def test_what_happens_later_is_not_known_yet() -> None:
    frame = cases(("c1", "2018-01-01", "2018-04-30", None, None))
    found = summarise_spells(frame, STAGES, AS_AT)
    assert (len(found), found["has_ended"].iloc[0], found["end"].isna().iloc[0]) == (1, False, True)


def test_an_end_before_its_start_is_refused() -> None:
    with pytest.raises(AnalysisError, match="ends before it starts"):
        summarise_spells(cases(("c1", "2018-01-08", "2018-01-01", None, None)), STAGES, AS_AT)


def test_the_curve_is_worked_by_hand() -> None:
    # at 10 of 4: 3/4; 15 open; at 20 of 2: 3/8; at 30 of 1: 0
    found = fit_survival([10, 15, 20, 30], [True, False, True, True])
    assert list(found.open_share) == pytest.approx([0.75, 0.375, 0])
    assert list(found.n_at_risk) == [4, 2, 1]
    assert found.quantile(0.5).value == 20
    # on the level exactly: the middle of the step from 10 to 20
    assert found.quantile(0.25).value == 15


def test_median_share_and_quartiles_of_a_group() -> None:
    found = summarise_durations(spells([10, 20, 30, 40], [True] * 4)).iloc[0]
    assert (found["median"], found["n_cases"], found["n_open"]) == (25, 4, 0)
    assert (found["lower_quartile"], found["upper_quartile"]) == (15, 35)
    # nobody is open, so 2 of 4 within 26 weeks has Wilson's interval: 15.00 to 85.00
    assert (found["share_within"], found["share_lower"], found["share_upper"]) == pytest.approx(
        (50, 15.0036, 84.9964), abs=1e-3
    )


def test_all_open_has_no_median_and_says_why() -> None:
    found = summarise_durations(spells([10, 30], [False, False])).iloc[0]
    assert np.isnan(found["median"])
    assert "Every case is still open" in found["reason"]
    assert found["share_within"] == 0  # one case was followed past 26 weeks and had not ended


def test_too_few_ended_have_no_median_and_say_why() -> None:
    found = summarise_durations(spells([10, 20, 20, 20], [True, False, False, False])).iloc[0]
    assert "Fewer than half" in found["reason"]
    assert np.isnan(found["share_within"])
    assert "followed for so long" in found["share_reason"]


def test_a_share_with_open_cases_has_an_interval_about_it() -> None:
    found = summarise_durations(spells([5, 10, 20, 25, 30, 40], [True, True, False, True, True, False])).iloc[
        0
    ]
    # S(26) = 5/6·4/5·2/3 = 4/9
    assert found["share_within"] == pytest.approx(500 / 9)
    # Greenwood: √(1/(6·5) + 1/(5·4) + 1/(3·2)) = √0.25 = 0.5; log(−log 4/9) = log 0.810930 = −0.209573, its
    # spread 0.5/0.810930 = 0.616576; ×1.959964 = 1.208467; S = exp(−exp(−0.209573 ± 1.208467))
    # = exp(−2.715275) = 0.066187 and exp(−0.242188) = 0.784908
    assert (found["share_lower"], found["share_upper"]) == pytest.approx((21.5092, 93.3813), abs=1e-3)


def test_curves_start_with_all_open_and_run_to_the_last_day_followed() -> None:
    found = summarise_curves(spells([10, 20, 40], [True, True, False]))
    assert list(found["weeks"]) == [0, 10, 20, 40]
    assert list(found["open_share"]) == pytest.approx([100, 200 / 3, 100 / 3, 100 / 3])


def test_cohorts_are_compared_within_a_stage() -> None:
    rows = spells([5, 6, 7, 8, 9, 30, 31, 32, 33, 34], [True] * 10, cohort=["a"] * 5 + ["b"] * 5)
    found = summarise_cohort_test(rows).iloc[0]
    assert (found["verdict"], found["freedom"]) == ("differ", 1)
    one = summarise_cohort_test(rows.assign(cohort="a")).iloc[0]
    assert one["verdict"] == "cannot_say"
    assert np.isnan(one["p_value"])


@pytest.mark.parametrize(
    ("weeks", "ended", "cohort"),
    [
        ([10, 20, 2, 3], [True, True, False, False], "aabb"),  # b is no longer followed when the first ends
        ([10, 10, 10, 4], [True, True, True, False], "aabb"),  # all who are followed end on one day
        ([5, 6, 5, 6, 1], [True, True, True, True, False], "aabbc"),  # two are side by side, the third not
    ],
)
def test_cohorts_never_followed_side_by_side_are_not_compared(
    weeks: list[float], ended: list[bool], cohort: str
) -> None:
    found = summarise_cohort_test(spells(weeks, ended, cohort=list(cohort))).iloc[0]
    assert (found["verdict"], found["reason"]) == (
        "cannot_say",
        "The cohorts were not followed for as long as each other, so they cannot be compared.",
    )
    assert np.isnan(found["p_value"])


def test_drift_lists_open_cases_only_the_longest_first() -> None:
    rows = spells([10, 11, 12, 20, 30, 5], [True, True, True, False, False, False], case_id=list("abcdef"))
    found = select_drift(rows, {"court": 26})
    assert list(found["case_id"]) == ["e"]
    # S falls to 4/5·3/4·2/3 = 0.4 at 12 and no further: no upper quartile, only the limit
    assert found["drift"].iloc[0] == "over the limit"
    few = select_drift(
        spells([10, 11, 12, 13, 20], [True, True, True, True, False], case_id=list("abcde")), {}
    )
    # S = 0.8, 0.6, 0.4, 0.2: below a quarter at 13
    assert (few["past_quartile"].iloc[0], few["drift"].iloc[0]) == (
        13,
        "longer than three in four past cases",
    )


def test_nothing_has_its_columns() -> None:
    empty = spells([], [], cohort="a")
    assert summarise_durations(empty).empty
    assert "median" in summarise_durations(empty)
    assert list(summarise_curves(empty).columns)[:2] == ["stage", "weeks"]
    assert select_drift(empty, {}).empty
