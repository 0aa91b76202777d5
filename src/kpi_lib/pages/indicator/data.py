"""One indicator's figures as the tidy table that an analyst downloads: one row per figure or comparator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.withhold.estimates import has_small_count
from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.core.status import Status
from kpi_lib.pages.citation import Sources, origin_of, sources_of
from kpi_lib.pages.indicator.definition import definition_of
from kpi_lib.present.words.numbers import axis_unit

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

COLUMNS = [
    "indicator_id", "indicator", "statistic", "area_code", "area", "basis", "period", "period_end",
    "numerator", "denominator", "value", "unit", "lower", "upper", "method", "status", "verdict",
    "neighbour_list", "n_available", "n_expected", "missing", "provenance", "publisher", "source",
    "source_edition", "edition", "note",
]  # fmt: skip
DECIMALS = 6
"""Of values and intervals, unrounded on the page's terms; the last digits of a float are nobody's figure."""
CELL = ["basis", "period"]
CONTROL = {"centre": "control_average", "lower_limit": "control_lower", "upper_limit": "control_upper"}
COUNTS_WITHHELD = "Counts and interval withheld: the counts are small."
ABOUT_COLUMNS = {
    "statistic": "figure: an area's own; neighbours_mean, _median, _pooled, region, england, target: what "
    "the council's figure is compared with; control_…: average and limits of its control chart",
    "basis": "quarter, year, or rolling_year (the four quarters that end with the period)",
    "numerator, denominator": "counts behind a value, empty where the source gives none",
    "lower, upper": "95% interval",
    "method": "of the interval; of a comparator how it is averaged; of control limits the kind of chart",
    "status": "ok, or why there is no value; suppressed: withheld because counts are small",
    "verdict": "of the council's figure against this comparator",
}


def indicator_data(pack: Pack, indicator: Indicator, limits: pd.DataFrame) -> dict[str, object]:
    """Return the indicator's download as plain data: its name, what to know of it, its columns and rows."""
    frame = summarise_download(pack, indicator, limits)
    about = [
        ("Indicator", indicator.plain_title),
        *definition_of(indicator, pack.figures(indicator.id)),
        ("Compared", f"{pack.area.name}, its neighbours, region and England"),
        ("Small counts", f"A figure of the council that tells a count of 1 to {SMALLEST_COUNT_SHOWN - 1}"
         " is withheld: status suppressed; beside a published one its counts are"),
        *((f"Column {name}", words) for name, words in ABOUT_COLUMNS.items()),
    ]  # fmt: skip
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return {"name": indicator.slug, "about": about, "columns": COLUMNS, "rows": rows}


def summarise_download(pack: Pack, indicator: Indicator, limits: pd.DataFrame) -> pd.DataFrame:
    """Return one row per figure of the area and those it is compared with, and per comparison and limit.

    Parameters
    ----------
    limits : of the indicator's control chart; may be empty.

    Returns
    -------
    Columns `COLUMNS`. Values are as computed, to six decimals; small counts are withheld as on the pages.
    """
    sources = sources_of(pack)
    figures = _figures(pack, indicator, sources)
    own = figures.loc[figures["area_code"].eq(pack.area.area_code)]
    parts = [figures, _comparators(pack, indicator, figures), _limits(limits, own)]
    joined = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    named = joined.assign(
        indicator_id=indicator.id,
        indicator=indicator.plain_title,
        area=joined["area_code"].map(pack.neighbourhood.name),
        unit=axis_unit(indicator),
        edition=pack.quarter.label,
        period_end=pd.to_datetime(joined["period_end"]).dt.strftime("%Y-%m-%d"),
    )
    numbers = {name: named[name].astype(float).round(DECIMALS) for name in ("value", "lower", "upper")}
    return named.assign(**numbers).reindex(columns=COLUMNS)


def _figures(pack: Pack, indicator: Indicator, sources: Sources) -> pd.DataFrame:
    rows = pack.figures(indicator.id, area="all")
    known = without_small_counts(rows, pack)
    origins = [sources.get(origin_of(row, sources), {}) for _, row in rows.iterrows()]
    return known.assign(
        statistic="figure",
        method=known["interval_method"],
        publisher=[origin.get("publisher", "") for origin in origins],
        source_edition=[
            origin.get("edition") or own for origin, own in zip(origins, rows["edition"], strict=True)
        ],
        source=[origin_of(row, sources) for _, row in rows.iterrows()],
    )


def without_small_counts(rows: pd.DataFrame, pack: Pack) -> pd.DataFrame:
    """Return estimates as the tables of pages show them: no count next to a value tells a small one."""
    is_told = has_small_count(rows, pack.catalogue)
    blank = {name: rows[name].mask(is_told) for name in ("numerator", "denominator", "lower", "upper")}
    return rows.assign(**blank, note=rows["note"].fillna("").mask(is_told, COUNTS_WITHHELD))


def _comparators(pack: Pack, indicator: Indicator, figures: pd.DataFrame) -> pd.DataFrame:
    """Return what the area was compared with, and the verdict; those without any figure are left out."""
    found = pack.comparisons(indicator.id)
    is_own = figures["area_code"].eq(pack.area.area_code)
    rows = found.loc[found["n_available"].gt(0)].merge(_origins(figures.loc[~is_own]), on=CELL, how="left")
    is_average = rows["comparator"].eq("neighbours")
    return rows.assign(
        statistic=rows["comparator"].mask(is_average, "neighbours_" + rows["average"]),
        value=rows["comparator_value"],
        lower=float("nan"),
        upper=float("nan"),
        method=rows["average"].mask(~is_average, "as published"),
        status=Status.OK.value,
        neighbour_list=rows["model"],
        note=rows["reason"].fillna(""),
    )


def _origins(others: pd.DataFrame) -> pd.DataFrame:
    """Return per basis and period where the figures of the other areas come from, each named once."""
    named = ["provenance", "publisher", "source", "source_edition"]
    return others.loc[others["value"].notna()].groupby(CELL, as_index=False)[named].agg(_joined)


def _joined(texts: pd.Series) -> str:
    return ";".join(sorted(set(texts)))


def _limits(limits: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return average and limits of the control chart, quarter by quarter."""
    if limits.empty:
        return limits
    rows = limits.merge(own[[*CELL, "publisher", "source", "source_edition"]], on=CELL)
    common = rows.assign(lower=float("nan"), upper=float("nan"), status=Status.OK.value, note="")
    return pd.concat(
        [
            common.assign(statistic=statistic, value=rows[column], method=rows["chart"])
            for column, statistic in CONTROL.items()
        ],
        ignore_index=True,
    )
