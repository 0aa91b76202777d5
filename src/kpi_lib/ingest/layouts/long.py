"""The pack's own long layout: one figure a row, with its parts and where it comes from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.periods import Frequency
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import need_fewer_figures
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.figures import (
    FIGURES,
    Surroundings,
    Translation,
    add_period_columns,
    areas_then,
    find_area,
    find_period,
    issues_of_periods,
    issues_of_words,
    map_distinct,
)
from kpi_lib.ingest.layouts.layout import (
    Layout,
    Source,
    body_rows,
    issues_of_shape,
    issues_of_tokens,
    need_columns,
    need_rows,
    plain,
)
from kpi_lib.ingest.own.plausible import check_plausible
from kpi_lib.ingest.own.questions import Question
from kpi_lib.ingest.own.units import MONEY, add_units
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import STATUSES, parse_tokens
from kpi_lib.ingest.table import KEY, VALUE, Table, cut_table

NAME = "long"
KEYS = ("indicator_id", "area_code", "period")
PARTS = ("numerator", "denominator", "value")
COLUMNS = (*KEYS, *PARTS, "provenance", "published", "note")
SYMBOLS = "pack"
_TELLING = 4  # this many of the nine names make it this layout, so that a missing one can be named


def fits(grid: Grid, source: Source) -> bool:
    """Say whether the first row holds at least four of the layout's column names."""
    return len({plain(header) for header in grid.row(0)} & set(COLUMNS)) >= _TELLING


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a long file; extra columns are kept as keys.

    Raises
    ------
    ReadError : a key column is missing, or all three of numerator, denominator and value, or every row.
    """
    headers = grid.row(0)
    known = {plain(header) for header in headers}
    figures = [name for name in PARTS if name in known] or ["value"]
    need_columns(headers, (*KEYS, *figures), source, NAME)
    body = body_rows(grid, 0)
    need_rows(grid, body, source, 0)
    need_fewer_figures(len(body), source.name)
    meanings = parse_tokens(grid.tokens, select_symbols(SYMBOLS, source.edition))
    roles = [VALUE if plain(header) in PARTS else KEY for header in headers]
    table = cut_table(grid, 0, body, roles, meanings)
    found = (
        *issues_of_shape(grid, 0, source, is_strict=True),
        *issues_of_tokens(table, source, is_strict=True),
    )
    return Reading(source.name, NAME, "", source.edition, (table,), (), found)


_KNOWN_PROVENANCE = tuple(item.value for item in Provenance)
_STATUS_WORDS = np.array([status.value for status in STATUSES], dtype=object)


def translate(reading: Reading, around: Surroundings) -> Translation:
    """Return the figures of a long file; rows with an unknown word are left out and become stops."""
    (table,) = reading.tables
    blank = np.all(table.meanings.is_blank[table.codes], axis=1)
    words = _parsed_words(table, reading, around)
    good = words["is_good"].to_numpy() & ~blank
    figures = _figures(table, words)[good].reset_index(drop=True)
    figures = add_period_columns(figures, words.loc[good, "when"].reset_index(drop=True))
    figures, of_units, questions = _with_units(figures, reading, around)
    issues = (*_issues_of_all_words(table, reading, words, blank, around), *of_units)
    left_out, wanted = int((~good & ~blank).sum()), int((~blank).sum())
    return Translation(figures[[*FIGURES, "published"]], issues, wanted, left_out, tuple(questions))


def _with_units(
    figures: pd.DataFrame, reading: Reading, around: Surroundings
) -> tuple[pd.DataFrame, list[Issue], list[Question]]:
    """Return the same figures with the council's own in their indicators' units; published ones as they are.

    Values are in the indicator's unit, as docs/data-contract.md has it; only whether a percentage is
    written as a share is asked, where its parts or its sign do not show it.
    """
    own = figures[figures["provenance"].ne(Provenance.PUBLISHED.value)]
    units = own["indicator_id"].map(lambda name: _unit_named(str(name), around)).astype("str")
    asked = own.assign(name=own["indicator_id"], unit=units)
    scaled, issues, questions = add_units(asked, around.catalogue, reading.file)
    if not issues:
        issues += check_plausible(scaled, around.catalogue, around.names, reading.file)
    value = figures["value"].copy()
    value[own.index] = scaled["value"]
    return figures.assign(value=value), issues, questions


def _unit_named(indicator_id: str, around: Surroundings) -> str:
    """Return the unit that the council has said of an indicator's rows; money is in its unit by contract."""
    answer = around.names.row(indicator_id)
    if answer is not None and answer.unit:
        return answer.unit.value
    unit = around.catalogue[indicator_id].unit
    return unit.value if unit in MONEY else ""


