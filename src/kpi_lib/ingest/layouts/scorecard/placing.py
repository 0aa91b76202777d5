"""Whose a figure is, and of which period: what its row, its headings, its sheet and its titles say."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpi_lib.core.areas import Level
from kpi_lib.core.errors import DataError, KpiError, nearest
from kpi_lib.core.periods import Frequency, Period, YearOnly, join_stated, parse_period
from kpi_lib.ingest.council.names import NamedSheet
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.figures import Lookups
from kpi_lib.ingest.layouts.places import find_area
from kpi_lib.ingest.layouts.scorecard.columns import AREA, Column
from kpi_lib.ingest.layouts.scorecard.plan import ScorecardTable, Shape
from kpi_lib.ingest.layouts.scorecard.rows import Row
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.headings import COMPARATOR, Partial, combine, parse_heading, year_of

_WRITE_QUARTER = "write the quarter into the heading, such as Q1 2024/25"


@dataclass
class TableContext:
    """One table while it is read: its file, what may be looked up, and its issues so far, each once."""

    reading: Reading
    table: ScorecardTable
    lookups: Lookups
    issues: list[Issue] = field(default_factory=list)
    _keys: set[tuple[str, object]] = field(default_factory=set)

    @property
    def quarters(self) -> str | None:
        """What `Q1 2024` is a quarter of, where the council has said so."""
        return self.reading.quarters or None

    @property
    def sheet_answer(self) -> NamedSheet | None:
        """What `names.toml` says of the sheet."""
        return self.lookups.names.sheet(self.table.sheet)

    def note(self, code: str, what: str, row: Row | None = None, column: Column | None = None) -> None:
        """Add a note, once for each sentence."""
        self._add(NOTE, code, what, what, row, column, ("", "", ""))

    def stop(
        self,
        code: str,
        what: str,
        row: Row | None = None,
        column: Column | None = None,
        *,
        got: str = "",
        expected: str = "",
        hint: str = "",
        key: object = None,
    ) -> None:
        """Add a stop, once for each code and `key`; without a key, for each row and column."""
        place = (row.place if row else None, column.place if column else None)
        self._add(STOP, code, what, place if key is None else key, row, column, (got, expected, hint))

    def _add(
        self,
        severity: str,
        code: str,
        what: str,
        key: object,
        row: Row | None,
        column: Column | None,
        words: tuple[str, str, str],
    ) -> None:
        if (code, key) in self._keys:
            return
        self._keys.add((code, key))
        sheet = f" (sheet '{self.table.sheet}')" if self.table.sheet else ""
        number = int(self.table.rows[row.place]) if row is not None else None
        heading = column.name if column is not None else ""
        self.issues.append(Issue(severity, code, what + sheet, self.reading.file, number, heading, *words))


@dataclass(frozen=True)
class FigureArea:
    """An area's code, and the text that names it, empty where that is a title or the manifest."""

    area_code: str
    text: str = ""


@dataclass(frozen=True)
class FigurePeriod:
    """A period, and whether the figure counts from the beginning of its financial year."""

    period: Period
    is_cumulative: bool


def find_figure_area(context: TableContext, row: Row, column: Column) -> FigureArea | None:
    """Return whose a figure is, or None where it is no council's or not known, with an issue.

    The row says it, else the heading, else `names.toml` of the sheet, else titles, sheet and file name, else
    the manifest.
    """
    if row.area:
        return _area_of_row(context, row, column)
    if column.heading.area:
        return FigureArea(column.heading.area)
    answer = context.sheet_answer
    if answer is not None and answer.area:
        return FigureArea(answer.area)
    if context.table.plan.holding(AREA):
        # a blank cell under "Area" may be England's total: it is not taken for the council's
        what = "A row names no area, and others do"
        context.stop("no-area", what, row, expected="an area in every row")
        return None
    return _area_of_titles(context)


def _area_of_row(context: TableContext, row: Row, column: Column) -> FigureArea | None:
    areas = context.lookups.areas
    code = find_area(areas, row.area)
    if code is None and parse_heading(row.area).role != COMPARATOR:
        got, expected = f"'{row.area}'", "an ONS code, a DfE number or a name in areas.csv"
        what, hint = "Unknown area", nearest(row.area, [area.name for area in areas])
        context.stop("unknown-area", what, row, got=got, expected=expected, hint=hint, key=row.area)
        return None
    if code is None or areas.by_code[code].level in (Level.ENGLAND, Level.REGION):
        what = f"Figures of '{row.area}' are left out: they are not a council's"
        context.note("comparator-row", what, row)
        return None
    if column.heading.area and column.heading.area != code:
        got = f"'{row.area}' and '{column.name}'"
        what, expected = "Row and heading name two areas", "one area for each figure"
        context.stop("two-areas", what, row, column, got=got, expected=expected)
        return None
    return FigureArea(code, row.area)


