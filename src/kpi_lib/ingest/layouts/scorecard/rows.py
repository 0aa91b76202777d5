"""What the rows of a scorecard are about: each row's indicator, part, unit, area and period, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpi_lib.core.periods import Frequency, YearOnly
from kpi_lib.ingest.council.names import Names
from kpi_lib.ingest.layouts.scorecard.columns import AREA, INDICATOR, PART, PERIOD, UNIT, YEAR
from kpi_lib.ingest.layouts.scorecard.names import (
    MeasureName,
    parse_name,
    part_alone,
    role_alone,
    unit_alone,
)
from kpi_lib.ingest.layouts.scorecard.plan import ScorecardTable
from kpi_lib.ingest.sheets.headings import (
    COMPARATOR,
    QUARTER_NUMBERS,
    Heading,
    join_headings,
    parse_heading,
)


@dataclass(frozen=True)
class Row:
    """One row: its place in the table, from 0, its name and what it means, and its other words.

    `is_heading` says that it holds no figures and heads rows that go on with its indicator.
    """

    place: int
    name: str
    measure: MeasureName
    area: str
    time: Heading
    has_figures: bool
    is_heading: bool = False


def rows_of(table: ScorecardTable, names: Names, quarters: str) -> list[Row]:
    """Return the rows of a table; a blank name goes on with the indicator above where a part, say, is stated.

    "Re-referrals | Numerator | 12" over " | Denominator | 60" are two parts of one indicator. A row of
    nothing but an authority's name heads the rows below it; one with figures under an indicator's name is
    that authority's figures of the indicator.
    """
    plan = table.plan
    silent = table.meanings.is_blank[table.codes[:, table.is_value]].all(axis=1)
    has_figures = (~np.asarray(silent)).tolist()
    labels, areas, parts, units = (table.words_of(kind) for kind in (INDICATOR, AREA, PART, UNIT))
    times = _times(table, quarters)
    rows: list[Row] = []
    above: MeasureName | None = None
    owner = section = ""  # the name and the area of the rows above that the row may go on with
    for place in range(len(table.rows)):
        name, area = labels[place], areas[place] or section
        heads = not plan.holding(AREA) and _names_area(name)
        if heads and not has_figures[place]:
            section = area = name
        part, role = part_alone(parts[place]), role_alone(parts[place])
        time = times[place]
        is_placed = has_figures[place] and (areas[place] or time.has_time)  # a footnote is no area
        is_same = not name and (part or role or is_placed)
        if rows and not name and (part or role) and not time.text:
            time = rows[-1].time
        if is_same:
            measure = above or MeasureName()
        elif heads and has_figures[place] and above is not None and not role_alone(name):
            measure, area, is_same = above, name, True
        else:
            measure = parse_name(name, names, above) if name else MeasureName()
            is_same = bool(part_alone(name) or role_alone(name)) and above is not None
            if name and not is_same:
                owner, above = name, replace(measure, part="", role="")
        unit = unit_alone(units[place]) or measure.unit
        full = replace(measure, part=part or measure.part, unit=unit, role=role or measure.role)
        named_by = owner if is_same and not measure.is_known else name or owner
        if is_same and rows and not rows[-1].has_figures:
            rows[-1] = replace(rows[-1], is_heading=True)
        rows.append(Row(place, named_by, full, area, time, has_figures[place]))
    return rows


def _names_area(text: str) -> bool:
    """Say whether a row of nothing but this text heads the rows of an authority, or of England."""
    heading = parse_heading(text)
    return heading.is_understood and bool(heading.area or heading.role == COMPARATOR)


def _times(table: ScorecardTable, quarters: str) -> list[Heading]:
    """Return what the cells that say the time say together, row by row."""
    columns = table.plan.holding(PERIOD, YEAR)
    if not columns:
        return [Heading("")] * len(table.rows)
    stacks = list(zip(*_filled_years([table.words(column.place) for column in columns]), strict=True))
    times = {words: _time(words, quarters) for words in set(stacks)}
    return [times[words] for words in stacks]


def _filled_years(texts: list[list[str]]) -> list[list[str]]:
    """Return the columns of time with each blank year as above it, where its row says a quarter or month."""
    if len(texts) < 2:
        return texts
    filled = [list(words) for words in texts]
    for place in range(1, len(texts[0])):
        is_stated = any(words[place] for words in filled)
        for words in filled:
            if is_stated and not words[place] and _is_year(words[place - 1]):
                words[place] = words[place - 1]
    return filled


def _is_year(word: str) -> bool:
    heading = parse_heading(word)
    is_whole = heading.period is not None and heading.period.frequency is Frequency.YEAR
    return is_whole or isinstance(heading.partial, YearOnly)


def _time(words: Sequence[str], quarters: str) -> Heading:
    """Return what the time cells of a row say, years before their quarters."""

    def is_year_number(heading: Heading) -> bool:
        return heading.text.isdigit() and len(heading.text) == 4

    headings = [parse_heading(word, quarters or None) for word in words if word]
    headings.sort(key=lambda heading: heading.text in QUARTER_NUMBERS or heading.partial is not None)
    headings.sort(key=lambda heading: heading.period is None and not is_year_number(heading))
    return join_headings(headings, quarters or None)
