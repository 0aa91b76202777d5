"""Each figure cell of a scorecard with all that row, column and titles say of it, or why it is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from kpi_lib.core.periods import Period
from kpi_lib.ingest.issues import Issue
from kpi_lib.ingest.layouts.figures import Surroundings
from kpi_lib.ingest.layouts.own.columns import FIGURE, KEPT_APART, UNKNOWN, Column
from kpi_lib.ingest.layouts.own.named import VALUE, Named, find_named
from kpi_lib.ingest.layouts.own.plan import OwnTable, Shape
from kpi_lib.ingest.layouts.own.rows import Row, rows_of
from kpi_lib.ingest.layouts.own.said import Said
from kpi_lib.ingest.layouts.own.when import PeriodFinder, When
from kpi_lib.ingest.layouts.own.whose import AreaFinder
from kpi_lib.ingest.own.questions import Asks, Question
from kpi_lib.ingest.reading import Reading

_NAMES_HINT = "kpi add {file} writes the question into names.toml: answer it there"


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
    """The cells of one table that can be used, and how many more there are; what is asked and said."""

    cells: list[Cell] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left_out: int = 0
    rows: list[Row] = field(default_factory=list)
    across: Mapping[int, Named] = field(default_factory=dict)
    finder: AreaFinder | None = None
    periods: PeriodFinder | None = None
    targets: list[pd.DataFrame] = field(default_factory=list)
    comments: list[pd.DataFrame] = field(default_factory=list)

    def when(self, row: Row, column: Column) -> When | None:
        """Return when a cell is of, None where that is not known."""
        return self.periods.find(row, column) if self.periods is not None else None

    def area_of(self, row: Row, column: Column) -> str:
        """Return the code of the area of a cell, empty where it is not known."""
        whose = self.finder.find(row, column) if self.finder is not None else None
        return whose.area_code if whose is not None else ""


class _Stating:
    """Goes through the cells of one table, row by row."""

    def __init__(self, reading: Reading, table: OwnTable, around: Surroundings) -> None:
        self.reading, self.table, self.names = reading, table, around.names
        self.said = Said(reading.file, table)
        self.areas = AreaFinder(reading, table, around.areas, around.names, self.said)
        self.periods = PeriodFinder(table, around.names, reading.quarters or None, self.said)
        self.columns = table.plan.holding(FIGURE)
        self.is_across = table.plan.shape is Shape.PERIODS_DOWN
        self.named = {column.place: self._named(column) for column in self.columns if self.is_across}
        self.stated = Stated(
            issues=self.said.issues, across=self.named, finder=self.areas, periods=self.periods
        )

    def _named(self, column: Column) -> Named:
        """Return what a heading names where indicators are across: its whole text, or what is left of it."""
        named = find_named(column.name, self.names)
        heading = column.heading
        if named.is_known or not heading.rest:
            return named
        inner = find_named(heading.rest, self.names)
        return Named(inner.indicator, inner.part or heading.part, inner.unit or heading.unit, inner.leave_out)

    def all(self) -> Stated:
        """Place every cell of the table."""
        rows = rows_of(self.table, self.names, self.reading.quarters)
        self.stated.rows = rows
        headings = 0
        for row in rows:
            is_heading = not row.has_figures and (row.is_heading or not row.named.is_known)
            if (self.is_across and not row.has_figures) or (is_heading and not self.is_across):
                headings += 1
            elif row.named.role and (self.is_across or self._is_known(row)):
                self._say_role(row)
                self.stated.left_out += len(self.columns)
            elif self.is_across or self._is_known(row):
                for column in self.columns:
                    self._place(row, column)
            else:
                self.stated.left_out += len(self.columns)
        if headings:
            plural = headings > 1
            self.said.note("heading-row", f"{headings} row{'s' * plural} hold{'s' * (not plural)} no figure")
        self._say_columns()
        return self.stated

    def _is_known(self, row: Row) -> bool:
        """Say whether a row's name is known as an indicator's; if not, that is asked, or it is left out."""
        if row.named.leave_out:
            self.said.note("left-out-row", f"'{row.name}' is left out: {row.named.leave_out}", row)
        elif not row.name and not row.named.indicator:
            self.said.stop(
                "no-name", "A row of figures has no name", row, expected="the name of an indicator"
            )
        elif not row.named.indicator:
            self._ask(row.name, row)
        else:
            return True
        return False

    def _say_role(self, row: Row) -> None:
        """Say that a row of an indicator holds no figures of the council; its targets are kept."""
        if row.named.role in KEPT_APART:
            what = f"A row of '{row.name}' is left out: {KEPT_APART[row.named.role]}"
            self.said.note("left-out-row", what, row)

    def _ask(self, name: str, row: Row | None = None, column: Column | None = None) -> None:
        at = int(self.table.rows[row.place]) if row is not None else int(self.table.header_rows[-1])
        self.stated.questions.append(Question(Asks.INDICATOR, name, self.reading.file, at))
        self.said.stop(
            "unknown-indicator", "A name is not known as an indicator's", row, column, got=f"'{name}'",
            expected="a name that the catalogue or names.toml has",
            hint=_NAMES_HINT.format(file=self.reading.file), key=name,
        )  # fmt: skip

    def _place(self, row: Row, column: Column) -> None:
        """Add the cell where row and column meet, or count it as left out."""
        named = self.named[column.place] if self.is_across else row.named
        if not self._is_usable(named, column):
            self.stated.left_out += 1
            return
        whose = self.areas.find(row, column)
        when = self.periods.find(row, column) if whose is not None else None
        if whose is None or when is None:
            self.stated.left_out += 1
            return
        part, unit = self._part(row, named, column)
        self.stated.cells.append(
            Cell(row.place, column.place, row.name, named.indicator, part, unit, whose.area_code, whose.text,
                 when.period, when.is_cumulative)
        )  # fmt: skip

    def _part(self, row: Row, named: Named, column: Column) -> tuple[str, str]:
        """Return the part and the unit of a cell; a heading's part is finer than its row's name."""
        heading = column.heading
        if self.is_across:
            return named.part or row.named.part or VALUE, named.unit or row.named.unit
        is_finer = heading.part not in ("", VALUE)
        return heading.part if is_finer else named.part or VALUE, named.unit or heading.unit

    def _is_usable(self, named: Named, column: Column) -> bool:
        """Say whether name and heading of a cell are known; the rest of a heading may change its meaning."""
        if named.leave_out:
            what = f"'{column.name}' is left out: {named.leave_out}"
            self.said.note("left-out-column", what, None, column)
            return False
        if not named.indicator:
            self._ask(column.name, None, column)
            return False
        if self.is_across or not column.heading.rest:
            return True
        self._stop_column(column, column.heading.rest)
        return False

    def _stop_column(self, column: Column, got: str) -> None:
        self.said.stop(
            "unknown-column", "A heading is not understood", None, column, got=f"'{got}'",
            expected="a period, an area, a part of a figure, a unit or Target",
            hint=f'say in names.toml: [[column]] name = "{column.name}" holds = "value" (or "left out")',
        )  # fmt: skip

    def _say_columns(self) -> None:
        """Say which columns give no figures, and stop for one of figures whose heading says nothing known."""
        for column in self.table.plan.columns:
            if column.holds == UNKNOWN and self.is_across:
                self._ask(column.name, None, column)
            elif column.holds == UNKNOWN:
                self._stop_column(column, column.name)
            elif column.why:
                self.said.note(
                    "left-out-column", f"'{column.name}' gives no figures: {column.why}", None, column
                )


def stated_cells(reading: Reading, table: OwnTable, around: Surroundings) -> Stated:
    """Return what each figure cell of a table states.

    A cell that cannot be placed is counted in `left_out`, and an issue says why: a stop where it may be a
    figure of the council, a note where it is of England or of others.
    """
    return _Stating(reading, table, around).all()
