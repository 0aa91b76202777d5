"""The pack's own long layout: one figure a row, with its parts and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from kpi_lib.catalogue.layouts import plain
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import KpiError, nearest
from kpi_lib.core.periods import Frequency, find_period, parse_period
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.council.plausible import check_plausible
from kpi_lib.ingest.council.questions import Question
from kpi_lib.ingest.council.units import MONEY, add_units
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import need_fewer_figures
from kpi_lib.ingest.issues import NOTE, STOP, Issue, issues_of_each
from kpi_lib.ingest.layouts.figures import FIGURES, Lookups, Translation, add_period_columns, map_distinct
from kpi_lib.ingest.layouts.layout import (
    Layout,
    Source,
    need_columns,
    need_rows,
    read_rectangle,
    roles_by_name,
)
from kpi_lib.ingest.layouts.places import areas_then, find_area
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import parse_tokens
from kpi_lib.ingest.table import Table

NAME = "long"
KEYS = ("indicator_id", "area_code", "period")
PARTS = ("numerator", "denominator", "value")
COLUMNS = (*KEYS, *PARTS, "provenance", "published", "note")
SYMBOLS = "pack"
_LEAST_NAMES = 4  # of the nine names make it this layout, so that a missing one can be named
_KNOWN_PROVENANCE = tuple(provenance.value for provenance in Provenance)


def fits(grid: Grid, source: Source) -> bool:
    """Say whether the first row holds at least four of the layout's column names."""
    return len({plain(header) for header in grid.row(0)} & set(COLUMNS)) >= _LEAST_NAMES


def read(grid: Grid, source: Source) -> Reading:
    """Return the reading of a long file; extra columns are kept as keys.

    Raises
    ------
    ReadError : a key column is missing, or all three of numerator, denominator and value, or every row.
    """
    headers = grid.row(0)
    known = {plain(header) for header in headers}
    parts = [name for name in PARTS if name in known] or ["value"]
    need_columns(headers, (*KEYS, *parts), source, NAME)
    body = need_rows(grid, 0, source)
    need_fewer_figures(len(body), source.name)
    meanings = parse_tokens(grid.tokens, select_symbols(SYMBOLS, source.edition))
    roles = roles_by_name(headers, PARTS)
    edition = source.edition
    return read_rectangle(grid, 0, body, roles, meanings, source, NAME, edition=edition, severity=STOP)


def translate(reading: Reading, lookups: Lookups) -> Translation:
    """Return the figures of a long file; rows with an unknown word are left out and become stops."""
    (table,) = reading.tables
    blank = np.all(table.meanings.is_blank[table.codes], axis=1)
    words = _parsed_words(table, reading, lookups)
    good = words.notna().all(axis=1).to_numpy() & ~blank
    figures = _figures(table, words)[good].reset_index(drop=True)
    figures = add_period_columns(figures, words.loc[good, "when"].reset_index(drop=True))
    figures, of_units, questions = _with_units(figures, reading, lookups)
    issues = (*_issues_of_words(table, reading, words, blank, lookups), *of_units)
    left_out, wanted = int((~good & ~blank).sum()), int((~blank).sum())
    return Translation(figures[[*FIGURES, "published"]], issues, wanted, left_out, tuple(questions))


def _with_units(
    figures: pd.DataFrame, reading: Reading, lookups: Lookups
) -> tuple[pd.DataFrame, list[Issue], list[Question]]:
    """Return the same figures with the council's own in their indicators' units; published ones as they are.

    Values are in the indicator's unit, as docs/data-contract.md has it; only whether a percentage is
    written as a share is asked, where its parts or its sign do not show it.
    """
    own = figures[figures["provenance"].ne(Provenance.PUBLISHED.value)]
    units = own["indicator_id"].map(lambda name: _unit_named(str(name), lookups)).astype("str")
    named = own.assign(name=own["indicator_id"], unit=units)
    scaled, issues, questions = add_units(named, lookups.catalogue, reading.file)
    if not issues:
        issues += check_plausible(scaled, lookups.catalogue, lookups.names, reading.file)
    value = figures["value"].copy()
    value[own.index] = scaled["value"]
    return figures.assign(value=value), issues, questions


def _unit_named(indicator_id: str, lookups: Lookups) -> str:
    """Return the unit that the council has said of an indicator's rows; money is in its unit by contract."""
    answer = lookups.names.row(indicator_id)
    if answer is not None and answer.unit:
        return answer.unit.value
    unit = lookups.catalogue[indicator_id].unit
    return unit.value if unit in MONEY else ""


def _find_day(text: str) -> str | None:
    """Return the day that a text spells as an ISO date, an empty text for none given, else None."""
    if not text:
        return ""
    period = find_period(text)
    return period.label if period and period.frequency is Frequency.SNAPSHOT else None


