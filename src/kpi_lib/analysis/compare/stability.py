"""Would the verdict be the same if the comparison had been made in another way?

Mean, median or pooled; this neighbour list or that; with each neighbour left out in turn: every way
is tried. `summarise_stability` counts the ways that agree with the verdict and names the choices that turn
it; `summarise_alternatives` writes every way out, so that a reader can choose one.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_lib.analysis.compare.benchmark import MINIMUM_N
from kpi_lib.analysis.compare.neighbourhood import (
    Neighbourhood,
    average_of,
    averages_without_each,
    count_of,
    gather_neighbours,
)
from kpi_lib.analysis.compare.verdicts import UNKNOWN, Sides, polarities, sides, verdict_words
from kpi_lib.analysis.estimates.intervals import Floats
from kpi_lib.analysis.estimates.rates import KEY
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.settings import Average

STABILITY = [
    *KEY, "model", "average", "verdict", "n_ways", "n_agreeing", "share_agreeing", "flips", "pivotal",
]  # fmt: skip
ALTERNATIVES = [*KEY, "model", "average", "left_out", "value", "comparator_value", "verdict"]
NOBODY = ""
CHUNK_ROWS, WORKERS = 40_000, 2


@dataclass(frozen=True)
class Tally:
    """How the ways of comparing some estimates turn out.

    in_force : the side in force. n_ways, n_agreeing : ways that give a verdict, and this one.
    flips : rows × choices, the lists and averages that give another verdict.
    pivotal : rows × places, the neighbours without whom the side in force would be another.
    """

    in_force: Sides
    n_ways: NDArray[np.int64]
    n_agreeing: NDArray[np.int64]
    flips: NDArray[np.bool_]
    pivotal: NDArray[np.bool_]


def summarise_stability(
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    *,
    neighbours: pd.DataFrame,
    model: str,
    average: Average = Average.MEAN,
    home: Collection[str] | None = None,
    minimum_n: int = MINIMUM_N,
) -> pd.DataFrame:
    """Return one row per estimate of the home areas: how many ways of comparing agree with the verdict.

    Parameters
    ----------
    model, average : the list and average in force, whose verdict is put to the test.
    home, neighbours, minimum_n : as in `summarise_comparisons`.

    Returns
    -------
    `verdict` in force; `n_ways` tried (those with enough neighbours and a figure), `n_agreeing`,
    `share_agreeing` (0 to 1); `flips`, the lists and averages whose verdict differs
    (`2025-05 median`, `;`-joined); `pivotal`, the neighbours whose leaving out changes the verdict
    in force. Where that verdict is `cannot_say` there is no share.
    """
    rows, hoods = gather_neighbours(estimates, catalogue, neighbours, home, first=[model])
    averages = list(dict.fromkeys([average, *Average]))
    tally = _tally(rows, catalogue, list(hoods.values()), averages, minimum_n)
    choices = [f"{name} {average}" for name in hoods for average in averages]
    is_known = tally.in_force != UNKNOWN
    share = np.divide(tally.n_agreeing, tally.n_ways, out=np.full(len(rows), np.nan), where=is_known)
    return rows.assign(
        model=model,
        average=str(average),
        verdict=verdict_words(tally.in_force, polarities(rows["indicator_id"], catalogue)),
        n_ways=np.where(is_known, tally.n_ways, 0),
        n_agreeing=np.where(is_known, tally.n_agreeing, 0),
        share_agreeing=share,
        flips=_flips(tally.flips & is_known[:, None], choices),
        pivotal=_pivotal(tally.pivotal & is_known[:, None], hoods[model]),
    )[STABILITY]


def _tally(
    rows: pd.DataFrame,
    catalogue: Catalogue,
    hoods: list[Neighbourhood],
    averages: list[Average],
    minimum_n: int,
) -> Tally:
    """Count over chunks of rows, two at a time: numpy works outside the interpreter's lock."""
    scale = rows["indicator_id"].map(catalogue.by_id("multiplier"))
    columns = [np.asarray(column, dtype=float) for column in (rows["lower"], rows["upper"], scale)]
    chunks = [slice(start, start + CHUNK_ROWS) for start in range(0, max(len(rows), 1), CHUNK_ROWS)]

    def count(chunk: slice) -> Tally:
        lower, upper, multiplier = (column[chunk] for column in columns)
        chunked = [hood.select(chunk) for hood in hoods]
        return _tally_chunk(lower, upper, multiplier, chunked, averages, minimum_n)

    with ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(count, chunks))
    return Tally(*(np.concatenate([getattr(part, name) for part in parts]) for name in Tally.__annotations__))


