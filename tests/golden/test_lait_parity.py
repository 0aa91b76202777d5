"""DfE's LAIT, recomputed plainly here and compared with ours, for every authority and indicator.

The neighbour lists, polarity and figures are DfE's own files under ../shared/data/real.
"""

from pathlib import Path
from statistics import fmean, median

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.compare.benchmark import summarise_comparisons
from kpi_lib.analysis.compare.ranks import quantile_bounds, quartile_bands, ranks_among
from kpi_lib.analysis.compare.stability import summarise_stability
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Polarity, Theme, Unit
from kpi_lib.catalogue.neighbours import load_neighbours

LAIT = Path(__file__).resolve().parents[3] / "shared" / "data" / "real" / "lait"
SOCIAL_CARE = ("Children in Need", "Child Protection", "Children Looked After", "Adoption")
FIRST_REGION_NUMBER = 970
WAYS = {"High": Polarity.HIGHER_IS_BETTER, "Low": Polarity.LOWER_IS_BETTER}

pytestmark = pytest.mark.skipif(
    not LAIT.is_dir(), reason="DfE's LAIT data (../shared/data/real/lait) is absent"
)


@pytest.fixture(scope="module")
def dictionary() -> pd.DataFrame:
    table = pd.read_csv(LAIT / "lait_data_dictionary.csv", encoding_errors="replace")
    return table.drop_duplicates("Measure_short").set_index("Measure_short")


@pytest.fixture(scope="module")
def latest() -> pd.DataFrame:
    table = pd.read_parquet(LAIT / "bds_long_0.parquet")
    table = table.loc[table["LA Number"].lt(FIRST_REGION_NUMBER)]
    newest = table.groupby("Short Desc")["Years"].transform("max")
    table = table.loc[table["Years"].eq(newest)]
    return pd.DataFrame(
        {
            "measure": table["Short Desc"],
            "area_code": table["LA Number"].astype(int).astype("str"),
            "value": pd.to_numeric(table["Values"], errors="coerce"),
        }
    ).reset_index(drop=True)


@pytest.fixture(scope="module")
def lists() -> pd.DataFrame:
    table = load_neighbours()
    return table.assign(
        area_code=table["dfe_number"].astype("str"), neighbour_code=table["neighbour_number"].astype("str")
    )


@pytest.fixture(scope="module")
def catalogue(latest: pd.DataFrame, dictionary: pd.DataFrame) -> Catalogue:
    items = [
        Indicator(
            id=f"m{place}", theme="t", title=name, plain_title=name, definition=name, numerator="n",
            unit=Unit.COUNT, measure=Measure.AMOUNT, kind=Kind.FLOW, is_local=True,
            polarity=WAYS.get(dictionary["Polarity"].get(name), Polarity.NEUTRAL),
        )
        for place, name in enumerate(latest["measure"].unique())
    ]  # fmt: skip
    return Catalogue((Theme(id="t", title="t", question="?"),), {item.id: item for item in items})


