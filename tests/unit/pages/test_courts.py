"""Courts on the page: curves by their artists, words by hand, and what real small counts withhold."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from math import nan

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kpi_lib.analysis.practice.courts import summarise_court_times
from kpi_lib.analysis.practice.durations import select_drift
from kpi_lib.pages.courts.drift import drift_title, show_drift
from kpi_lib.pages.courts.durations import _finding, show_lengths, show_stage
from kpi_lib.pages.courts.words import courts_title, length_sentence
from kpi_lib.present.charts.survival_curve import draw_curves
from kpi_lib.present.ink.theme import light

STEPS = pd.DataFrame(
    {
        "weeks": [0.0, 20.0, 30.0],
        "open_share": [100.0, 50.0, 50.0],
        "lower": [nan, 20.0, 20.0],
        "upper": [nan, 80.0, 80.0],
    }
)
DAY = date(2018, 3, 31)
TITLE = "Half of care proceedings end within 25.0 weeks; the limit is 26"
CURVES = {"Year to March 2017": STEPS, "Year to March 2018": STEPS}


def spells(n: int = 8) -> pd.DataFrame:
    """Return proceedings of two years: n of each, ended after 20 or 30 weeks in turn."""
    parts = [
        pd.DataFrame(
            {
                "case_id": [f"c{number:04d}" for number in range(n)],
                "stage": "proceedings", "cohort": cohort, "weeks": [20.0, 30.0] * (n // 2), "has_ended": True,
                "start": pd.Timestamp("2017-06-01"),
            }
        )
        for cohort in ("2017-03-31", "2018-03-31")
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("limit", [26.0, nan], ids=["limit", "no limit"])
@pytest.mark.parametrize("weeks", [30.0, 41.0])
def test_curves_are_at_their_steps_and_all_words_inside_and_clear(
    is_narrow: bool, limit: float, weeks: float
) -> None:
    curves = {name: steps.assign(weeks=[0.0, 20.0, weeks]) for name, steps in CURVES.items()}
    axes = draw_curves(curves, limit, is_narrow=is_narrow)
    drawn = [line for line in axes.lines if line.get_gid() == "curve"]
    assert [list(line.get_ydata()) for line in drawn] == [[100.0, 50.0, 50.0]] * 2
    limits = [line.get_xdata()[0] for line in axes.lines if line.get_gid() == "limit"]
    assert limits == ([26.0] if limit == limit else [])
    width, height = axes.figure.get_size_inches() * 72
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not [1 for box in boxes if min(box.min) < 0 or box.x1 > width or box.y1 > height]
    assert not [1 for one, other in combinations(boxes, 2) if one.overlaps(other)]
    names = [text.get_window_extent() for text in axes.texts if text.get_gid() == "curve-name"]
    assert len(names) == 2 and min(box.y0 for box in names) > axes.get_window_extent().y1  # above all ink


def test_the_newest_cohort_has_the_band_and_the_colour_of_home() -> None:
    axes = draw_curves(CURVES, nan)
    colours = [to_hex(line.get_color()) for line in axes.lines if line.get_gid() == "curve"]
    assert colours == [light("similar").lower(), light("home").lower()]
    (band,) = [band for band in axes.collections if band.get_gid() == "band"]
    assert (band.get_datalim(axes.transData).y0, band.get_datalim(axes.transData).y1) == (20.0, 80.0)


def test_without_a_limit_no_line_stands() -> None:
    axes = draw_curves(CURVES, nan)
    assert [line for line in axes.lines if line.get_gid() == "limit"] == []


def test_the_title_and_the_sentence_say_the_median_the_share_and_their_certainty() -> None:
    times = summarise_court_times(spells(), 1)
    # 8 of 16 ended after 20 weeks: half by 20 to 30 weeks → 25; 8 of 16 within 26 → 50 of 100.
    assert courts_title(times.lengths) == TITLE
    told = length_sentence(times.lengths.iloc[-1])
    assert told.startswith("Care proceedings: half end within 25.0 weeks (95% interval 20.0 to ")
    assert "By 26 weeks 50% have ended (95% interval 28 to 72)." in told


def test_equal_medians_are_not_called_slower() -> None:
    own = pd.DataFrame({"median": [25.0, 25.0]})
    differ = pd.Series({"verdict": "differ"})
    assert _finding(own, differ).startswith("not the same course as the year before (median 25.0 weeks")
    assert _finding(own.assign(median=[25.0, 26.0]), differ).startswith("slower than the year before")


def test_small_counts_are_withheld_and_the_rule_is_stated() -> None:
    times = summarise_court_times(spells(8), 6)  # 4 of each year within the limit, 4 beyond
    text = show_lengths(times.lengths, DAY, 6).text
    assert "withheld | 8 | 8 | 0" in text
    assert text.count("withheld") == 3 + 1  # three shares, and the rule
    assert "% have ended" not in text
    few = summarise_court_times(spells(4), 6).lengths
    assert courts_title(few) == "How long care proceedings take is withheld: the counts are small"
    assert "Counts of 1 to 5 are withheld" in text


def test_the_table_says_of_which_day_it_counts_and_keeps_its_address() -> None:
    lengths = summarise_court_times(spells(), 1).lengths
    earlier, later = (show_lengths(lengths, day, 6) for day in (date(2017, 12, 31), DAY))
    caption = "Weeks by stage and by the year the stage began, as of"
    assert f"{caption} 31 December 2017\n" in earlier.text
    assert f"{caption} 31 March 2018\n" in later.text
    for shown in (earlier, later):
        assert 'id="table-weeks-by-stage-and-by-the-year-the-stage-began"' in shown.html


def test_too_few_cases_have_neither_figures_nor_a_curve() -> None:
    times = summarise_court_times(spells(4), 6)
    records = pd.DataFrame({"provenance": ["local"], "source": ["Our list"]})
    assert "25.0" not in show_lengths(times.lengths, DAY, 6).text
    shown = show_stage("proceedings", times.lengths, times.curves, times.tests, limit=26.0, records=records)
    assert shown.text == "Care proceedings: too few cases to draw a curve."


def test_a_stage_says_what_it_finds_and_whose_records_they_are() -> None:
    times = summarise_court_times(spells(), 1)
    records = pd.DataFrame({"provenance": ["local"], "source": ["Our list"]})
    shown = show_stage("proceedings", times.lengths, times.curves, times.tests, limit=26.0, records=records)
    assert "no clear change (median 25.0 weeks, 25.0 the year before)" in shown.text
    assert "Source: Our list; the council’s own records." in shown.text


def test_the_drift_list_names_cases_the_longest_first_with_reasons() -> None:
    open_cases = spells(2).assign(has_ended=False, weeks=[28.0, 40.0, 10.0, 27.0])
    drift = select_drift(open_cases, {"proceedings": 26.0})
    assert drift["weeks"].tolist() == [40.0, 28.0, 27.0]
    assert "c0001 | 1 June 2017 | 40.0 | Over the limit" in show_drift(drift).text
    assert drift_title(drift.head(1)) == "1 open case drifts: 1 in care proceedings"
    assert drift_title(drift.head(0)) == "No open case drifts"
