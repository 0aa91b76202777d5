"""When a figure is of: what its row and its headings say together, completed by titles, or a stop."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.core.errors import DataError, KpiError
from kpi_lib.core.periods import Frequency, Period, YearOnly, join_stated, parse_period
from kpi_lib.ingest.layouts.own.columns import Column
from kpi_lib.ingest.layouts.own.plan import OwnTable, Shape
from kpi_lib.ingest.layouts.own.rows import Row
from kpi_lib.ingest.layouts.own.said import Said
from kpi_lib.ingest.own.names import Names
from kpi_lib.ingest.sheets.headings import Partial, combine, year_of
from kpi_lib.ingest.sheets.titles import Context

_WRITE = "write the quarter into the heading, such as Q1 2024/25"


@dataclass(frozen=True)
class When:
    """A period, and whether the figure counts from the beginning of its financial year."""

    period: Period
    is_cumulative: bool


@dataclass(frozen=True)
class PeriodFinder:
    """Finds the period of each figure of one table; `quarters` says what `Q1 2024` is a quarter of."""

    table: OwnTable
    names: Names
    quarters: str | None
    said: Said

    def find(self, row: Row, column: Column) -> When | None:
        """Return when a figure is of, or None where that is not known or it is left out, with an issue."""
        heading, context = column.heading, self.table.plan.context
        try:
            if fault := heading.fault or row.time.fault or self.table.plan.fault:
                raise fault
            period, partial = combine(
                row.time.period, row.time.partial, heading.period, heading.partial, self.quarters
            )
            period = self._completed(period, partial, context)
        except KpiError as error:
            self.said.stop_for("period-unclear", error, row, column if heading.has_time else None)
            return None
        is_cumulative = heading.is_cumulative or row.time.is_cumulative or context.is_cumulative
        if heading.is_rolling or row.time.is_rolling:
            self.said.note(
                "rolling-year", f"'{column.name}' is left out: a figure of twelve months", None, column
            )
        elif period is not None:
            return When(period, is_cumulative)
        elif is_cumulative:
            what = f"'{column.name}' is left out: a year to date that does not say to which quarter"
            self.said.note("year-to-date", what, None, column)
        else:
            self.said.stop(
                "no-period", "A figure has no period", row, column,
                expected="a quarter, month, year or day in a heading, a title or the sheet's name",
                hint=_WRITE, key=column.place,
            )  # fmt: skip
        return None

    def _completed(self, period: Period | None, partial: Partial | None, context: Context) -> Period | None:
        """Return a period with the year that titles say, or the titles' own where no other is said.

        Raises
        ------
        DataError : a title says a quarter and the headings years, or a heading a later time than the title.
        """
        if period is None and partial is None:
            return self._of_sheet(context)
        if period is None:
            return self._with_year(partial, context)
        if context.partial is not None and not isinstance(context.partial, YearOnly) and _is_year(period):
            raise DataError(
                "A title says one quarter or month, the headings say years",
                got=f"'{context.place}' over {period.words}",
                expected="the period of each figure in its heading",
                hint=_WRITE,
            )
        if context.period is not None and not _is_year(context.period) and period.end > context.period.end:
            raise DataError(
                "A heading says a later time than the title",
                got=f"'{context.place}' over {period.words}",
                expected=f"periods that end by {context.period.end.isoformat()}",
                hint="a year that has not ended is a year to date: say so in the heading",
            )
        return period

    def _of_sheet(self, context: Context) -> Period | None:
        """Return the one period of a whole table, by `names.toml` or by the titles."""
        answer = self.names.sheet(self.table.sheet) if self.table.sheet else None
        if answer is not None and answer.period:
            return parse_period(answer.period)
        return context.period if self.table.plan.shape in (Shape.ONE_PERIOD, Shape.PERIODS_DOWN) else None

    def _with_year(self, partial: Partial | None, context: Context) -> Period | None:
        """Return a quarter or month of the year that titles say; raises DataError for one yet to come."""
        year = context.year
        if year is None or partial is None or isinstance(partial, YearOnly):
            return None
        whole = year_of(year) if isinstance(year, Period) else year
        joined = join_stated(whole, partial, self.quarters).period
        if isinstance(year, Period) and not _is_year(year) and joined.end > year.end:
            raise DataError(
                "The year of a heading is not clear",
                got=f"{joined.words} under '{context.place}'",
                expected="a year in the heading",
                hint=_WRITE,
            )
        return joined


def _is_year(period: Period) -> bool:
    return period.frequency is Frequency.YEAR
