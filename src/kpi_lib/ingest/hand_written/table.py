"""Tables that a council writes by hand next to its raw files: every fault in one is named at once.

A table comes as any editor or spreadsheet saves it. Its cells are read by functions that return the one
spelling of what a cell says, or raise `NotRead`: what is checked is what is used.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import AREA_HINT, AREA_WORDS, load_areas
from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import CatalogueError, DataError, Hint, Place, in_words, nearest, raise_all
from kpi_lib.core.periods import Frequency, find_period
from kpi_lib.ingest.raw_folder import path_in
from kpi_lib.ingest.records.typed import TRUTH

ReadCell = Callable[[str], str]
"""Returns the one spelling of what a cell says; raises NotRead."""

DELIMITERS = ",;\t|"
"""What is between cells: Excel writes semicolons on the continent, tabs as "Unicode text"."""
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_NO_WORDS = {"nan", "none", "null", "n/a", "na", "#n/a", "tbc"}
_OF_DATES = "spreadsheets rewrite dates: write 2018-07-12, or 12/07/2018 with the day first"


class NotRead(ValueError):
    """A cell that cannot be read: what is expected in it, and what may help."""

    def __init__(self, expected: str, hint: Hint = "") -> None:
        self.expected, self.hint = expected, hint
        super().__init__(expected)


@dataclass(frozen=True)
class HandWritten:
    """One such table.

    Parameters
    ----------
    rows, row : "events" and "An event", as errors speak of them.
    cells : how each column is read; the columns may come in any order.
    key : the columns that tell rows apart; no two rows have the same.
    """

    file: str
    rows: str
    row: str
    cells: Mapping[str, ReadCell]
    key: tuple[str, ...]

    def read(self, raw_dir: Path) -> pd.DataFrame:
        """Return the rows as text, in the file's order; without the file there are none.

        Returns
        -------
        The table's columns, each cell in its one spelling, and `row` (int), where the row is in the file as
        a spreadsheet counts. Empty rows are left out.

        Raises
        ------
        DataError : it cannot be read as text or as a table, has other columns, or every faulty cell and
            every repeated row.
        ManifestError : it is a link out of the raw folder, or no regular file.
        """
        path = path_in(raw_dir, self.file)
        records = self._records(load_text(path, DataError, where=self.file)) if path.exists() else []
        names = self._names(records) if path.exists() else [*self.cells]
        rows: list[dict[str, str | int]] = []
        faults: list[DataError] = []
        for number, record in records[1:]:
            if any(record[len(names) :]):
                spare = NotRead(f"{len(self.cells)} cells; a text with a comma is in quotes")
                faults.append(self._fault(number, "", "more cells than columns", spare))
            texts = dict(zip(names, [*record, *[""] * len(names)], strict=False))
            row: dict[str, str | int] = {"row": number}
            for name, read_cell in self.cells.items():
                try:
                    row[name] = read_cell(texts[name])
                except NotRead as error:
                    faults.append(self._fault(number, name, in_words(texts[name]), error))
            rows.append(row)
        raise_all([*faults, *self._repeated(rows)])
        frame = pd.DataFrame(rows, columns=[*self.cells, "row"])
        return frame.astype(dict.fromkeys(self.cells, "str") | {"row": "int64"})

    def _records(self, text: str) -> list[tuple[int, list[str]]]:
        """Return the rows that hold anything, each with its number; the first is the header."""
        # by the names in the header, not by how often a mark occurs: reasons are full of commas
        first = text.lstrip().partition("\n")[0].lower()
        delimiter = max(DELIMITERS, key=lambda mark: len({*map(_tidy, first.split(mark))} & {*self.cells}))
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        records: list[list[str]] = []
        try:
            for record in reader:
                records.append([_tidy(cell) for cell in record])
        except csv.Error as error:
            raise DataError(
                f"The {self.rows} cannot be read from here on",
                where=Place(self.file, len(records) + 1),
                got=f"{error}, in line {reader.line_num}",
                expected='a text with a comma or a quote in quotes: "one, two", and every quote closed',
            ) from error
        return [(number, cells) for number, cells in enumerate(records, start=1) if any(cells)]

    def _names(self, records: Sequence[tuple[int, list[str]]]) -> list[str]:
        """Return the header's names; raises DataError unless they are the table's columns, in any order."""
        number, header = records[0] if records else (1, [])
        names = [name.lower() for name in header]
        while names and not names[-1]:  # a spreadsheet writes columns that were once used
            names.pop()
        if sorted(names) != sorted(self.cells):
            unknown = [name for name in names if name not in self.cells]
            likely = nearest(unknown[0], self.cells) if unknown else ""
            raise DataError(
                f"The {self.rows} have other columns",
                where=Place(self.file, number),
                got=in_words(", ".join(names)) if names else "nothing",
                expected=", ".join(self.cells),
                hint=likely or f"the first line is: {','.join(self.cells)}",
            )
        return names

    def _repeated(self, rows: Iterable[Mapping[str, str | int]]) -> Iterator[DataError]:
        seen: set[tuple[str | int, ...]] = set()
        for row in rows:
            if not row.keys() >= {*self.key}:
                continue
            key = tuple(row[name] for name in self.key)
            if key in seen:
                yield DataError(
                    f"{self.row} is there twice",
                    where=Place(self.file, int(row["row"]), self.key[0]),
                    got=in_words(", ".join(str(part) for part in key if part)),
                    expected=f"no two {self.rows} with the same {', '.join(self.key)}",
                    hint="remove one of the rows, or put both reasons into one",
                )
            seen.add(key)

    def _fault(self, number: int, name: str, got: str, error: NotRead) -> DataError:
        return DataError(
            f"{self.row} cannot be used",
            where=Place(self.file, number, name or None),
            got=got,
            expected=error.expected,
            hint=error.hint,
        )


def reads_name(names: Collection[str], expected: str) -> ReadCell:
    """Return how a cell with one of some names is read; "" among them lets it be empty."""

    def read(text: str) -> str:
        if text in names:
            return text
        raise NotRead(expected, partial(nearest, text, names))

    return read


def read_area(text: str) -> str:
    """Return the code in force of the area that a cell names: a code, a DfE number or a name."""
    try:
        return load_areas().named(text).area_code
    except CatalogueError as error:
        hint = partial(getattr, error, "hint") if text else AREA_HINT
        raise NotRead(AREA_WORDS, hint) from error


def reads_words(why: str) -> ReadCell:
    """Return how a cell with a few words is read; `why` is what they must tell."""

    def read(text: str) -> str:
        if any(letter.isalnum() for letter in text) and text.lower() not in _NO_WORDS:
            return text
        raise NotRead(f"a few words: {why}")

    return read


def read_truth(text: str) -> str:
    """Return "true" or "false" for a cell that says one of them in any of the ways of `TRUTH`."""
    if text.casefold() in TRUTH:
        return str(TRUTH[text.casefold()]).lower()
    raise NotRead("true or false")


def read_day_noted(text: str) -> str:
    """Return the day on which a row was written down, as an ISO date."""
    period = find_period(text)
    if period is not None and period.frequency is Frequency.SNAPSHOT:
        return period.label
    raise NotRead("the day it was written down, such as 2018-07-12", _OF_DATES if text else "")


def read_month_or_day(text: str) -> str:
    """Return a month as `2016-10` or a day as `2016-10-24`.

    `2011-12` is December 2011 here, where elsewhere it is a financial year.
    """
    as_month = _MONTH.fullmatch(text)
    period = find_period(f"{as_month[1]}-m{as_month[2]}" if as_month else text)
    if period is not None and period.frequency is Frequency.MONTH:
        return f"{period.end:%Y-%m}"
    if period is not None and period.frequency is Frequency.SNAPSHOT:
        return period.label
    raise NotRead("a month or day such as 2016-10 or 2016-10-24", _OF_DATES if text else "")


def reads_period(frequencies: Collection[Frequency], expected: str, *, is_optional: bool = False) -> ReadCell:
    """Return how a cell with a period is read: however it is spelt, as its one label."""

    def read(text: str) -> str:
        period = find_period(text)
        if period is not None and period.frequency in frequencies:
            return period.label
        if is_optional and not text:
            return text
        raise NotRead(expected)

    return read


def _tidy(cell: str) -> str:
    """Return a cell without what nobody sees: spaces around it, other kinds of space, line ends."""
    return " ".join(_INVISIBLE.sub("", cell).split())
