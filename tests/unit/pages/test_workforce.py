"""The workforce on the page: bars and dots by their artists, sentences worked by hand."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.practice.workforce import summarise_bands
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import parse_period
from kpi_lib.pages.workforce.associations import show_associations
from kpi_lib.pages.workforce.distributions import show_distribution
from kpi_lib.pages.workforce.staff import (
    TWO_AVERAGES,
    LocalFigure,
    caseload_lines,
    changes_lines,
    show_local,
    workforce_title,
)
from kpi_lib.present.charts.associations import draw_associations
from kpi_lib.present.charts.band_bars import draw_band_bars
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANCE, COMPARISONS, NEIGHBOURS_AVERAGE

CATALOGUE = load_catalogue()
Q4 = parse_period("2017-18-Q4")
BARS = pd.DataFrame(
    {"share": [20.0, 80.0, nan], "before": [30.0, nan, 70.0]}, index=["1–9", "10–14", "15 or more"]
)
LAGS = pd.DataFrame(
    {
        "leading": "caseload_average", "following": "rereferral_percent", "lag": [0, 1], "n_pairs": [16, 15],
        "correlation": [0.5, nan], "lower": [0.1, nan], "upper": [0.8, nan],
        "verdict": ["associated", "cannot_say"],
    }
)  # fmt: skip


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_bars_stand_from_zero_with_their_figures_and_a_line_at_the_year_before(is_narrow: bool) -> None:
    axes = draw_band_bars(BARS, "Cases held", is_narrow=is_narrow)
    assert [(bar.get_y(), bar.get_height()) for bar in axes.patches] == [(0, 20.0), (0, 80.0)]
    (before,) = [lines for lines in axes.collections if lines.get_gid() == "before"]
    assert [segment[0][1] for segment in before.get_segments()] == [30.0, 70.0]
    figures = [text for text in axes.texts if text.get_gid() == "figure"]
    # above the bar or the line, whichever is higher, so that neither crosses it
    assert [(text.get_text(), text.xy[1]) for text in figures] == [("20%", 30.0), ("80%", 80.0)]


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_a_bands_name_on_two_lines_stands_clear_of_the_axis_name(is_narrow: bool) -> None:
    labels = ["1–9", "10–14", "15–19", "20–24", "25–29", "30 or more"]
    bars = pd.DataFrame({"share": 20.0, "before": nan}, index=labels)
    axes = draw_band_bars(bars, "Cases held", is_narrow=is_narrow)
    axes.figure.draw_without_rendering()
    (unit,) = [text.get_window_extent() for text in axes.texts if text.get_gid() == "unit"]
    names = [label.get_window_extent() for label in axes.get_xticklabels()]
    assert ("\n" in axes.get_xticklabels()[-1].get_text()) is is_narrow
    assert not [1 for box in names if box.overlaps(unit)]
    assert unit.y0 >= 0


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_correlation_stands_with_its_interval_and_what_cannot_be_said_says_so(is_narrow: bool) -> None:
    label = CATALOGUE["three_social_workers_percent"].title
    axes = draw_associations(LAGS.assign(title=label), is_narrow=is_narrow)
    dots = [line for line in axes.lines if line.get_gid() == "correlation"]
    assert [dot.get_xdata()[0] for dot in dots] == [0.5]
    (interval,) = [lines for lines in axes.collections if lines.get_gid() == "interval"]
    assert [segment[:, 0].tolist() for segment in interval.get_segments()] == [[0.1, 0.8]]
    assert [text.get_text() for text in axes.texts if text.get_gid() == "cannot-say"] == ["cannot say"]
    renderer = axes.figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in axes.texts]
    assert min(box.x0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= axes.figure.get_figwidth() * 72


def test_every_association_says_that_it_is_no_more() -> None:
    indicators = CATALOGUE.indicators
    for verdict, words in (
        ("associated", f"By {CHANCE}, these move with referrals within 12"),
        ("no_clear_association", f"by {CHANCE} (one test made)"),
    ):
        found = LAGS.assign(verdict=[verdict, "cannot_say"])
        shown = show_associations(indicators["rereferral_percent"], found, indicators)
        assert words in shown.text and "association only. " in shown.text
        assert "it does not say that one brings about the other" in shown.text
    untested = LAGS.assign(correlation=nan)
    nothing = show_associations(indicators["rereferral_percent"], untested, indicators)
    assert "too few quarters" in nothing.text and "Association only" in nothing.text


def test_a_distribution_is_shown_beside_the_year_before_and_withheld_where_small() -> None:
    counts = pd.DataFrame(
        {"quarter": ["2016-17-Q4"] * 2 + ["2017-18-Q4"] * 2, "n": [1, 2, 1, 2], "children": [50, 50, 60, 3]}
    )
    records = pd.DataFrame({"provenance": ["local"], "source": ["Our list"]})
    texts = [
        show_distribution(
            summarise_bands(counts, "n", "children", ((1, 1), (2, None)), least=least), Q4, records,
            title="Workers", finding="Found", across="Number", lines=["A line"], method=[],
        ).text
        for least in (1, 6)
    ]  # fmt: skip
    # 60 of 63 children → 95 %; 3 of 63 → 5 %; the year before 50 of 100 each.
    assert "2 or more | 3 | 5 | 50 | 50" in texts[0]
    assert texts[1] == "Workers: too few to show."


def test_sentences_of_caseloads_and_changes_carry_their_certainty() -> None:
    now = pd.Series(
        {
            "n_workers": 148, "median": 16.0, "p90": 25.3, "mean": 16.59, "share_above": 40.5,
            "share_lower": 33.0, "share_upper": 48.6,
        }
    )  # fmt: skip
    assert caseload_lines(now, 17.7) == [
        "Half of 148 social workers hold 16 cases or fewer, one in ten 25 or more (mean 16.6)",
        "In all, 41% hold more than England’s average of 17.7 (95% interval 33 to 49)",
        TWO_AVERAGES,
    ]
    assert len(caseload_lines(now, nan)) == 2
    row = pd.Series({"value": 33.04, "lower": 29.9, "upper": 36.4})
    assert changes_lines(row, row, CATALOGUE["three_social_workers_percent"])[1] == (
        "33% of children looked after had three or more changes in the year (95% interval 30% to 36%)"
    )


def test_withheld_caseloads_and_changes_tell_no_figure() -> None:
    figures = dict.fromkeys(["n_workers", "median", "p90", "mean", "share_above", "value"], nan)
    few = pd.Series({**figures, "reason": "Withheld: the counts are small."})
    indicator = CATALOGUE["three_social_workers_percent"]
    assert caseload_lines(few, 17.7) == ["Withheld: the counts are small"]
    assert changes_lines(few, few, indicator) == ["Withheld: the counts are small"]
    many = pd.Series({"value": 33.04, "lower": 29.9, "upper": 36.4})
    assert len(changes_lines(many, few, indicator)) == 1
    shares = pd.Series({"n_workers": 20, "median": 16.0, "p90": 25.3, "mean": 16.59, "share_above": nan})
    assert len(caseload_lines(shares, 17.7)) == 2


def test_the_title_names_only_figures_that_are_worse() -> None:
    indicator = CATALOGUE["social_worker_vacancy_percent"]
    row = pd.Series({"provenance": "published", "value": 24.6, "verdict": "worse"})
    compared, alone = Headline(indicator, row, None, row), Headline(indicator, row)
    assert (
        workforce_title([compared]).lower()
        == f"{COMPARISONS['worse'].phrase} {NEIGHBOURS_AVERAGE}: social worker vacancies"
    )
    assert workforce_title([alone]).startswith("Workforce and practice")
    better = Headline(indicator, row, None, row.replace("worse", "better"))
    assert workforce_title([better]).startswith("No workforce figure is worse")


def test_the_councils_figure_stands_beside_the_census() -> None:
    def row(value: float) -> pd.Series:
        return pd.Series({"value": value})

    figures = [
        LocalFigure(CATALOGUE["social_worker_vacancy_percent"], row(23.8), row(nan), row(24.6)),
        LocalFigure(CATALOGUE["caseload_average"], row(nan), row(nan), row(19.5)),
    ]
    text = show_local(figures, Q4, link="indicators/{slug}.html").text
    assert "Social worker vacancies | 23.8% | none | 24.6%" in text
    assert "caseload" not in text.lower()
