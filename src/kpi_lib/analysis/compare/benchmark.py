"""Every estimate next to its statistical neighbours, its region, England and its target.

The verdict compares the area's own 95 % interval with the comparator's value; a neighbours' average
says how many of the list it rests on and which are missing. England and regions are only ever the
published figures, never sums of areas.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.missing_neighbours import missing_names
from kpi_lib.analysis.compare.neighbourhood import CELL, Neighbourhood, average_of, gather_neighbours
from kpi_lib.analysis.compare.ranks import positions
from kpi_lib.analysis.compare.verdicts import INSIDE, UNKNOWN, polarities, reasons_of, sides, verdict_words
from kpi_lib.analysis.estimates.rates import KEY
from kpi_lib.catalogue.indicators import Catalogue, Kind, Measure
from kpi_lib.catalogue.settings import Average
from kpi_lib.core.areas import ENGLAND

NEIGHBOURS, REGION, TARGET = "neighbours", "region", "target"
ENGLAND_COMPARATOR = "england"
MINIMUM_N = 5
COMPARISONS = [
    *KEY, "value", "decimals", "lower", "upper", "comparator", "average", "model", "comparator_value",
    "comparator_decimals", "n_available", "n_expected", "missing", "difference", "verdict", "level", "rank",
    "n_ranked", "band", "reason",
]  # fmt: skip


def summarise_comparisons(
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    *,
    neighbours: pd.DataFrame,
    areas: pd.DataFrame,
    home: Collection[str] | None = None,
    minimum_n: int = MINIMUM_N,
) -> pd.DataFrame:
    """Return one row per estimate of the home areas and comparator (and average and model).

    Parameters
    ----------
    estimates : all areas' estimates, neighbours, regions and England among them.
    neighbours : model, area_code, rank (1 is closest), neighbour_code.
    areas : area_code, region_code and, for the wording of `missing`, name and succession.
    home : the areas compared; every area with a list when left out.
    minimum_n : fewer neighbours with a figure give `cannot_say`.

    Returns
    -------
    `comparisons`. Rank and quartile band are the area's among itself and its neighbours (type 7,
    A best); neutral indicators and too few neighbours have neither. `level` is the level at which a
    difference holds.
    """
    rows, hoods = gather_neighbours(estimates, catalogue, neighbours, home)
    parts = [
        _with_neighbours(rows, hood, catalogue, areas, model, average)
        for model, hood in hoods.items()
        for average in Average
    ]
    parts += [_with_area(rows, estimates, areas, name) for name in (REGION, ENGLAND_COMPARATOR)]
    parts.append(_with_target(rows, catalogue))
    return add_verdicts(pd.concat(parts, ignore_index=True), catalogue, minimum_n=minimum_n)[COMPARISONS]


def add_verdicts(comparisons: pd.DataFrame, catalogue: Catalogue, *, minimum_n: int) -> pd.DataFrame:
    """Add difference, verdict, level and reason; with too few neighbours take rank and band away."""
    polarity = polarities(comparisons["indicator_id"], catalogue)
    comparator = comparisons["comparator_value"].to_numpy()
    is_thin = comparisons["comparator"].eq(NEIGHBOURS) & comparisons["n_available"].lt(minimum_n)
    side = sides(comparisons["lower"].to_numpy(), comparisons["upper"].to_numpy(), comparator)
    side = np.where(is_thin, UNKNOWN, side)
    wide = sides(comparisons["lower998"].to_numpy(), comparisons["upper998"].to_numpy(), comparator)
    differs = ~np.isin(
        side, [INSIDE, UNKNOWN]
    )  # 37 lies above 30 to 36 at 95 %, and within 28 to 38 at 99.8 %
    level = np.select([differs & (wide == side), differs], ["99.8", "95"], "")
    return comparisons.assign(
        difference=comparisons["value"] - comparator,
        verdict=verdict_words(side, polarity),
        level=pd.Series(level, comparisons.index, dtype="str"),
        rank=comparisons["rank"].mask(is_thin),
        n_ranked=comparisons["n_ranked"].mask(is_thin),
        band=comparisons["band"].mask(is_thin, ""),
        reason=reasons_of(comparisons, side, level, minimum_n),
    )


def _with_neighbours(
    rows: pd.DataFrame,
    hood: Neighbourhood,
    catalogue: Catalogue,
    areas: pd.DataFrame,
    model: str,
    average: Average,
) -> pd.DataFrame:
    multiplier = rows["indicator_id"].map(catalogue.by_id("multiplier"))
    used = hood.used(average)
    return rows.assign(
        comparator=NEIGHBOURS,
        average=str(average),
        model=model,
        comparator_value=average_of(hood, average, np.asarray(multiplier, dtype=np.float64)),
        comparator_decimals=_no_decimals(rows),
        n_available=used.sum(axis=1),
        n_expected=hood.n_expected,
        missing=missing_names(hood, used, areas, rows.get("period_end", pd.Series(pd.NaT, rows.index))),
        **positions(rows, hood, catalogue),
    )


def _with_area(
    rows: pd.DataFrame, estimates: pd.DataFrame, areas: pd.DataFrame, comparator: str
) -> pd.DataFrame:
    regions = dict(zip(areas["area_code"], areas["region_code"], strict=True))
    if comparator == REGION:  # an invented council is in none
        rows = rows.loc[rows["area_code"].map(regions).fillna("").ne("")]
    codes = rows["area_code"].map(regions) if comparator == REGION else pd.Series(ENGLAND, rows.index)
    figures = estimates.set_index([*CELL, "area_code"])[["value", "decimals"]]
    published = figures.reindex(pd.MultiIndex.from_arrays([*(rows[name] for name in CELL), codes]))
    value = published["value"].to_numpy()
    return rows.assign(
        **_without_list(rows),
        comparator=comparator,
        comparator_value=value,
        comparator_decimals=published["decimals"].array,
        n_available=np.isfinite(value).astype(int),
        n_expected=1,
        missing=pd.Series("", rows.index, dtype="str").mask(~np.isfinite(value), codes.fillna("")),
    )


def _with_target(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return rows for indicators with a target; a flow's yearly rate or count says nothing of a quarter."""
    targets = {name: target for name, target in catalogue.by_id("target").items() if target is not None}
    yearly = {  # 500 referrals a year are no target for a quarter; 90 % in time is one for any period
        indicator.id
        for indicator in catalogue
        if indicator.kind is Kind.FLOW and indicator.measure in (Measure.RATE, Measure.COUNT, Measure.AMOUNT)
    }
    is_part = rows["indicator_id"].isin(yearly) & rows["basis"].eq("quarter")
    aimed = rows.loc[rows["indicator_id"].isin(targets) & ~is_part]
    return aimed.assign(
        **_without_list(aimed),
        comparator=TARGET,
        comparator_value=aimed["indicator_id"].map(targets).astype(float),
        comparator_decimals=_no_decimals(aimed),
        n_available=1,
        n_expected=1,
        missing="",
    )


def _no_decimals(rows: pd.DataFrame) -> pd.Series:
    """Return the decimals of what no source states: an average, a target."""
    return pd.Series(pd.NA, rows.index, dtype="Int64")


def _without_list(rows: pd.DataFrame) -> dict[str, Any]:
    missing = pd.Series(pd.NA, rows.index, dtype="Int64")
    return {"average": "", "model": "", "rank": missing, "n_ranked": missing, "band": ""}
