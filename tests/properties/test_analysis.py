"""What must hold for any input: order, scale, polarity, and one area's silence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_lib.analysis.change.year_on_year import difference_limits, summarise_changes
from kpi_lib.analysis.compare.benchmark import summarise_comparisons
from kpi_lib.analysis.compare.neighbourhood import Neighbourhood, average_of
from kpi_lib.analysis.compare.verdicts import ABOVE, BELOW, INSIDE, UNKNOWN, verdict_words
from kpi_lib.analysis.estimates.intervals import count_limits, wilson_limits
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Polarity, Theme
from kpi_lib.catalogue.settings import Average

AREAS = [f"E0600000{place}" for place in range(8)]
PERIODS = {"2016-17": "2017-03-31", "2017-18": "2018-03-31"}


def one_catalogue(polarity: Polarity) -> Catalogue:
    item = Indicator.model_validate(
        {
            "id": "repeat_percent", "theme": "x", "title": "t", "plain_title": "t", "definition": "d",
            "numerator": "n", "denominator": "d", "unit": "percent", "measure": "proportion",
            "multiplier": 100,
            "polarity": polarity, "kind": "flow", "is_local": True,
        }
    )  # fmt: skip
    return Catalogue((Theme(id="x", title="x", question="?"),), {item.id: item})


def observe(counts: list[tuple[int, int]]) -> pd.DataFrame:
    keys = [(area, period) for area in AREAS for period in PERIODS]
    frame = pd.DataFrame(keys, columns=["area_code", "period"])
    numbers = pd.DataFrame(counts, columns=["numerator", "denominator"]).astype(float)
    return frame.assign(
        indicator_id="repeat_percent", frequency="year", year=frame["period"], status="ok", token="",
        period_start=pd.Timestamp("2016-04-01"), period_end=pd.to_datetime(frame["period"].map(PERIODS)),
        numerator=numbers["numerator"], denominator=numbers["denominator"], value=np.nan,
        provenance="published", source="a.csv", edition="2018", published=pd.NaT,
        row=frame.index + 2, column=5, note="",
    )  # fmt: skip


NEIGHBOURS = pd.DataFrame(
    {"model": "m", "area_code": AREAS[0], "rank": range(1, 8), "neighbour_code": AREAS[1:], "closeness": ""}
)
MAP = pd.DataFrame({"area_code": AREAS, "region_code": "E12000005"})
pairs = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tables = st.lists(pairs, min_size=16, max_size=16)


def compare(frame: pd.DataFrame, polarity: Polarity = Polarity.LOWER_IS_BETTER) -> pd.DataFrame:
    catalogue = one_catalogue(polarity)
    return summarise_comparisons(
        summarise_estimates(frame, catalogue), catalogue, neighbours=NEIGHBOURS, areas=MAP, minimum_n=5
    )


@settings(max_examples=12, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_row_order_changes_nothing(counts: list[tuple[int, int]], random: object) -> None:
    frame = observe(counts)
    order = list(frame.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(compare(frame), compare(frame.loc[order].reset_index(drop=True)))


@settings(max_examples=12, deadline=None)
@given(tables)
def test_polarity_flips_only_the_words(counts: list[tuple[int, int]]) -> None:
    low, high = (compare(observe(counts), way) for way in list(Polarity)[1::-1])
    swap = {"better": "worse", "worse": "better", "similar": "similar", "cannot_say": "cannot_say"}
    assert low["verdict"].map(swap).tolist() == high["verdict"].tolist()
    np.testing.assert_array_equal(low["comparator_value"], high["comparator_value"])


@settings(max_examples=12, deadline=None)
@given(tables, st.integers(2, 15))
def test_one_silence_changes_no_other_estimate(counts: list[tuple[int, int]], place: int) -> None:
    catalogue = one_catalogue(Polarity.LOWER_IS_BETTER)
    frame = observe(counts)
    hidden = frame.assign(
        status=frame["status"].mask(frame.index == place, "suppressed"),
        numerator=frame["numerator"].mask(frame.index == place),
    )
    before, after = (summarise_estimates(part, catalogue) for part in (frame, hidden))
    silent = frame.loc[place]
    others = ~(before["area_code"].eq(silent["area_code"]) & before["period"].eq(silent["period"]))
    pd.testing.assert_frame_equal(before.loc[others], after.loc[others])
    # and where it does count, the comparison says so
    means = compare(hidden).query("average == 'mean'").set_index("period")
    assert means.loc[silent["period"], "missing"] == silent["area_code"]
    assert means.loc[silent["period"], "n_available"] == 6


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=10))
def test_a_neighbour_equal_to_the_mean_leaves_it(values: list[float]) -> None:
    def mean(row: list[float]) -> float:
        cells = np.array([row])
        return average_of(
            Neighbourhood(cells, cells, cells, np.full(cells.shape, "N"), np.arange(1)),
            Average.MEAN,
            np.ones(1),
        )[0]

    assert mean([*values, mean(values)]) == pytest.approx(mean(values), rel=1e-12, abs=1e-12)


@given(pairs, st.sampled_from([1.0, 100.0, 10_000.0]), st.sampled_from([0.95, 0.998]))
def test_wilson_holds_the_share_and_scales(pair: tuple[int, int], scale: float, level: float) -> None:
    lower, upper = wilson_limits(*pair, level=level, multiplier=scale)
    assert 0 <= lower <= pair[0] / pair[1] * scale * (1 + 1e-12)
    assert pair[0] / pair[1] * scale * (1 - 1e-12) <= upper <= scale
    plain = wilson_limits(*pair, level=level)
    assert (lower, upper) == pytest.approx((plain[0] * scale, plain[1] * scale))


@settings(deadline=None)  # the first call loads scipy
@given(st.integers(0, 10**7))
def test_count_limits_hold_the_count_and_widen_with_the_level(events: int) -> None:
    (low, high), (lower, higher) = count_limits(events), count_limits(events, level=0.998)
    assert lower <= low <= events <= high <= higher


@given(pairs, pairs)
def test_a_change_and_its_reverse_mirror(now: tuple[int, int], before: tuple[int, int]) -> None:
    one, other = ((x / n, *wilson_limits(x, n)) for x, n in (now, before))
    low, high = difference_limits(*one, *other)
    back_low, back_high = difference_limits(*other, *one)
    assert (low, high) == pytest.approx((-back_high, -back_low), abs=1e-12)


@settings(max_examples=12, deadline=None)
@given(tables)
def test_an_improvement_leaves_no_change_out(counts: list[tuple[int, int]]) -> None:
    catalogue = one_catalogue(Polarity.LOWER_IS_BETTER)
    found = summarise_changes(summarise_estimates(observe(counts), catalogue), catalogue)
    moved = found["verdict"].isin(["improved", "got_worse"])
    clear = found["change_lower"].gt(0) | found["change_upper"].lt(0)
    assert (moved == clear).all()
    assert (found.loc[found["verdict"].eq("improved"), "change"] < 0).all()


@given(st.sampled_from([BELOW, INSIDE, ABOVE, UNKNOWN]))
def test_neutral_is_never_better_or_worse(side: int) -> None:
    word = verdict_words(np.array([side]), pd.Series([Polarity.NEUTRAL])).item()
    assert word in {"lower", "similar", "higher", "cannot_say"}
