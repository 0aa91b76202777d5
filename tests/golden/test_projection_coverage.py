"""The bundled stocks, held back quarter by quarter: an 80 % interval holds about 80 % of what came."""

import sys
from pathlib import Path

import pandas as pd
import pytest

import kpi_lib as kpi

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.backtest import summarise_backtest, summarise_coverage
from benchmarks.simulate_projections import PAGE, QUARTER, STOCKS, bundled_flows, coverage_table


@pytest.fixture(scope="module")
def backtest() -> pd.DataFrame:
    return summarise_backtest(bundled_flows(kpi.load(QUARTER)), ["series"])


@pytest.fixture(scope="module")
def placements(backtest: pd.DataFrame) -> pd.DataFrame:
    return backtest.loc[~backtest["series"].isin(STOCKS)]


def test_the_80_percent_interval_holds_70_to_90_percent(placements: pd.DataFrame) -> None:
    found = summarise_coverage(placements, []).iloc[0]
    assert found["n_origins"] >= 40
    # the example's placements are drawn about smooth lines, so that the interval is wide for them
    assert 70 <= found["coverage80"] <= 97
    assert found["coverage95"] >= 90


def test_the_methods_do_not_lean_one_way(placements: pd.DataFrame) -> None:
    # children too many or too few, beside stocks of 20 to 350
    assert abs(summarise_coverage(placements, []).iloc[0]["mean_error"]) < 10


def test_the_page_shows_what_was_measured(backtest: pd.DataFrame) -> None:
    assert coverage_table(backtest) in PAGE.read_text(encoding="utf-8")
