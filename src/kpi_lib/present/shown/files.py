"""Files for analysts: tables as CSV and Excel, the same bytes whenever they are written; pictures.

Text that a spreadsheet would take for a formula is made harmless [1]_; a number, negative or not, stays one.

References
----------
.. [1] OWASP, CSV injection: cells that begin with =, +, -, @, a tab or a line break.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from kpi_lib.core.errors import PublishError
from kpi_lib.core.free_text import without_direction
from kpi_lib.present.ink.canvas import raw_svg
from kpi_lib.present.shown.exhibits import Exhibit, frame_of_exhibits

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | None

_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_INVISIBLE = " \u00a0\u200b\ufeff"
_QUOTE = "'"
_WRITTEN = datetime(1980, 1, 1)
"""The day in a workbook's properties: a file made twice from the same figures is the same file."""
_WIDEST = 48


@dataclass(frozen=True)
class DataFile:
    """One table to download: its name, what to know of it, and its cells.

    `about` has pairs of a name and words: definition, units, licence, edition.
    """

    name: str
    about: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


def harmless(value: Value) -> Value:
    """Return a cell that no spreadsheet runs: text that would begin a formula gets an apostrophe before it.

    Marks of direction are left out, as on the pages.

    >>> harmless("=HYPERLINK(1)"), harmless(-3.2), harmless("-3.2")
    ("'=HYPERLINK(1)", -3.2, "'-3.2")
    """
    if not isinstance(value, str):
        return _plain(value)
    text = without_direction(value)
    is_risky = text.startswith(_STARTS_FORMULA) or text.lstrip(_INVISIBLE).startswith(_STARTS_FORMULA)
    return f"{_QUOTE}{text}" if is_risky else text


def csv_text(file: DataFile) -> str:
    """Return the table as CSV: UTF-8, one row of names, then the figures; a missing one is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([harmless(name) for name in file.columns])
    writer.writerows([harmless(value) for value in row] for row in file.rows)
    return out.getvalue()


def workbook_bytes(file: DataFile) -> bytes:
    """Return the table as an Excel workbook: a sheet that says what it is, and a sheet of figures."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": file.name, "created": _WRITTEN})
        head, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        about, data = book.add_worksheet("Read me"), book.add_worksheet("Data")
        for place, (name, words) in enumerate(file.about):
            about.write_string(place, 0, str(harmless(name)), head)
            about.write_string(place, 1, str(harmless(words)), wrapped)
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 100)
        _write_cells(data, file, head)
    return out.getvalue()


def _write_cells(sheet: Worksheet, file: DataFile, head: Format) -> None:
    for place, name in enumerate(file.columns):
        sheet.write_string(0, place, str(harmless(name)), head)
        longest = max([len(name), *(len(str(row[place] or "")) for row in file.rows)])
        sheet.set_column(place, place, min(longest + 2, _WIDEST))
    for at, row in enumerate(file.rows, start=1):
        for place, value in enumerate(map(harmless, row)):
            if isinstance(value, str):
                sheet.write_string(at, place, value)
            elif value is not None:
                sheet.write_number(at, place, value)
    sheet.freeze_panes(1, 0)
    if file.rows:
        sheet.autofilter(0, 0, len(file.rows), len(file.columns) - 1)


def _plain(value: float | None) -> float | None:
    """Return a whole number without a decimal point: 424.0 is 424."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def save_as(
    path: Path,
    *,
    draw_png: Callable[[], bytes] | None,
    axes: Sequence[Axes],
    exhibits: Sequence[Exhibit],
) -> Path:
    """Write a picture (`.png`, `.svg`) or tables (`.csv`, `.xlsx`) to a file, by its ending.

    Raises
    ------
    PublishError : another ending, no picture, or no table.
    """
    suffix = path.suffix.lower()
    content = b""
    if suffix == ".png":
        content = draw_png() if draw_png else b""
    elif suffix == ".svg":
        content = raw_svg(axes[0]).encode() if axes else b""
    elif suffix in (".csv", ".xlsx"):
        content = _tables(exhibits, is_csv=suffix == ".csv") if any(item.tables for item in exhibits) else b""
    else:
        raise PublishError(
            "Nothing is saved in this form",
            where=str(path),
            got=f"'{path.suffix}'",
            expected=".png or .svg for a picture, .csv or .xlsx for its figures",
        )
    if not content:
        raise PublishError("There is nothing of this kind to save", where=str(path))
    path.write_bytes(content)
    return path


def _tables(exhibits: Sequence[Exhibit], *, is_csv: bool) -> bytes:
    frame = frame_of_exhibits(exhibits)
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    file = DataFile(exhibits[0].title, [("Table", exhibits[0].title)], list(frame.columns), rows)
    return csv_text(file).encode("utf-8-sig") if is_csv else workbook_bytes(file)
