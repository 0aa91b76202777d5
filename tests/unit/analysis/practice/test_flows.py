"""Stocks implied by flows, projected, and held against what came."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.practice.flows import add_implied_stock
from kpi_lib.analysis.practice.projection import summarise_projection
from kpi_lib.core.errors import AnalysisError

QUARTERS = [
    f"{year}-{(year + 1) % 100:02d}-Q{number}" for year in range(2010, 2018) for number in (1, 2, 3, 4)
]


def flows(stock: list[float], entries: object = np.nan, exits: object = np.nan) -> pd.DataFrame:
    """Return quarters that end with 2017-18-Q4."""
    periods = QUARTERS[len(QUARTERS) - len(stock) :]
    return pd.DataFrame(
        {"placement_type": "foster", "period": periods, "stock": stock, "entries": entries, "exits": exits}
    )


def living(seed: int, quarters: int = 20) -> pd.DataFrame:
    """Return a stock that entries (40 a quarter) and exits (a tenth) make, about 400."""
    rng, stock, rows = np.random.default_rng(seed), 400.0, []
    for _ in range(quarters):
        came, went = rng.poisson(40), rng.binomial(int(stock), 0.1)
        stock += came - went
        rows.append((stock, float(came), float(went)))
    columns = [list(column) for column in zip(*rows, strict=True)]
    return flows(*columns).assign(placement_type=f"type {seed}")


def test_the_implied_stock_and_its_gap() -> None:
    found = add_implied_stock(flows([100, 105, 103], [9.0, 10.0, 8.0], [1.0, 6.0, 9.0]))
    # 100 + 10 − 6 = 104, one short of 105; 105 + 8 − 9 = 104, one more than 103
    assert list(found["implied_stock"].fillna(-1)) == [-1, 104, 104]
    assert list(found["gap"].fillna(0)) == [0, 1, -1]
    # from 100 on by flows alone: 104, 103
    assert list(found["running_stock"].fillna(-1)) == [-1, 104, 103]
    assert found["running_gap"].iloc[-1] == 0


def test_a_missing_quarter_implies_nothing() -> None:
    frame = flows([100, 105, 103], [9.0, 10.0, 8.0], [1.0, 6.0, 9.0]).drop(index=1)
    assert add_implied_stock(frame)[["implied_stock", "gap", "running_stock"]].isna().all(axis=None)


def test_a_quarter_twice_is_refused() -> None:
    frame = pd.concat([flows([100.0]), flows([101.0])])
    with pytest.raises(AnalysisError, match="twice"):
        add_implied_stock(frame)


def test_steady_flows_are_projected_about_where_they_lead() -> None:
    found = summarise_projection(living(1), ["placement_type"])
    assert list(found["horizon"]) == list(range(1, 9))
    assert list(found["months"]) == list(range(3, 25, 3))
    assert found["period"].iloc[-1] == "2019-20-Q4"
    assert set(found["method"]) == {"entries_and_exits"}
    last = found.iloc[-1]
    assert last["lower95"] < last["lower80"] < last["projected"] < last["upper80"] < last["upper95"]
    assert last["lower95"] < 400 < last["upper95"]
    width = found["upper80"] - found["lower80"]
    assert width.iloc[-1] > width.iloc[0]


def test_a_stock_alone_drifts_on_with_its_mean_change() -> None:
    found = summarise_projection(flows([100, 112, 118, 131, 139, 152, 160, 171.0]))
    # changes 12, 6, 13, 8, 13, 8, 11: mean 71/7 = 10.1 a quarter, so about 171 + 8·10.1 = 252
    assert found["projected"].iloc[-1] == pytest.approx(252, abs=3)
    assert set(found["method"]) == {"random_walk_with_drift"}


def test_too_short_a_series_says_so() -> None:
    found = summarise_projection(flows([100, 101, 102.0]))
    assert "needs 7" in found["reason"].iloc[0]
    assert found["projected"].isna().all()
    assert summarise_projection(flows([np.nan])).iloc[0]["reason"] == "No stock is known."


def test_a_gap_in_the_stock_starts_the_history_anew() -> None:
    found = summarise_projection(flows([100.0] * 10 + [np.nan] + [100.0] * 3))
    assert "3 unbroken quarters" in found["reason"].iloc[0]


def test_a_stock_that_never_moved_may_yet() -> None:
    last = summarise_projection(flows([3.0] * 10)).iloc[-1]
    assert last["lower95"] < 3 < last["upper95"]
    assert last["lower95"] >= 0


def test_rows_and_other_series_do_not_change_a_projection() -> None:
    alone = summarise_projection(living(1), ["placement_type"])
    both = pd.concat([living(2), living(1).sample(frac=1, random_state=0)])
    beside = summarise_projection(both, ["placement_type"])
    beside = beside.loc[beside["placement_type"].eq("type 1")].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, beside)


def test_a_negative_stock_is_refused() -> None:
    with pytest.raises(AnalysisError, match="negative"):
        summarise_projection(flows([-1.0] * 8))
