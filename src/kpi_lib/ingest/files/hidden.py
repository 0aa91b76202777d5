"""What a workbook does not show: hidden sheets, rows and columns are read like any other, and named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpi_lib.ingest.files.grid import Grid, column_letters
from kpi_lib.ingest.issues import WARN, Issue

_MOST_NAMED = 12
_HINT = "show what is hidden and look at it; delete what is no longer meant"


def issues_of_hidden(grid: Grid, file: str) -> Iterator[Issue]:
    """Yield a warning for a sheet that is hidden, for its hidden rows, and for its hidden columns."""
    hidden = grid.hidden
    if hidden.sheet:
        yield Issue(
            WARN, "hidden-sheet", f"The sheet '{grid.sheet}' is {hidden.sheet}; it is read all the same",
            file, got=f"{grid.shape[0]:,} rows and {grid.shape[1]:,} columns", hint=_HINT,
        )  # fmt: skip
    for code, unit, places, names in (
        ("hidden-rows", "row", hidden.rows, [str(row + 1) for row in hidden.rows]),
        ("hidden-columns", "column", hidden.columns, [column_letters(place + 1) for place in hidden.columns]),
    ):
        if places:
            many = f"{len(places):,} {unit}s" if len(places) > 1 else f"A {unit}"
            are = "are hidden; they are" if len(places) > 1 else "is hidden; it is"
            yield Issue(
                WARN, code, f"{many} of the sheet '{grid.sheet}' {are} read all the same", file,
                places[0] + 1 if unit == "row" else None, got=f"{unit} {_spans(places, names)}", hint=_HINT,
            )  # fmt: skip


def _spans(places: Sequence[int], names: Sequence[str]) -> str:
    """Return the names of places with those that follow each other joined: `5, 7 to 9`."""
    spans: list[tuple[str, str]] = []
    before = None
    for place, name in zip(places, names, strict=True):
        if before is not None and place == before + 1:
            spans[-1] = (spans[-1][0], name)
        else:
            spans.append((name, name))
        before = place
    shown = [first if first == last else f"{first} to {last}" for first, last in spans[:_MOST_NAMED]]
    return ", ".join(shown) + (", …" if len(spans) > len(shown) else "")
