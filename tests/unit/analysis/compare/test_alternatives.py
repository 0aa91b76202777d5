"""Every way of comparing, against the same comparison drawn on a list without that neighbour."""

from collections.abc import Callable
from math import nan

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.benchmark import summarise_comparisons
from kpi_lib.analysis.compare.stability import summarise_alternatives, summarise_stability
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.settings import Average

MINIMUM = 3
SIZES = {"N1": 100, "N2": 400, "N3": 50, "N4": 100, "N5": 900}
LISTS = {"2021": ["N1", "N2", "N3", "N4"], "2025": ["N4", "N5", "N1", "N6"]}
"""N6 has no figure; without it nothing changes, and with it the second list has three."""


def neighbours(lists: dict[str, list[str]]) -> pd.DataFrame:
    rows = [
        {"model": model, "area_code": "H", "rank": place, "neighbour_code": code}
        for model, codes in lists.items()
        for place, code in enumerate(codes, start=1)
    ]
    return pd.DataFrame(rows)


def figures(observe: Callable[..., pd.DataFrame], catalogue: Catalogue) -> pd.DataFrame:
    shares = {"N1": 10, "N2": 12, "N3": 62, "N4": 31, "N5": 20}
    rows = [("repeat_percent", "H", "2017-18", 30, 100, nan)]
    rows += [
        ("repeat_percent", code, "2017-18", share * SIZES[code] / 100, SIZES[code], nan)
        for code, share in shares.items()
    ]
    return summarise_estimates(observe(*rows), catalogue)


def test_each_way_is_the_comparison_on_the_list_without_that_neighbour(
    observe: Callable[..., pd.DataFrame], catalogue: Catalogue
) -> None:
    estimates = figures(observe, catalogue)
    found = summarise_alternatives(
        estimates, catalogue, neighbours=neighbours(LISTS), home=["H"], minimum_n=MINIMUM
    ).set_index(["model", "average", "left_out"])
    assert len(found) == 2 * 3 * (1 + 4)
    areas = pd.DataFrame({"area_code": ["H"], "region_code": ["R"]})
    for model, codes in LISTS.items():
        for left_out in ("", *codes):
            rest = neighbours({model: [code for code in codes if code != left_out]})
            drawn = summarise_comparisons(
                estimates, catalogue, neighbours=rest, areas=areas, home=["H"], minimum_n=MINIMUM
            )
            for average in map(str, Average):
                own = drawn[drawn["comparator"].eq("neighbours") & drawn["average"].eq(average)].iloc[0]
                way = found.loc[(model, average, left_out)]
                assert way["verdict"] == own["verdict"], (model, average, left_out)
                if own["verdict"] != "cannot_say":
                    assert np.isclose(way["comparator_value"], own["comparator_value"])


def test_the_ways_are_those_that_stability_counts(
    observe: Callable[..., pd.DataFrame], catalogue: Catalogue
) -> None:
    estimates = figures(observe, catalogue)
    lists = neighbours(LISTS)
    ways = summarise_alternatives(estimates, catalogue, neighbours=lists, home=["H"], minimum_n=MINIMUM)
    counted = summarise_stability(
        estimates, catalogue, neighbours=lists, model="2021", home=["H"], minimum_n=MINIMUM
    ).iloc[0]
    tried = ways[ways["verdict"].ne("cannot_say") & ways["left_out"].ne("N6")]
    assert len(tried) == counted["n_ways"]
    assert tried["verdict"].eq(counted["verdict"]).sum() == counted["n_agreeing"]