def _parsed_words(table: Table, reading: Reading, lookups: Lookups) -> pd.DataFrame:
    """Return what the words of each row mean, None for a word that is not known."""
    texts = {name: table.texts(table.find(name)) for name in (*KEYS, "provenance", "published")}
    provenance = texts["provenance"].replace("", reading.provenance or Provenance.LOCAL.value)
    when = map_distinct(texts["period"], find_period)
    codes = map_distinct(texts["area_code"], lambda text: find_area(lookups.areas, text))
    ids = texts["indicator_id"]
    return pd.DataFrame(
        {
            "indicator_id": ids.where(ids.isin(list(lookups.catalogue.indicators))),
            "area_code": areas_then(lookups.areas, codes, texts["area_code"], when.tolist()),
            "when": when,
            "provenance": provenance.where(provenance.isin(_KNOWN_PROVENANCE)),
            "published": map_distinct(texts["published"], _find_day),
        }
    )


def _issues_of_words(
    table: Table, reading: Reading, words: pd.DataFrame, blank: np.ndarray, lookups: Lookups
) -> Iterator[Issue]:
    """Yield a stop per row whose word is not known, column by column, and a note of empty rows."""
    areas = [area.name for area in lookups.areas] + list(lookups.areas.current_code)
    ids = lookups.catalogue.indicators
    known = {"indicator_id": ids, "area_code": areas, "provenance": _KNOWN_PROVENANCE, "published": ()}
    for column, names in known.items():
        bad = np.flatnonzero(words[column].isna().to_numpy() & ~blank).tolist()
        yield from _issues_of_unknown(table, reading, column, bad, names)
    bad = np.flatnonzero(words["when"].isna().to_numpy() & ~blank).tolist()
    yield from _issues_of_periods(table, reading, bad)
    rows = table.rows[blank]
    if len(rows):
        what = f"{len(rows)} empty rows hold no figure"
        yield Issue(NOTE, "blank-row", what, reading.file, int(rows[0]))


_UNKNOWN = {
    "indicator_id": (
        "unknown-indicator", "Unknown indicator", "an indicator id of the catalogue",
        "the codebook in README.md lists every id",
    ),
    "area_code": (
        "unknown-area", "Unknown area", "an ONS code, a DfE number or a name in areas.csv",
        "codes begin with E and have nine characters, such as E10000034",
    ),
    "provenance": (
        "unknown-provenance", "Unknown provenance", "published, reported or local",
        "leave it empty to take the manifest's",
    ),
    "published": (
        "unknown-day", "This is no day that exists",
        "a day such as 2018-11-15, or nothing where the file's own day holds", "write days as 2018-11-15",
    ),
}  # fmt: skip
"""By column: the code of an unknown word in it, what it is, what is expected, and a hint."""


def _issues_of_unknown(
    table: Table, reading: Reading, column: str, bad: list[int], known: Iterable[str]
) -> Iterator[Issue]:
    code, what, expected, hint = _UNKNOWN[column]
    place = table.find(column)
    if place is None or not bad:
        return
    words, header = table.texts(place), table.headers[place].strip()
    names = list(known)

    def unknown(row: int) -> Issue:
        word, number = words[row], int(table.rows[row])
        likely = nearest(word, names) or hint
        return Issue(STOP, code, what, reading.file, number, header, f"'{word}'", expected, likely)

    yield from issues_of_each(bad, unknown)


def _issues_of_periods(table: Table, reading: Reading, bad: list[int]) -> Iterator[Issue]:
    """Yield a stop per row whose period cannot be read, and why it cannot."""
    place = table.find("period")
    if place is None or not bad:
        return
    words, header = table.texts(place), table.headers[place].strip()
    refusals = {word: _refusal(word) for word in words[bad].unique()}

    def unread(row: int) -> Issue:
        error, number = refusals[words[row]], int(table.rows[row])
        got = error.got or f"'{words[row]}'"
        return Issue(
            STOP, "unknown-period", error.what, reading.file, number, header, got, error.expected, error.hint
        )

    yield from issues_of_each(bad, unread)


def _refusal(text: str) -> KpiError:
    try:
        parse_period(text)
    except KpiError as error:
        return error
    raise ValueError(f"'{text}' is a period")


def _figures(table: Table, words: pd.DataFrame) -> pd.DataFrame:
    speaker = _speakers(table)
    spoken = table.codes[np.arange(len(speaker)), speaker]
    return words.assign(
        **{name: table.numbers(table.find(name)) for name in PARTS},
        status=table.meanings.status_words(spoken),
        token=pd.Series(table.meanings.tokens.take(spoken), dtype="str"),
        row=table.rows,
        column=table.columns[speaker],
        note=table.texts(table.find("note")),
        published=pd.to_datetime(words["published"].replace("", None)).astype("datetime64[us]"),
    ).astype({"indicator_id": "str", "area_code": "str", "provenance": "str"})


def _speakers(table: Table) -> np.ndarray:
    """Return, per row, the column that speaks for the figure's status.

    The value where one is; else the denominator where a symbol is in it; else the numerator: of "12, c,
    blank" the figure is suppressed, as its denominator is.
    """
    numerator, denominator, value = (table.find(name) for name in PARTS)
    rows = len(table.rows)
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


LAYOUT = Layout(NAME, fits, read, figures=translate, is_strict=True)
