"""Funnels over frames: baseline, widening, places."""

from collections.abc import Callable
from math import nan

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.analysis.funnels.authorities import summarise_funnel_curves, summarise_funnels
from kpi_lib.catalogue.indicators import Catalogue

Observe = Callable[..., pd.DataFrame]
AREAS = [f"E{place:08d}" for place in range(12)]


def funnels(
    observe: Observe,
    catalogue: Catalogue,
    indicator: str,
    counts: list[float],
    n: float,
    england: float = nan,
) -> pd.DataFrame:
    rows = [(indicator, area, "2017-18", x, n, nan) for area, x in zip(AREAS, counts, strict=True)]
    if england == england:
        rows.append((indicator, "E92000001", "2017-18", nan, nan, england))
    return summarise_funnels(summarise_estimates(observe(*rows), catalogue), catalogue, areas=AREAS)


def test_alike_areas_have_plain_limits(observe: Observe, catalogue: Catalogue) -> None:
    found = funnels(observe, catalogue, "repeat_percent", [20, 21, 19] * 4, 100)
    assert not found["is_overdispersed"].any()
    assert set(found["baseline_source"]) == {"pooled"}
    # sin²(asin √0.2 + 1.959964/(2·√100)) = sin²(0.463648 + 0.097998) = 0.28369
    assert found["upper95"].iloc[0] == pytest.approx(28.37, abs=0.01)
    assert set(found["place"]) == {"within"}


def test_one_far_out_is_seen_and_england_is_the_middle(observe: Observe, catalogue: Catalogue) -> None:
    found = funnels(observe, catalogue, "repeat_percent", [20, 21, 19] * 3 + [20, 21, 60], 100, england=20)
    assert found["baseline"].iloc[0] == 20
    assert found.set_index("area_code").loc[AREAS[-1], "place"] == "high_998"
    assert (found["n_areas"].iloc[0], found["n_left_out"].iloc[0]) == (12, 0)


def test_restless_areas_widen_the_limits(observe: Observe, catalogue: Catalogue) -> None:
    counts = [100, 300, 150, 250, 200, 120, 280, 180, 220, 160, 240, 200]
    found = funnels(observe, catalogue, "referral_rate", counts, 10_000)
    assert found["is_overdispersed"].all()
    # without τ² 100 of 10,000 against 200 is z = (√0.5 − 1)·2√200 = −8.3
    assert not set(found["place"]) & {"high_998", "low_998"}


def test_too_few_areas_have_no_funnel(observe: Observe, catalogue: Catalogue) -> None:
    rows = [("repeat_percent", area, "2017-18", 20, 100, nan) for area in AREAS[:9]]
    estimates = summarise_estimates(observe(*rows), catalogue)
    assert summarise_funnels(estimates, catalogue, areas=AREAS).empty


def test_curves_meet_the_points(observe: Observe, catalogue: Catalogue) -> None:
    rows = [
        ("repeat_percent", area, "2017-18", 20 + place, 100 + 10 * place, nan)
        for place, area in enumerate(AREAS)
    ]
    found = summarise_funnels(summarise_estimates(observe(*rows), catalogue), catalogue, areas=AREAS)
    curve = summarise_funnel_curves(found, catalogue)
    ends = found.sort_values("denominator").iloc[[0, -1]]
    np.testing.assert_allclose(curve.iloc[[0, -1]]["upper998"], ends["upper998"])
