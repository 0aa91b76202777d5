"""Withheld cells of a table that its totals give away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi_lib.analysis.withhold.possible_counts import System, linked, possible_ranges
from kpi_lib.assure.disclosure.rules.figures import UNBOUNDED, Figure, counts_of_share, is_small, leaves_small
from kpi_lib.assure.disclosure.rules.phrases import Disclosure
from kpi_lib.assure.disclosure.rules.tables import Meaning, Table, whole_areas
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN

MOST_UNKNOWN = 400
"""Cells of one sum beyond which none can be settled, and its programme would take long."""
LEAST_TO_ADD = 4
"""Rows of a group from which one that is the sum of the others is a total without being called one."""


Place = tuple[int, int]
"""A cell by its row and column."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells that add up to another."""

    parts: tuple[Place, ...]
    whole: Place


def judge_totals(table: Table) -> Iterator[Disclosure]:
    """Yield the withheld or empty cells of a table that can be worked out from the others."""
    if not any(_is_unknown(figure) for row in table.figures for figure in row[1:]):
        return
    families = [sums for sums in (_sums_of_columns(table), _sums_of_rows(table)) if _adds_up(table, sums)]
    yield from _solve(table, [total for sums in families for total in sums])
    yield from _shares_of_one_base(table)


def _sums_of_columns(table: Table) -> list[Sum]:
    """Return each row of totals over the rows of its group, or over those of the whole table."""
    sums = []
    for r in range(len(table.figures)):
        # a region or England is a total too: less the other authorities it leaves our own figure
        is_total = table.is_total(r) or table.labels[r].lower() in whole_areas()
        if not (is_total or _adds_up_to(table, r)):
            continue
        others = [s for s in table.groups[table.grid.bands[r]] if s != r and not table.is_total(s)]
        for i in table.columns(Meaning.COUNT, Meaning.BASE, Meaning.TOTAL):
            parts = tuple((s, i) for s in others if i < len(table.figures[s]))
            if len(parts) > 1 and i < len(table.figures[r]):
                sums.append(Sum(parts, (r, i)))
    return sums


def _adds_up_to(table: Table, r: int) -> bool:
    """Say whether the first or last row of its group is the sum of the others wherever all are printed."""
    same = table.groups[table.grid.bands[r]]
    if r not in (same[0], same[-1]) or len(same) < LEAST_TO_ADD:
        return False
    n_columns = 0
    for i in table.columns(Meaning.COUNT):
        column = [table.figures[s][i].number for s in same if i < len(table.figures[s])]
        numbers = [number for number in column if number is not None]
        if len(numbers) < len(same):
            continue
        whole = numbers[same.index(r)]
        if whole == 0 or 2 * whole != sum(numbers):
            return False
        n_columns += 1
    return n_columns > 0


def _sums_of_rows(table: Table) -> list[Sum]:
    """Return a column of totals over the columns of counts, row by row."""
    totals, parts = table.columns(Meaning.TOTAL), table.columns(Meaning.COUNT)
    if len(totals) != 1 or len(parts) < 2:
        return []
    return [
        Sum(tuple((r, i) for i in parts if i < len(row)), (r, totals[0]))
        for r, row in enumerate(table.figures)
        if totals[0] < len(row)
    ]


def _adds_up(table: Table, sums: Sequence[Sum]) -> bool:
    """Say whether every sum of which all is printed holds; one that does not shows that it is no total."""
    for total in sums:
        whole = _at(table, total.whole).number
        known = [n for place in total.parts if (n := _at(table, place).number) is not None]
        if whole is not None and (
            sum(known) > whole or (len(known) == len(total.parts) and sum(known) != whole)
        ):
            return False
    return True


def _solve(table: Table, sums: Sequence[Sum]) -> Iterator[Disclosure]:
    bounds: dict[Place, tuple[float, float]] = {}
    equations: list[tuple[tuple[Place, ...], float]] = []
    for total in sums:
        unknown = tuple(place for place in total.parts if _is_unknown(_at(table, place)))
        whole = _at(table, total.whole).number
        if not unknown or whole is None or len(unknown) > MOST_UNKNOWN:
            continue
        known = sum(_at(table, place).number or 0 for place in total.parts)
        bounds |= {place: _bounds(_at(table, place)) for place in unknown}
        equations.append((unknown, whole - known))
    for part in linked(System(bounds, equations)):
        for place, (low, high) in possible_ranges(part).items():
            figure = _at(table, place)
            if low == high and (is_small(low) or (figure.is_withheld and low > 0)):
                yield Disclosure(
                    "worked out from a total",
                    f"{_name(table, place)}: {figure.text or 'empty'}, but it is {low}",
                )


def _shares_of_one_base(table: Table) -> Iterator[Disclosure]:
    """Yield withheld counts whose share is printed where the other rows give the base away."""
    counts, shares = table.columns(Meaning.COUNT), table.columns(Meaning.SHARE)
    if len(counts) != 1 or len(shares) != 1 or table.columns(Meaning.BASE):
        return
    count_at, share_at = counts[0], shares[0]
    rows = {
        r: (row[count_at], row[share_at])
        for r, row in enumerate(table.figures)
        if len(row) > max(count_at, share_at)
    }
    bases = _bases([(count, share) for count, share in rows.values() if count.is_count and share.number])
    for r, (count, share) in rows.items():
        if not bases or not count.is_withheld or share.number is None:
            continue
        possible = sorted({k for base in bases for k in counts_of_share(share.number, share.decimals, base)})
        if leaves_small(tuple(possible)):
            text = f"{share.text}, and the other rows give the base: {', '.join(map(str, possible))}"
            yield Disclosure("share and base", f"{_name(table, (r, count_at))}: {text}")


def _bases(pairs: Sequence[tuple[Figure, Figure]]) -> range:
    """Return the bases that fit all printed pairs of count and share."""
    low, high = 0.0, UNBOUNDED
    for count, share in pairs:
        half = 0.5 * 10.0**-share.decimals
        number, value = count.number or 0, share.number or 0
        low, high = max(low, 100 * number / (value + half)), min(high, 100 * number / max(value - half, 1e-9))
    return range(int(low + 0.999), int(high) + 1) if pairs and high - low < 200 else range(0)


def _at(table: Table, place: Place) -> Figure:
    return table.figures[place[0]][place[1]]


def _is_unknown(figure: Figure) -> bool:
    return figure.is_withheld or figure.is_missing


def _bounds(figure: Figure) -> tuple[float, float]:
    return (1.0, SMALLEST_COUNT_SHOWN - 1.0) if figure.is_known_small else (0.0, UNBOUNDED)


def _name(table: Table, place: Place) -> str:
    return ", ".join(filter(None, (table.name_of(place[0]), table.heads[place[1]])))
