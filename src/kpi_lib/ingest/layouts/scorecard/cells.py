"""Each figure cell of a scorecard with all that row, column and titles say of it, or why it is left out."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.ingest.council.questions import Asks, Question
from kpi_lib.ingest.layouts.figures import Lookups
from kpi_lib.ingest.layouts.scorecard.columns import FIGURE, KEPT_APART, UNKNOWN, Column
from kpi_lib.ingest.layouts.scorecard.names import VALUE, MeasureName, parse_name
from kpi_lib.ingest.layouts.scorecard.placing import (
    FigureArea,
    FigurePeriod,
    TableContext,
    find_figure_area,
    find_figure_period,
)
from kpi_lib.ingest.layouts.scorecard.plan import ScorecardTable, Shape
from kpi_lib.ingest.layouts.scorecard.rows import Row, rows_of
from kpi_lib.ingest.reading import Reading


@dataclass(frozen=True)
class Cell:
    """One figure cell: where it is in the table, from 0, and what it is about."""

    row: int
    place: int
    name: str
    indicator: str
    part: str
    unit: str
    area: FigureArea
    when: FigurePeriod


class CellReader:
    """Goes through the cells of one table, row by row.

    `cells` are those that can be used; of the others, `left_out`, an issue of the context says why: a stop
    where it may be a figure of the council, a note where it is of England or of others. `names` are those of
    the headings, by column, where indicators are across; `questions` are what the council must answer.
    """

    def __init__(self, reading: Reading, table: ScorecardTable, lookups: Lookups) -> None:
        self.table = table
        self.context = TableContext(reading, table, lookups)
        self.columns = table.plan.holding(FIGURE)
        self.is_across = table.plan.shape is Shape.PERIODS_DOWN
        self.names = {column.place: self._heading_name(column) for column in self.columns if self.is_across}
        self.rows = rows_of(table, lookups.names, reading.quarters)
        self.cells: list[Cell] = []
        self.questions: list[Question] = []
        self.left_out = 0
        self._read_rows()
        self._read_columns()

    def _heading_name(self, column: Column) -> MeasureName:
        """Return what a heading names where indicators are across: its whole text, or what is left of it."""
        names, heading = self.context.lookups.names, column.heading
        name = parse_name(column.name, names)
        if name.is_known or not heading.rest:
            return name
        rest = parse_name(heading.rest, names)
        return MeasureName(
            rest.indicator, rest.part or heading.part, rest.unit or heading.unit, rest.leave_out
        )

    def _read_rows(self) -> None:
        headings = 0
        for row in self.rows:
            is_heading = not row.has_figures and (row.is_heading or not row.measure.is_known)
            if (self.is_across and not row.has_figures) or (is_heading and not self.is_across):
                headings += 1
            elif not (self.is_across or self._is_known(row)):
                self.left_out += len(self.columns)
            elif row.measure.role:
                self._note_role(row)
                self.left_out += len(self.columns)
            else:
                for column in self.columns:
                    self._read_cell(row, column)
        if headings:
            plural = headings > 1
            what = f"{headings} row{'s' * plural} hold{'s' * (not plural)} no figure"
            self.context.note("heading-row", what)

    def _is_known(self, row: Row) -> bool:
        """Say whether a row's name is known as an indicator's; if not, that is asked, or it is left out."""
        name = row.measure
        if name.leave_out:
            self.context.note("left-out-row", f"'{row.name}' is left out: {name.leave_out}", row)
        elif not row.name and not name.indicator:
            what, expected = "A row of figures has no name", "the name of an indicator"
            self.context.stop("no-name", what, row, expected=expected)
        elif not name.indicator:
            self._ask(row.name, row)
        else:
            return True
        return False

    def _note_role(self, row: Row) -> None:
        """Say that a row of an indicator holds no figures of the council; its targets are kept."""
        if row.measure.role in KEPT_APART:
            what = f"A row of '{row.name}' is left out: {KEPT_APART[row.measure.role]}"
            self.context.note("left-out-row", what, row)

    def _ask(self, name: str, row: Row | None = None, column: Column | None = None) -> None:
        file = self.context.reading.file
        number = int(self.table.rows[row.place]) if row is not None else int(self.table.header_rows[-1])
        self.questions.append(Question(Asks.INDICATOR, name, file, number))
        what, expected = (
            "A name is not known as an indicator's",
            "a name that the catalogue or names.toml has",
        )
        hint = f"kpi add {file} writes the question into names.toml: answer it there"
        self.context.stop(
            "unknown-indicator", what, row, column, got=f"'{name}'", expected=expected, hint=hint, key=name
        )

    def _read_cell(self, row: Row, column: Column) -> None:
        """Add the cell where row and column meet, or count it as left out."""
        name = self.names[column.place] if self.is_across else row.measure
        is_usable = self._is_usable(name, column)
        area = find_figure_area(self.context, row, column) if is_usable else None
        when = find_figure_period(self.context, row, column) if area is not None else None
        if area is None or when is None:
            self.left_out += 1
            return
        part, unit = self._part_and_unit(row, name, column)
        self.cells.append(Cell(row.place, column.place, row.name, name.indicator, part, unit, area, when))

    def _part_and_unit(self, row: Row, name: MeasureName, column: Column) -> tuple[str, str]:
        """Return the part and the unit of a cell; a heading's part is finer than its row's name.

        Under "Numerator" in a row "Re-referrals (%)" is the numerator, not the percentage.
        """
        heading = column.heading
        if self.is_across:
            return name.part or row.measure.part or VALUE, name.unit or row.measure.unit
        is_finer = heading.part not in ("", VALUE)
        return heading.part if is_finer else name.part or VALUE, name.unit or heading.unit

    def _is_usable(self, name: MeasureName, column: Column) -> bool:
        """Say whether name and heading of a cell are known; the rest of a heading may change its meaning.

        "Q1 2024/25 (excluding asylum seekers)" is no figure of the indicator.
        """
        if name.leave_out:
            what = f"'{column.name}' is left out: {name.leave_out}"
            self.context.note("left-out-column", what, None, column)
            return False
        if not name.indicator:
            self._ask(column.name, None, column)
            return False
        if self.is_across or not column.heading.rest:
            return True
        self._stop_column(column, column.heading.rest)
        return False

    def _stop_column(self, column: Column, rest: str) -> None:
        what, got = "A heading is not understood", f"'{rest}'"
        expected = "a period, an area, a part of a figure, a unit or Target"
        hint = f'say in names.toml: [[column]] name = "{column.name}" holds = "value" (or "left out")'
        self.context.stop("unknown-column", what, None, column, got=got, expected=expected, hint=hint)

    def _read_columns(self) -> None:
        """Say which columns give no figures, and stop for one of figures whose heading says nothing known."""
        for column in self.table.plan.columns:
            if column.holds == UNKNOWN and self.is_across:
                self._ask(column.name, None, column)
            elif column.holds == UNKNOWN:
                self._stop_column(column, column.name)
            elif column.why:
                what = f"'{column.name}' gives no figures: {column.why}"
                self.context.note("left-out-column", what, None, column)