def _area_of_titles(context: TableContext) -> FigureArea | None:
    """Return the area that titles, sheet or file name, or the one that the manifest gives the file."""
    areas, named, listed = context.lookups.areas, context.table.plan.titles.areas, context.reading.area
    code = find_area(areas, listed) if listed else None
    if len(named) == 1:
        return FigureArea(named[0])
    hint = f"kpi add {context.reading.file} --area CODE, with the area's ONS code"
    if named and code not in named:
        got = ", ".join(map(areas.words, named))
        what, expected = "Titles name several areas", "one area, or a column that says whose each figure is"
        context.stop("two-areas", what, got=got, expected=expected, hint=hint, key="titles")
        return None
    if code is None:
        got = f"'{listed}'" if listed else "no area"
        what = "The area of the scorecard is not known"
        expected = "a column of areas, or the area in manifest.toml"
        context.stop("unknown-area", what, got=got, expected=expected, hint=hint, key="manifest")
        return None
    return FigureArea(code, listed)


def find_figure_period(context: TableContext, row: Row, column: Column) -> FigurePeriod | None:
    """Return when a figure is of, or None where that is not known or it is left out, with an issue."""
    heading, plan = column.heading, context.table.plan
    try:
        if fault := heading.fault or row.time.fault or plan.fault:
            raise fault
        period, partial = combine(
            row.time.period, row.time.partial, heading.period, heading.partial, context.quarters
        )
        period = _completed(context, period, partial)
    except KpiError as error:
        own = column if heading.has_time else None
        key = (error.got, own.place if own else None)
        got, expected, hint = error.got, error.expected, error.hint
        context.stop("period-unclear", error.what, row, own, got=got, expected=expected, hint=hint, key=key)
        return None
    is_cumulative = heading.is_cumulative or row.time.is_cumulative or plan.titles.is_cumulative
    if heading.is_rolling or row.time.is_rolling:
        what = f"'{column.name}' is left out: a figure of twelve months"
        context.note("rolling-year", what, None, column)
    elif period is not None:
        return FigurePeriod(period, is_cumulative)
    elif is_cumulative:
        what = f"'{column.name}' is left out: a year to date that does not say to which quarter"
        context.note("year-to-date", what, None, column)
    else:
        expected = "a quarter, month, year or day in a heading, a title or the sheet's name"
        what, key = "A figure has no period", column.place
        context.stop("no-period", what, row, column, expected=expected, hint=_WRITE_QUARTER, key=key)
    return None


def _completed(context: TableContext, period: Period | None, partial: Partial | None) -> Period | None:
    """Return a period with the year that titles say, or the titles' own where no other is said.

    "Q1" under the title "2024/25" is 2024-25-Q1.

    Raises
    ------
    DataError : a title says a quarter and the headings years, or a heading a later time than the title.
    """
    titles = context.table.plan.titles
    if period is None and partial is None:
        return _period_of_sheet(context)
    if period is None:
        return _with_year(context, partial)
    if titles.partial is not None and not isinstance(titles.partial, YearOnly) and _is_year(period):
        # "Q2" over "2022/23 | 2023/24": the quarter of each year, or the years themselves?
        raise DataError(
            "A title says one quarter or month, the headings say years",
            got=f"'{titles.place}' over {period.words}",
            expected="the period of each figure in its heading",
            hint=_WRITE_QUARTER,
        )
    if titles.period is not None and not _is_year(titles.period) and period.end > titles.period.end:
        # "2024/25" under "Quarter 2 2024/25" cannot be the whole year
        raise DataError(
            "A heading says a later time than the title",
            got=f"'{titles.place}' over {period.words}",
            expected=f"periods that end by {titles.period.end.isoformat()}",
            hint="a year that has not ended is a year to date: say so in the heading",
        )
    return period


def _period_of_sheet(context: TableContext) -> Period | None:
    """Return the one period of a whole table, by `names.toml` or by the titles."""
    answer, plan = context.sheet_answer, context.table.plan
    if answer is not None and answer.period:
        return parse_period(answer.period)
    return plan.titles.period if plan.shape in (Shape.ONE_PERIOD, Shape.PERIODS_DOWN) else None


def _with_year(context: TableContext, partial: Partial | None) -> Period | None:
    """Return a quarter or month of the year that titles say; raises DataError for one yet to come."""
    titles = context.table.plan.titles
    year = titles.year
    if year is None or partial is None or isinstance(partial, YearOnly):
        return None
    whole = year_of(year) if isinstance(year, Period) else year
    joined = join_stated(whole, partial, context.quarters).period
    if isinstance(year, Period) and not _is_year(year) and joined.end > year.end:
        raise DataError(
            "The year of a heading is not clear",
            got=f"{joined.words} under '{titles.place}'",
            expected="a year in the heading",
            hint=_WRITE_QUARTER,
        )
    return joined


def _is_year(period: Period) -> bool:
    return period.frequency is Frequency.YEAR
