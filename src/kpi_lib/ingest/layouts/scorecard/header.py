"""Where the tables of a scorecard begin: the rows of headings, titles above them, repeats further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from kpi_lib.core.periods import Frequency, YearOnly
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.workbooks.number_formats import is_date
from kpi_lib.ingest.layouts.layout import Source
from kpi_lib.ingest.layouts.scorecard.names import LONGEST_NAME, parse_name
from kpi_lib.ingest.sheets.headings import COMPARATOR, QUARTER_NUMBERS, Heading, parse_heading
from kpi_lib.ingest.sheets.kinds import kinds_of

SEARCH_ROWS = 60
MOST_COLUMNS = 2_000
_HEADING_SHARE = 0.5
_MOST_HEADING_ROWS = 5
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-\d{2}")
_TABLE_ROLES = {"indicator", "area", "period", "year", "part", "unit", "target", "rag"}
"""Roles of which two, or one next to a period or a part, make a row a header."""


def is_short(heading: Heading) -> bool:
    """Say whether a heading is of a quarter or month, and not of a year or a day."""
    period, partial = heading.period, heading.partial
    return (partial is not None and not isinstance(partial, YearOnly)) or (
        period is not None and period.frequency in (Frequency.QUARTER, Frequency.MONTH)
    )


class Kind(Enum):
    """What a row is: nothing, headings, a row of figures, or other text.

    An anchor is a row of headings that makes a table by itself, "Indicator | Q1 2024/25 | Q2 2024/25"; other
    headings, such as "2024/25" alone, only next to one.
    """

    BLANK, HEADING, ANCHOR, DATA, OTHER = range(5)


@dataclass(frozen=True)
class Block:
    """One table: its rows of headings and its body, from 0, and the titles over it."""

    header: tuple[int, ...]
    body: np.ndarray
    titles: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A grid with what is known of its file, read as a scorecard."""

    grid: Grid
    source: Source

    def texts(self, row: int) -> list[str]:
        """Return the texts of a row without outer spaces."""
        return [self.text(row, column, token) for column, token in enumerate(self.grid.row(row))]

    def text(self, row: int, column: int, token: str) -> str:
        """Return the text of a cell; of a date, what its format shows: a day, a month or a year."""
        return date_shown(" ".join(token.split()), self.grid.number_format(row, column))

    def heading(self, text: str) -> Heading:
        """Return what a heading says, with the quarters that the manifest states."""
        return parse_heading(text, self.source.quarters or None)

    def names_indicator(self, text: str) -> bool:
        """Say whether a text names an indicator or a part of one, by catalogue or council."""
        if not 0 < len(text) <= LONGEST_NAME:
            return False
        name = parse_name(text, self.source.names)
        return self.source.names.row(text) is not None or (name.is_known and not name.role)


def date_shown(token: str, number_format: str) -> str:
    """Return the date of a cell as far as its format shows it: 1 April 2024 under `mmm-yy` is April 2024.

    >>> date_shown("2024-04-01", "mmm-yy"), date_shown("2024-06-30", "dd/mm/yyyy"), date_shown("18", "0")
    ('2024-M04', '2024-06-30', '18')
    """
    if not number_format or not is_date(number_format):
        return token
    letters = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\\\.", "", number_format.casefold())
    match = _ISO_DAY.match(token)
    if match is None or "d" in letters:
        return token
    if "m" in letters:
        return f"{match['year']}-M{match['month']}"
    return match["year"] if "y" in letters else token


def find_blocks(sheet: Sheet) -> tuple[Block, ...]:
    """Return the tables of a sheet from top to bottom; none where no row near the top is a header."""
    first = _first_header(_kinds(sheet, SEARCH_ROWS))
    if first is None:
        return ()
    kinds = _kinds(sheet)
    headers = [first, *_repeats(sheet, kinds, first[-1] + 1)]
    starts = [header[0] for header in headers[1:]] + [len(kinds)]
    blocks = []
    for header, stop in zip(headers, starts, strict=True):
        body = [row for row in range(header[-1] + 1, stop) if kinds[row] is not Kind.BLANK]
        over = range(header[0]) if header is first else _rows_over(kinds, header[0])
        titles = tuple(line for row in over if (line := sheet.grid.line(row)))
        blocks.append(Block(header, np.array(body, dtype="int64"), titles))
    return tuple(blocks)


