"""What is said of one table while it is read: each issue once, with its row, its heading and its sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpi_lib.core.errors import KpiError
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.own.columns import Column
from kpi_lib.ingest.layouts.own.plan import OwnTable
from kpi_lib.ingest.layouts.own.rows import Row


@dataclass
class Said:
    """Gathers the issues of one table of a file."""

    file: str
    table: OwnTable
    issues: list[Issue] = field(default_factory=list)
    _keys: set[tuple[str, object]] = field(default_factory=set)

    def note(self, code: str, what: str, row: Row | None = None, column: Column | None = None) -> None:
        """Add a note, once for each sentence."""
        self._add(NOTE, code, what, what, row, column, ("", "", ""))

    def stop(
        self,
        code: str,
        what: str,
        row: Row | None = None,
        column: Column | None = None,
        *,
        got: str = "",
        expected: str = "",
        hint: str = "",
        key: object = None,
    ) -> None:
        """Add a stop, once for each code and `key`; without a key, for each row and column."""
        place = (row.place if row else None, column.place if column else None)
        self._add(STOP, code, what, place if key is None else key, row, column, (got, expected, hint))

    def stop_for(
        self, code: str, error: KpiError, row: Row | None = None, column: Column | None = None
    ) -> None:
        """Add the stop of an error, once for what it got."""
        self.stop(
            code, error.what, row, column, got=error.got, expected=error.expected, hint=error.hint,
            key=(error.got, column.place if column else None),
        )  # fmt: skip

    def _add(
        self,
        severity: str,
        code: str,
        what: str,
        key: object,
        row: Row | None,
        column: Column | None,
        words: tuple[str, str, str],
    ) -> None:
        if (code, key) in self._keys:
            return
        self._keys.add((code, key))
        sheet = f" (sheet '{self.table.sheet}')" if self.table.sheet else ""
        at = int(self.table.rows[row.place]) if row is not None else None
        heading = column.name if column is not None else ""
        self.issues.append(Issue(severity, code, what + sheet, self.file, at, heading, *words))
