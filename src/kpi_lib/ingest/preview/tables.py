"""One table of a scorecard as it is understood: its columns, and the series of figures in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Unit, load_catalogue
from kpi_lib.core.periods import MonthOfYear, Period, QuarterOfYear, YearOnly
from kpi_lib.ingest.clean import Cleaned, clean_each
from kpi_lib.ingest.files.grid import column_letters
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.figures import Surroundings
from kpi_lib.ingest.layouts.own.columns import FIGURE, KEPT_APART, LEFT_OUT, UNKNOWN, Column
from kpi_lib.ingest.layouts.own.named import VALUE, Named, find_named
from kpi_lib.ingest.layouts.own.plan import OwnTable, Shape
from kpi_lib.ingest.layouts.own.rows import rows_of
from kpi_lib.ingest.layouts.own.stated import Cell, stated_cells
from kpi_lib.ingest.own.names import Names
from kpi_lib.ingest.own.units import WORDS as STATED_UNITS
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.headings import Heading, Partial

ASKS = {
    "unknown-indicator": "which indicator?", "unit-unknown": "in what unit?", "far-outside": "is it right?",
    "period-unclear": "of which period?", "no-period": "of which period?", "unknown-area": "whose?",
    "two-areas": "whose?", "no-area": "whose?", "unknown-column": "what does it hold?",
}  # fmt: skip
"""What is asked where an issue stops a row or a column; of other issues their own first sentence."""
UNITS = {
    Unit.PERCENT: "per cent", Unit.PER_10000: "per 10,000", Unit.COUNT: "a number", Unit.CASES: "cases",
    Unit.WEEKS: "weeks", Unit.DAYS: "days", Unit.POUNDS: "pounds", Unit.MILLION_POUNDS: "millions of pounds",
}  # fmt: skip


def asked(stops: Sequence[Issue]) -> str:
    """Return what a row or column asks, each question once."""
    return "; ".join(dict.fromkeys(ASKS.get(issue.code, issue.what) for issue in stops))


def heading_words(heading: Heading) -> str:
    """Return the period that a heading states, in words, and what kind it is where that is not plain."""
    if heading.fault is not None:
        return ""
    if heading.period is not None and (heading.is_cumulative or heading.is_rolling):
        span = "year to date, to" if heading.is_cumulative else "twelve months to"
        return f"{span} {heading.period.end.day} {heading.period.end:%B %Y}"
    words = time_words(heading.period or heading.partial)
    kind = "year to date" if heading.is_cumulative else ""
    return f"{words}, {kind}" if words and kind else words or kind


def time_words(when: Period | Partial | None) -> str:
    """Return a period, or the piece of one that is known, in words."""
    match when:
        case None:
            return ""
        case YearOnly():
            return f"{when.first}/{(when.first + 1) % 100:02d}" if when.is_financial else str(when.first)
        case MonthOfYear():
            return f"month {when.month}, of a year stated elsewhere"
        case QuarterOfYear():
            return f"{when.words}, of a year stated elsewhere"
    return when.words


def spans(numbers: Iterable[int]) -> str:
    """Return whole numbers in words, those that follow each other joined.

    >>> spans([3, 4, 5, 9])
    '3 to 5, 9'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


TABLES = ("table", "sheet", "layout", "header_rows", "rows", "period", "area_code", "asks")
COLUMNS = (
    "table", "column", "heading", "holds", "period", "area_code", "unit", "why_left_out", "asks",
)  # fmt: skip
SERIES = (
    "table", "place", "name", "indicator_id", "title", "part", "unit", "stated_unit", "area_code", "figures",
    "first_period", "first_value", "newest_period", "newest_value", "cells", "why_left_out", "asks",
)  # fmt: skip
NO_FIGURE = "no figure in it"
_SHAPED = {"figure": "figures", UNKNOWN: "not understood", LEFT_OUT: "left out"}


@dataclass(frozen=True)
class TablePreview:
    """What is understood of one table: frames of one, of its columns, and of its series.

    `columns` says of each column, by its letter, what it `holds` and of which `period`. A row of `series` is
    one name, area and part: `place` says in which rows (or, of a heading that names an indicator, in which
    column), `unit` in what its values are given here, `stated_unit` what the file says of them, `cells` the
    first and the last cell as typed. `asks` is what is to be settled first, empty where nothing is.
    """

    tables: pd.DataFrame
    columns: pd.DataFrame
    series: pd.DataFrame


