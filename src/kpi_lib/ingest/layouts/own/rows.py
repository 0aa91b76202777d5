"""What the rows of a scorecard are about: each row's indicator, part, unit, area and period, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpi_lib.catalogue.names.heading_words import load_heading_words, normalise_heading
from kpi_lib.core.periods import Frequency, YearOnly
from kpi_lib.ingest.layouts.own.columns import AREA, INDICATOR, PART, PERIOD, UNIT, YEAR, Column
from kpi_lib.ingest.layouts.own.named import Named, find_named, part_said, role_said
from kpi_lib.ingest.layouts.own.plan import OwnTable
from kpi_lib.ingest.own.names import Names
from kpi_lib.ingest.sheets.headings import COMPARATOR, Heading, join_headings, parse_heading


@dataclass(frozen=True)
class Row:
    """One row: its place in the table, from 0, its name and what it means, and its other words.

    `is_heading` says that it holds no figures and heads rows that go on with its indicator.
    """

    place: int
    name: str
    named: Named
    area: str
    time: Heading
    has_figures: bool
    is_heading: bool = False


def rows_of(table: OwnTable, names: Names, quarters: str) -> list[Row]:
    """Return the rows of a table; a blank name goes on with the indicator above where a part, say, is stated.

    A row of nothing but an authority's name heads the rows below it; one with figures under an indicator's
    name is that authority's figures of the indicator.
    """
    plan = table.plan
    silent = table.meanings.is_blank[table.codes[:, table.is_value]].all(axis=1)
    has_figures = (~np.asarray(silent)).tolist()
    labels, areas, parts, units = (
        _texts(table, plan.holding(kind)) for kind in (INDICATOR, AREA, PART, UNIT)
    )
    times = _times(table, plan.holding(PERIOD, YEAR), quarters)
    rows: list[Row] = []
    above: Named | None = None
    owner = section = ""
    for place in range(len(table.rows)):
        name, area = labels[place], areas[place] or section
        heads = not plan.holding(AREA) and _names_area(name)
        if heads and not has_figures[place]:
            section = area = name
        part, role = part_said(parts[place]), role_said(parts[place])
        time = times[place]
        is_placed = has_figures[place] and (areas[place] or time.has_time)  # a footnote is no area
        is_same = not name and (part or role or is_placed)
        if rows and not name and (part or role) and not time.text:
            time = rows[-1].time
        if is_same:
            named = above or Named()
        elif heads and has_figures[place] and above is not None and not role_said(name):
            named, area, is_same = above, name, True
        else:
            named = find_named(name, names, above) if name else Named()
            is_same = bool(part_said(name) or role_said(name)) and above is not None
            if name and not is_same:
                owner, above = name, replace(named, part="", role="")
        full = replace(
            named, part=part or named.part, unit=unit_of(units[place]) or named.unit, role=role or named.role
        )
        named_by = owner if is_same and not named.is_known else name or owner
        if is_same and rows and not rows[-1].has_figures:
            rows[-1] = replace(rows[-1], is_heading=True)
        rows.append(Row(place, named_by, full, area, time, bool(has_figures[place])))
    return rows


def _names_area(text: str) -> bool:
    """Say whether a row of nothing but this text heads the rows of an authority, or of England."""
    heading = parse_heading(text)
    return heading.is_understood and bool(heading.area or heading.role == COMPARATOR)


def unit_of(text: str) -> str:
    """Return the unit that a cell of a column of units states."""
    if not text:
        return ""
    return load_heading_words().of(normalise_heading(text)).get("unit", "")


def _texts(table: OwnTable, columns: Sequence[Column]) -> list[str]:
    """Return the texts of one column, empty where there is none; merged cells go on downwards."""
    if not columns:
        return [""] * len(table.rows)
    return table.words(columns[0].place)


def _times(table: OwnTable, columns: Sequence[Column], quarters: str) -> list[Heading]:
    """Return what the cells that say the time say together, row by row."""
    if not columns:
        return [Heading("")] * len(table.rows)
    texts = _filled_years([table.words(column.place) for column in columns])
    stacks = zip(*texts, strict=True)
    read = {words: _time(words, quarters) for words in set(zip(*texts, strict=True))}
    return [read[words] for words in stacks]


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
    return isinstance(heading.partial, YearOnly) or (
        heading.period is not None and heading.period.frequency is Frequency.YEAR
    )


def _time(words: Sequence[str], quarters: str) -> Heading:
    """Return what the time cells of a row say, years before their quarters."""
    headings = [parse_heading(word, quarters or None) for word in words if word]
    ordered = sorted(headings, key=lambda one: one.text in {"1", "2", "3", "4"} or one.partial is not None)
    ordered.sort(key=lambda one: one.period is None and not (one.text.isdigit() and len(one.text) == 4))
    return join_headings(ordered, quarters or None)
