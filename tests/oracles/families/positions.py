"""Oracles of ranks, bands, quantile groups and cut points."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, isnan
from typing import Any

import numpy as np

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    is_true,
    number,
    numbers,
    polarity,
    rows_of,
    same,
    words,
)
from kpi_lib.analysis.compare.ranks import quantile_bounds, quartile_bands, ranks_among
from kpi_lib.catalogue.indicators import Polarity

OUTSIDE_WORD, NO_POLARITY_WORD = "Error", "-"


def band_word(value: float, bounds: list[float], way: Polarity) -> str:
    """Return a LAIT band as LAIT prints it: `Error` outside the bounds, `-` without polarity."""
    if way == Polarity.NEUTRAL:
        return NO_POLARITY_WORD
    band = str(quartile_bands(value, bounds, way))
    return "" if isnan(value) else band or OUTSIDE_WORD


def _check_bands(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["lait_bands"]):
        bounds = [number(part) for part in (row.q0, row.q25, row.q50, row.q75, row.q100)]
        yield same(band_word(number(row.value), bounds, polarity(row.polarity)), row.expected_band)


def _ranks(values: list[float], way: Polarity) -> np.ndarray:
    """Return every value's rank in one list, as each is ranked among its neighbours."""
    own = np.array(values)
    return ranks_among(own, np.broadcast_to(own, (own.size, own.size)), way)


def _check_ranks(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["lait_ranks"]):
        way = polarity(row.polarity)
        missing = NO_POLARITY_WORD if way == Polarity.NEUTRAL else "NA"
        got = [missing if isnan(rank) else f"{rank:.0f}" for rank in _ranks(numbers(row.values), way)]
        yield same(got, words(row.expected_ranks))


def _check_groups(tables: Tables) -> Iterable[Check]:
    table = tables["phe_quantiles"]
    found: dict[Any, Check] = {}
    for _, group in table.groupby("group", sort=False):
        directions = [is_true(text) for text in group["highest_first"]]
        found |= dict(zip(group.index, _group_checks(group, directions), strict=True))
    return [found[place] for place in table.index]


def _group_checks(group: Any, directions: list[bool]) -> list[Check]:
    if len(set(directions)) > 1:  # one group cannot be counted from both ends
        return [same("error", outcome) for outcome in group["outcome"]]
    values = [number(text) for text in group["value"]]
    way = Polarity.HIGHER_IS_BETTER if directions[0] else Polarity.LOWER_IS_BETTER
    got = _rank_groups(_ranks(values, way), int(group["n_quantiles"].iloc[0]))
    is_refusal = group["outcome"].eq("error")
    pairs = zip(got, group["expected_quantile"], is_refusal, strict=True)
    return [Check(False, inf) if wants_error else close(have, want) for have, want, wants_error in pairs]


def _rank_groups(ranks: np.ndarray, n_groups: int) -> np.ndarray:
    """Return public health's groups of ranks, which no page shows: (k + 1) − ⌈(N + 1 − rank) / (N / k)⌉.

    In whole numbers, so that no group hangs on a rounding; none with fewer values than groups.
    """
    n = int((~np.isnan(ranks)).sum())
    if n < n_groups:
        return np.full(ranks.shape, np.nan)
    return np.maximum((n_groups + 1) + np.floor_divide(-(n + 1 - ranks) * n_groups, n), 1.0)


def _check_bounds(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["category_bounds"]):
        got, want = quantile_bounds(numbers(row.values), int(row.n_categories)), words(row.expected_bounds)
        length = same(len(got), len(want))
        yield all_of([length, *(close(have, cell) for have, cell in zip(got, want, strict=False))])


def _check_categories(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["category_verdicts"]):
        values = np.array(numbers(row.values), dtype=float)
        yield same(
            _category(number(row.value), values[~np.isnan(values)], int(row.n_categories), row.polarity),
            int(row.expected_category),
        )


def _category(value: float, known: np.ndarray, n: int, word: str) -> int:
    """Return which of `n` groups between our cut points holds the value; 0 where none can."""
    if isnan(value) or known.size < n:
        return 0
    place = 1 + int((value > quantile_bounds(known, n)[1:-1]).sum())
    return n + 1 - place if polarity(word) == Polarity.HIGHER_IS_BETTER else place


FAMILIES = (
    Family(
        "lait_bands", "case case_type value q0 q25 q50 q75 q100 polarity expected_band source", _check_bands
    ),
    Family("lait_ranks", "case case_type polarity values expected_ranks source", _check_ranks),
    Family(
        "phe_quantiles",
        "group case_type n_quantiles highest_first area_code value expected_quantile outcome source",
        _check_groups,
    ),
    Family("category_bounds", "case case_type n_categories values expected_bounds source", _check_bounds),
    Family(
        "category_verdicts",
        "case case_type n_categories polarity value expected_category values source",
        _check_categories,
    ),
)