def preview_table(reading: Reading, number: int, names: Names) -> TablePreview:
    """Return what is understood of a reading of one table, its `number` counted from 1."""
    (table,) = reading.tables
    if not isinstance(table, OwnTable):
        raise TypeError("only a scorecard's tables are previewed")
    catalogue, areas = load_catalogue(), load_areas()
    (cleaned,) = clean_each([reading], catalogue, areas, names)
    stated = stated_cells(reading, table, Surroundings(catalogue, areas, pd.DataFrame(), names))
    stops = [issue for issue in (*reading.found, *cleaned.issues) if issue.severity == STOP]
    seen = _Seen(table, number, reading, names, stated.cells, cleaned, stops)
    return TablePreview(
        pd.DataFrame([seen.table_row()], columns=list(TABLES)),
        pd.DataFrame([seen.column_row(column) for column in _telling(table)], columns=list(COLUMNS)),
        pd.DataFrame(seen.series_rows(), columns=list(SERIES)),
    )


def _telling(table: OwnTable) -> list[Column]:
    """Return the columns that have a heading or hold anything."""
    return [column for column in table.plan.columns if column.name or column.holds != LEFT_OUT]


@dataclass(frozen=True)
class _Line:
    """Rows, or a column, under one name, before they are parted by area."""

    name: str
    named: Named
    at: tuple[int, ...]
    area: str
    has_figures: bool


