"""Ranks with their range, and positions among all authorities."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.compare.national import summarise_national_positions
from kpi_lib.analysis.compare.rank_ranges import summarise_rank_ranges
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue

Observe = Callable[..., pd.DataFrame]


def test_a_rank_comes_with_its_range(observe: Observe, catalogue: Catalogue) -> None:
    # low is better. Home 30 of 100; N1 5 and N2 90 are clear; N3 28 and N4 33 are not; N5 has no counts
    shares = {"N1": 5, "N2": 90, "N3": 28, "N4": 33}
    rows = [
        ("repeat_percent", "H", "2017-18", 30, 100, nan),
        ("repeat_percent", "N5", "2017-18", nan, nan, 1),
    ]
    rows += [("repeat_percent", name, "2017-18", x, 100, nan) for name, x in shares.items()]
    lists = pd.DataFrame(
        {
            "model": "m",
            "area_code": "H",
            "rank": range(1, 6),
            "neighbour_code": ["N1", "N2", "N3", "N4", "N5"],
        }
    )
    estimates = summarise_estimates(observe(*rows), catalogue)
    found = summarise_rank_ranges(estimates, catalogue, neighbours=lists, home=["H"]).iloc[0]
    # ahead: N1, N3, N5 → 4th of 6; surely ahead only N1, surely behind only N2
    assert found[["rank", "n_ranked", "rank_best", "rank_worst"]].tolist() == [4, 6, 2, 5]


def test_positions_among_all(observe: Observe, catalogue: Catalogue) -> None:
    rows = [("repeat_percent", f"A{k}", "2017-18", nan, nan, x) for k, x in enumerate([10, 20, 20, 40])]
    estimates = summarise_estimates(observe(*rows), catalogue)
    found = summarise_national_positions(estimates, catalogue, authorities=["A0", "A1", "A2", "A3", "A4"])
    assert found["rank"].tolist() == [1, 2, 2, 4]
    # cut points 17.5, 20, 25
    assert found["band"].tolist() == ["A", "B", "B", "D"]
    assert found["percentile"].tolist() == pytest.approx([12.5, 50, 50, 87.5])
    assert (found["n_ranked"].iloc[0], found["n_authorities"].iloc[0]) == (4, 5)


def test_half_a_nation_is_none(observe: Observe, catalogue: Catalogue) -> None:
    estimates = summarise_estimates(observe(("repeat_percent", "A0", "2017-18", nan, nan, 10)), catalogue)
    assert summarise_national_positions(estimates, catalogue, authorities=["A0", "A1"]).empty


def test_demand_has_a_percentile_and_no_rank(observe: Observe, catalogue: Catalogue) -> None:
    rows = [("referral_rate", f"A{k}", "2017-18", nan, nan, 10.0 * k) for k in range(4)]
    estimates = summarise_estimates(observe(*rows), catalogue)
    found = summarise_national_positions(estimates, catalogue, authorities=["A0", "A1", "A2", "A3"])
    assert found["rank"].isna().all() and found["band"].eq("").all()
    assert found["percentile"].tolist() == pytest.approx([12.5, 37.5, 62.5, 87.5])
