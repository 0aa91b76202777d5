"""Teams drawn small, and teams in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.funnels.teams import summarise_beyond
from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.pages.teams.figures import show_outliers
from kpi_lib.pages.teams.words import teams_title, totals_sentence
from kpi_lib.present.charts.team_grid import COLUMNS, WIDTH, draw_team_grid

PERIODS = ["2017-18-Q3", "2017-18-Q4"]


def quarters() -> pd.DataFrame:
    rows = [
        ("Team A", "2017-18-Q3", 50.0, "within"), ("Team A", "2017-18-Q4", 90.0, "high_95"),
        ("Team B", "2017-18-Q4", 10.0, "low_998"),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["area_code", "period", "value", "place"])
    return frame.assign(lower95=30.0, upper95=70.0)


def test_every_team_has_its_cell_and_all_one_scale(timely: Indicator) -> None:
    axes = draw_team_grid(timely, quarters(), PERIODS)
    (line,) = [item for item in axes.lines if item.get_gid() == "teams"]
    x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
    # two quarters and a gap a team; Team B has no third quarter
    assert np.isnan(y).tolist() == [False, False, True, True, False, True]
    assert x[1] < WIDTH / COLUMNS < x[4]
    top, bottom = y[1], y[4]  # the greatest and the least of all figures: ends of the one scale
    assert top < y[0] < bottom and y[0] == pytest.approx((top + bottom) / 2)
    (dots,) = [item for item in axes.lines if item.get_gid() == "outside"]
    assert np.isfinite(np.asarray(dots.get_ydata(), float)).sum() == 2
    assert [text.get_text() for text in axes.texts] == ["Team A", "90.0%", "Team B", "10.0%"]


def funnels(*places: str) -> pd.DataFrame:
    teams = [f"Team {name}" for name in "ABCDE"[: len(places)]]
    return pd.DataFrame(
        {
            "indicator_id": "timely_percent", "area_code": teams,
            "place": places, "value": 70.0, "baseline": 60.0, "lower95": 50.0, "upper95": 65.0,
            "denominator": 40.0, "baseline_source": "pooled",
        }
    )  # fmt: skip


def test_the_title_says_what_chance_alone_would_give() -> None:
    found = pd.concat([funnels("high_95", "within", "within", "within")] * 10)
    # 40 figures, 10 of them beyond; one in twenty is 2
    assert teams_title(summarise_beyond(found)) == (
        "10 of 40 team figures lie beyond what team size explains; up to about 2 would by chance alone"
    )
    assert (
        teams_title(summarise_beyond(found.iloc[:0]))
        == "No figures by team of this area are in the raw files"
    )


def test_a_team_beyond_is_named_with_its_direction_in_words(timely: Indicator) -> None:
    shown = show_outliers(funnels("within", "low_998"), {timely.id: timely})
    assert "▼ far lower worse" in shown.text and "Team\N{NO-BREAK SPACE}B" in shown.text
    assert "Team\N{NO-BREAK SPACE}A" not in shown.text and "not one to blame" in shown.text
    nobody = show_outliers(funnels("within"), {timely.id: timely})
    assert nobody.text.startswith("No team lies beyond")


def test_teams_that_do_not_add_up_are_told() -> None:
    totals = pd.DataFrame({"is_same": [True, False]})
    assert totals_sentence(totals).endswith("in 1 of 2 figures by quarter. The others are listed below.")
    assert totals_sentence(totals.iloc[:1]).endswith("in 1 of 1 figures by quarter.")
