"""Oracles of control charts: limits, runs, point types, assurance."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from families.cells import (
    Check,
    Family,
    Tables,
    all_of,
    close,
    is_true,
    number,
    polarity,
    printed,
    rows_of,
    same,
    uncounted,
)
from kpi_lib.analysis.spc.limits import ControlLimits, p_limits, u_limits, xmr_limits
from kpi_lib.analysis.spc.signals import (
    Runs,
    are_near,
    assurance_of,
    outside,
    runs_about,
    sides_of_centre,
    signals_of,
    variation_of,
)
from kpi_lib.catalogue.indicators import Polarity

SOURCE_LIMITS = ("lcl", "lower_2s", "upper_2s", "ucl")
SIGNAL_WORDS = {
    ("", 0): "common_cause",
    ("outside", 1): "above_upper_limit",
    ("outside", -1): "below_lower_limit",
    ("trend", 1): "trend_up",
    ("trend", -1): "trend_down",
    ("two_of_three", 1): "two_of_three_high",
    ("two_of_three", -1): "two_of_three_low",
    ("shift", 1): "shift_above",
    ("shift", -1): "shift_below",
}
NEUTRAL_WORDS = {"higher": "neutral_high", "lower": "neutral_low"}


def _points(tables: Tables, case: str, part: str) -> pd.DataFrame:
    table = tables["spc_points"]
    own = table.loc[table["case"].eq(case) & table["part"].eq(part)]
    return own.assign(_order=own["t"].astype(int)).sort_values("_order")


def _included(points: pd.DataFrame) -> np.ndarray | None:
    column = points["include"]
    return None if column.eq("").all() else column.map(lambda text: text == "" or is_true(text)).to_numpy()


def _limits(row: Any, points: pd.DataFrame) -> ControlLimits:
    value, x, n = (points[name].map(number).to_numpy() for name in ("value", "numerator", "denominator"))
    frozen = int(row.freeze_after) if row.freeze_after else None
    include, scale = _included(points), number(row.multiplier) if row.multiplier else 1.0
    if row.chart in ("xmr", "i"):
        return xmr_limits(
            value,
            factor=number(row.sigma_factor),
            screen=is_true(row.screen),
            use_median=row.mr_average == "median",
            freeze_after=frozen,
            include=include,
        )
    if row.chart == "c":  # counts of equal chances: a U chart whose every base is 1
        counts = value if np.isnan(x).all() else x
        return u_limits(counts, np.ones_like(counts), freeze_after=frozen, include=include)
    chart = {"p": p_limits, "u": u_limits}[row.chart.removesuffix("_prime")]
    is_laney = row.chart.endswith("_prime")
    return chart(x, n, multiplier=scale, laney=is_laney, freeze_after=frozen, include=include)


def _check_case(tables: Tables, row: Any) -> Check:
    points = _points(tables, row.case, row.part)
    if points.empty:
        return Check(False, inf)
    limits = _limits(row, points)
    decimals = int(row.source_decimals) if row.source_decimals else 0
    checks = [same(limits.value.size, int(row.n)), close(limits.centre[0], row.cl)]
    for name, got in (("lcl", limits.lower), ("ucl", limits.upper)):
        if getattr(row, name):
            checks.append(close(got[0], getattr(row, name)))
        checks.append(uncounted(printed(got[0], getattr(row, f"{name}_source"), decimals)))
    checks.append(uncounted(printed(limits.centre[0], row.cl_source, decimals)))
    if row.mr_mean:
        checks.append(close(limits.moving_range, row.mr_mean))
        checks.append(uncounted(printed(limits.moving_range, row.mr_mean_source, decimals)))
    if row.mr_upper_source:
        upper = limits.moving_range * number(row.mr_upper_factor)
        checks.append(uncounted(printed(upper, row.mr_upper_source, decimals)))
    runs = runs_about(limits.value, limits.centre, _included(points))
    return all_of([*checks, *_run_checks(row, runs)])


def _check_cases(tables: Tables) -> Iterable[Check]:
    return (_check_case(tables, row) for row in rows_of(tables["spc_cases"]))


def _run_checks(row: Any, runs: Runs) -> Iterable[Check]:
    wanted = {
        "n_useful": runs.n_useful,
        "longest_run": runs.longest_run,
        "longest_run_max": runs.longest_run_limit,
        "n_crossings": runs.n_crossings,
        "n_crossings_min": runs.n_crossings_limit,
    }
    for name, got in wanted.items():
        text = getattr(row, name)
        yield same(got, int(text) if text else None)
    yield same(runs.is_signal, is_true(row.runs_signal) if row.runs_signal else None)


def _check_points(tables: Tables) -> Iterable[Check]:
    table = tables["spc_points"]
    found: dict[Any, Check] = dict.fromkeys(table.index, Check(False, inf))
    for row in rows_of(tables["spc_cases"]):
        points = _points(tables, row.case, row.part)
        if len(points):
            decimals = int(row.source_decimals) if row.source_decimals else 0
            found |= dict(
                zip(points.index, _point_checks(points, _limits(row, points), decimals), strict=True)
            )
    return [found[place] for place in table.index]


def _point_checks(points: pd.DataFrame, limits: ControlLimits, decimals: int) -> Iterable[Check]:
    side = sides_of_centre(limits.value, limits.centre)
    beyond = outside(limits.value, limits.lower, limits.upper) != 0
    near, ranges = are_near(limits), np.abs(np.diff(limits.value, prepend=np.nan))
    edges = (limits.lower, limits.lower_inner, limits.upper_inner, limits.upper)
    for place, row in enumerate(rows_of(points)):
        pairs = [(limits.centre, row.cl), (limits.value, row.value), (ranges, row.mr)]
        pairs += [(got, getattr(row, name)) for name, got in zip(SOURCE_LIMITS, edges, strict=True)]
        checks = [close(got[place], want, absolute=1e-12) for got, want in pairs if want]
        checks += [
            uncounted(printed(got[place], getattr(row, f"{name}_source"), decimals))
            for name, got in zip(SOURCE_LIMITS, edges, strict=True)
        ]
        if row.relative_to_centre:
            checks.append(same(int(side[place]), int(row.relative_to_centre)))
        flags = ((row.outside_limits, beyond[place]), (row.near_limit, near[place]))
        yield all_of([*checks, *(same(bool(got), is_true(text)) for text, got in flags if text)])


def _check_types(tables: Tables) -> Iterable[Check]:
    table = tables["spc_point_types"]
    found: dict[Any, Check] = {}
    for _, group in table.groupby("case", sort=False):
        ordered = group.assign(_order=group["t"].astype(int)).sort_values("_order")
        first = ordered.iloc[0]
        frozen = int(first["freeze_after"]) if first["freeze_after"] else None
        limits = xmr_limits(
            ordered["value"].map(number), screen=is_true(first["screen"]), freeze_after=frozen
        )
        found |= dict(zip(ordered.index, _type_checks(ordered, limits), strict=True))
    return [found[place] for place in table.index]


def _type_checks(points: pd.DataFrame, limits: ControlLimits) -> Iterable[Check]:
    signal, way = signals_of(limits)
    meanings: dict[str, Any] = {
        "type_if_increase_is_good": variation_of(way, Polarity.HIGHER_IS_BETTER),
        "type_if_decrease_is_good": variation_of(way, Polarity.LOWER_IS_BETTER),
        "type_if_neutral": [
            NEUTRAL_WORDS.get(str(word), word) for word in variation_of(way, Polarity.NEUTRAL)
        ],
    }
    for place, row in enumerate(rows_of(points)):
        word = SIGNAL_WORDS[str(signal[place]), int(way[place])]
        yield all_of(
            [
                close(limits.centre[place], row.centre),
                close(limits.lower[place], row.lower, absolute=1e-12),
                close(limits.upper[place], row.upper, absolute=1e-12),
                same(word, row.signal),
                *(same(str(words[place]), getattr(row, name)) for name, words in meanings.items()),
            ]
        )


def _check_assurance(tables: Tables) -> Iterable[Check]:
    for row in rows_of(tables["spc_assurance"]):
        way = polarity(row.improvement_direction)
        got = assurance_of(number(row.lower), number(row.upper), number(row.target), way)
        yield same(str(got), row.expected)


FAMILIES = (
    Family(
        "spc_cases",
        "case part case_type chart screen sigma_factor centre mr_average n freeze_after multiplier "
        "cl lcl ucl mr_mean cl_source lcl_source ucl_source mr_mean_source mr_upper_source "
        "mr_upper_factor source_decimals n_useful longest_run longest_run_max n_crossings "
        "n_crossings_min runs_signal note source",
        _check_cases,
        ("spc_points",),
    ),
    Family(
        "spc_points",
        "case part t numerator denominator value baseline include mr cl lcl ucl lower_2s upper_2s lcl_source "
        "lower_2s_source upper_2s_source ucl_source relative_to_centre outside_limits near_limit",
        _check_points,
        ("spc_cases",),
    ),
    Family(
        "spc_point_types",
        "case case_type screen freeze_after t value centre lower upper signal type_if_increase_is_good "
        "type_if_decrease_is_good type_if_neutral source",
        _check_types,
    ),
    Family(
        "spc_assurance",
        "case case_type lower upper target improvement_direction expected source",
        _check_assurance,
    ),
)
