"""DfE's interactive tool: one measure, area and year a row; marks such as (prov) are kept as notes."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from kpi_lib.catalogue.datasets import DataSetMeasure, PeriodKind, find_dataset
from kpi_lib.core.periods import Period
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.dfe_times import period_of_text
from kpi_lib.ingest.layouts.figures import Surroundings, Translation, map_distinct
from kpi_lib.ingest.layouts.measures import Columns, figures_of, join_figures
from kpi_lib.ingest.layouts.places import codes_of_places, issues_of_unknown_places
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table

YEARS = ("Years", "Year")
_MARK = re.compile(r"^(?P<time>.*?)\s*\((?P<mark>[A-Za-z]+)\)$")
MARKS = {
    "prov": "provisional",
    "p": "provisional",
    "rev": "revised",
    "r": "revised",
    "final": "final",
    "ot": "outturn",
}


def translate(reading: Reading, around: Surroundings) -> Translation:
    """Return the figures of the measures that are indicators; others give cells only."""
    (table,) = reading.tables
    dataset = find_dataset(reading.dataset) if reading.dataset else None
    parts: list[pd.DataFrame] = []
    issues: list[Issue] = []
    for measure in dataset.measure if dataset else ():
        own = _select_rows(table, dataset.canonical(table.headers), measure) if dataset else table
        if not len(own.rows) or dataset is None:
            continue
        named = {name: own.find(header) for header, name in dataset.canonical(own.headers).items()}
        columns = Columns(own, {name: place for name, place in named.items() if place is not None})
        areas = codes_of_places(own, around)
        times = own.texts(own.find(*YEARS) or 0)
        figures = figures_of(measure, dataset, columns, areas, _Times(times), reading.edition, around)
        if figures is not None:
            parts.append(figures.assign(note=map_distinct(times, mark_of).to_numpy()))
            issues += issues_of_unknown_places(own, reading, areas)
            issues += _issues_of_times(own, times, figures["when"], measure, reading)
    return join_figures(parts, tuple(issues))


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


class _Times:
    """Gives the period of each row for a kind of period."""

    def __init__(self, times: pd.Series) -> None:
        self.times = times

    def __call__(self, kind: PeriodKind, quarter: int) -> pd.Series:
        def read(text: str) -> Period | None:
            return period_of_text(split_mark(text)[0], kind)

        return map_distinct(self.times, read).reset_index(drop=True)


def _select_rows(table: Table, canonical: dict[str, str], measure: DataSetMeasure) -> Table:
    places = {name: table.find(header) for header, name in canonical.items()}
    wanted = np.ones(len(table.rows), dtype=bool)
    for name, labels in measure.where.items():
        place = places.get(name)
        if place is not None:
            plain = np.asarray(table.meanings.tokens.str.strip().isin(labels))
            wanted &= plain[table.codes[:, place]]
    return replace(table, rows=table.rows[wanted], codes=table.codes[wanted])


def _issues_of_times(
    table: Table, times: pd.Series, when: pd.Series, measure: DataSetMeasure, reading: Reading
) -> list[Issue]:
    lost = times[when.isna().to_numpy()]
    return [
        Issue(NOTE, "unknown-period", f"{len(rows)} figures of {measure.indicator} are for no one year",
              reading.file, int(table.rows[rows.index[0]]), "Years", f"'{text}'", "one year",
              "their figures are left out")
        for text, rows in lost.groupby(lost, sort=False)
    ]  # fmt: skip
