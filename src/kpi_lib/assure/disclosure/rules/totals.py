"""Withheld cells of a table that its totals give away."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from kpi_lib.analysis.withhold.possible_counts import System, linked, possible_ranges
from kpi_lib.assure.disclosure.rules.counting import counts_of_share, is_small, tells_small
from kpi_lib.assure.disclosure.rules.figures import Figure
from kpi_lib.assure.disclosure.rules.headings import Meaning, whole_areas
from kpi_lib.assure.disclosure.rules.phrases import Said
from kpi_lib.assure.disclosure.rules.tables import Table
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN

UNBOUNDED = 1e7
MOST_UNKNOWN = 400
LEAST_TO_ADD = 4


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells that add up to another, each named by row and column."""

    parts: tuple[tuple[int, int], ...]
    whole: tuple[int, int]


def judge_totals(table: Table) -> Iterator[Said]:
    """Yield the withheld or empty cells of a table that can be worked out from the others."""
    if not any(_is_unknown(figure) for row in table.figures for figure in row[1:]):
        return
    sums = [
        item
        for family in (_sums_of_columns(table), _sums_of_rows(table))
        if _adds_up(table, family)
        for item in family
    ]
    yield from _solve(table, sums)
    yield from _shares_of_one_base(table)


def _sums_of_columns(table: Table) -> list[Sum]:
    """A row of totals over the rows of its group, or over those of the whole table."""
    found = []
    for r in range(len(table.figures)):
        if not (table.is_total(r) or _is_whole_area(table.labels[r]) or _adds_up_to(table, r)):
            continue
        band = table.grid.bands[r]
        others = [s for s in table.groups[band] if s != r and not table.is_total(s)]
        for i in table.columns(Meaning.COUNT, Meaning.BASE, Meaning.TOTAL):
            parts = tuple((s, i) for s in others if i < len(table.figures[s]))
            if len(parts) > 1 and i < len(table.figures[r]):
                found.append(Sum(parts, (r, i)))
    return found


def _is_whole_area(label: str) -> bool:
    """Say whether a row is a region or the country, of which an own figure is what the others leave."""
    return label.lower() in whole_areas()


def _adds_up_to(table: Table, r: int) -> bool:
    """Say whether the first or last row of its group is the sum of the others wherever all are printed."""
    same = table.groups[table.grid.bands[r]]
    if r not in (same[0], same[-1]) or len(same) < LEAST_TO_ADD:
        return False
    found = 0
    for i in table.columns(Meaning.COUNT):
        column = [table.figures[s][i].number for s in same if i < len(table.figures[s])]
        if len(column) < len(same) or any(number is None for number in column):
            continue
        numbers = [number or 0 for number in column]
        whole = numbers[same.index(r)]
        if whole == 0 or 2 * whole != sum(numbers):
            return False
        found += 1
    return found > 0


def _sums_of_rows(table: Table) -> list[Sum]:
    """A column of totals over the columns of counts."""
    totals, parts = table.columns(Meaning.TOTAL), table.columns(Meaning.COUNT)
    if len(totals) != 1 or len(parts) < 2:
        return []
    return [
        Sum(tuple((r, i) for i in parts if i < len(row)), (r, totals[0]))
        for r, row in enumerate(table.figures)
        if totals[0] < len(row)
    ]


def _adds_up(table: Table, family: Sequence[Sum]) -> bool:
    """Say whether every sum of which all is printed holds; one that does not tells that it is no total."""
    for item in family:
        parts = [_at(table, place).number for place in item.parts]
        whole = _at(table, item.whole).number
        known = [part for part in parts if part is not None]
        if whole is None:
            continue
        if len(known) == len(parts) and sum(known) != whole:
            return False
        if sum(known) > whole:
            return False
    return True


def _solve(table: Table, sums: Sequence[Sum]) -> Iterator[Said]:
    bounds: dict[Hashable, tuple[float, float]] = {}
    equations: list[tuple[tuple[Hashable, ...], float]] = []
    for item in sums:
        unknown = [place for place in item.parts if _is_unknown(_at(table, place))]
        whole = _at(table, item.whole)
        if not unknown or whole.number is None or len(unknown) > MOST_UNKNOWN:
            continue
        known = sum(_at(table, place).number or 0 for place in item.parts)
        for place in unknown:
            bounds[place] = _bounds(_at(table, place))
        equations.append((tuple(unknown), whole.number - known))
    for part in linked(System(bounds, equations)):
        for key, (low, high) in possible_ranges(part).items():
            assert isinstance(key, tuple)
            figure = _at(table, key)
            if low == high and (is_small(low) or (figure.is_withheld and low > 0)):
                yield Said(
                    "worked out from a total",
                    f"{_name(table, key)}: {figure.text or 'empty'}, but it is {low}",
                )


def _shares_of_one_base(table: Table) -> Iterator[Said]:
    """Yield withheld counts whose share is printed where the other rows give the base away."""
    counts, shares = table.columns(Meaning.COUNT), table.columns(Meaning.SHARE)
    if len(counts) != 1 or len(shares) != 1 or table.columns(Meaning.BASE):
        return
    pairs = [
        (row[counts[0]], row[shares[0]], r)
        for r, row in enumerate(table.figures)
        if len(row) > max(counts[0], shares[0])
    ]
    bases = _bases([(count, share) for count, share, _ in pairs if count.is_count and share.number])
    if not bases:
        return
    for count, share, r in pairs:
        if not count.is_withheld or share.number is None:
            continue
        possible = sorted({k for base in bases for k in counts_of_share(share.number, share.decimals, base)})
        if tells_small(tuple(possible)):
            text = ", ".join(map(str, possible))
            yield Said(
                "share and base",
                f"{_name(table, (r, counts[0]))}: {share.text}, and the other rows tell the base: {text}",
            )


def _bases(pairs: Sequence[tuple[Figure, Figure]]) -> range:
    """Return the bases that fit all printed pairs of count and share."""
    low, high = 0.0, UNBOUNDED
    for count, share in pairs:
        half = 0.5 * 10.0**-share.decimals
        number, value = count.number or 0, share.number or 0
        low, high = max(low, 100 * number / (value + half)), min(high, 100 * number / max(value - half, 1e-9))
    return range(int(low + 0.999), int(high) + 1) if pairs and high - low < 200 else range(0)


def _at(table: Table, place: Hashable) -> Figure:
    assert isinstance(place, tuple)
    return table.figures[place[0]][place[1]]


def _is_unknown(figure: Figure) -> bool:
    return figure.is_withheld or figure.is_missing


def _bounds(figure: Figure) -> tuple[float, float]:
    return (1.0, SMALLEST_COUNT_SHOWN - 1.0) if figure.is_known_small else (0.0, UNBOUNDED)


def _name(table: Table, place: tuple[int, int]) -> str:
    r, i = place
    return ", ".join(
        part for part in (table.grid.caption, table.grid.bands[r], table.labels[r], table.heads[i]) if part
    )
