"""What the rows of a scorecard are about: each row's indicator, part, unit, area and period, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_lib.catalogue.heading_words import load_heading_words, normalise_heading
from kpi_lib.catalogue.indicator_names import named_indicator
from kpi_lib.ingest.headings.heading import Heading, parse_heading
from kpi_lib.ingest.headings.stack import join_headings
from kpi_lib.ingest.layouts.own.columns import AREA, INDICATOR, PART, PERIOD, UNIT, YEAR, Column
from kpi_lib.ingest.layouts.own.table import OwnTable
from kpi_lib.ingest.names import Names

NUMERATOR, DENOMINATOR, VALUE, COUNT = "numerator", "denominator", "value", "count"
_PARTED = re.compile(
    r"^(?P<before>.*?)[\s\-–—:(\[,]+(?P<part>[^\s\-–—:()\[\],]+(?: [^\s\-–—:()\[\],]+)?)[)\]]?$"
    r"|^(?P<first>[^\s\-–—:()\[\],]+)\s*[\-–—:,]\s*(?P<after>.+)$"
)


@dataclass(frozen=True)
class Named:
    """What a name says: an indicator (none where not known), a part, a unit, or a reason to leave it out."""

    indicator: str = ""
    part: str = ""
    unit: str = ""
    leave_out: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the name."""
        return bool(self.indicator or self.leave_out)


@dataclass(frozen=True)
class Row:
    """One row: its place in the table, from 0, its name and what it means, and its other words."""

    place: int
    name: str
    named: Named
    area: str
    time: Heading
    has_figures: bool


def find_named(text: str, names: Names, above: Named | None = None) -> Named:
    """Return what a name means: by the council's own names first, then by the catalogue's.

    A name with a part, "Re-referrals - numerator", is that part of the indicator before it; a part alone,
    "Numerator", is one of the indicator of the rows above.
    """
    answer = names.row(text)
    if answer is not None and (answer.indicator or answer.leave_out):
        part, unit = answer.part.value if answer.part else "", answer.unit.value if answer.unit else ""
        return Named(answer.indicator, part, unit, answer.leave_out)
    unit = answer.unit.value if answer is not None and answer.unit else ""
    said = part_said(text)
    if said and above is not None and above.indicator:
        return Named(above.indicator, said, unit)
    known = named_indicator(text)
    if known:
        return Named(known, "", unit or unit_said(text))
    for base, part in _without_part(text):
        inner = find_named(base, names)
        if inner.is_known:
            return Named(inner.indicator, part, unit or inner.unit, inner.leave_out)
    return Named(unit=unit)


def part_said(text: str) -> str:
    """Return the part that a text names and nothing else: "Numerator", "Num", "%" (the value)."""
    meanings = load_heading_words().of(normalise_heading(text))
    return meanings.get("part", "") or (VALUE if meanings.get("unit") else "")


def unit_said(text: str) -> str:
    """Return the unit that a name states in brackets at its end, or after a comma: "Plans (%)"."""
    match = re.search(r"[(\[,]([^()\[\],]+)[)\]]?\s*$", text.strip())
    meanings = load_heading_words().of(normalise_heading(match[1])) if match else {}
    return meanings.get("unit", "")


def _without_part(text: str) -> Iterator[tuple[str, str]]:
    """Yield a name without the part that begins or ends it, and that part."""
    tidy = text.strip()
    for match in filter(None, (_PARTED.fullmatch(tidy),)):
        base, word = (match["before"], match["part"]) if match["part"] else (match["after"], match["first"])
        said = load_heading_words().of(normalise_heading(word)).get("part", "")
        if base and base.strip() and said in (NUMERATOR, DENOMINATOR, VALUE):
            yield base.strip(), said
    words = tidy.split()
    for base, word in ((words[:-1], words[-1:]), (words[1:], words[:1])):
        said = load_heading_words().of(normalise_heading(" ".join(word))).get("part", "")
        if base and said in (NUMERATOR, DENOMINATOR):
            yield " ".join(base), said


def rows_of(table: OwnTable, names: Names, quarters: str) -> list[Row]:
    """Return the rows of a table; a blank name goes on with the indicator above where a part is stated."""
    plan = table.plan
    silent = table.meanings.is_blank[table.codes[:, table.is_value]].all(axis=1)
    has_figures = (~np.asarray(silent)).tolist()
    labels, areas, parts, units = (
        _texts(table, plan.holding(kind)) for kind in (INDICATOR, AREA, PART, UNIT)
    )
    times = _times(table, plan.holding(PERIOD, YEAR), quarters)
    rows: list[Row] = []
    above: Named | None = None
    name = ""
    for place in range(len(table.rows)):
        part = part_said(parts[place]) if parts[place] else ""
        if labels[place] or not part:
            name = labels[place]
            named = find_named(name, names, above) if name else Named()
        else:
            named = above or Named()
        if not part_said(name) and named.indicator:
            above = Named(named.indicator, "", named.unit, named.leave_out)
        elif name and not part_said(name) and not named.is_known:
            above = None
        unit = unit_of(units[place]) or named.unit
        full = Named(named.indicator, part or named.part, unit, named.leave_out)
        rows.append(Row(place, name, full, areas[place], times[place], bool(has_figures[place])))
    return rows


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
    texts = [table.words(column.place) for column in columns]
    stacks = zip(*texts, strict=True)
    read = {words: _time(words, quarters) for words in set(zip(*texts, strict=True))}
    return [read[words] for words in stacks]


def _time(words: Sequence[str], quarters: str) -> Heading:
    """Return what the time cells of a row say, years before their quarters."""
    headings = [parse_heading(word, quarters or None) for word in words if word]
    ordered = sorted(headings, key=lambda one: one.text in {"1", "2", "3", "4"} or one.partial is not None)
    ordered.sort(key=lambda one: one.period is None and not (one.text.isdigit() and len(one.text) == 4))
    return join_headings(ordered, quarters or None)
