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
from kpi_lib.analysis.compare.ranks import (
    category_of,
    equal_groups,
    quantile_bounds,
    quartile_bands,
    ranks_of,
)
from kpi_lib.catalogue.indicators import Polarity
from kpi_lib.core.errors import AnalysisError

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


def _check_ranks(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["lait_ranks"]):
        way = polarity(row.polarity)
        missing = NO_POLARITY_WORD if way == Polarity.NEUTRAL else "NA"
        got = [missing if isnan(rank) else f"{rank:.0f}" for rank in ranks_of(numbers(row.values), way)]
        yield same(got, words(row.expected_ranks))


def _check_groups(tables: Tables) -> Iterable[Check]:
    table = tables["phe_quantiles"]
    found: dict[Any, Check] = {}
    for _, group in table.groupby("group", sort=False):
        directions = [is_true(text) for text in group["highest_first"]]
        found |= dict(zip(group.index, _group_checks(group, directions), strict=True))
    return [found[place] for place in table.index]


def _group_checks(group: Any, directions: list[bool]) -> list[Check]:
    values = [number(text) for text in group["value"]]
    try:
        got = equal_groups(values, int(group["n_quantiles"].iloc[0]), highest_first=directions)
    except AnalysisError:
        return [same("error", outcome) for outcome in group["outcome"]]
    is_refusal = group["outcome"].eq("error")
    pairs = zip(got, group["expected_quantile"], is_refusal, strict=True)
    return [Check(False, inf) if wants_error else close(have, want) for have, want, wants_error in pairs]


def _check_bounds(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["category_bounds"]):
        got, want = quantile_bounds(numbers(row.values), int(row.n_categories)), words(row.expected_bounds)
        length = same(len(got), len(want))
        yield all_of([length, *(close(have, cell) for have, cell in zip(got, want, strict=False))])


def _check_categories(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["category_verdicts"]):
        values = np.array(numbers(row.values), dtype=float)
        got = category_of(number(row.value), values, int(row.n_categories), polarity(row.polarity))
        yield same(got, int(row.expected_category))


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
