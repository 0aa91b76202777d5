"""Whose a figure is: the area that its row, its heading, its sheet or a title names, or the file's own."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.catalogue.areas import Areas
from kpi_lib.core.areas import Level
from kpi_lib.core.errors import nearest
from kpi_lib.ingest.layouts.figures import find_area
from kpi_lib.ingest.layouts.own.columns import AREA, Column
from kpi_lib.ingest.layouts.own.plan import OwnTable
from kpi_lib.ingest.layouts.own.rows import Row
from kpi_lib.ingest.layouts.own.said import Said
from kpi_lib.ingest.own.names import Names
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.headings import COMPARATOR, parse_heading


@dataclass(frozen=True)
class Whose:
    """An area's code, and the text that names it, empty where that is a title or the manifest."""

    area_code: str
    text: str = ""


@dataclass(frozen=True)
class AreaFinder:
    """Finds the area of each figure of one table."""

    reading: Reading
    table: OwnTable
    areas: Areas
    names: Names
    said: Said

    def find(self, row: Row, column: Column) -> Whose | None:
        """Return whose a figure is, or None where it is no council's or not known, with an issue."""
        if row.area:
            return self._of_row(row, column)
        if column.heading.area:
            return Whose(column.heading.area)
        answer = self.names.sheet(self.table.sheet) if self.table.sheet else None
        if answer is not None and answer.area:
            return Whose(answer.area)
        if self.table.plan.holding(AREA):
            self.said.stop(
                "no-area", "A row names no area, and others do", row, expected="an area in every row"
            )
            return None
        return self._around()

    def _of_row(self, row: Row, column: Column) -> Whose | None:
        code = find_area(self.areas, row.area)
        if code is None and parse_heading(row.area).role != COMPARATOR:
            names = [area.name for area in self.areas]
            self.said.stop(
                "unknown-area", "Unknown area", row, got=f"'{row.area}'",
                expected="an ONS code, a DfE number or a name in areas.csv", hint=nearest(row.area, names),
                key=row.area,
            )  # fmt: skip
            return None
        if code is None or self.areas.by_code[code].level in (Level.ENGLAND, Level.REGION):
            what = f"Figures of '{row.area}' are left out: they are not a council's"
            self.said.note("comparator-row", what, row)
            return None
        if column.heading.area and column.heading.area != code:
            self.said.stop(
                "two-areas", "Row and heading name two areas", row, column,
                got=f"'{row.area}' and '{column.name}'", expected="one area for each figure",
            )  # fmt: skip
            return None
        return Whose(code, row.area)

    def _around(self) -> Whose | None:
        """Return the area that titles, sheet or file name, or the one that the manifest gives the file."""
        named, listed = self.table.plan.context.areas, self.reading.area
        code = find_area(self.areas, listed) if listed else None
        if len(named) == 1:
            return Whose(named[0])
        hint = f"kpi add {self.reading.file} --area CODE, with the area's ONS code"
        if named and code not in named:
            self.said.stop(
                "two-areas", "Titles name several areas", got=", ".join(map(self.areas.words, named)),
                expected="one area, or a column that says whose each figure is", hint=hint, key="titles",
            )  # fmt: skip
            return None
        if code is None:
            self.said.stop(
                "unknown-area", "The area of the scorecard is not known",
                got=f"'{listed}'" if listed else "no area",
                expected="a column of areas, or the area in manifest.toml", hint=hint, key="manifest",
            )  # fmt: skip
            return None
        return Whose(code, listed)
