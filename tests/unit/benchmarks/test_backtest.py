"""Projections held back and compared with what came."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.backtest import summarise_backtest, summarise_coverage

PERIODS = [
    f"{year}-{(year + 1) % 100:02d}-Q{number}" for year in range(2010, 2018) for number in (1, 2, 3, 4)
]


def living(seed: int, quarters: int) -> pd.DataFrame:
    """Return a stock that entries (40 a quarter) and exits (a tenth) make, about 400, up to 2017-18-Q4."""
    rng, stock, rows = np.random.default_rng(seed), 400.0, []
    for _ in range(quarters):
        came, went = rng.poisson(40), rng.binomial(int(stock), 0.1)
        stock += came - went
        rows.append((stock, float(came), float(went)))
    flows = pd.DataFrame(rows, columns=["stock", "entries", "exits"])
    return flows.assign(placement_type=f"type {seed}", period=PERIODS[len(PERIODS) - quarters :])


def test_the_backtest_knows_only_what_was_known_then() -> None:
    flows = living(1, 10)
    backtest = summarise_backtest(flows, ["placement_type"])
    # the first origin has seven quarters; three come after it, then two, then one
    assert backtest.groupby("origin", sort=False).size().tolist() == [3, 2, 1]
    changed = flows.assign(stock=flows["stock"].mask(flows.index == 9, 9_999.0))
    again = summarise_backtest(changed, ["placement_type"])
    assert list(again["projected"]) == list(backtest["projected"])


def test_where_the_model_is_true_the_intervals_hold_what_they_say() -> None:
    backtest = summarise_backtest(pd.concat([living(seed, 12) for seed in range(12)]), ["placement_type"])
    coverage = summarise_coverage(backtest, []).iloc[0]
    assert coverage["n_origins"] == 60
    assert 70 <= coverage["coverage80"] <= 92
    assert coverage["coverage95"] > 88
