"""Rows of tables as they are in running text: in search indexes, documents and ledgers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpi_lib.assure.disclosure.findings import Finding
from kpi_lib.assure.disclosure.readers.artefact import Artefact, Text
from kpi_lib.assure.disclosure.rules.figures import parse_figure
from kpi_lib.assure.disclosure.rules.periods import parse_span
from kpi_lib.assure.disclosure.rules.tables import Meaning, Table
from kpi_lib.assure.disclosure.rules.words import plain

LONG = 200
"""Characters from which on a text may hold rows of tables."""
REACH = 6_000
"""Characters after a table's name within which its rows are looked for."""
_GAP = r"[\s|,;:]*"
_FILLER = r"(?-i:[^A-Z]{0,40}?)"
"""What another artefact may print in such a cell; the next row begins with a capital letter."""


@dataclass(frozen=True)
class WithheldRow:
    """A row with a withheld cell: the name of its table, its cells and a pattern for them in running text."""

    caption: str
    texts: tuple[str, ...]
    pattern: re.Pattern[str]


def withheld_rows(table: Table) -> Iterator[WithheldRow]:
    """Yield the rows of a table in which a count is withheld.

    Only those that are the same in every edition: a row names its period, or prints what it is out of, which
    tells it from its like of another period.
    """
    caption = plain(table.grid.caption)
    for r, row in enumerate(table.figures if caption else ()):
        withheld = [i for i, figure in enumerate(row) if i and figure.is_withheld]
        bases = [
            i
            for i, figure in enumerate(row)
            if table.meaning_at(r, i) is Meaning.BASE and figure.number is not None
        ]
        if withheld and (bases or parse_span(table.labels[r]) is not None):
            pattern = _pattern(table, r, withheld, bases)
            yield WithheldRow(caption, tuple(figure.text for figure in row), pattern)


def _pattern(table: Table, r: int, withheld: list[int], bases: list[int]) -> re.Pattern[str]:
    """Return a pattern of a row's cells in order, with a group for each withheld count.

    "Essex | 3 | withheld | none | withheld | 179" (area, closeness, value, interval, count and base) is found
    in "Essex 3 7% 4% to 12% 13 179".
    """
    counted = (Meaning.COUNT, Meaning.BASE, Meaning.TOTAL)
    wanted = [i for i in withheld if table.meaning_at(r, i) in counted] or withheld
    parts = []
    for i, figure in enumerate(table.figures[r][: max([wanted[-1], *bases]) + 1]):
        if i in wanted:
            parts.append(r"([\w.%,]+)")
        else:
            parts.append(_FILLER if i in withheld or figure.is_missing else re.escape(figure.text))
    return re.compile(_GAP.join(parts), re.IGNORECASE)


def may_hold_rows(artefact: Artefact, text: Text) -> bool:
    """Say whether a text may hold rows of tables: it is long, and a search index where it is code."""
    return len(text.text) >= LONG and (not text.is_code or artefact.file.endswith(".js"))


def judge_running_text(
    artefact: Artefact, rows: Iterable[WithheldRow], captions: Iterable[str]
) -> Iterator[Finding]:
    """Yield rows of an artefact's texts (`may_hold_rows`) that print what the table of that name withholds.

    Parameters
    ----------
    captions : the names of all tables of the site: what follows another table's name is another figure, such
        as the same quarter of the next indicator.
    """
    rows_of: dict[str, list[WithheldRow]] = defaultdict(list)
    for row in rows:
        rows_of[row.caption].append(row)
    if not rows_of:
        return
    names = _any_of({*captions, *rows_of})
    for text in artefact.texts:
        said = plain(text.text)
        matches = list(names.finditer(said))
        ends = [*(after.start() for after in matches[1:]), len(said)]
        for name, end in zip(matches, ends, strict=False):  # without a match there is one end all the same
            part = said[name.end() : min(end, name.start() + REACH)]
            for row in rows_of.get(name.group(), ()):
                for match in row.pattern.finditer(part):
                    if any(parse_figure(cell).number is not None for cell in match.groups()):
                        got = f"{row.caption}: {match.group()}, withheld in the table"
                        yield Finding(artefact.file, text.where, "withheld elsewhere", got)


def _any_of(captions: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of these names, the longest where one begins with another."""
    longest_first = sorted(filter(None, captions), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