@pytest.fixture(scope="module")
def estimates(latest: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """LAIT's figures have no interval: with the value as its own limits the verdict is the plain side."""
    ids = {item.title: item.id for item in catalogue}
    return pd.DataFrame(
        {
            "indicator_id": latest["measure"].map(ids), "area_code": latest["area_code"], "basis": "year",
            "period": "2024-25", "numerator": np.nan, "denominator": np.nan, "value": latest["value"], "decimals": pd.NA,
            "lower": latest["value"], "upper": latest["value"], "lower998": latest["value"],
            "upper998": latest["value"], "status": "ok",
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain(estimates: pd.DataFrame, lists: pd.DataFrame) -> dict[tuple[str, str, str], list[float]]:
    """The neighbours' published values by model, indicator and area, by plain dictionary look-ups."""
    known = {
        (row.indicator_id, row.area_code): row.value
        for row in estimates.itertuples()
        if row.value == row.value
    }
    members: dict[tuple[str, str], list[str]] = {}
    for row in lists.sort_values("rank").itertuples():
        members.setdefault((row.model, row.area_code), []).append(row.neighbour_code)
    return {
        (model, indicator, area): [known[indicator, code] for code in codes if (indicator, code) in known]
        for (model, area), codes in members.items()
        for indicator in estimates["indicator_id"].unique()
    }


def test_neighbour_means_and_counts(
    estimates: pd.DataFrame, catalogue: Catalogue, lists: pd.DataFrame, plain: dict
) -> None:
    areas = pd.DataFrame({"area_code": lists["area_code"].unique(), "region_code": ""})
    found = summarise_comparisons(estimates, catalogue, neighbours=lists, areas=areas).query(
        "average in ['mean', 'median']"
    )
    assert len(found) > 200_000
    keys = list(zip(found["model"], found["indicator_id"], found["area_code"], strict=True))
    assert found["n_available"].tolist() == [len(plain.get(key, [])) for key in keys]
    average = {"mean": fmean, "median": median}
    expected = [
        average[name](plain[key]) if plain.get(key) else np.nan
        for name, key in zip(found["average"], keys, strict=True)
    ]
    np.testing.assert_allclose(found["comparator_value"], expected, rtol=1e-9, atol=1e-12)


def test_national_rank_and_band(latest: pd.DataFrame, dictionary: pd.DataFrame) -> None:
    checked = 0
    for measure, group in latest.groupby("measure"):
        polarity = WAYS.get(dictionary["Polarity"].get(measure))
        values = group["value"].dropna().to_numpy()
        if polarity is None or not values.size:
            continue
        is_low = polarity is Polarity.LOWER_IS_BETTER
        ranks = [
            1 + sum(other < v if is_low else other > v for other in values.tolist()) for v in values.tolist()
        ]
        assert (
            ranks_among(values, np.broadcast_to(values, (values.size, values.size)), polarity).tolist()
            == ranks
        )
        cuts = np.quantile(values, [0, 0.25, 0.5, 0.75, 1])
        np.testing.assert_allclose(quantile_bounds(values), cuts, rtol=1e-9, atol=1e-12)
        letters = "ABCD" if is_low else "DCBA"
        bands = [letters[sum(v > cut for cut in cuts[1:4].tolist())] for v in values.tolist()]
        assert quartile_bands(values, cuts, polarity).tolist() == bands
        checked += values.size
    assert checked > 30_000


def test_how_often_the_choice_changes_the_side(
    estimates: pd.DataFrame, catalogue: Catalogue, lists: pd.DataFrame, dictionary: pd.DataFrame
) -> None:
    """The project's method note measured 8.8 %, 10.7 % and 26.5 % over 7,846 pairs.

    It does not say which of the topics' measures it took; these 8,755 pairs are all of them, and the
    three shares differ by 0.2 to 0.5 points.
    """
    topics = dictionary.index[dictionary["Topic"].isin(SOCIAL_CARE) & dictionary["Polarity"].isin(WAYS)]
    ids = [item.id for item in catalogue if item.title in topics]
    some = estimates.loc[estimates["indicator_id"].isin(ids)]
    found = summarise_stability(some, catalogue, neighbours=lists, model="2025-05", minimum_n=1)
    areas = pd.DataFrame({"area_code": lists["area_code"].unique(), "region_code": ""})
    means = summarise_comparisons(some, catalogue, neighbours=lists, areas=areas, minimum_n=1).query(
        "average == 'mean'"
    )
    both = means.pivot(index=["indicator_id", "area_code"], columns="model", values=["n_available", "value"])
    n = both["n_available"].astype(float)
    usable = (n > 0).all(axis=1) & both["value"]["2025-05"].notna()
    assert usable.sum() == 8755
    flips = found.set_index(["indicator_id", "area_code"]).loc[usable.index[usable], "flips"]
    by_average = flips.str.split(";").map(lambda names: "2025-05 median" in names).mean()
    by_list = flips.str.split(";").map(lambda names: "2021-04 mean" in names).mean()
    few = n.loc[usable, "2025-05"].lt(10).mean()
    assert 100 * by_average == pytest.approx(8.8, abs=0.3)
    assert 100 * by_list == pytest.approx(10.7, abs=0.5)
    assert 100 * few == pytest.approx(26.5, abs=0.5)