@dataclass(frozen=True)
class _Seen:
    """One table with its cells, its figures and what stops them."""

    table: OwnTable
    number: int
    reading: Reading
    names: Names
    cells: Sequence[Cell]
    cleaned: Cleaned
    stops: Sequence[Issue]

    @property
    def is_across(self) -> bool:
        """Whether indicators are across, so that a column is a series."""
        return self.table.plan.shape is Shape.PERIODS_DOWN

    def table_row(self) -> tuple[object, ...]:
        table, context = self.table, self.table.plan.context
        whole = [issue for issue in self.stops if issue.row is None and not issue.column]
        when = context.period or context.partial
        return (
            self.number, table.sheet, table.plan.shape.value, spans(table.header_rows),
            spans(table.rows.tolist()), time_words(when), ", ".join(context.areas), asked(whole),
        )  # fmt: skip

    def column_row(self, column: Column) -> tuple[object, ...]:
        heading = column.heading
        held = "indicators" if column.holds == "indicator" else _SHAPED.get(column.holds, column.holds)
        if column.holds == FIGURE and self.is_across:
            held = "figures of an indicator"
        elif column.holds == FIGURE and heading.part not in ("", VALUE):
            held = f"figures ({heading.part})"
        unit = STATED_UNITS.get(heading.unit, "") if heading.is_understood else ""
        stops = [issue for issue in self.stops if issue.column and issue.column == column.name]
        return (
            self.number, column_letters(int(self.table.columns[column.place])), column.name, held,
            heading_words(heading) if column.holds == FIGURE else "", heading.area,
            unit, self._why_left_out(column), asked(stops),
        )  # fmt: skip

    def _why_left_out(self, column: Column) -> str:
        """Return why a column gives no figure, as its plan or a note on its cells says."""
        if column.why or column.holds != FIGURE or any(cell.place == column.place for cell in self.cells):
            return column.why
        notes = [issue.what for issue in self.cleaned.issues if issue.severity == NOTE]
        own = [what for what in notes if what.startswith(f"'{column.name}' ")]
        return own[0].removeprefix(f"'{column.name}' is left out: ") if own else ""

    def series_rows(self) -> list[tuple[object, ...]]:
        """Return a row for each name, area and part; names without figures have one row."""
        by_line: dict[int, list[Cell]] = {}
        for cell in self.cells:
            by_line.setdefault(cell.place if self.is_across else cell.row, []).append(cell)
        rows: list[tuple[object, ...]] = []
        for line in self._lines():
            cells = [cell for at in line.at for cell in by_line.get(at, [])]
            parts = dict.fromkeys((cell.area, cell.part) for cell in cells) or {("", line.named.part): None}
            rows += [
                self._series(line, area, part, [one for one in cells if (one.area, one.part) == (area, part)])
                for area, part in parts
            ]
        return rows

    def _lines(self) -> Iterable[_Line]:
        if self.is_across:
            for column in self.table.plan.holding(FIGURE, UNKNOWN):
                named = find_named(column.name, self.names)
                if not named.is_known and column.heading.rest:
                    named = find_named(column.heading.rest, self.names)
                yield _Line(column.name, named, (column.place,), "", has_figures=True)
            return
        lines: dict[tuple[str, Named, str, bool], list[int]] = {}
        for row in rows_of(self.table, self.names, self.reading.quarters):
            lines.setdefault((row.name, row.named, row.area, row.has_figures), []).append(row.place)
        for (name, named, area, has_figures), at in lines.items():
            yield _Line(name, named, tuple(at), area, has_figures)

    def _series(self, line: _Line, area: str, part: str, cells: Sequence[Cell]) -> tuple[object, ...]:
        indicator_id = line.named.indicator
        indicator = load_catalogue()[indicator_id] if indicator_id else None
        figures = _with_part(self.cleaned.observations, indicator_id, area, part)
        first, newest = (None, None) if figures.empty else (figures.iloc[0], figures.iloc[-1])
        column = part if part in figures.columns else VALUE
        unit = UNITS[indicator.unit] if indicator and part in ("", VALUE) else "a number" if indicator else ""
        return (
            self.number, self._place(line), line.name, indicator_id, indicator.title if indicator else "",
            part or VALUE if indicator else "", unit, _stated_unit(self.table, cells), area, len(figures),
            *((first["period"], float(first[column])) if first is not None else ("", float("nan"))),
            *((newest["period"], float(newest[column])) if newest is not None else ("", float("nan"))),
            self._cells_shown(line), self._why(line, cells), asked(self._stops_of(line)),
        )  # fmt: skip

    def _cells_shown(self, line: _Line) -> str:
        """Return the first and the last filled cell of a series as the file has them."""
        table = self.table
        if self.is_across:
            codes = table.codes[:, list(line.at)].ravel()
        else:
            codes = table.codes[np.ix_(np.array(line.at), table.is_value)].ravel()
        tokens = [str(token).strip() for token in table.meanings.tokens.take(codes)]
        filled = [token for token in tokens if token]
        return " … ".join(dict.fromkeys([filled[0], filled[-1]])) if filled else ""

    def _place(self, line: _Line) -> str:
        if self.is_across:
            return ", ".join(column_letters(int(self.table.columns[place])) for place in line.at)
        return spans([int(self.table.rows[place]) for place in line.at])

    def _why(self, line: _Line, cells: Sequence[Cell]) -> str:
        if line.named.leave_out or cells:
            return line.named.leave_out
        if line.named.role:
            return KEPT_APART.get(line.named.role, f"kept as the measure's {line.named.role}s")
        if not line.has_figures:
            return NO_FIGURE
        return f"figures of {line.area}, no council" if line.named.indicator and line.area else ""

    def _stops_of(self, line: _Line) -> list[Issue]:
        """Return the stops of a line: of its rows, or, where a column is the series, of its heading."""
        of_name = line.name in {question.name for question in self.cleaned.questions}
        rows = set() if self.is_across else {int(self.table.rows[place]) for place in line.at}

        def is_about(issue: Issue) -> bool:
            is_named = of_name and f"'{line.name}'" in f"{issue.what} {issue.got}"
            return issue.row in rows or is_named or (self.is_across and line.name == issue.column)

        return [issue for issue in self.stops if line.has_figures and is_about(issue)]


def _with_part(observations: pd.DataFrame, indicator_id: str, area: str, part: str) -> pd.DataFrame:
    """Return the figures of a series that state the part, from the earliest to the newest."""
    column = part if part in ("numerator", "denominator") else VALUE
    own = observations["indicator_id"].eq(indicator_id) & observations["area_code"].eq(area)
    return observations[own & observations[column].notna()].sort_values(
        ["period_end", "period_start"], kind="stable"
    )


def _stated_unit(table: OwnTable, cells: Sequence[Cell]) -> str:
    """Return what the file says of the unit of a series: a sign in its cells, or a word next to them."""
    tokens = [str(table.meanings.tokens[table.codes[cell.row, cell.place]]).strip() for cell in cells]
    signs = {"percent" for token in tokens if token.endswith("%")}
    signs |= {"pounds" for token in tokens if token.startswith("£")}
    units = dict.fromkeys([*sorted(signs), *(cell.unit for cell in cells if cell.unit)])
    return ", ".join(STATED_UNITS.get(unit, unit) for unit in units)
