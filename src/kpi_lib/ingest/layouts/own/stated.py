"""Each figure cell of a scorecard with all that row, column and titles say of it, or why it is left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kpi_lib.catalogue.areas import Areas
from kpi_lib.core.errors import DataError, KpiError, nearest
from kpi_lib.core.periods import Frequency, Period, YearOnly, join_stated
from kpi_lib.ingest.headings.heading import COMPARATOR, Heading, Partial, parse_heading
from kpi_lib.ingest.headings.stack import combine, year_of
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.figures import Surroundings, find_area
from kpi_lib.ingest.layouts.own.columns import AREA, FIGURE, UNKNOWN, Column
from kpi_lib.ingest.layouts.own.plan import Shape
from kpi_lib.ingest.layouts.own.rows import VALUE, Named, Row, find_named, rows_of
from kpi_lib.ingest.layouts.own.table import OwnTable
from kpi_lib.ingest.questions import Asks, Question
from kpi_lib.ingest.reading import Reading

NAMES_HINT = "kpi add {file} writes the question into names.toml; answer it there"


@dataclass(frozen=True)
class Cell:
    """One figure cell: where it is in the table, from 0, and what it is about."""

    row: int
    place: int
    name: str
    indicator: str
    part: str
    unit: str
    area: str
    area_text: str
    period: Period
    is_cumulative: bool


@dataclass
class Stated:
    """The cells of one table that can be used, how many others hold anything, and the issues of those."""

    cells: list[Cell] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0
    questions: list[Question] = field(default_factory=list)


def stated_cells(reading: Reading, table: OwnTable, around: Surroundings) -> Stated:
    """Return what each figure cell of a table states.

    A cell that cannot be placed is counted in `left_out`, and an issue says why: a stop where it may be a
    figure of the council, a note where it is of England or of others.
    """
    return _Stating(reading, table, around).all()


class _Stating:
    """Goes through the cells of one table, row by row."""

    def __init__(self, reading: Reading, table: OwnTable, around: Surroundings) -> None:
        self.reading, self.table, self.plan, self.around = reading, table, table.plan, around
        self.stated = Stated()
        self.columns = self.plan.holding(FIGURE)
        self.named_columns = {column.place: self._named_column(column) for column in self.columns}
        self.skipped: Counter[str] = Counter()
        self.told: set[tuple[str, object]] = set()

    def all(self) -> Stated:
        if self.plan.fault is not None:
            self._stop("period-unclear", self.plan.fault.what, got=self.plan.fault.got,
                       expected=self.plan.fault.expected, hint=self.plan.fault.hint)  # fmt: skip
        rows = rows_of(self.table, self.around.names, self.reading.quarters)
        for row in rows:
            if self._is_row_of_figures(row):
                for column in self.columns:
                    self._cell(row, column)
        self._columns_left_out(rows)
        return self.stated

    def _is_row_of_figures(self, row: Row) -> bool:
        """Say whether the cells of a row are to be placed; a row that is not known stops, a heading is none."""
        if self.plan.shape is Shape.PERIODS_DOWN:
            return row.has_figures
        if row.named.leave_out:
            self._note_once("left-out-row", f"'{row.name}' is left out: {row.named.leave_out}", row)
            self._skip(row)
            return False
        if not row.has_figures and not row.named.indicator:
            self.skipped["heading"] += 1
            return False
        if not row.name and not row.named.indicator:
            self._stop("no-name", "A row of figures has no name", row, expected="the name of an indicator")
            self._skip(row)
            return False
        if not row.named.indicator:
            self._unknown(row.name, row)
            self._skip(row)
            return False
        return True

    def _skip(self, row: Row) -> None:
        self.stated.left_out += len(self.columns)

    def _unknown(self, name: str, row: Row | None, column: Column | None = None) -> None:
        key = ("unknown", name)
        if key in self.told:
            return
        self.told.add(key)
        at = int(self.table.rows[row.place]) if row is not None else int(self.table.header_rows[-1])
        self.stated.questions.append(Question(Asks.INDICATOR, name, self.reading.file, at))
        self._stop("unknown-indicator", "A name is not known as an indicator's", row, column, f"'{name}'",
                   "a name that the catalogue or names.toml has",
                   NAMES_HINT.format(file=self.reading.file))  # fmt: skip

    def _named_column(self, column: Column) -> Named:
        if self.plan.shape is not Shape.PERIODS_DOWN:
            return Named()
        named = find_named(column.name, self.around.names)
        if not named.is_known and column.heading.rest:
            inner = find_named(column.heading.rest, self.around.names)
            unit = inner.unit or column.heading.unit
            named = Named(inner.indicator, inner.part or column.heading.part, unit, inner.leave_out)
        return named

    def _cell(self, row: Row, column: Column) -> None:
        named = self.named_columns[column.place] if self.plan.shape is Shape.PERIODS_DOWN else row.named
        place = self._placed(row, column, named)
        if place is None:
            self.stated.left_out += 1
            return
        area, area_text, period, is_cumulative = place
        part, unit = named.part or VALUE, named.unit
        if self.plan.shape is not Shape.PERIODS_DOWN:
            is_finer = column.heading.part not in ("", VALUE)
            part = column.heading.part if is_finer else named.part or VALUE
            unit = unit or column.heading.unit
        self.stated.cells.append(
            Cell(row.place, column.place, row.name, named.indicator, part, unit, area, area_text, period,
                 is_cumulative)
        )  # fmt: skip

    def _placed(self, row: Row, column: Column, named: Named) -> tuple[str, str, Period, bool] | None:
        """Return area and period of a cell, or None where they cannot be had, with an issue."""
        if named.leave_out:
            self._note_once("left-out-row", f"'{column.name}' is left out: {named.leave_out}", None, column)
            return None
        if not named.indicator:
            self._unknown(column.name, None, column)
            return None
        if not self._is_understood(column):
            return None
        where = self._area(row, column)
        when = self._period(row, column) if where is not None else None
        return None if where is None or when is None else (*where, *when)

    def _is_understood(self, column: Column) -> bool:
        """Say whether nothing in a heading is left over; what is, may change what the figures are."""
        heading = column.heading
        if self.plan.shape is Shape.PERIODS_DOWN or not heading.rest:
            return True
        if ("rest", column.place) not in self.told:
            self.told.add(("rest", column.place))
            self._stop("unknown-column", "A heading is not understood", None, column, f"'{heading.rest}'",
                       "a period, and at most the council's name, a part, a unit or Target",
                       f'say in names.toml: [[column]] name = "{column.name}" holds = "value" or "left out"')  # fmt: skip
        return False

    def _area(self, row: Row, column: Column) -> tuple[str, str] | None:
        """Return the code of the area of a cell, and the text that names it."""
        texts = [text for text in (row.area,) if text]
        sheet = self.around.names.sheet(self.table.sheet) if self.table.sheet else None
        if texts:
            return self._area_of_row(row, column)
        if column.heading.area:
            return column.heading.area, ""
        if sheet is not None and sheet.area:
            return sheet.area, ""
        return self._area_around(row)

    def _area_of_row(self, row: Row, column: Column) -> tuple[str, str] | None:
        code = find_area(self.around.areas, row.area)
        heading = Heading(row.area) if code else parse_heading(row.area)
        if (code is None and heading.role == COMPARATOR) or (code and _is_wide(self.around.areas, code)):
            self._note_once(
                "comparator-row", f"Figures of '{row.area}' are left out: they are not the council's", row
            )
            return None
        if code is None:
            names = [area.name for area in self.around.areas]
            if ("area", row.area) not in self.told:
                self.told.add(("area", row.area))
                self._stop("unknown-area", "Unknown area", row, None, f"'{row.area}'",
                           "an ONS code, a DfE number or a name in areas.csv", nearest(row.area, names))  # fmt: skip
            return None
        if column.heading.area and column.heading.area != code:
            self._stop("two-areas", "Row and heading name two areas", row, column,
                       f"'{row.area}' and '{column.name}'", "one area for each figure")  # fmt: skip
            return None
        return code, row.area

    def _area_around(self, row: Row) -> tuple[str, str] | None:
        """Return the area that titles, sheet or file name, or the one that the manifest gives to the file."""
        named, listed = self.plan.context.areas, self.reading.area
        code = find_area(self.around.areas, listed) if listed else None
        if self.plan.holding(AREA):
            self._stop("no-area", "A row names no area, and others do", row, expected="an area in every row")
            return None
        if len(named) == 1:
            return named[0], ""
        if named and code not in named:
            words = ", ".join(self.around.areas.words(item) for item in named)
            self._stop_once("two-areas", "Titles name several areas", got=words,
                            expected="one area, or a column that says whose each figure is",
                            hint=f"kpi add {self.reading.file} --area CODE, with the area's ONS code")  # fmt: skip
            return None
        if code is None:
            self._stop_once("unknown-area", "The area of the scorecard is not known",
                            got=f"'{listed}'" if listed else "no area",
                            expected="a column of areas, or the area in manifest.toml",
                            hint=f"kpi add {self.reading.file} --area CODE, with the area's ONS code")  # fmt: skip
            return None
        return code, listed

    def _period(self, row: Row, column: Column) -> tuple[Period, bool] | None:
        heading, context = column.heading, self.plan.context
        fault = heading.fault or row.time.fault
        try:
            if fault is not None:
                raise fault
            period, partial = combine(row.time.period, row.time.partial, heading.period, heading.partial,
                                      self.reading.quarters or None)  # fmt: skip
            period = self._completed(period, partial)
        except KpiError as error:
            self._stop_once("period-unclear", error.what, column if heading.has_time else None, row,
                            got=error.got, expected=error.expected, hint=error.hint)  # fmt: skip
            return None
        if heading.is_rolling or row.time.is_rolling:
            self._note_once(
                "rolling-year", f"'{column.name}' is left out: a figure of twelve months", None, column
            )
            return None
        cumulative = heading.is_cumulative or row.time.is_cumulative or context.is_cumulative
        if period is None:
            self._no_period(row, column, cumulative)
            return None
        return period, cumulative

    def _completed(self, period: Period | None, partial: Partial | None) -> Period | None:
        """Return a period with the year that titles say, or the titles' own where no other is said.

        Raises
        ------
        DataError : a title says a quarter and the headings years, or a period that ends after the title's.
        """
        context = self.plan.context
        if period is None and partial is None:
            return context.period if self.plan.shape in (Shape.ONE_PERIOD, Shape.PERIODS_DOWN) else None
        if period is None:
            return self._with_year(partial)
        if context.partial is not None and not isinstance(context.partial, YearOnly) and _is_year(period):
            raise DataError(
                "A title says one quarter or month, the headings say years",
                got=f"'{context.place}' over {period.words}",
                expected="the period of each figure in its heading",
                hint="write the quarter into the headings, such as Q1 2024/25",
            )
        if context.period is not None and not _is_year(context.period) and period.end > context.period.end:
            raise DataError(
                "A heading says a later period than the title",
                got=f"'{context.place}' over {period.words}",
                expected=f"periods that end by {context.period.end.isoformat()}",
                hint="a year that has not ended is a year to date: say so in the heading",
            )
        return period

    def _with_year(self, partial: Partial | None) -> Period | None:
        year = self.plan.context.year
        if year is None or partial is None or isinstance(partial, YearOnly):
            return None
        if isinstance(year, Period) and not _is_year(year):
            joined = join_stated(year_of(year), partial, self.reading.quarters or None).period
            if joined.end > year.end:
                raise DataError(
                    "The year of a heading is not clear",
                    got=f"{joined.words} under '{self.plan.context.place}'",
                    expected="a year in the heading",
                    hint="write the year into the heading, such as Q1 2024/25",
                )
            return joined
        whole = year_of(year) if isinstance(year, Period) else year
        return join_stated(whole, partial, self.reading.quarters or None).period

    def _no_period(self, row: Row, column: Column, is_cumulative: bool) -> None:
        if is_cumulative:
            self._note_once("year-to-date", f"'{column.name}' is left out: a year to date of no stated quarter",
                            None, column)  # fmt: skip
        else:
            self._stop_once("no-period", "A figure has no period", column, row,
                            expected="a quarter, a month, a year or a day in a heading, a title or the sheet's name",
                            hint="write it into the heading, such as Q1 2024/25")  # fmt: skip

    def _columns_left_out(self, rows: list[Row]) -> None:
        """Say which columns give no figures, and stop for one of figures whose heading says nothing known."""
        for column in self.plan.columns:
            if column.holds == UNKNOWN:
                self._stop("unknown-column", "A column of figures is not understood", None, column,
                           f"'{column.name}'", "a period, a part of a figure or an indicator in its heading",
                           f'say in names.toml: [[column]] name = "{column.name}" holds = "left out"')  # fmt: skip
            elif column.why:
                self.stated.issues.append(
                    Issue(NOTE, "left-out-column", f"'{column.name}' gives no figures: {column.why}",
                          self.reading.file, int(self.table.header_rows[-1]), column.name)
                )  # fmt: skip
        if self.skipped["heading"]:
            count = self.skipped["heading"]
            self.stated.issues.append(
                Issue(NOTE, "heading-row", f"{count} row{'s' * (count > 1)} hold{'s' * (count == 1)} no figure",
                      self.reading.file)
            )  # fmt: skip

    def _note_once(self, code: str, what: str, row: Row | None, column: Column | None = None) -> None:
        if (code, what) not in self.told:
            self.told.add((code, what))
            self.stated.issues.append(self._issue(NOTE, code, what, row, column))

    def _stop_once(
        self, code: str, what: str, column: Column | None = None, row: Row | None = None, *,
        got: str = "", expected: str = "", hint: str = "",
    ) -> None:  # fmt: skip
        key = (code, got or (column.place if column else row.place if row else what))
        if key not in self.told:
            self.told.add(key)
            self._stop(code, what, row, column, got, expected, hint)

    def _stop(
        self, code: str, what: str, row: Row | None = None, column: Column | None = None, got: str = "",
        expected: str = "", hint: str = "",
    ) -> None:  # fmt: skip
        self.stated.issues.append(self._issue(STOP, code, what, row, column, got, expected, hint))

    def _issue(
        self, severity: str, code: str, what: str, row: Row | None = None, column: Column | None = None,
        got: str = "", expected: str = "", hint: str = "",
    ) -> Issue:  # fmt: skip
        sheet = f" (sheet '{self.table.sheet}')" if self.table.sheet else ""
        at = int(self.table.rows[row.place]) if row is not None else None
        return Issue(severity, code, what + sheet, self.reading.file, at, column.name if column else "", got,
                     expected, hint)  # fmt: skip


def _is_wide(areas: Areas, code: str) -> bool:
    return areas.by_code[code].level.value in ("england", "region")


def _is_year(period: Period) -> bool:
    return period.frequency is Frequency.YEAR
