"""A table read by the meaning of its columns, and what a column counts, read from its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from kpi_lib.assure.disclosure.readers.artefact import Grid
from kpi_lib.assure.disclosure.rules.figures import Figure, parse_figure
from kpi_lib.assure.disclosure.rules.words import NOUN, any_of, plain
from kpi_lib.catalogue.areas import load_areas


class Meaning(StrEnum):
    """What the numbers of a column are."""

    COUNT = "count"
    BASE = "base"
    TOTAL = "total"
    SHARE = "share"
    INTERVAL = "interval"
    VALUE = "value"
    OTHER = "other"


_OTHER = re.compile(rf"^{any_of('headings', 'others')}$", re.IGNORECASE)
_INTERVAL = re.compile(
    r"interval|limits|^(?:lower|upper)\b|four in five|\bci\b|lower998|upper998", re.IGNORECASE
)
_SHARE = re.compile(r"%|per ?cent|\bshare\b|proportion|percentage", re.IGNORECASE)
_VALUE = re.compile(any_of("headings", "values"), re.IGNORECASE)
_BASE = re.compile(rf"^{any_of('headings', 'bases')}$", re.IGNORECASE)
_TOTAL = re.compile(
    r"^(?:all|total|totals|sum|overall|altogether|all together|grand total|all \w+|.*\btotal)$", re.IGNORECASE
)
_COUNT = re.compile(
    rf"^(?:count|counted|counts|number|numbers|no\.?|numerator|n|{NOUN})$|\bnumber\b|\bcounts?\b|\b{NOUN}$",
    re.IGNORECASE,
)
_TOTAL_ROW = re.compile(
    r"^(?:all|total|totals|sum|overall|altogether|all together|grand total|all placements)\b", re.IGNORECASE
)
_UNIT_OF_COUNT = re.compile(r"^(?:count|number|children|people|cases|number of .*|persons)$", re.IGNORECASE)
_UNIT_OF_SHARE = re.compile(r"^(?:per ?cent|%|percent|percentage)$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Table:
    """One grid with the figures of its cells and the meaning of its columns."""

    grid: Grid

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The headings, folded; columns beyond them have none."""
        width = max((len(row) for row in self.grid.rows), default=0)
        heads = tuple(plain(head) for head in self.grid.heads)
        return heads + ("",) * (width - len(heads))

    @cached_property
    def small_heads(self) -> tuple[str, ...]:
        """The headings in small letters."""
        return tuple(head.lower() for head in self.heads)

    @cached_property
    def figures(self) -> tuple[tuple[Figure, ...], ...]:
        """The figure of each cell."""
        return tuple(tuple(parse_figure(cell.text) for cell in row) for row in self.grid.rows)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What each row is about: its first cell."""
        return tuple(row[0].text if row else "" for row in self.figures)

    @cached_property
    def groups(self) -> dict[str, tuple[int, ...]]:
        """The rows of each band."""
        bands = self.grid.bands
        return {name: tuple(r for r, band in enumerate(bands) if band == name) for name in set(bands)}

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """What each column holds; the first one names the rows."""
        has_counted = any(names_counts(head) for head in self.heads)
        is_closed = not self.grid.where.startswith("records")
        meanings = []
        for i, head in enumerate(self.heads):
            column = [row[i] for row in self.figures if i < len(row)]
            meanings.append(meaning_of(head, column, has_counted=has_counted, is_closed=is_closed))
        if len(meanings) > 1 and not names_counts(self.heads[0]):
            meanings[0] = Meaning.OTHER
        return tuple(meanings)

    def name_of(self, r: int) -> str:
        """Return what a row is about: its table's caption, its group and its label."""
        return ", ".join(filter(None, (self.grid.caption, self.grid.bands[r], self.labels[r])))

    def is_total(self, r: int) -> bool:
        """Say whether a row holds the sum of others."""
        return bool(_TOTAL_ROW.match(self.labels[r]))

    def columns(self, *meanings: Meaning) -> list[int]:
        """Return the places of the columns with one of these meanings."""
        return [i for i, meaning in enumerate(self.meanings) if meaning in meanings]

    def counted(self, r: int) -> Iterator[tuple[int, Figure]]:
        """Yield the cells of a row that hold counts; a tidy row's own unit decides what its value is."""
        for i, figure in enumerate(self.figures[r]):
            if self.meaning_at(r, i) in self._counts:
                yield i, figure

    @cached_property
    def _counts(self) -> frozenset[Meaning]:
        totals = {Meaning.TOTAL} if Meaning.COUNT in self.meanings else set()
        return frozenset({Meaning.COUNT, Meaning.BASE, *totals})

    def meaning_at(self, r: int, i: int) -> Meaning:
        """Return what one cell holds: its column's meaning, or that of the unit which its row names."""
        meaning = self.meanings[i] if i < len(self.meanings) else Meaning.OTHER
        if self.small_heads[i] != "value" or not (unit := self.unit(r)):
            return meaning
        if _UNIT_OF_COUNT.match(unit):
            return Meaning.COUNT
        return Meaning.SHARE if _UNIT_OF_SHARE.match(unit) else Meaning.VALUE

    def unit(self, r: int) -> str:
        """Return the unit that a tidy row names, else nothing."""
        return self.text(r, "unit", "units")

    def text(self, r: int, *heads: str) -> str:
        """Return what a row has under the first of these headings that the table has, else nothing."""
        place = next((self._places[head] for head in heads if head in self._places), None)
        row = self.figures[r]
        return row[place].text if place is not None and place < len(row) else ""

    @cached_property
    def _places(self) -> dict[str, int]:
        """The first column of each heading."""
        return {head: i for i, head in reversed(list(enumerate(self.small_heads)))}

    def base_for(self, r: int, i: int) -> Figure | None:
        """Return the number that a count is out of: the next column of bases on its row."""
        row = self.figures[r]
        return next((row[j] for j in self.columns(Meaning.BASE) if i < j < len(row)), None)


