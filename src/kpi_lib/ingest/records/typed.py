"""The cells of one file of records as a typed frame, and a stop for every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.record_kinds.columns import DATED, NUMERIC, ColumnType, RecordColumn
from kpi_lib.catalogue.record_kinds.contracts import DTYPES
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.errors import KpiError
from kpi_lib.core.periods import Frequency, find_period
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.issues import STOP, Issue, issues_of_each
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.table import Table

TRUTH = {"true": True, "yes": True, "false": False, "no": False}
MONTH_LENGTH = len("2018-04")


def parse_records(reading: Reading, areas: Areas) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the rows of one file under the columns of its kind's contract, and what could not be read.

    Empty rows are left out. A cell that cannot be read is missing in the frame. Provenance and source are
    the manifest's where the file leaves them empty; the area is what the row says, and nothing else.
    """
    kind = find_record_kind(reading.dataset)
    (table,) = reading.tables
    filled = ~np.all(table.meanings.is_blank[table.codes], axis=1)
    parts, issues = {}, []
    for column in kind.columns:
        parts[column.name], unread = _parse_column(table, column, reading, areas)
        issues += unread
    frame = pd.DataFrame(parts)[filled].reset_index(drop=True)
    standard = {"provenance": reading.provenance or Provenance.LOCAL.value, "source": reading.title}
    frame = frame.assign(
        **{name: frame[name].where(frame[name].ne(""), text) for name, text in standard.items()}
    )
    lengths = {
        duration.name: (frame[duration.end] - frame[duration.start]).dt.days.astype("Int64")
        for duration in kind.duration
    }
    known = pd.Series(pd.Timestamp(reading.published) if reading.published else pd.NaT, frame.index)
    return frame.assign(
        **lengths,
        published=known.astype("datetime64[us]"),
        file=pd.Series(reading.file, frame.index, dtype="str"),
        row=table.rows[filled].astype("int32"),
    ), issues


def _parse_column(
    table: Table, column: RecordColumn, reading: Reading, areas: Areas
) -> tuple[pd.Series, list[Issue]]:
    place = table.find(column.name)
    if place is None:
        return pd.Series(None, range(len(table.rows)), dtype=DTYPES[column.type]).pipe(_blank, column), []
    texts = table.texts(place)
    if column.type in NUMERIC:
        numbers = pd.Series(table.numbers(place))  # 2.5 children are no whole number: missing, and a stop
        wrong = numbers.mod(1).ne(0) & numbers.notna() & (column.type is ColumnType.INTEGER)
        typed = numbers.mask(wrong).astype(DTYPES[column.type])
    else:
        spelt = {text: _PARSERS[column.type](text, areas) for text in texts.unique() if text}
        wrong = texts.map(lambda text: bool(text) and spelt[text] is None)
        typed = _typed(texts.map(lambda text: spelt.get(text)), column)

    def unread(at: int) -> Issue:
        code, words = f"no-{column.type}", column.type.words
        what, got = f"This is not {words.removesuffix(' listed')}", f"'{texts[at][:60]}'"
        return Issue(STOP, code, what, reading.file, int(table.rows[at]), column.name, got, words)

    return typed, list(issues_of_each(np.flatnonzero(wrong).tolist(), unread))


def _typed(values: pd.Series, column: RecordColumn) -> pd.Series:
    if column.type in DATED:
        return pd.to_datetime(values.astype(object)).astype(DTYPES[column.type])
    return values.astype(DTYPES[column.type]).pipe(_blank, column)


def _blank(values: pd.Series, column: RecordColumn) -> pd.Series:
    """Return texts with an empty text where there is none; other types as they are."""
    return values.fillna("") if DTYPES[column.type] == "str" else values


def _text(text: str, areas: Areas) -> str | None:
    return text


def _date(text: str, areas: Areas) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if len(text) > MONTH_LENGTH else None
    except ValueError:
        return None


def _month(text: str, areas: Areas) -> str | None:
    return _date(f"{text}-01", areas) if len(text) == MONTH_LENGTH else None


def _quarter(text: str, areas: Areas) -> str | None:
    period = find_period(text)
    return period.label if period is not None and period.frequency is Frequency.QUARTER else None


def _boolean(text: str, areas: Areas) -> bool | None:
    return TRUTH.get(text.casefold())


def _area(text: str, areas: Areas) -> str | None:
    try:
        return areas.named(text).area_code
    except KpiError:
        return None


_PARSERS: dict[ColumnType, Callable[[str, Areas], str | bool | None]] = {
    ColumnType.TEXT: _text,
    ColumnType.CHOICE: _text,
    ColumnType.DATE: _date,
    ColumnType.MONTH: _month,
    ColumnType.QUARTER: _quarter,
    ColumnType.BOOLEAN: _boolean,
    ColumnType.AREA: _area,
}
