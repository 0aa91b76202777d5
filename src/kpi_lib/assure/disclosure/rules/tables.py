"""A table read by the meaning of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kpi_lib.assure.disclosure.readers.pieces import Grid
from kpi_lib.assure.disclosure.rules.figures import Figure, parse_figure
from kpi_lib.assure.disclosure.rules.headings import Meaning, meaning_of, names_counts
from kpi_lib.assure.disclosure.rules.words import plain

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
        found: dict[str, list[int]] = {}
        for r, band in enumerate(self.grid.bands):
            found.setdefault(band, []).append(r)
        return {band: tuple(rows) for band, rows in found.items()}

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """What each column holds; the first one names the rows."""
        has_counted = any(names_counts(head) for head in self.heads)
        is_closed = not self.grid.where.startswith("records")
        found = [
            meaning_of(head, self.column(i), has_counted=has_counted, is_closed=is_closed)
            for i, head in enumerate(self.heads)
        ]
        if found and len(found) > 1 and not names_counts(self.heads[0]):
            found[0] = Meaning.OTHER
        return tuple(found)

    def column(self, i: int) -> list[Figure]:
        """Return the figures of one column."""
        return [row[i] for row in self.figures if i < len(row)]

    def is_total(self, r: int) -> bool:
        """Say whether a row holds the sum of others."""
        return bool(_TOTAL_ROW.match(self.labels[r]))

    def columns(self, *meanings: Meaning) -> list[int]:
        """Return the places of the columns with one of these meanings."""
        return [i for i, meaning in enumerate(self.meanings) if meaning in meanings]

    def counted(self, r: int) -> Iterator[tuple[int, Figure]]:
        """Yield the cells of a row that hold counts; a tidy row's own unit decides what its value is."""
        row = self.figures[r]
        counts = self._counts
        for i, figure in enumerate(row):
            if self.meaning_at(r, i) in counts:
                yield i, figure

    @cached_property
    def _counts(self) -> frozenset[Meaning]:
        totals = {Meaning.TOTAL} if Meaning.COUNT in self.meanings else set()
        return frozenset({Meaning.COUNT, Meaning.BASE, *totals})

    def meaning_at(self, r: int, i: int) -> Meaning:
        """Return what one cell holds: its column's meaning, or that of the unit which its row names."""
        named = self.meanings[i] if i < len(self.meanings) else Meaning.OTHER
        if i not in self._tidy_values or not (unit := self.unit(r)):
            return named
        if _UNIT_OF_COUNT.match(unit):
            return Meaning.COUNT
        return Meaning.SHARE if _UNIT_OF_SHARE.match(unit) else Meaning.VALUE

    def unit(self, r: int) -> str:
        """Return the unit that a tidy row names, else nothing."""
        place = self._place_of_unit
        return self.figures[r][place].text if 0 <= place < len(self.figures[r]) else ""

    @cached_property
    def _place_of_unit(self) -> int:
        return next((i for i, head in enumerate(self.small_heads) if head in ("unit", "units")), -1)

    @cached_property
    def _tidy_values(self) -> frozenset[int]:
        return frozenset(i for i, head in enumerate(self.small_heads) if head == "value")

    @cached_property
    def _bases(self) -> tuple[int, ...]:
        return tuple(i for i, meaning in enumerate(self.meanings) if meaning is Meaning.BASE)

    def base_for(self, r: int, i: int) -> Figure | None:
        """Return the number that a count is out of: the next column of bases on its row."""
        row = self.figures[r]
        return next((row[j] for j in self._bases if i < j < len(row)), None)
