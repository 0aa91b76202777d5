"""One thing wrong with a file, or worth knowing; the severity says what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

import pandas as pd

from kpi_lib.catalogue.contracts import ISSUES
from kpi_lib.core.errors import DataError, Place

T = TypeVar("T")
STOP, WARN, NOTE = "stop", "warn", "note"
MOST_ALIKE = 1_000
"""Issues of one kind that are listed one by one; nobody reads a million, and they would fill the memory."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: `stop` ends the run, `warn` shows on the data-quality page, `note` is for the record."""

    severity: str
    code: str
    what: str
    file: str
    row: int | None = None
    column: str = ""
    got: str = ""
    expected: str = ""
    hint: str = ""

    def as_error(self) -> DataError:
        """Return the same as a three-line error."""
        place = Place(self.file, self.row, self.column or None)
        return DataError(self.what, where=place, got=self.got, expected=self.expected, hint=self.hint)


def issues_of_each(items: Iterable[T], make: Callable[[T], Issue]) -> Iterator[Issue]:
    """Yield the issue of every item; beyond `MOST_ALIKE` one more that says how many are left.

    >>> issues = issues_of_each(range(1_005), lambda at: Issue(WARN, "odd", f"Row {at}", "file.csv"))
    >>> [issue.what for issue in issues][-2:]
    ['Row 999', 'Row 1000 (and 4 more of this kind)']
    """
    rest = iter(items)
    for _, item in zip(range(MOST_ALIKE), rest, strict=False):
        yield make(item)
    for item in rest:
        more = sum(1 for _ in rest)
        issue = make(item)
        yield replace(issue, what=f"{issue.what} (and {more:,} more of this kind)") if more else issue


def frame_of_issues(issues: Iterable[Issue]) -> pd.DataFrame:
    """Return the `issues` frame: one row per issue, in the order given."""
    rows = [asdict(issue) for issue in issues]
    frame = pd.DataFrame(rows, columns=list(ISSUES))
    return frame.astype(dict.fromkeys(ISSUES, "str") | {"row": "Int32"})


def issues_of_frame(frame: pd.DataFrame) -> list[Issue]:
    """Return the issues of a frame, one per row."""
    texts = frame.drop(columns="row").to_dict("records")
    places = [None if pd.isna(row) else int(row) for row in frame["row"]]
    return [
        Issue(**{str(name): text for name, text in fields.items()}, row=place)
        for fields, place in zip(texts, places, strict=True)
    ]
