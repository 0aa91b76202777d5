"""One table of a scorecard as it is understood: its columns, and the series of figures in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Unit, load_catalogue
from kpi_lib.core.periods import MonthOfYear, Period, QuarterOfYear, YearOnly
from kpi_lib.ingest.clean import Cleaned, clean_each
from kpi_lib.ingest.council.names import Names
from kpi_lib.ingest.council.units import WORDS as STATED_UNITS
from kpi_lib.ingest.files.grid import column_letters, spans
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.figures import Lookups
from kpi_lib.ingest.layouts.scorecard.cells import Cell, CellReader
from kpi_lib.ingest.layouts.scorecard.columns import FIGURE, KEPT_APART, LEFT_OUT, UNKNOWN, Column
from kpi_lib.ingest.layouts.scorecard.names import VALUE, MeasureName, parse_name
from kpi_lib.ingest.layouts.scorecard.plan import ScorecardTable, Shape
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


def questions_of(stops: Sequence[Issue]) -> str:
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
    if not isinstance(table, ScorecardTable):
        raise TypeError("only a scorecard's tables are previewed")
    catalogue, areas = load_catalogue(), load_areas()
    (cleaned,) = clean_each([reading], catalogue, areas, names)
    reader = CellReader(reading, table, Lookups(catalogue, areas, pd.DataFrame(), names))
    stops = [issue for issue in (*reading.issues, *cleaned.issues) if issue.severity == STOP]
    seen = _Seen(table, number, reader, cleaned, stops)
    shown = [column for column in table.plan.columns if column.name or column.holds != LEFT_OUT]
    return TablePreview(
        pd.DataFrame([seen.table_row()], columns=list(TABLES)),
        pd.DataFrame([seen.column_row(column) for column in shown], columns=list(COLUMNS)),
        pd.DataFrame(seen.series_rows(), columns=list(SERIES)),
    )


@dataclass(frozen=True)
class _Line:
    """Rows, or a column, under one name, before they are parted by area."""

    name: str
    measure: MeasureName
    at: tuple[int, ...]
    area: str
    has_figures: bool


@dataclass(frozen=True)
class _Seen:
    """One table with its cells, its figures and what stops them."""

    table: ScorecardTable
    number: int
    reader: CellReader
    cleaned: Cleaned
    stops: Sequence[Issue]

    @property
    def is_across(self) -> bool:
        """Whether indicators are across, so that a column is a series."""
        return self.table.plan.shape is Shape.PERIODS_DOWN

    def table_row(self) -> dict[str, object]:
        table, titles = self.table, self.table.plan.titles
        whole = [issue for issue in self.stops if issue.row is None and not issue.column]
        return {
            "table": self.number,
            "sheet": table.sheet,
            "layout": table.plan.shape.value,
            "header_rows": ", ".join(spans(table.header_rows)),
            "rows": ", ".join(spans(table.rows.tolist())),
            "period": time_words(titles.period or titles.partial),
            "area_code": ", ".join(titles.areas),
            "asks": questions_of(whole),
        }

    def column_row(self, column: Column) -> dict[str, object]:
        heading, is_figure = column.heading, column.holds == FIGURE
        holds = "indicators" if column.holds == "indicator" else _SHAPED.get(column.holds, column.holds)
        if is_figure and self.is_across:
            holds = "figures of an indicator"
        elif is_figure and heading.part not in ("", VALUE):
            holds = f"figures ({heading.part})"
        stops = [issue for issue in self.stops if issue.column and issue.column == column.name]
        return {
            "table": self.number,
            "column": column_letters(int(self.table.columns[column.place])),
            "heading": column.name,
            "holds": holds,
            "period": heading_words(heading) if is_figure else "",
            "area_code": heading.area,
            "unit": STATED_UNITS.get(heading.unit, "") if heading.is_understood else "",
            "why_left_out": self._why_column_left_out(column),
            "asks": questions_of(stops),
        }

    def _why_column_left_out(self, column: Column) -> str:
        """Return why a column gives no figure, as its plan or a note on its cells says."""
        gives = any(cell.place == column.place for cell in self.reader.cells)
        if column.why or column.holds != FIGURE or gives:
            return column.why
        notes = [issue.what for issue in self.cleaned.issues if issue.severity == NOTE]
        own = [what for what in notes if what.startswith(f"'{column.name}' ")]
        return own[0].removeprefix(f"'{column.name}' is left out: ") if own else ""

    def series_rows(self) -> list[dict[str, object]]:
        """Return a row for each name, area and part; names without figures have one row."""
        by_line: dict[int, list[Cell]] = {}
        for cell in self.reader.cells:
            by_line.setdefault(cell.place if self.is_across else cell.row, []).append(cell)
        rows = []
        for line in self._lines():
            series: dict[tuple[str, str], list[Cell]] = {}
            for cell in (cell for at in line.at for cell in by_line.get(at, [])):
                series.setdefault((cell.area.area_code, cell.part), []).append(cell)
            for (area, part), cells in (series or {("", line.measure.part): []}).items():
                rows.append(self._series(line, area, part, cells))
        return rows

    def _lines(self) -> Iterable[_Line]:
        if self.is_across:
            names = self.reader.context.lookups.names
            for column in self.table.plan.holding(FIGURE, UNKNOWN):
                measure = parse_name(column.name, names)
                if not measure.is_known and column.heading.rest:
                    measure = parse_name(column.heading.rest, names)
                yield _Line(column.name, measure, (column.place,), "", has_figures=True)
            return
        lines: dict[tuple[str, MeasureName, str, bool], list[int]] = {}
        for row in self.reader.rows:
            lines.setdefault((row.name, row.measure, row.area, row.has_figures), []).append(row.place)
        for (name, measure, area, has_figures), at in lines.items():
            yield _Line(name, measure, tuple(at), area, has_figures)

    def _series(self, line: _Line, area: str, part: str, cells: Sequence[Cell]) -> dict[str, object]:
        indicator_id = line.measure.indicator
        indicator = load_catalogue()[indicator_id] if indicator_id else None
        figures = _with_part(self.cleaned.observations, indicator_id, area, part)
        column = part if part in figures.columns else VALUE
        ends = [(row["period"], float(row[column])) for row in figures.to_dict("records")] or [
            ("", float("nan"))
        ]
        unit = UNITS[indicator.unit] if indicator and part in ("", VALUE) else "a number" if indicator else ""
        return {
            "table": self.number,
            "place": self._place(line),
            "name": line.name,
            "indicator_id": indicator_id,
            "title": indicator.title if indicator else "",
            "part": part or VALUE if indicator else "",
            "unit": unit,
            "stated_unit": _stated_unit(self.table, cells),
            "area_code": area,
            "figures": len(figures),
            "first_period": ends[0][0],
            "first_value": ends[0][1],
            "newest_period": ends[-1][0],
            "newest_value": ends[-1][1],
            "cells": self._cells_shown(line),
            "why_left_out": self._why_line_left_out(line, cells),
            "asks": questions_of(self._stops_of(line)),
        }

    def _cells_shown(self, line: _Line) -> str:
        """Return the first and the last filled cell of a series as the file has them."""
        table, at = self.table, list(line.at)
        codes = table.codes[:, at] if self.is_across else table.codes[at][:, table.is_value]
        tokens = [str(token).strip() for token in table.meanings.tokens.take(codes.ravel())]
        filled = [token for token in tokens if token]
        return " … ".join(dict.fromkeys([filled[0], filled[-1]])) if filled else ""

    def _place(self, line: _Line) -> str:
        if self.is_across:
            return ", ".join(column_letters(int(self.table.columns[place])) for place in line.at)
        return ", ".join(spans(int(self.table.rows[place]) for place in line.at))

    def _why_line_left_out(self, line: _Line, cells: Sequence[Cell]) -> str:
        measure = line.measure
        if measure.leave_out or cells:
            return measure.leave_out
        if measure.role:
            return KEPT_APART.get(measure.role, f"kept as the measure's {measure.role}s")
        if not line.has_figures:
            return NO_FIGURE
        return f"figures of {line.area}, no council" if measure.indicator and line.area else ""

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
    stated = observations[own & observations[column].notna()]
    return stated.sort_values(["period_end", "period_start"], kind="stable")


def _stated_unit(table: ScorecardTable, cells: Sequence[Cell]) -> str:
    """Return what the file says of the unit of a series: a sign in its cells, or a word next to them."""
    tokens = [str(table.meanings.tokens[table.codes[cell.row, cell.place]]).strip() for cell in cells]
    signs = {"percent" for token in tokens if token.endswith("%")}
    signs |= {"pounds" for token in tokens if token.startswith("£")}
    units = dict.fromkeys([*sorted(signs), *(cell.unit for cell in cells if cell.unit)])
    return ", ".join(STATED_UNITS.get(unit, unit) for unit in units)