def _find_day(text: str) -> str | None:
    """Return the day that a text spells as an ISO date, an empty text for none given, else None."""
    period = find_period(text) if text else None
    is_day = period is not None and period.frequency is Frequency.SNAPSHOT
    return period.label if period and is_day else None if text else ""


def _parsed_words(table: Table, reading: Reading, around: Surroundings) -> pd.DataFrame:
    indicators, areas, periods = (
        table.texts(table.find(name) or 0) for name in ("indicator_id", "area_code", "period")
    )
    provenance = _texts(table, "provenance").replace("", reading.provenance or Provenance.LOCAL.value)
    when = map_distinct(periods, find_period)
    found = map_distinct(areas, lambda text: find_area(around.areas, text))
    frame = pd.DataFrame(
        {
            "indicator_id": indicators.where(indicators.isin(list(around.catalogue.indicators))),
            "area_code": areas_then(around.areas, found, areas, when.tolist()),
            "when": when,
            "provenance": provenance.where(provenance.isin(_KNOWN_PROVENANCE)),
            "published": map_distinct(_texts(table, "published"), _find_day),
        }
    )
    return frame.assign(is_good=frame.notna().all(axis=1))


def _issues_of_all_words(
    table: Table, reading: Reading, words: pd.DataFrame, blank: np.ndarray, around: Surroundings
) -> tuple[Issue, ...]:
    ids = around.catalogue.indicators
    names = [area.name for area in around.areas] + list(around.areas.current_code)
    plans = (
        ("indicator_id", "indicator_id", "unknown-indicator", "Unknown indicator", ids),
        ("area_code", "area_code", "unknown-area", "Unknown area", names),
        ("provenance", "provenance", "unknown-provenance", "Unknown provenance", _KNOWN_PROVENANCE),
        ("published", "published", "unknown-day", "This is no day that exists", ()),
    )  # fmt: skip
    found: list[Issue] = []
    for column, header, code, what, known in plans:
        place = table.find(header)
        bad = words[column].isna().to_numpy() & ~blank
        if place is not None and bad.any():
            found += issues_of_words(table, reading, place, bad, code, what, known)
    bad, place = words["when"].isna().to_numpy() & ~blank, table.find("period")
    if place is not None and bad.any():
        found += issues_of_periods(table, reading, place, bad)
    rows = table.rows[blank]
    if len(rows):
        found.append(
            Issue(NOTE, "blank-row", f"{len(rows)} empty rows hold no figure", reading.file, int(rows[0]))
        )
    return tuple(found)


def _figures(table: Table, words: pd.DataFrame) -> pd.DataFrame:
    parts = {name: _numbers(table, name) for name in PARTS}
    speaker = _speakers(table)
    spoken = table.codes[np.arange(len(speaker)), speaker]
    return words.drop(columns="is_good").assign(
        **parts,
        status=pd.Series(_STATUS_WORDS[table.meanings.statuses[spoken]], dtype="str"),
        token=pd.Series(table.meanings.tokens.take(spoken), dtype="str"),
        row=table.rows,
        column=table.columns[speaker],
        note=_texts(table, "note"),
        indicator_id=words["indicator_id"].astype("str"),
        area_code=words["area_code"].astype("str"),
        provenance=words["provenance"].astype("str"),
        published=pd.to_datetime(words["published"].replace("", None)).astype("datetime64[us]"),
    )


def _speakers(table: Table) -> np.ndarray:
    """Return, per row, the column that speaks for the figure's status.

    The value where one is; else the denominator where a symbol is in it; else the numerator.
    """
    value, numerator, denominator = (table.find(name) for name in ("value", "numerator", "denominator"))
    rows = table.codes.shape[0]
    speaker = np.full(rows, next(place for place in (numerator, value, denominator) if place is not None))
    if denominator is not None:
        codes = table.codes[:, denominator]
        is_symbol = np.isnan(table.meanings.numbers[codes]) & ~table.meanings.is_blank[codes]
        speaker = np.where(is_symbol, denominator, speaker)
    if value is not None:
        stated = ~table.meanings.is_blank[table.codes[:, value]]
        silent = table.meanings.is_blank[table.codes[np.arange(rows), speaker]]
        speaker = np.where(stated | silent, value, speaker)
    return speaker


def _numbers(table: Table, name: str) -> np.ndarray:
    place = table.find(name)
    return np.full(table.codes.shape[0], np.nan) if place is None else table.numbers(place)


def _texts(table: Table, name: str) -> pd.Series:
    place = table.find(name)
    return (
        pd.Series("", index=range(table.codes.shape[0]), dtype="str") if place is None else table.texts(place)
    )


LAYOUT = Layout(NAME, fits, read, figures=translate, is_strict=True)
