"""The timeline by its artists: marks where the days are, words that never leave the picture."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.timeline import NARROW_TIMELINE, WIDE_TIMELINE, Moment, draw_timeline
from kpi_lib.present.ink.canvas import Size
from kpi_lib.present.shown.inspections import show_inspections
from kpi_lib.present.words.inspections import state_context, state_title, tally_words

Q4 = parse_period("2017-18-Q4")
DAYS = ["2016-10-01", "2017-05-01", "2017-09-01", "2018-01-01", "2018-04-01", "2018-07-01", "2018-10-01"]
MOMENTS = [
    Moment(
        pd.Timestamp(day), day, "Monitoring visit: Family Front Door and Children in Care Proceedings", "home"
    )
    for day in DAYS
]


@pytest.mark.parametrize("size", [WIDE_TIMELINE, NARROW_TIMELINE], ids=["wide", "narrow"])
def test_every_moment_has_its_mark_on_the_line_and_its_words_in_the_picture(size: Size) -> None:
    axes = draw_timeline(MOMENTS, Q4, size=size)
    marks = [line for line in axes.lines if line.get_gid() == "moment"]
    along = [float((line.get_ydata() if size.is_narrow else line.get_xdata())[0]) for line in marks]
    assert along == [float(pd.Timestamp(day).toordinal()) for day in DAYS]
    renderer = axes.figure.canvas.get_renderer()
    words = [text for text in axes.texts if text.get_gid() == "words"]
    boxes = [text.get_window_extent(renderer) for text in words]
    assert sum(text.get_fontweight() == "bold" for text in words) == len(DAYS)
    assert min(box.x0 for box in boxes) >= 0 and max(box.x1 for box in boxes) <= size.width
    assert min(box.y0 for box in boxes) >= 0 and max(box.y1 for box in boxes) <= size.height


@pytest.mark.parametrize("size", [WIDE_TIMELINE, NARROW_TIMELINE], ids=["wide", "narrow"])
def test_no_words_lie_over_others(size: Size) -> None:
    axes = draw_timeline(MOMENTS, Q4, size=size)
    renderer = axes.figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in axes.texts if text.get_gid() == "words"]
    over = [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 3
    ]
    assert over == []


def test_the_quarter_is_thick_only_where_it_lies_in_the_time_drawn() -> None:
    drawn = [line.get_gid() for line in draw_timeline(MOMENTS, Q4).lines]
    far = [line.get_gid() for line in draw_timeline(MOMENTS, parse_period("2020-21-Q1")).lines]
    assert ("quarter" in drawn, "quarter" in far) == (True, False)


def test_a_single_moment_can_be_drawn() -> None:
    assert [line.get_gid() for line in draw_timeline(MOMENTS[:1], Q4).lines].count("moment") == 1


def rows(*tones: str) -> pd.DataFrame:
    days = pd.to_datetime(["2017-05-01", "2018-04-01", "2018-07-01"][: len(tones)])
    return pd.DataFrame({"month": days, "tone": tones})


def test_the_title_states_the_inspection_and_what_came_since() -> None:
    last = pd.Series({"month": pd.Timestamp("2016-10-01"), "judgement": "", "conclusion": "serious failures"})
    assert state_title(last, rows("concern", "progress")) == (
        "Serious failures in October 2016; 2 monitoring visits since, the newest noting progress"
    )
    judged = pd.Series({**last, "judgement": "inadequate"})
    assert state_title(judged, rows()) == "Inadequate in October 2016; no monitoring visits since"
    assert state_title(None, rows()) == "No inspection had been held by the end of the quarter"


def test_the_context_tells_what_fell_in_the_quarter_and_what_is_due() -> None:
    none, one, two = rows(), rows("concern"), rows("concern", "mixed")
    assert state_context(one, none, two) == "Visited in this quarter: May 2017. Due: May 2017 and April 2018."
    assert state_context(none, one, none) == "No visit in this quarter. Held after it: May 2017."


def test_visits_are_tallied_in_words() -> None:
    assert tally_words(pd.Series(["concern", "mixed", "mixed"])) == (
        "Of 3 visits held, 2 noted progress and work still to do and 1 noted only what needs to improve"
    )


def test_without_inspections_the_page_says_so() -> None:
    empty = pd.DataFrame({"month": [], "status": [], "tone": []})
    assert show_inspections(empty, Q4, source="").text == "No inspection of this area is in the raw files."
