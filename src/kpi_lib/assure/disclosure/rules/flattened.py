"""Rows of tables as they are in running text: in search indexes, documents and ledgers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpi_lib.assure.disclosure.findings import Finding
from kpi_lib.assure.disclosure.readers.pieces import Artefact, Text
from kpi_lib.assure.disclosure.rules.figures import parse_figure
from kpi_lib.assure.disclosure.rules.headings import Meaning
from kpi_lib.assure.disclosure.rules.spans import parse_span
from kpi_lib.assure.disclosure.rules.tables import Table
from kpi_lib.assure.disclosure.rules.words import plain

_GAP = r"[\s|,;:]*"
_FILLER = r"(?-i:[^A-Z]{0,40}?)"
"""What another artefact may print in such a cell; the next row begins with a capital letter."""
LONG = 200
REACH = 6_000


@dataclass(frozen=True)
class HeldRow:
    """A row with a withheld cell: the name of its table, its cells and a pattern for them in running text."""

    caption: str
    texts: tuple[str, ...]
    pattern: re.Pattern[str]


def held_rows(tables: Iterable[Table]) -> Iterator[HeldRow]:
    """Yield the rows with a withheld count that tables show."""
    for table in tables:
        caption = plain(table.grid.caption)
        for r, row in enumerate(table.figures if table.grid.caption else ()):
            held = [i for i, figure in enumerate(row) if i and figure.is_withheld]
            if held and _is_known_by_its_row(table, r):
                yield _held_row(caption, table, r, held)


def _is_known_by_its_row(table: Table, r: int) -> bool:
    """Say whether a row is the same in every edition: it names its period, or prints what it is out of."""
    return parse_span(table.labels[r]) is not None or bool(_bases(table, r))


def _bases(table: Table, r: int) -> list[int]:
    """Return where a row prints what it is out of, which tells it from its like of another period."""
    row = table.figures[r]
    return [
        i
        for i, figure in enumerate(row)
        if table.meaning_at(r, i) is Meaning.BASE and figure.number is not None
    ]


def _held_row(caption: str, table: Table, r: int, held: list[int]) -> HeldRow:
    row = table.figures[r]
    counted = [
        i for i in held if table.meaning_at(r, i) in (Meaning.COUNT, Meaning.BASE, Meaning.TOTAL)
    ] or held
    parts = []
    for i, figure in enumerate(row[: max([counted[-1], *_bases(table, r)]) + 1]):
        if i in counted:
            parts.append(r"([\w.%,]+)")
        else:
            parts.append(_FILLER if i in held or figure.is_missing else re.escape(figure.text))
    return HeldRow(caption, tuple(figure.text for figure in row), re.compile(_GAP.join(parts), re.IGNORECASE))


def may_flatten(artefact: Artefact, text: Text) -> bool:
    """Say whether a text may hold rows of tables: it is long, and a search index where it is code."""
    return len(text.text) >= LONG and (not text.is_code or artefact.file.endswith(".js"))


def judge_flattened(
    artefact: Artefact, rows: Iterable[HeldRow], captions: Iterable[str]
) -> Iterator[Finding]:
    """Yield rows of an artefact's texts (`may_flatten`) that print what the table of that name withholds.

    Parameters
    ----------
    captions : the names of all tables of the site: what follows another table's name is another figure, such
        as the same quarter of the next indicator.
    """
    of: dict[str, list[HeldRow]] = defaultdict(list)
    for row in rows:
        of[row.caption].append(row)
    names = _any_of({*captions, *of})
    for text in artefact.texts:
        said = plain(text.text)
        found = [*names.finditer(said)] if of else []
        ends = [*(after.start() for after in found[1:]), len(said)]
        for name, end in zip(found, ends, strict=False):  # no name: nothing to look for
            part = said[name.end() : min(end, name.start() + REACH)]
            for row in of.get(name.group(), []):
                for match in row.pattern.finditer(part):
                    if any(parse_figure(cell).number is not None for cell in match.groups()):
                        yield Finding(
                            artefact.file, text.where, "withheld elsewhere",
                            f"{row.caption}: {match.group()}, withheld in the table",
                        )  # fmt: skip


def _any_of(captions: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of these names, the longest where one begins with another."""
    longest_first = sorted(filter(None, captions), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
