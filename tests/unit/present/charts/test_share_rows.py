"""Shares as rows and counts as bars, by their artists."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from kpi_lib.present.charts.bar_rows import draw_count_rows
from kpi_lib.present.charts.share_rows import draw_share_rows
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.shares import select_shares, show_shares
from kpi_lib.present.ink.theme import light

SHARES = pd.DataFrame(
    [
        ("Children", "The service helped", 70, 55, 80, 30, 86, "70% (55 to 80)"),
        ("Parents and carers together", "The service helped", 60, 50, 70, nan, nan, "60% (50 to 70)"),
        ("Children", "I was listened to", nan, nan, nan, nan, nan, "withheld"),
    ],
    columns=["label", "group", "value", "lower", "upper", "outer_lower", "outer_upper", "text"],
)
HIDDEN = pd.DataFrame(
    {"value": [50.0], "lower": 40.0, "upper": 60.0, "is_withheld": True, "n_yes": 3.0, "n_answered": 6.0}
)
COUNTS = ("n_yes", "n_answered")


def spans(axes: Axes, gid: str) -> list[list[float]]:
    """Return from where to where the level lines of a kind run."""
    return [
        [float(x) for x, _ in segment]
        for lines in axes.collections
        if isinstance(lines, LineCollection) and lines.get_gid() == gid
        for segment in lines.get_segments()
    ]


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_each_share_stands_on_its_interval_within_its_bounds(is_narrow: bool) -> None:
    axes = draw_share_rows(SHARES, (40, "all 40%"), is_narrow=is_narrow)
    (dots,) = [line for line in axes.lines if line.get_gid() == "share"]
    assert list(dots.get_xdata()) == [70, 60]
    assert (spans(axes, "interval"), spans(axes, "bounds")) == ([[55, 80], [50, 70]], [[30, 86]])
    heights = dots.get_ydata()
    assert heights[0] < heights[1] and axes.get_ylim()[0] > heights[1]  # the first row is the upper one
    assert axes.get_xlim() == (0, 100)


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_words_stay_in_the_picture_and_off_each_other(is_narrow: bool) -> None:
    axes = draw_share_rows(SHARES, is_narrow=is_narrow)
    renderer = axes.figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in axes.texts]
    assert [text.get_text() for text in axes.texts if text.get_gid() == "heading"] == [
        "The service helped",
        "I was listened to",
    ]
    assert min(box.x0 for box in boxes) >= 0 and max(box.x1 for box in boxes) <= (360 if is_narrow else 720)
    over = [
        (at, other)
        for at, one in enumerate(boxes)
        for other, two in enumerate(boxes[at + 1 :], at + 1)
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 1 and min(one.y1, two.y1) - max(one.y0, two.y0) > 2
    ]
    assert over == []


def test_what_is_withheld_has_no_number_anywhere() -> None:
    everybody = HIDDEN.assign(is_withheld=False, value=44.0, n_yes=77.0, n_answered=175.0)
    shares = select_shares(pd.concat([HIDDEN, everybody]), ["Children", "All"], COUNTS)
    assert shares["text"].iloc[0] == "withheld" and shares.iloc[0][["value", "count", "of"]].isna().all()
    records = pd.DataFrame({"provenance": ["local"], "source": ["Us"]})
    caption = Caption(title="Answers", finding="Too few", alt="")
    shown = show_shares(shares, caption, records, base="Answers")
    assert "Children | withheld | withheld | withheld" in shown.text
    assert "All | 77 | 175 | 44%" in shown.text
    assert not any(figure in shown.text for figure in ("50", "3 |", "| 6"))


def test_a_share_is_told_with_its_interval() -> None:
    share = select_shares(HIDDEN.assign(is_withheld=False), ["All"], COUNTS).iloc[0]
    assert (share["text"], share["lower"], share["upper"]) == ("50% (40 to 60)", 40, 60)


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_bars_begin_at_zero_and_are_as_long_as_their_counts(is_narrow: bool) -> None:
    counts = pd.DataFrame({"good": [12, 0], "change": [60, 6]}, index=["Time", "Plan"])
    axes = draw_count_rows(counts, counts.astype(str), is_narrow=is_narrow)
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 12), (0, 60), (0, 6)]
    faces = [to_hex(bar.get_facecolor()) for bar in axes.patches]
    assert faces == [light(role).lower() for role in ("home", "worse", "worse")]
    renderer = axes.figure.canvas.get_renderer()
    assert max(text.get_window_extent(renderer).x1 for text in axes.texts) <= (360 if is_narrow else 720)
