"""The bundled placements, held back quarter by quarter: an 80 % interval holds about 80 % of what came."""

from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.analysis.flows.backtest import summarise_backtest, summarise_coverage

COUNTS = Path(__file__).parents[2] / "data" / "raw" / "money" / "placement_counts.csv"


@pytest.fixture(scope="module")
def backtest() -> pd.DataFrame:
    counts = pd.read_csv(COUNTS).rename(columns={"quarter": "period", "children": "stock"})
    flows = counts.assign(
        entries=counts["came_into_care"] + counts["moved_in"], exits=counts["left_care"] + counts["moved_out"]
    )
    return summarise_backtest(flows, ["placement_type"])


def test_the_80_percent_interval_holds_70_to_90_percent(backtest: pd.DataFrame) -> None:
    found = summarise_coverage(backtest, []).iloc[0]
    assert found["n_origins"] >= 40
    assert 70 <= found["coverage80"] <= 90
    assert found["coverage95"] >= 90


def test_the_methods_do_not_lean_one_way(backtest: pd.DataFrame) -> None:
    # children too many or too few, beside stocks of 20 to 350
    assert abs(summarise_coverage(backtest, []).iloc[0]["mean_error"]) < 10
