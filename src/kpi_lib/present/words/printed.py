"""Every figure and verdict of an edition as its pages print it, one row each, as text.

Pages round and withhold; so do these rows, by the same functions. They tell no more than a page does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Unit
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.present.words.numbers import format_figure, is_missing, status_words

FIGURE, CHANGE = "figure", "change"
CANNOT_SAY = "cannot_say"
_SERIES = ["indicator_id", "basis", "period"]
_KEY = ["indicator_id", "area_code", "basis", "period"]
_COLUMNS = [*_KEY, "statistic", "figure", "verdict", "editions"]


def printed_figures(
    estimates: pd.DataFrame,
    changes: pd.DataFrame,
    comparisons: pd.DataFrame,
    catalogue: Catalogue,
    *,
    area_code: str,
    average: str,
) -> pd.DataFrame:
    """Return the area's figures, their changes on a year before and their comparators as printed.

    Parameters
    ----------
    estimates : of the area and those it is compared with. changes : of the area.
    comparisons : of the area with the list in force; of its neighbours' averages only `average` is kept.

    Returns
    -------
    `printed` of docs/architecture.md. `statistic` is `figure`, `change` or the comparator; `editions` names
    the files, and their editions, that the figure and all it is compared with were read from. Comparators
    without a figure and changes of which nothing can be said have no row.
    """
    own = estimates.loc[estimates["area_code"].eq(area_code)]
    against = comparisons.loc[comparisons["average"].isin(["", average])]
    editions = _editions(estimates)
    rows = [
        *_rows(own, catalogue, editions, FIGURE),
        *_rows(changes, catalogue, editions, CHANGE),
        *_rows(against, catalogue, editions, ""),
    ]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype="str").sort_values(
        [*_KEY, "statistic"], kind="stable", ignore_index=True
    )


def figure_words(row: Mapping[Any, Any], indicator: Indicator) -> str:
    """Return an estimate as printed; a count from 1 to 5 is withheld."""
    value = row["value"]
    words = status_words(row["status"]) if is_missing(value) else str(format_figure(row, indicator))
    is_small = indicator.unit is Unit.COUNT and not is_missing(value) and 0 < value < SMALLEST_COUNT_SHOWN
    return f"under {SMALLEST_COUNT_SHOWN}" if is_small else words


def _rows(
    frame: pd.DataFrame, catalogue: Catalogue, editions: dict[tuple[str, ...], str], statistic: str
) -> Iterator[list[str]]:
    for row in frame.to_dict("records"):  # much faster than rows as series, and there are thousands
        indicator, key = catalogue[row["indicator_id"]], [str(row[name]) for name in _KEY]
        told = statistic or str(row["comparator"])
        verdict = "" if told == FIGURE else str(row["verdict"])
        figure = {FIGURE: figure_words, CHANGE: _no_figure}.get(told, _comparator)(row, indicator)
        if statistic != FIGURE and not figure and verdict in ("", CANNOT_SAY):
            continue
        series = tuple(str(row[name]) for name in _SERIES)
        known = sorted({editions.get(series, ""), editions.get(_year_before(row, series), "")} - {""})
        yield [*key, told, figure, verdict, "; ".join(known)]


def _year_before(row: Mapping[Any, Any], series: tuple[str, ...]) -> tuple[str, ...]:
    return (*series[:2], str(row.get("earlier_period", "")))


def _no_figure(row: Mapping[Any, Any], indicator: Indicator) -> str:
    return ""


def _comparator(row: Mapping[Any, Any], indicator: Indicator) -> str:
    value = row["comparator_value"]
    return "" if is_missing(value) else str(format_figure(row, indicator, "comparator_value"))


def _editions(estimates: pd.DataFrame) -> dict[tuple[str, ...], str]:
    """Return by indicator, basis and period the editions of the sources of all areas' estimates."""
    known = estimates.loc[estimates["status"].eq("ok"), [*_SERIES, "source", "edition"]].drop_duplicates()
    text = known["source"].astype("str") + " " + known["edition"].astype("str")
    found = text.groupby([known[name].astype("str") for name in _SERIES]).agg(
        lambda items: "; ".join(sorted(items))
    )
    return dict(zip(map(tuple, found.index), map(str, found), strict=True))
