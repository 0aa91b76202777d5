"""One thing wrong with a file, or worth knowing; the severity says what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

from kpi_lib.catalogue.contracts import ISSUES
from kpi_lib.core.errors import DataError, Place

STOP, WARN, NOTE = "stop", "warn", "note"


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
