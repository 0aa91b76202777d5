"""Shares as rows and counts as bars, by their artists."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from kpi_lib.present.charts.count_rows import CountRow, draw_count_rows
from kpi_lib.present.charts.share_rows import Reference, ShareRow, draw_share_rows
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.shares import share_row, show_shares
from kpi_lib.present.ink.bars import TINT
from kpi_lib.present.ink.theme import light

ROWS = [
    ShareRow("Children", 70, 55, 80, "70% (55 to 80)", "The service helped", 30, 86, is_illustrative=True),
    ShareRow("Parents and carers together", 60, 50, 70, "60% (50 to 70)", "The service helped"),
    ShareRow("Children", nan, nan, nan, "withheld", "I was listened to"),
]
WITHHELD = pd.Series({"value": 50.0, "lower": 40.0, "upper": 60.0, "is_withheld": True})


def lines(axes: Axes, gid: str) -> list[tuple[list[float], list[float]]]:
    found = [line for line in axes.lines if line.get_gid() == gid]
    return [([float(x) for x in line.get_xdata()], [float(y) for y in line.get_ydata()]) for line in found]


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_each_share_stands_on_its_interval_within_its_bounds(is_narrow: bool) -> None:
    axes = draw_share_rows(ROWS, Reference(40, "all 40%"), is_narrow=is_narrow)
    assert [x for x, _ in lines(axes, "share")] == [[70], [60]]
    assert [x for x, _ in lines(axes, "interval")] == [[55, 80], [50, 70]]
    assert [x for x, _ in lines(axes, "bounds")] == [[30, 86]]
    heights = [y[0] for _, y in lines(axes, "share")]
    assert heights[0] < heights[1] and axes.get_ylim()[0] > heights[1]  # the first row is the upper one
    assert axes.get_xlim() == (0, 100)
    faces = [to_hex(line.get_markerfacecolor()) for line in axes.lines if line.get_gid() == "share"]
    assert faces == [light("ground").lower(), light("home").lower()]  # hollow where illustrative


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_words_stay_in_the_picture_and_off_each_other(is_narrow: bool) -> None:
    axes = draw_share_rows(ROWS, is_narrow=is_narrow)
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
    row = share_row(WITHHELD, "Children")
    assert row.text == "withheld" and row.value != row.value
    records = pd.DataFrame({"provenance": ["local"], "source": ["Us"]})
    caption = Caption(title="Answers", finding="Too few", alt="")
    everybody = share_row(pd.Series({**WITHHELD, "is_withheld": False, "value": 44.0}), "All")
    shown = show_shares([row, everybody], caption, [(3, 6), (77, 175)], records, base="Answers")
    assert "Children | withheld | withheld | withheld" in shown.text
    assert "All | 77 | 175 | 44%" in shown.text
    assert not any(figure in shown.text for figure in ("50", "3 |", "| 6"))


def test_a_share_is_told_with_its_interval() -> None:
    row = share_row(WITHHELD.drop("is_withheld").to_frame().T.assign(is_withheld=False).iloc[0], "All")
    assert (row.text, row.lower, row.upper) == ("50% (40 to 60)", 40, 60)


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_bars_begin_at_zero_and_are_as_long_as_their_counts(is_narrow: bool) -> None:
    rows = [CountRow("Time", (12, 60), ("12", "60"), True), CountRow("Plan", (0, 6), ("0", "6"))]
    axes = draw_count_rows(rows, is_narrow=is_narrow)
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 12), (0, 60), (0, 6)]
    faces = [(to_hex(bar.get_facecolor()), bar.get_facecolor()[3]) for bar in axes.patches]
    pale, full = TINT, 1.0  # the first row is illustrative
    expected = (("home", pale), ("worse", pale), ("worse", full))
    assert faces == [(light(role).lower(), strength) for role, strength in expected]
    renderer = axes.figure.canvas.get_renderer()
    assert max(text.get_window_extent(renderer).x1 for text in axes.texts) <= (360 if is_narrow else 720)
