"""DfE's interactive tool: one measure, area and year a row; marks such as (prov) are kept as notes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pandas as pd

from kpi_lib.catalogue.datasets import DataSetMeasure, PeriodKind, find_dataset
from kpi_lib.core.rounding import without_float_dust
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.dfe_times import period_of_text
from kpi_lib.ingest.layouts.figures import Lookups, Translation, map_distinct
from kpi_lib.ingest.layouts.lait_counts import add_tool_counts
from kpi_lib.ingest.layouts.measures import Columns, figures_of, join_figures
from kpi_lib.ingest.layouts.places import codes_of_places, issues_of_unknown_places
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table

YEARS = ("Years", "Year")
MARKS = {
    "prov": "provisional",
    "p": "provisional",
    "rev": "revised",
    "r": "revised",
    "final": "final",
    "ot": "outturn",
}
_MARK = re.compile(r"^(?P<time>.*?)\s*\((?P<mark>[A-Za-z]+)\)$")


def translate(reading: Reading, lookups: Lookups) -> Translation:
    """Return the figures of the measures that are indicators; others give cells only."""
    if not reading.dataset:
        return join_figures([], ())
    (table,) = reading.tables
    dataset = find_dataset(reading.dataset)
    whole = Columns.of(table, dataset)
    parts: list[pd.DataFrame] = []
    issues: list[Issue] = []
    for measure in dataset.measure:
        # a million rows, of which a measure has some thousand: only these are looked at
        wanted = whole.rows_where(measure.where)
        rows = replace(table, rows=table.rows[wanted], codes=table.codes[wanted])
        if not len(rows.rows):
            continue
        areas, times = codes_of_places(rows, lookups), rows.texts(rows.find(*YEARS))
        columns, when = Columns.of(rows, dataset), partial(_periods, times)
        plain = measure.model_copy(update={"denominator_where": {}})
        figures = figures_of(plain, dataset, columns, areas, when, reading.edition, lookups)
        if figures is not None:
            # the tool's file holds 13.1 as 13.100000000000001; the token keeps it as it is there
            noted = figures.assign(
                value=figures["value"].map(without_float_dust),
                note=map_distinct(times, mark_of).to_numpy(),
            )
            parts.append(add_tool_counts(noted, measure, whole, wanted, lookups))
            issues += issues_of_unknown_places(rows, reading, areas)
            issues += _issues_of_times(rows, times, figures["when"], measure, reading)
    return join_figures(parts, issues)


def split_mark(text: str) -> tuple[str, str]:
    """Return a time without its mark, and the mark.

    >>> split_mark("2025 (prov)")
    ('2025', 'prov')
    """
    match = _MARK.match(text.strip())
    return (match["time"], match["mark"]) if match else (text.strip(), "")


def mark_of(text: str) -> str:
    """Return the mark of a time as words for a note, empty where it has none."""
    mark = split_mark(text)[1]
    return f"{MARKS.get(mark.casefold(), mark)} ({mark})" if mark else ""


def _periods(times: pd.Series, kind: PeriodKind, quarter: int) -> pd.Series:
    return map_distinct(times, lambda text: period_of_text(split_mark(text)[0], kind))


def _issues_of_times(
    table: Table, times: pd.Series, when: pd.Series, measure: DataSetMeasure, reading: Reading
) -> list[Issue]:
    lost = times[when.isna().to_numpy()]
    issues = []
    for text, rows in lost.groupby(lost, sort=False):
        what, row = (
            f"{len(rows)} figures of {measure.indicator} are for no one year",
            int(table.rows[rows.index[0]]),
        )
        got, expected, hint = f"'{text}'", "one year", "their figures are left out"
        issues.append(Issue(NOTE, "unknown-period", what, reading.file, row, "Years", got, expected, hint))
    return issues
