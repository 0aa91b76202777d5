"""Every figure that an artefact prints or withholds, under a key that is the same in all artefacts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kpi_lib.assure.disclosure.readers.artefact import Artefact
from kpi_lib.assure.disclosure.rules.figures import Figure
from kpi_lib.assure.disclosure.rules.periods import Span, parse_span
from kpi_lib.assure.disclosure.rules.tables import Meaning, Table, area_names
from kpi_lib.assure.disclosure.rules.words import plain
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.apostrophes import straighten

_NAMES = frozenset(
    (
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
)
"""Columns that say what a row is of."""
_PERIODS = ("period", "quarter", "year", "row")
_COMPARED = re.compile(
    r"neighbours|england|average|limit|region|west midlands|before|then|target", re.IGNORECASE
)
"""Columns of figures that the row's own is compared with."""
_OWN_STATISTIC = {"statistic": "figure", "what": "value"}
"""What a tidy row has in these columns where it is a figure of its own, and no comparator."""


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
class KeyedFigure:
    """One figure in one place."""

    key: Key
    figure: Figure
    file: str
    where: str

    def at_home(self, home: str) -> KeyedFigure:
        """Return the figure as one of the home area, where its table names no area but a period."""
        if self.key.area or self.key.span is None:
            return self
        return replace(self, key=replace(self.key, area=home))


def keyed_figures(artefact: Artefact, tables: Iterable[Table]) -> Iterator[KeyedFigure]:
    """Yield the figures of an artefact's tables, printed and withheld."""
    for table in tables:
        for r, row in enumerate(table.figures):
            span = _span_of(table, r) if row else None
            keyed = (
                _of_period(artefact, table, r, span) if span is not None else _of_label(artefact, table, r)
            )
            for key, figure in keyed:
                yield KeyedFigure(key, figure, artefact.file, table.grid.where)


def area_of(table: Table) -> str:
    """Return the area that a table's name names, in small letters; nothing where it names none."""
    return _area_in(table.grid.caption)


def _of_period(artefact: Artefact, table: Table, r: int, span: Span) -> Iterator[tuple[Key, Figure]]:
    title = " ".join([table.grid.caption, table.grid.bands[r], *_naming_cells(table, r)])
    subject, area = _subject(title, artefact.page), _area_in(title)
    is_suppressed = any(figure.text == "suppressed" for figure in table.figures[r])
    for i, figure in enumerate(table.figures[r]):
        if is_suppressed and figure.is_missing:  # a download leaves the cell empty and says so in `status`
            figure = Figure("suppressed", is_withheld=True)
        if (figure.number is not None or figure.is_withheld) and (measure := _measure(table, r, i)):
            yield Key(subject, area, measure, span), figure


def _of_label(artefact: Artefact, table: Table, r: int) -> Iterator[tuple[Key, Figure]]:
    """Yield the counts of a row without a period, known by its table's name, its group and its label.

    A table that has the same name on every indicator's page ("What changed since the quarter before") is of
    the page's indicator.
    """
    caption, band, label = (
        name.lower() for name in (table.grid.caption, table.grid.bands[r], table.labels[r])
    )
    if not caption or table.labels.count(table.labels[r]) > 1 + len(set(table.grid.bands)):
        return
    page = "" if _indicator_in(f"{caption} {band} {label}") else _indicator_in(artefact.page)
    subject = " / ".join(filter(None, (page, caption, band)))
    for i, figure in table.counted(r):
        if i and (figure.number is not None or figure.is_withheld):
            yield Key(subject, "", table.small_heads[i], None, f"{artefact.edition} {label}"), figure


def _span_of(table: Table, r: int) -> Span | None:
    if {"basis", "period"} <= set(table.small_heads):
        return parse_span(f"{table.text(r, 'basis')} {table.text(r, 'period')}")
    labels = (*(table.text(r, name) for name in _PERIODS), table.labels[r])
    return next((span for label in labels if (span := parse_span(label)) is not None), None)


def _naming_cells(table: Table, r: int) -> list[str]:
    """Return the cells that say what a row is of: those of naming columns, and its label unless a period.

    Without their labels all rows of "Part of the service | Period | Per cent" would be one figure.
    """
    has_name = parse_span(table.labels[r]) is None
    return [
        figure.text
        for i, (head, figure) in enumerate(zip(table.small_heads, table.figures[r], strict=False))
        if head in _NAMES or (i == 0 and has_name)
    ]


def _measure(table: Table, r: int, i: int) -> str:
    """Return `count`, `base` or `value` for the columns that all artefacts share, else the heading."""
    head, meaning = table.small_heads[i], table.meaning_at(r, i)
    if (
        head in ("value", "shown") and "column" in table.small_heads
    ):  # one line a cell: `column` is its heading
        head, meaning = table.text(r, "column").lower(), Meaning.VALUE
    if head in ("counted", "count", "numerator"):
        return "count"
    if head in ("out of", "denominator"):
        return "base"
    if _COMPARED.search(head) or meaning in (Meaning.INTERVAL, Meaning.OTHER) or not i:
        return ""
    if meaning in (Meaning.VALUE, Meaning.SHARE):
        is_own = all(
            table.text(r, name) == word for name, word in _OWN_STATISTIC.items() if name in table.small_heads
        )
        return "value" if is_own else ""
    return head


def _subject(text: str, page: str = "") -> str:
    """Return the indicator that a text names, else that of its page, else the text itself."""
    return _indicator_in(text) or _indicator_in(page) or straighten(plain(text)).lower()


@lru_cache(maxsize=50_000)
def _indicator_in(text: str) -> str:
    """Return the id of the indicator that a text names by its title, id or address; empty for none."""
    said = straighten(plain(text)).lower()
    names = [(len(name), indicator_id) for name, indicator_id in _titles() if name in said]
    return max(names)[1] if names else ""  # the longest: one title can begin with another


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[str, str], ...]:
    return tuple(
        (straighten(name).lower(), indicator.id)
        for indicator in load_catalogue()
        for name in (indicator.plain_title, indicator.title, indicator.id, indicator.slug)
    )


@lru_cache(maxsize=50_000)
def _area_in(text: str) -> str:
    said = plain(text).lower()
    return max((name for name in area_names() if name in said), key=len, default="")
