"""Comparison with neighbours, region, England and target: values, counts, verdicts, reasons."""

from collections.abc import Callable
from math import nan

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.compare.benchmark import summarise_comparisons
from kpi_lib.analysis.compare.neighbourhood import Neighbourhood, average_of, averages_without_each
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.settings import Average

Observe = Callable[..., pd.DataFrame]
ENGLAND, REGION = "E92000001", "E12000005"
AREAS = pd.DataFrame(
    {"area_code": ["H", "N1", "N2", "N3"], "region_code": REGION, "name": ["Home", "One", "Two", "Three"]}
)


def lists(n: int, model: str = "2021-04") -> pd.DataFrame:
    names = [f"N{place}" for place in range(1, n + 1)]
    return pd.DataFrame(
        {"model": model, "area_code": "H", "rank": range(1, n + 1), "neighbour_code": names, "closeness": ""}
    )


def compare(frame: pd.DataFrame, catalogue: Catalogue, **options: object) -> pd.DataFrame:
    given = {"neighbours": lists(3), "areas": AREAS, "minimum_n": 1, **options}
    return summarise_comparisons(summarise_estimates(frame, catalogue), catalogue, **given)


@pytest.fixture
def repeat(observe: Observe) -> pd.DataFrame:
    # home 40 of 100; neighbours 10 of 100, 20 of 100, 90 of 300 (30 %); England 25 %; no region
    return observe(
        ("repeat_percent", "H", "2017-18", 40, 100, nan),
        ("repeat_percent", "N1", "2017-18", 10, 100, nan),
        ("repeat_percent", "N2", "2017-18", 20, 100, nan),
        ("repeat_percent", "N3", "2017-18", 90, 300, nan),
        ("repeat_percent", ENGLAND, "2017-18", nan, nan, 25),
    )


def test_three_averages(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    found = compare(repeat, catalogue).query("comparator == 'neighbours'").set_index("average")
    # mean (10 + 20 + 30) / 3 = 20; median 20; pooled (10 + 20 + 90) / 500 = 24 %
    assert found["comparator_value"].to_dict() == pytest.approx({"mean": 20, "median": 20, "pooled": 24})
    # Wilson 40/100: 30.94 to 49.80 at 95 %, 26.38 to 55.42 at 99.8 %: above 20 at both
    assert set(found["verdict"]) == {"worse"}
    assert set(found["level"]) == {"99.8"}
    assert found["difference"].to_dict() == pytest.approx({"mean": 20, "median": 20, "pooled": 16})


def test_rank_and_band_among_the_four(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    found = compare(repeat, catalogue).query("average == 'mean'").iloc[0]
    # 10, 20, 30, 40, low is best: home is 4th of 4; 40 is above q75 = 32.5: band D
    assert (found["rank"], found["n_ranked"], found["band"]) == (4, 4, "D")


def test_england_region_target(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    found = compare(repeat, catalogue).query("average == ''").set_index("comparator")
    assert found["comparator_value"].to_dict() == pytest.approx(
        {"region": nan, "england": 25, "target": 15}, nan_ok=True
    )
    assert found["verdict"].to_dict() == {"region": "cannot_say", "england": "worse", "target": "worse"}
    assert found.loc["region", "reason"] == "There is no figure for the region's figure."


def test_missing_neighbours_are_counted_and_named(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    hidden = repeat.assign(
        status=["ok", "ok", "suppressed", "ok", "ok"], numerator=repeat["numerator"].mask(repeat.index == 2)
    )
    found = compare(hidden, catalogue).query("average == 'mean'").iloc[0]
    assert (found["n_available"], found["n_expected"], found["missing"]) == (2, 3, "Two")
    assert found["comparator_value"] == pytest.approx(20)


def test_too_few_neighbours(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    found = compare(repeat, catalogue, minimum_n=4).query("average == 'mean'").iloc[0]
    assert found["verdict"] == "cannot_say"
    assert found["reason"] == "Only 3 of 3 neighbours can be used, fewer than the 4 needed."
    assert found["comparator_value"] == pytest.approx(20)
    assert pd.isna(found["rank"]) and found["band"] == ""


def test_pooled_needs_counts(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    bare = repeat.assign(
        numerator=repeat["numerator"].mask(repeat.index == 3),
        denominator=repeat["denominator"].mask(repeat.index == 3),
        value=[nan, nan, nan, 30, 25],
    )
    found = compare(bare, catalogue).query("comparator == 'neighbours'").set_index("average")
    assert found["n_available"].to_dict() == {"mean": 3, "median": 3, "pooled": 2}
    assert found.loc["pooled", "comparator_value"] == pytest.approx(15)
    assert found.loc["pooled", "missing"] == "Three"


def test_neutral_has_no_rank_and_no_better(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(
        ("referral_rate", "H", "2017-18", 400, 10_000, nan),
        ("referral_rate", "N1", "2017-18", 100, 10_000, nan),
    )
    found = compare(frame, catalogue, neighbours=lists(1)).query("average == 'mean'").iloc[0]
    assert (found["verdict"], found["band"]) == ("higher", "")
    assert pd.isna(found["rank"]) and pd.isna(found["n_ranked"])


def test_touching_is_similar(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    lower = summarise_estimates(repeat, catalogue).query("area_code == 'H'")["lower"].item()
    touching = repeat.assign(value=[nan, nan, nan, nan, lower])
    found = compare(touching, catalogue).query("comparator == 'england'").iloc[0]
    assert (found["verdict"], found["level"]) == ("similar", "")


def test_two_models_side_by_side(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    both = pd.concat([lists(3), lists(1, "2025-05")])
    found = compare(repeat, catalogue, neighbours=both).query("average == 'mean'").set_index("model")
    assert found["comparator_value"].to_dict() == pytest.approx({"2021-04": 20, "2025-05": 10})


def test_an_area_without_a_list(repeat: pd.DataFrame, catalogue: Catalogue) -> None:
    found = compare(repeat, catalogue, home=["N1"]).query("average == 'mean'").iloc[0]
    assert (found["n_expected"], found["verdict"]) == (0, "cannot_say")
    assert found["reason"] == "The list names no neighbours for this area."


def test_a_yearly_target_is_silent_on_a_quarter(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(("repeat_percent", "H", "2017-18-Q4", 40, 100, nan))
    assert "target" in set(compare(frame, catalogue)["comparator"])


@pytest.mark.parametrize("average", list(Average))
def test_leaving_each_out_is_leaving_it_out(average: Average) -> None:
    rng = np.random.default_rng(1)
    n = rng.integers(20, 60, (6, 5)).astype(float)
    x = np.floor(n * rng.random((6, 5)))
    x[0, :2], x[1, 1:], x[2] = nan, nan, nan
    hood = Neighbourhood(x / n * 100, x, n, np.full((6, 5), "N", dtype=object), np.arange(6))
    found = averages_without_each(hood, average, np.full(6, 100.0))
    for place in range(5):
        parts = [np.delete(part, place, axis=1) for part in (hood.values, x, n, hood.lists)]
        expected = average_of(Neighbourhood(*parts, np.arange(6)), average, np.full(6, 100.0))
        expected = np.where(np.isnan(hood.values[:, place]), nan, expected)
        np.testing.assert_allclose(found[:, place], expected, rtol=1e-12)
