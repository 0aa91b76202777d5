"""One quarter of one area, loaded from the example's data, and from a real council's."""

import numpy as np
import pandas as pd
import pytest

import kpi_lib as kpi
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Measure
from kpi_lib.core.errors import CatalogueError, DataError
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import Project
from kpi_lib.pack.results import compute_funnels


@pytest.fixture(scope="module")
def pack() -> kpi.Pack:
    return kpi.load("2017-18-Q4")


@pytest.fixture(scope="module")
def real(worcestershire: Project) -> kpi.Pack:
    return load_pack("2017-18-Q4", project=worcestershire)


def test_a_quarter_in_any_spelling_and_an_area_by_name_are_the_same_pack(pack):
    assert kpi.load("Jan-Mar 2018", "Fernshire") is pack


def test_the_published_plan_rate_of_2018_is_what_dfe_published(real):
    # DfE, Characteristics of children in need, 2024 edition, table D1: 424 plans, 36.3 per 10,000.
    row = real.figures("child_protection_plan_rate", basis="year").set_index("year").loc["2017-18"]
    assert (row["numerator"], row["value"]) == (424, 36.3)
    assert row["source"] == "published/children-in-need-2024.csv"


def test_england_stands_beside_it(pack):
    rows = pack.comparisons("child_protection_plan_rate", basis="year")
    england = rows.loc[rows["comparator"].eq("england") & rows["period"].eq("2017-18")]
    assert england["comparator_value"].tolist() == [45.9]


def test_where_a_council_has_no_returns_its_headlines_are_judged_by_the_year(real):
    change = real.headlines["assessment_45_days_percent"].change
    assert (change["basis"], round(change["earlier_value"], 1)) == ("year", 72.4)


def test_nothing_later_than_the_quarter_is_in_the_pack():
    earlier = kpi.load("2017-18-Q3")
    assert earlier.figures(area="all")["period_end"].max() == pd.Timestamp("2017-12-31")


def test_a_frame_may_be_changed_without_changing_the_pack(pack):
    frame = pack.figures("referral_rate")
    frame["value"] = 0.0
    assert pack.figures("referral_rate")["value"].gt(0).all()


@pytest.mark.parametrize(
    ("ask", "error", "hint"),
    [
        (lambda pack: kpi.load("2031-32-Q1"), DataError, "2017-18"),
        (lambda pack: kpi.load("2017-18"), DataError, "2017-18-Q4"),
        (lambda pack: kpi.load("2017-18-Q4", "Worcestershir"), CatalogueError, "Worcestershire"),
        (lambda pack: kpi.pages.indicator(pack, "referal_rate"), CatalogueError, "referral_rate"),
        (lambda pack: kpi.pages.theme(pack, "frontdoor"), CatalogueError, "front-door"),
    ],
)
def test_what_cannot_be_loaded_is_refused_with_the_nearest(pack, ask, error, hint):
    with pytest.raises(error, match=hint):
        ask(pack)


def test_indicators_are_found_by_words():
    assert kpi.indicators("re-referral")["id"].tolist() == ["rereferral_percent"]
    for typed in ("help a child children's", "help a child children’s"):
        assert kpi.indicators(typed)["id"].tolist() == ["referral_rate"]


def test_no_dot_of_a_funnel_tells_a_count_of_few_by_its_share_and_size(pack):
    # North Yorkshire, 2017-18: DfE prints 99.2% and 636 conferences on time, which implies 641 in all and
    # 5 that were late; its size is printed nowhere by DfE and would be told by us.
    shares = [item.id for item in pack.catalogue if item.measure is Measure.PROPORTION]
    rows = pack.comparisons(basis="year")
    funnels = compute_funnels(pack.results.estimates, rows, pack.catalogue, load_areas())
    dots = funnels.loc[funnels["indicator_id"].isin(shares)]
    size = dots["denominator"].round()
    for share in (dots["value"], 100 - dots["value"]):  # printed to a tenth
        least, most = (((share + off) * size / 100) for off in (-0.05, 0.05))
        assert not (np.ceil(least).ge(1) & np.floor(most).le(5)).any()
    assert len(dots) > 500
