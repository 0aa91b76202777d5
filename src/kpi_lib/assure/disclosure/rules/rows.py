"""What one row of a table discloses: a small count, its complement, a share that leaves only small ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpi_lib.assure.disclosure.rules.figures import (
    Figure,
    counts_of_interval,
    counts_of_share,
    is_small,
    leaves_small,
)
from kpi_lib.assure.disclosure.rules.phrases import Disclosure
from kpi_lib.assure.disclosure.rules.tables import Meaning, Table
from kpi_lib.assure.disclosure.rules.words import NOUN

_TAIL = re.compile(rf"^(?:provisional|revised|\(?r\)?|\(p\)|[*†‡¹²³]|\(.*\)|{NOUN}|of .*)?$", re.IGNORECASE)
"""What may follow a count in its cell: "3 (r)", "3 children", "3 of 60"."""
_ROW_OF_OTHERS = re.compile(
    r"%|per ?cent|per 10,000|weeks|days|£|quarters?\b|points|rank|neighbours|median|average|mean|tests|"
    r"pages|files|indicators|measures",
    re.IGNORECASE,
)
"""Rows of lists whose figure is none of people."""
_VALUES = re.compile(r"(?:^|\| )[\w-]+: (\d+(?:\.\d+)?)(?= \||$)")
"""Attributes of a cell as its reader joins them: "data-value: 3 | title: was 3"."""
_PER = re.compile(r"\bper (1,?000|10,?000|100,?000)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.#])\d+(?![\w.%])")
_BAND = re.compile(r"under 6|1 to 5|1-5", re.IGNORECASE)
_COMPARED = re.compile(r"neighbours|england|average|limit|region", re.IGNORECASE)


def judge_row(table: Table, r: int) -> Iterator[Disclosure]:
    """Yield what one row discloses of few people."""
    where = table.name_of(r)
    if not table.figures[r]:
        return
    for i, figure in table.counted(r):
        head = table.heads[i]
        if _is_small_cell(table, r, i, figure):
            yield Disclosure("small count", f"{where}, {head or 'a column of counts'}: {figure.text}")
        base = table.base_for(r, i) if table.meaning_at(r, i) is Meaning.COUNT else None
        if base is not None and _is_complement(figure, base):
            yield Disclosure("complement", f"{where}, {head}: {figure.text} of {base.text}")
    yield from _shares(table, r, where)
    yield from _hidden(table, r, where)


def _is_small_cell(table: Table, r: int, i: int, figure: Figure) -> bool:
    if not (figure.is_count and figure.number is not None and is_small(figure.number)):
        return False
    # "Rank among neighbours | 3": a list of facts says in each row what its one figure is of
    is_of_others = bool(_ROW_OF_OTHERS.search(table.labels[r])) and len(table.heads) <= 3
    return bool(_TAIL.match(figure.tail)) and not is_of_others


def _is_complement(figure: Figure, base: Figure) -> bool:
    if not (figure.is_count and base.is_count) or figure.number is None or base.number is None:
        return False
    return figure.number > 5 and is_small(base.number - figure.number)


def _shares(table: Table, r: int, where: str) -> Iterator[Disclosure]:
    """Yield shares and intervals from which the count of a row could be worked out, where it is not shown."""
    row = table.figures[r]
    bases = [
        figure for i, figure in enumerate(row) if table.meaning_at(r, i) is Meaning.BASE and figure.number
    ]
    counts = [figure for i, figure in enumerate(row) if table.meaning_at(r, i) is Meaning.COUNT]
    if len(bases) != 1 or any(figure.number is not None for figure in counts):
        return
    base = bases[0].number or 0
    for i, figure in enumerate(row):
        per = _per(table, r, i, figure)
        if figure.number is None or i == 0 or not per:
            continue
        if figure.upper is not None:
            possible: range | tuple[int, ...] = counts_of_interval(
                figure.number, figure.upper, figure.decimals, int(base)
            )
        else:
            possible = counts_of_share(figure.number, figure.decimals, base, per)
        if leaves_small(possible, base):
            text = ", ".join(map(str, possible))
            yield Disclosure("share and base", f"{where}: {figure.text} of {bases[0].text} leaves {text}")


def _per(table: Table, r: int, i: int, figure: Figure) -> float:
    """Return per how many people a cell gives the row's own share or rate, 0 where it gives neither."""
    meaning, head = table.meaning_at(r, i), table.heads[i]
    if _COMPARED.search(head):
        return 0
    if meaning is Meaning.SHARE or (meaning in (Meaning.VALUE, Meaning.INTERVAL) and figure.is_percent):
        return 100
    per = _PER.search(f"{head} {table.grid.notes} {table.unit(r)}")
    is_own = meaning is Meaning.VALUE and figure.upper is None and not figure.is_money
    return float(per[1].replace(",", "")) if per and is_own else 0


def _hidden(table: Table, r: int, where: str) -> Iterator[Disclosure]:
    """Yield numbers that a cell carries unseen and does not print: a sort key, a tooltip, a comment."""
    for i, (figure, cell) in enumerate(zip(table.figures[r], table.grid.rows[r], strict=True)):
        if not cell.hidden:
            continue
        if figure.is_withheld:
            is_given = bool(_NUMBER.search(_BAND.sub("", cell.hidden)))
        else:
            is_counted = table.meaning_at(r, i) in (Meaning.COUNT, Meaning.BASE, Meaning.TOTAL)
            numbers = map(float, _VALUES.findall(cell.hidden)) if is_counted else ()
            is_given = any(is_small(n) and n.is_integer() and n != figure.number for n in numbers)
        if is_given:
            text = f"{figure.text or 'empty'}, but carries {cell.hidden}"
            yield Disclosure("hidden figure", f"{where}, {table.heads[i]}: {text}")