def _rows_over(kinds: Sequence[Kind], header: int) -> range:
    """Return the run of rows of texts next above a further table: its titles, not the notes before them."""
    last = header
    while last and kinds[last - 1] is Kind.BLANK:
        last -= 1
    first = last
    while first and kinds[first - 1] is Kind.OTHER:
        first -= 1
    return range(first, last)


def _first_header(kinds: Sequence[Kind]) -> tuple[int, ...] | None:
    """Return the rows of the last group of headings above the first row of figures."""
    groups = list(_groups(kinds))
    if not groups:
        return None
    start = groups[0][-1] + 1
    first_data = next((row for row in range(start, len(kinds)) if kinds[row] is Kind.DATA), None)
    # several groups above the figures: the last is their header, those before it are a legend or titles
    return groups[0] if first_data is None else [group for group in groups if group[-1] < first_data][-1]


def _repeats(sheet: Sheet, kinds: Sequence[Kind], start: int) -> list[tuple[int, ...]]:
    """Return the groups of headings that begin a further table below the first.

    A row of the table whose figures are blank may read like headings, "Leeds | 2022/23 | Jan-Mar": it has
    nothing over a column of figures.
    """
    return [group for group in _groups(kinds) if group[0] >= start and _is_over_figures(sheet, group)]


def _is_over_figures(sheet: Sheet, group: Sequence[int]) -> bool:
    kinds = kinds_of(sheet.grid)
    below = sheet.grid.codes[group[-1] + 1 : group[-1] + 1 + SEARCH_ROWS]
    figures = kinds.figure_not_year[below].any(axis=0)
    texts = (~kinds.blank[sheet.grid.codes[list(group)]]).any(axis=0)
    return bool((figures & texts).any())


def _groups(kinds: Sequence[Kind]) -> Iterator[tuple[int, ...]]:
    """Yield runs of rows of headings that hold an anchor, of long runs the last rows."""
    run: list[int] = []
    for row, kind in enumerate([*kinds, Kind.BLANK]):
        if kind in (Kind.HEADING, Kind.ANCHOR):
            run.append(row)
            continue
        if any(kinds[place] is Kind.ANCHOR for place in run):
            yield tuple(run[-_MOST_HEADING_ROWS:])
        run = []


def _kinds(sheet: Sheet, stop: int | None = None) -> list[Kind]:
    """Return what each of the first rows is; beyond the search for a header, a row with figures is data."""
    kinds = kinds_of(sheet.grid)
    codes = sheet.grid.codes[:stop]
    n_filled = (~kinds.blank[codes]).sum(axis=1).tolist()
    n_figures = kinds.figure_not_year[codes].sum(axis=1).tolist()
    result: list[Kind] = []
    for row, (any_filled, any_figure) in enumerate(zip(n_filled, n_figures, strict=True)):
        before = result[-1] if result else Kind.BLANK
        if not any_filled:
            kind = Kind.BLANK
        elif any_figure and row >= SEARCH_ROWS:
            kind = Kind.DATA
        elif any_figure:
            kind = _kind_with_figures(sheet, row, before)
        else:
            kind = _kind_of_texts(sheet, row)
            is_under = kind is Kind.OTHER and before in (Kind.HEADING, Kind.ANCHOR)
            kind = Kind.HEADING if is_under and _is_under_headings(sheet, row) else kind
        result.append(kind)
    return result


