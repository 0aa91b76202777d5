"""Every figure that any artefact tells, or keeps back, under a key that is the same in all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kpi_lib.assure.disclosure.readers.pieces import Artefact
from kpi_lib.assure.disclosure.rules.figures import Figure
from kpi_lib.assure.disclosure.rules.headings import Meaning, area_names
from kpi_lib.assure.disclosure.rules.spans import Span, parse_span
from kpi_lib.assure.disclosure.rules.tables import Table
from kpi_lib.assure.disclosure.rules.words import plain
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.apostrophes import straighten

_NAMES = (
    "indicator",
    "indicator id",
    "indicator_id",
    "measure",
    "table",
    "page",
    "area",
    "group",
    "row",
    "statistic",
)
_PERIODS = ("period", "quarter", "year", "row")
_COMPARED = re.compile(
    r"neighbours|england|average|limit|region|west midlands|before|then|target", re.IGNORECASE
)
_COUNTED = re.compile(r"^(?:counted|count|numerator)$", re.IGNORECASE)
_OUT_OF = re.compile(r"^(?:out of|denominator)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Key:
    """What a figure is of: an indicator (or a table's name), an area, a measure and a period.

    A row that is about no period is known by its label and its edition in `row`.
    """

    subject: str
    area: str
    measure: str
    span: Span | None
    row: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure in one place."""

    key: Key
    figure: Figure
    file: str
    where: str
    edition: str

    def at_home(self, home: str) -> Told:
        """Return the figure as one of the home area, where its table names no area and tells a period."""
        if self.key.area or self.key.span is None:
            return self
        return replace(self, key=replace(self.key, area=home))


def figures_told(artefact: Artefact, tables: Iterable[Table]) -> Iterator[Told]:
    """Yield the figures of an artefact's tables whose period is known."""
    for table in tables:
        for r in range(len(table.figures)):
            yield from _of_row(artefact, table, r)


def areas_of(tables: Iterable[Table]) -> Iterator[str]:
    """Yield the area that each table's name tells, where it tells one."""
    for table in tables:
        if name := _area_in(table.grid.caption):
            yield name


def home_of(areas: Iterable[str]) -> str:
    """Return the area that the tables of a site are mostly about, from that of each."""
    return next((name for name, _ in Counter(areas).most_common(1)), "")


def _of_row(artefact: Artefact, table: Table, r: int) -> Iterator[Told]:
    span = _span_of(table, r)
    if span is None:
        yield from _of_named_row(artefact, table, r)
        return
    named = " ".join([table.grid.caption, table.grid.bands[r], *_named(table, r)])
    subject, area = _subject(named, artefact.page), _area_in(named)
    is_suppressed = any(figure.text == "suppressed" for figure in table.figures[r])
    for i, figure in enumerate(table.figures[r]):
        is_told = figure.number is not None or figure.is_withheld
        if not (is_told or (is_suppressed and figure.is_missing)) or not (measure := _measure(table, r, i)):
            continue
        held = figure if is_told else Figure("suppressed", is_withheld=True)
        yield Told(Key(subject, area, measure, span), held, artefact.file, table.grid.where, artefact.edition)


def _of_named_row(artefact: Artefact, table: Table, r: int) -> Iterator[Told]:
    """Yield the counts of a row without a period, known by its table's name, its group and its label.

    A table that has the same name on every indicator's page ("What changed since the quarter before") is of
    the page's indicator.
    """
    names = [name.lower() for name in (table.grid.caption, table.grid.bands[r], table.labels[r])]
    if not table.grid.caption or table.labels.count(table.labels[r]) > 1 + len(set(table.grid.bands)):
        return
    of = [] if _indicator_in(" ".join(names)) else [_indicator_in(artefact.page)]
    subject = " / ".join(name for name in [*of, *names[:2]] if name)
    for i, figure in table.counted(r):
        if i and (figure.number is not None or figure.is_withheld):
            key = Key(subject, "", table.small_heads[i], None, f"{artefact.edition} {names[2]}")
            yield Told(key, figure, artefact.file, table.grid.where, artefact.edition)


def _span_of(table: Table, r: int) -> Span | None:
    heads, row = table.small_heads, table.figures[r]
    if "basis" in heads and "period" in heads:
        return parse_span(f"{row[heads.index('basis')].text} {row[heads.index('period')].text}")
    places = [heads.index(name) for name in _PERIODS if name in heads and heads.index(name) < len(row)]
    return (
        next((span for i in (*places, 0) if (span := parse_span(row[i].text)) is not None), None)
        if row
        else None
    )


def _named(table: Table, r: int) -> list[str]:
    """Return the cells that say what a row is of: those of naming columns, and its label unless a period.

    Without their labels all rows of "Part of the service | Period | Per cent" would be one figure.
    """
    row = table.figures[r]
    is_named = parse_span(table.labels[r]) is None
    named = [i for i, head in enumerate(table.small_heads) if head in _NAMES or (i == 0 and is_named)]
    return [row[i].text for i in named if i < len(row)]


def _measure(table: Table, r: int, i: int) -> str:
    """Return `count`, `base` or `value` for the columns that all artefacts share, else the heading."""
    head, meaning = table.heads[i], table.meaning_at(r, i)
    if "column" in (heads := table.small_heads) and heads[i] in ("value", "shown"):
        head = table.figures[r][heads.index("column")].text
        meaning = Meaning.COUNT if _COUNTED.match(head) else Meaning.VALUE
    if _COUNTED.match(head):
        return "count"
    if _OUT_OF.match(head):
        return "base"
    if _COMPARED.search(head) or meaning in (Meaning.INTERVAL, Meaning.OTHER) or not i:
        return ""
    if meaning in (Meaning.VALUE, Meaning.SHARE):
        return "value" if _is_statistic(table, r) else ""
    return head.lower()


def _is_statistic(table: Table, r: int) -> bool:
    """Say whether a tidy row is a figure of its own, not one that it is compared with."""
    own = {"statistic": "figure", "what": "value"}
    heads = table.small_heads
    return all(
        table.figures[r][heads.index(head)].text == word for head, word in own.items() if head in heads
    )


def _subject(text: str, page: str = "") -> str:
    """Return the indicator that a text names, else that of its page, else the text itself."""
    return _indicator_in(text) or _indicator_in(page) or straighten(plain(text)).lower()


@lru_cache(maxsize=50_000)
def _indicator_in(text: str) -> str:
    """Return the id of the indicator that a text names by its title, id or address; empty for none."""
    said = straighten(plain(text)).lower()
    found = [(len(name), item) for name, item in _titles() if name in said]
    return max(found)[1] if found else ""


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[str, str], ...]:
    return tuple(
        (straighten(name).lower(), item.id)
        for item in load_catalogue()
        for name in (item.plain_title, item.title, item.id, item.slug)
    )


@lru_cache(maxsize=50_000)
def _area_in(text: str) -> str:
    said = plain(text).lower()
    return max((name for name in area_names() if name in said), key=len, default="")