def meaning_of(head: str, figures: Sequence[Figure], *, has_counted: bool, is_closed: bool) -> Meaning:
    """Return what a column holds.

    Parameters
    ----------
    figures : those of the column; a decimal or a per cent sign among them makes it no count.
    has_counted : the table has a column of counts by name, so that an area's column holds values.
    is_closed : whole numbers under a heading that says nothing count people; False for records whose
        keys are many things (JSON).
    """
    by_name = _meaning_of_head(head)
    if by_name is not None and by_name not in (Meaning.COUNT, Meaning.BASE):
        return by_name
    numbers = [figure for figure in figures if figure.number is not None]
    if any(figure.upper is not None for figure in numbers):
        return Meaning.INTERVAL
    if any(figure.is_percent for figure in numbers):
        return Meaning.SHARE
    if any(figure.is_money or figure.decimals or (figure.number or 0) < 0 for figure in numbers):
        return by_name if by_name is not None and _few_fractions(numbers) else Meaning.VALUE
    if by_name is not None:
        return by_name
    if has_counted and head.lower() in area_names():
        return Meaning.VALUE  # "Worcestershire" next to "Counted" and "Out of" is the share of the two
    return Meaning.COUNT if is_closed else Meaning.OTHER


def names_counts(head: str) -> bool:
    """Say whether a heading names counts outright."""
    return _meaning_of_head(head) in (Meaning.COUNT, Meaning.BASE)


@lru_cache(maxsize=10_000)
def _meaning_of_head(head: str) -> Meaning | None:
    said = re.sub(r"\s*\(.*?\)", "", head).strip()
    if _OTHER.match(said) or _OTHER.match(said := said.replace("_", " ")):
        return Meaning.OTHER
    if _INTERVAL.search(said):
        return Meaning.INTERVAL
    # the first that fits: "All children" is a total though it ends in a noun, "Children per worker" a value
    if _TOTAL.match(said):
        return Meaning.TOTAL
    if _BASE.match(said):
        return Meaning.BASE
    if _COUNT.search(said) and not re.search(r"£|%|\bper\b", said, re.IGNORECASE):
        return Meaning.COUNT
    if _SHARE.search(head):
        return Meaning.SHARE
    return Meaning.VALUE if _VALUE.search(said) else None


def _few_fractions(numbers: Sequence[Figure]) -> bool:
    """Say whether most numbers of a column are whole, as counts with a few full-time equivalents are."""
    return (
        not any(figure.is_money for figure in numbers)
        and sum(f.decimals > 0 for f in numbers) < len(numbers) / 2
    )


@lru_cache(maxsize=1)
def area_names() -> frozenset[str]:
    """Return the names of all areas, in small letters."""
    return frozenset(area.name.lower() for area in load_areas())


@lru_cache(maxsize=1)
def whole_areas() -> frozenset[str]:
    """Return the names of the country and its regions, in small letters."""
    regions = {area.region_code for area in load_areas()}
    names = {area.name.lower() for area in load_areas() if area.area_code in regions}
    return frozenset(names | {"england", "region", "the region", "all england"})
