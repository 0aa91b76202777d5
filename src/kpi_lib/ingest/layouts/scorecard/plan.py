"""How one table of a scorecard is to be read: its columns, the titles around it, and its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePosixPath

from kpi_lib.core.errors import KpiError
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.layouts.layout import Source
from kpi_lib.ingest.layouts.scorecard.columns import (
    AREA,
    FIGURE,
    INDICATOR,
    PERIOD,
    UNKNOWN,
    YEAR,
    Column,
    columns_of,
)
from kpi_lib.ingest.layouts.scorecard.header import MOST_COLUMNS, Block, Sheet, find_blocks, is_short
from kpi_lib.ingest.sheets.kinds import kinds_of
from kpi_lib.ingest.sheets.titles import Titles, read_titles
from kpi_lib.ingest.table import Table


class Shape(StrEnum):
    """Where the indicator and the period of a figure are; each is a layout by this name."""

    INDICATORS_DOWN = "scorecard"
    PERIODS_DOWN = "periods_down"
    FIGURE_A_ROW = "figure_a_row"
    ONE_PERIOD = "one_period"


@dataclass(frozen=True)
class Plan:
    """How to read one table: its shape, its columns, what its titles say, and why it cannot be read if so."""

    shape: Shape
    columns: tuple[Column, ...]
    titles: Titles
    fault: KpiError | None = None

    def holding(self, *kinds: str) -> list[Column]:
        """Return the columns that hold one of these."""
        return [column for column in self.columns if column.holds in kinds]


@dataclass(frozen=True)
class Planned:
    """A block with its plan."""

    block: Block
    plan: Plan


@dataclass(frozen=True)
class Plans:
    """The tables of a sheet that are scorecards, with how to read each, and the others that hold figures."""

    planned: tuple[Planned, ...] = ()
    unread: tuple[Block, ...] = ()


@lru_cache(maxsize=4)
def plan_sheet(grid: Grid, source: Source) -> Plans:
    """Return how to read the tables of a sheet."""
    if grid.shape[1] > MOST_COLUMNS:
        return Plans()
    sheet = Sheet(grid, source)
    blocks = find_blocks(sheet)
    has_figure = kinds_of(grid).figure_not_year
    planned: list[Planned] = []
    unread: list[Block] = []
    for block in blocks:
        columns = columns_of(sheet, block)
        titles, fault = _titles(sheet, blocks[0].titles, () if block is blocks[0] else block.titles)
        shape = _shape(sheet, columns, titles)
        if shape is not None:
            plan = Plan(shape, columns, titles, fault)
            planned.append(Planned(_without_notes(sheet, block, columns), plan))
        elif has_figure[grid.codes[block.body]].any():
            unread.append(block)
    return Plans(tuple(planned), tuple(unread))


def _without_notes(sheet: Sheet, block: Block, columns: Sequence[Column]) -> Block:
    """Return a block without the rows in which nothing but a text is in a column of figures: footnotes.

    "* revised in June" under "Q1 2024/25" is no figure that is missing.
    """
    kinds = kinds_of(sheet.grid)
    codes = sheet.grid.codes[block.body]
    filled = ~kinds.blank[codes]
    places = [column.place for column in columns if column.holds == FIGURE]
    texts = (filled & ~kinds.figure[codes])[:, places].any(axis=1)
    return replace(block, body=block.body[~(texts & (filled.sum(axis=1) == 1))])


def _titles(sheet: Sheet, lines: Sequence[str], own: Sequence[str]) -> tuple[Titles, KpiError | None]:
    """Return what the titles of a sheet say, or `own` ones of a further table: its year, its council."""
    source = sheet.source
    others = [source.title, PurePosixPath(source.name).stem]
    quarters = source.quarters or None
    try:
        whole = read_titles(lines, sheet.grid.sheet, others, quarters)
        return whole.overruled_by(read_titles(own, "", (), quarters)), None
    except KpiError as fault:
        return Titles(), fault


def _shape(sheet: Sheet, columns: Sequence[Column], titles: Titles) -> Shape | None:
    """Return the shape of a table, or None where it is no scorecard."""
    indicator = next((column for column in columns if column.holds == INDICATOR), None)
    figures = [column for column in columns if column.holds in (FIGURE, UNKNOWN)]
    timed = [column for column in figures if _says_when(column)]
    has_times = any(column.holds in (PERIOD, YEAR) for column in columns)
    if not figures:
        return None
    if indicator is None:  # "Quarter | Re-referrals (%) | …" over "Q1 2024/25 | 18.8 | …"
        named = any(sheet.names_indicator(column.name) for column in figures)
        is_own = named or _has_quarters_down(sheet, columns)
        return Shape.PERIODS_DOWN if is_own and (has_times or titles.period) else None
    is_known = indicator.heading.role == INDICATOR or any(map(sheet.names_indicator, indicator.texts))
    if timed:  # "Indicator | Q1 2024/25 | Q2 2024/25"
        return Shape.INDICATORS_DOWN if is_known or _has_quarters(timed) else None
    if not is_known:
        return None
    if has_times:  # "Indicator | Quarter | Numerator | Denominator"
        return Shape.FIGURE_A_ROW
    is_stated = any(column.heading.part or column.heading.unit for column in figures)  # "Indicator | Value"
    return Shape.ONE_PERIOD if titles.period and (is_stated or len(figures) == 1) else None


def _says_when(column: Column) -> bool:
    """Say whether a heading says a time; "YTD" alone says none."""
    heading = column.heading
    return heading.period is not None or heading.partial is not None or heading.fault is not None


def _has_quarters(timed: Sequence[Column]) -> bool:
    """Say whether at least two columns are shorter than a year, as no table of years for areas has."""
    return sum(is_short(column.heading) for column in timed) > 1


def _has_quarters_down(sheet: Sheet, columns: Sequence[Column]) -> bool:
    """Say whether every row is of a quarter or month, and no column names areas."""
    texts = [text for column in columns if column.holds == PERIOD for text in column.texts]
    is_of_areas = any(column.holds == AREA for column in columns)
    return bool(texts) and not is_of_areas and all(is_short(sheet.heading(text)) for text in texts)


@dataclass(frozen=True, kw_only=True)
class ScorecardTable(Table):
    """A table of cells whose `plan` says what each column holds.

    `labels` holds, by column from 0, its texts where they are not its tokens: merged downwards, or dates.
    """

    plan: Plan
    labels: Mapping[int, tuple[str, ...]]

    def words(self, place: int) -> list[str]:
        """Return the texts of a column with single spaces, those of merged cells in each of their rows."""
        if place in self.labels:
            return list(self.labels[place])
        return [" ".join(str(token).split()) for token in self.meanings.tokens.take(self.codes[:, place])]

    def words_of(self, kind: str) -> list[str]:
        """Return the texts of the first column that holds a kind; empty ones where there is none."""
        columns = self.plan.holding(kind)
        return self.words(columns[0].place) if columns else [""] * len(self.rows)
