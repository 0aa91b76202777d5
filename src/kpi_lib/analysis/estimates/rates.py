"""Observations become estimates: one figure per indicator, area, basis and period, with its interval.

The value is the one the source publishes; where it gives counts alone it is numerator ÷ denominator
× multiplier, unrounded. The interval always comes from counts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.bases import (
    MONTH,
    QUARTER,
    add_basis,
    summarise_quarters,
    summarise_rolling_years,
)
from kpi_lib.analysis.estimates.borrowed_counts import add_borrowed_counts
from kpi_lib.analysis.estimates.intervals import BYAR_FROM, LEVEL_95, LEVEL_998, count_limits, wilson_limits
from kpi_lib.analysis.estimates.source_decimals import HALF, NEAR, source_decimals
from kpi_lib.catalogue.indicators import Catalogue, Measure
from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.status import PRECEDENCE, Status

KEY = ["indicator_id", "area_code", "basis", "period"]
ESTIMATES = [
    *KEY, "period_end", "year", "numerator", "denominator", "value", "decimals", "lower", "upper", "lower998",
    "upper998", "interval_method", "status", "provenance", "source",
    "edition", "published", "row", "column", "note",
]  # fmt: skip
WILSON, EXACT_POISSON, BYAR, T, NONE = "wilson", "exact_poisson", "byar", "t", "none"


def summarise_estimates(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per indicator, area, basis and period: the value and how sure it is.

    Bases: `quarter` (three published months make one where no quarter is given), `year`, and for
    flows `rolling_year`. Of several sources the published one wins, then the council's own return, then what
    it reports elsewhere, then the newest edition; `edition` and `source` say which. Where that states no
    counts and an older one states the same value with them, they are borrowed (`add_borrowed_counts`).

    Parameters
    ----------
    observations : frame of docs/architecture.md; values in the catalogue's units.
    catalogue : decides measure, multiplier, flow or stock.

    Returns
    -------
    `estimates`, sorted by key. A row without a figure keeps its status and has no numbers. `decimals` are
    those that the source gives (`source_decimals`); none where the counts themselves give the value.

    Raises
    ------
    CatalogueError : an indicator that the catalogue does not hold.
    AnalysisError : counts that cannot be (negative, infinite, numerator above denominator).
    """
    for indicator_id in observations["indicator_id"].unique():
        catalogue[indicator_id]
    printed = observations.assign(decimals=source_decimals(observations))
    statements = add_basis(printed, catalogue)
    chosen = add_borrowed_counts(select_one_edition(statements), statements, catalogue)
    quarters = chosen.loc[chosen["basis"].eq(QUARTER)]
    months = chosen.loc[chosen["basis"].eq(MONTH)]
    if not months.empty:
        quarters = select_one_edition(pd.concat([quarters, summarise_quarters(months, catalogue)]))
    rolling = summarise_rolling_years(quarters, catalogue)
    others = chosen.loc[~chosen["basis"].isin([QUARTER, MONTH])]
    rows = pd.concat([quarters, rolling, others], ignore_index=True)
    valued = add_values(rows, catalogue)
    decimals = _decimals_of_published(valued, catalogue)
    estimates = add_intervals(valued.assign(decimals=decimals), catalogue)
    return estimates[ESTIMATES].sort_values([*KEY[:3], "period_end"], kind="stable", ignore_index=True)


def select_one_edition(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per indicator, area, basis and period: of the first provenance, its newest edition.

    The newest is the one published last; one whose day is not known gives way to one whose day is. It is
    kept even without a figure: where DfE published 36.3 in 2018 and withdrew it in 2019, there is none.
    """
    ranked = observations.assign(
        _precedence=observations["provenance"].astype("str").map(PRECEDENCE)
    ).sort_values(
        ["_precedence", "published", "edition", "period_end", "source", "row"],
        ascending=[True, False, False, False, True, True],
        na_position="last",
        kind="stable",
    )
    return ranked.drop_duplicates(KEY).drop(columns="_precedence").sort_index()


def add_values(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Fill `value` from the counts where the source gives none; blank it where the status is not `ok`.

    Formula: numerator ÷ denominator × multiplier; a count or an amount is its numerator. Nothing
    counted (a denominator of 0) leaves no figure: the status becomes `not_applicable`.
    """
    terms = _terms(rows, catalogue)
    is_plain = terms["measure"].isin([Measure.COUNT, Measure.AMOUNT])
    counted = rows["numerator"].where(rows["denominator"].isna() & is_plain)
    ratio = rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0) * terms["multiplier"]
    value = rows["value"].fillna(ratio).fillna(counted).where(rows["status"].eq(Status.OK))
    check_figures(rows.assign(_is_share=terms["measure"].eq(Measure.PROPORTION)), value)
    has_no_base = rows["denominator"].eq(0) & value.isna() & rows["status"].eq(Status.OK)
    lost = value.isna() & rows["status"].eq(Status.OK) & ~has_no_base
    status = rows["status"].astype("str").mask(has_no_base, Status.NOT_APPLICABLE)
    return rows.assign(value=value, status=status.mask(lost, Status.NOT_AVAILABLE))


