"""How many ways of comparing agree, and which choice turns the verdict."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.compare.stability import summarise_stability
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue

Observe = Callable[..., pd.DataFrame]


def neighbours(*lists: tuple[str, str]) -> pd.DataFrame:
    rows = [
        {"model": model, "area_code": "H", "rank": place, "neighbour_code": f"N{name}", "closeness": ""}
        for model, names in lists
        for place, name in enumerate(names, start=1)
    ]
    return pd.DataFrame(rows)


def stability(
    observe: Observe, catalogue: Catalogue, shares: str, home: int, lists: pd.DataFrame
) -> pd.Series:
    rows = [("repeat_percent", "H", "2017-18", home, 100, nan)]
    rows += [
        ("repeat_percent", f"N{k}", "2017-18", int(x), 100, nan)
        for k, x in enumerate(shares.split(), start=1)
    ]
    estimates = summarise_estimates(observe(*rows), catalogue)
    return summarise_stability(estimates, catalogue, neighbours=lists, model="2021", minimum_n=2).iloc[0]


def test_all_ways_agree(observe: Observe, catalogue: Catalogue) -> None:
    found = stability(observe, catalogue, "10 11 12", 60, neighbours(("2021", "123")))
    # 3 averages × (all three + each of three left out) = 12 ways
    assert (found["verdict"], found["n_ways"], found["n_agreeing"]) == ("worse", 12, 12)
    assert (found["share_agreeing"], found["flips"], found["pivotal"]) == (1.0, "", "")


def test_the_turning_choices_are_named(observe: Observe, catalogue: Catalogue) -> None:
    # home 30 of 100: Wilson 21.9 to 39.6. Neighbours 10, 12, 62: mean 28 (similar), median 12 (worse),
    # pooled 28 (similar); without N3 the mean is 11 (worse), without N1 37, without N2 36 (similar)
    found = stability(observe, catalogue, "10 12 62", 30, neighbours(("2021", "123")))
    assert found["verdict"] == "similar"
    assert found["flips"] == "2021 median"
    assert found["pivotal"] == "N3"
    # mean: 3 of 4 agree; pooled the same; median: 12 all; of two left it is their mean: 11, 36, 37
    assert (found["n_ways"], found["n_agreeing"]) == (12, 3 + 3 + 2)
    assert found["share_agreeing"] == pytest.approx(8 / 12)


def test_the_other_list_is_tried(observe: Observe, catalogue: Catalogue) -> None:
    lists = neighbours(("2021", "123"), ("2025", "456"))
    found = stability(observe, catalogue, "10 11 12 60 61 62", 30, lists)
    assert (found["verdict"], found["n_ways"], found["n_agreeing"]) == ("worse", 24, 12)
    assert found["flips"] == "2025 mean;2025 median;2025 pooled"


def test_too_few_neighbours_have_no_share(observe: Observe, catalogue: Catalogue) -> None:
    found = stability(observe, catalogue, "10", 30, neighbours(("2021", "1")))
    assert (found["verdict"], found["n_ways"]) == ("cannot_say", 0)
    assert pd.isna(found["share_agreeing"])