def _tally_chunk(
    lower: Floats,
    upper: Floats,
    multiplier: Floats,
    hoods: list[Neighbourhood],
    averages: list[Average],
    minimum_n: int,
) -> Tally:
    tried = [
        _sides(lower, upper, hood, average, multiplier, minimum_n) for hood in hoods for average in averages
    ]
    in_force, without = tried[0]  # the list and the average in force come first
    n_ways, n_agreeing = np.zeros((2, in_force.size), dtype=np.int64)
    flips = np.zeros((in_force.size, len(tried)), dtype=bool)
    for place, (side, left) in enumerate(tried):
        n_ways += (side != UNKNOWN) + count_of(left != UNKNOWN)
        n_agreeing += (side == in_force) + count_of(left == in_force[:, None])
        flips[:, place] = (side != UNKNOWN) & (side != in_force)
    pivotal = (without != UNKNOWN) & (without != in_force[:, None])
    return Tally(in_force, n_ways, n_agreeing, flips, pivotal)


def _sides(
    lower: Floats,
    upper: Floats,
    hood: Neighbourhood,
    average: Average,
    multiplier: Floats,
    minimum_n: int,
) -> tuple[Sides, Sides]:
    """Return the side with all neighbours and, rows × places, with each left out."""
    used = hood.used(average)
    if not used.any():
        unknown = np.full(used.shape, UNKNOWN, dtype=np.int8)
        return unknown[:, 0], unknown
    middle, left = averages_each_way(hood, average, multiplier, minimum_n)
    return sides(lower, upper, middle), sides(lower[:, None], upper[:, None], left)


def averages_each_way(
    hood: Neighbourhood, average: Average, multiplier: Floats, minimum_n: int
) -> tuple[Floats, Floats]:
    """Return the average with all neighbours and, rows × places, with each left out.

    NaN where fewer than `minimum_n` figures remain, and for leaving out a neighbour that has none.
    """
    n = count_of(hood.used(average))
    middle = np.where(n >= minimum_n, average_of(hood, average, multiplier), np.nan)
    left = averages_without_each(hood, average, multiplier)
    left[n <= minimum_n] = np.nan
    return middle, left


def _flips(flips: NDArray[np.bool_], choices: list[str]) -> pd.Series:
    """Join the names of the choices that flip a verdict; rows with the same choices share one text."""
    code = flips @ (1 << np.arange(len(choices)))
    keys, place = np.unique(code, return_inverse=True)
    texts = [";".join(name for bit, name in enumerate(choices) if int(key) >> bit & 1) for key in keys]
    return pd.Series(pd.array(texts, dtype="str").take(place))


def _pivotal(marked: NDArray[np.bool_], hood: Neighbourhood) -> pd.Series:
    texts = np.full(marked.shape[0], "", dtype=object)
    some = np.asarray(marked.any(axis=1))
    pairs = zip(hood.codes_of(some), marked[some], strict=True)
    texts[some] = [";".join(codes[mark]) for codes, mark in pairs]
    return pd.Series(texts, dtype="str")


def summarise_alternatives(
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    *,
    neighbours: pd.DataFrame,
    home: Collection[str],
    minimum_n: int = MINIMUM_N,
) -> pd.DataFrame:
    """Return one row per estimate of the home areas, list, average and neighbour left out.

    Parameters
    ----------
    estimates : of the home areas and their neighbours.
    neighbours : model, area_code, rank, neighbour_code; every list in it is tried.
    minimum_n : with fewer figures left the verdict is `cannot_say`.

    Returns
    -------
    `left_out`, a code, or empty where all neighbours stay; `comparator_value`, the average that is left;
    `verdict`. Leaving out a neighbour without a figure changes nothing.
    """
    rows, hoods = gather_neighbours(estimates, catalogue, neighbours, home)
    parts = [
        _alternatives(rows, hood, catalogue, model, average, minimum_n)
        for model, hood in hoods.items()
        for average in Average
    ]
    alternatives = pd.concat(parts, ignore_index=True)
    return alternatives.drop_duplicates([*KEY, "model", "average", "left_out"], ignore_index=True)


def _alternatives(
    rows: pd.DataFrame,
    hood: Neighbourhood,
    catalogue: Catalogue,
    model: str,
    average: Average,
    minimum_n: int,
) -> pd.DataFrame:
    scale = rows["indicator_id"].map(catalogue.by_id("multiplier"))
    middle, left = averages_each_way(hood, average, np.asarray(scale, dtype=np.float64), minimum_n)
    left = np.where(hood.used(average), left, middle[:, None])
    polarity = polarities(rows["indicator_id"], catalogue)
    columns = [(np.full(len(rows), NOBODY, dtype=object), middle)]
    columns += [(hood.codes[:, place], left[:, place]) for place in range(left.shape[1])]
    parts = [_alternative(rows, codes, averages, polarity) for codes, averages in columns]
    return pd.concat(parts, ignore_index=True).assign(model=model, average=str(average))[ALTERNATIVES]


def _alternative(
    rows: pd.DataFrame, codes: np.ndarray, averages: Floats, polarity: pd.Series
) -> pd.DataFrame:
    side = sides(rows["lower"].to_numpy(dtype=float), rows["upper"].to_numpy(dtype=float), averages)
    return rows.assign(
        left_out=pd.Series(codes, rows.index, dtype="str"),
        comparator_value=averages,
        verdict=verdict_words(side, polarity),
    )