def check_figures(rows: pd.DataFrame, value: pd.Series) -> None:
    """Raise AnalysisError on a figure that cannot be, naming the first; `_is_share` marks proportions."""
    numerator, denominator = rows["numerator"], rows["denominator"]
    is_bad = np.isinf(value) | denominator.lt(0) | (numerator.lt(0) & denominator.notna())
    is_bad |= rows["_is_share"] & numerator.gt(denominator)
    if is_bad.any():
        row = rows.loc[is_bad].iloc[0]
        raise AnalysisError(
            "A figure cannot be",
            where=f"{row['indicator_id']}, {row['area_code']}, {row['period']}, {row['source']}",
            got=f"numerator {row['numerator']}, denominator {row['denominator']}, value {row['value']}",
            expected="finite numbers, counts of 0 or more, no numerator above its denominator",
            hint="the data-quality page lists the file's issues",
        )


def add_intervals(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Add the 95 % and 99.8 % limits and `interval_method`.

    Proportions get Wilson's interval, rates and counts that of a Poisson count; means and amounts
    have `none`, as the sources give no spread. Where a source publishes a value with one of its two counts,
    the other is worked back from them for the interval alone.
    """
    terms = _terms(rows, catalogue)
    counts = add_counts(rows, catalogue)
    limits = pd.DataFrame(np.nan, rows.index, ["lower", "upper", "lower998", "upper998"])
    usable = counts["numerator"].notna() & counts["denominator"].gt(0) & rows["status"].eq(Status.OK)
    is_share = usable & terms["measure"].eq(Measure.PROPORTION)
    is_count = usable & terms["measure"].isin([Measure.RATE, Measure.COUNT])
    for level, names in ((LEVEL_95, ["lower", "upper"]), (LEVEL_998, ["lower998", "upper998"])):
        x, n, scale = (counts[name] for name in ("numerator", "denominator", "multiplier"))
        limits.loc[is_share, names] = (
            np.column_stack(wilson_limits(x[is_share], n[is_share], level=level))
            * scale[is_share].to_numpy()[:, None]
        )
        limits.loc[is_count, names] = (
            np.column_stack(count_limits(x[is_count], level=level))
            * (scale[is_count] / n[is_count]).to_numpy()[:, None]
        )
    method = pd.Series(NONE, rows.index, dtype="str").mask(is_share, WILSON)
    method = method.mask(is_count, BYAR).mask(is_count & counts["numerator"].lt(BYAR_FROM), EXACT_POISSON)
    return rows.assign(**{str(name): limit for name, limit in limits.items()}, interval_method=method)


def add_counts(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return `numerator`, `denominator`, `multiplier` for arithmetic, one row per row of `rows`.

    A published value with one of its counts implies the other: n = x × multiplier ÷ value and
    x = value × n ÷ multiplier, good to the value's printed digits: 424 plans at 36.3 per 10,000 are of
    116,804 children, give or take 161. A count's denominator is 1.
    """
    terms = _terms(rows, catalogue)
    scale, value = terms["multiplier"], rows["value"]
    is_share, is_rate = terms["measure"].eq(Measure.PROPORTION), terms["measure"].eq(Measure.RATE)
    has_parts = is_share | is_rate
    events = rows["numerator"].where(
        rows["numerator"].notna() | ~has_parts, value * rows["denominator"] / scale
    )
    events = events.where(events.notna() | ~terms["measure"].eq(Measure.COUNT), value)
    implied = (events * scale / value.where(value > 0)).where(has_parts)
    base = rows["denominator"].fillna(implied).mask(terms["measure"].eq(Measure.COUNT), 1.0)
    return pd.DataFrame({"numerator": events, "denominator": base, "multiplier": scale}, index=rows.index)


def _decimals_of_published(rows: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Return `decimals` without those of values that their own counts bear out: these are exact.

    A table with 85 next to 17 of 20 rounds nothing: 17 ÷ 20 is 85.0. Next to 171 of 200 it does: 85.5.
    """
    ids = rows["indicator_id"].astype("str")
    scale, places = (
        ids.map(catalogue.by_id(field)).astype("float64") for field in ("multiplier", "decimals")
    )
    counted = rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0) * scale
    is_borne_out = (counted - rows["value"]).abs() <= HALF * 10.0**-places + NEAR
    return rows["decimals"].mask(is_borne_out)


def _terms(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return each row's `measure` and `multiplier`."""
    ids = rows["indicator_id"].astype("str")
    fields = {"measure": "str", "multiplier": "float64"}
    return pd.DataFrame({name: ids.map(catalogue.by_id(name)) for name in fields}, rows.index).astype(fields)