def _kind_with_figures(sheet: Sheet, row: int, before: Kind) -> Kind:
    """Return the kind of a row with figures: numbers 1 to 4 under headings are quarters of their year.

    "Measure | 1 | 2 | 3 | 4" under "2024/25" is a row of headings, "Re-referrals | 1 | 2 | 3 | 4" of figures.
    """
    texts = [text for text in sheet.texts(row) if text]
    if before in (Kind.HEADING, Kind.ANCHOR) and _has_quarter_numbers(sheet, texts):
        return Kind.ANCHOR
    if len(texts) > 1 and _is_sure_header(sheet, texts) and _kind_of_texts(sheet, row) is Kind.ANCHOR:
        return Kind.ANCHOR
    return Kind.DATA


def _has_quarter_numbers(sheet: Sheet, texts: Sequence[str]) -> bool:
    """Say whether texts are quarters of which some are bare numbers, alone or among headings that say so."""
    numbers = [text for text in texts if text in QUARTER_NUMBERS]
    others = [sheet.heading(text) for text in texts if text not in QUARTER_NUMBERS]
    if not numbers or len(texts) < 2:
        return False
    is_clear = any(other.role or other.has_time for other in others) or not others
    return is_clear and all(other.is_understood for other in others)


def _is_under_headings(sheet: Sheet, row: int) -> bool:
    """Say whether a row of texts goes on with the headings above it: it has some under their periods."""
    above = sheet.texts(row - 1)
    timed = [place for place, text in enumerate(above) if text and sheet.heading(text).has_time]
    texts = sheet.texts(row)
    return bool(timed) and sum(bool(text) for text in texts[timed[0] :]) > 1


def _is_sure_header(sheet: Sheet, texts: Sequence[str]) -> bool:
    """Say whether a row with something like a figure in it is a header all the same: "%" among roles."""
    headings = [sheet.heading(text) for text in texts]
    return all(heading.is_understood for heading in headings) and any(heading.role for heading in headings)


def _kind_of_texts(sheet: Sheet, row: int) -> Kind:
    texts = sheet.texts(row)
    filled = [text for text in texts if text]
    headings = [sheet.heading(text) for text in filled]
    if len(filled) == 1:  # "2024/25" over the figures is a heading, in the first column a title
        is_known = headings[0].is_understood and (headings[0].has_time or headings[0].role == COMPARATOR)
        is_over_figures = not texts[0] and (is_known or sheet.names_indicator(filled[0]))
        return Kind.HEADING if is_over_figures else Kind.OTHER
    indicators = [sheet.names_indicator(text) for text in filled]
    understood = sum(
        heading.is_understood or named for heading, named in zip(headings, indicators, strict=True)
    )
    if _is_anchor(headings, indicators, understood) or _heads_quarters(sheet, row):
        return Kind.ANCHOR
    return Kind.HEADING if understood == len(filled) else Kind.OTHER


def _heads_quarters(sheet: Sheet, row: int) -> bool:
    """Say whether a row has "Quarter" or "Month" over one, next to names that may be a council's own."""
    if row + 1 >= sheet.grid.shape[0]:
        return False
    below = sheet.texts(row + 1)
    return any(
        sheet.heading(text).role == "period" and below[place] and is_short(sheet.heading(below[place]))
        for place, text in enumerate(sheet.texts(row))
        if text
    )


def _is_anchor(headings: Sequence[Heading], indicators: Sequence[bool], understood: int) -> bool:
    """Say whether headings make a table by themselves: periods across, or the roles of a long table."""
    plain = [heading for heading, is_name in zip(headings, indicators, strict=True) if not is_name]
    timed = [heading for heading in plain if heading.has_time or heading.fault]
    times = {(heading.period, heading.partial, heading.is_cumulative) for heading in timed}
    roles = {heading.role for heading in plain} & _TABLE_ROLES
    parts = {heading.part for heading in plain if heading.is_understood} - {""}
    if len(times) >= 2 or (times and (roles or parts)):
        return True
    if sum(indicators) and roles & {"period", "year", "area"}:
        return True
    return understood >= _HEADING_SHARE * len(headings) and bool(roles) and len(roles) + len(parts) >= 2
