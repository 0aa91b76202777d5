"""Office Open XML workbooks (.xlsx, .xlsm): every sheet, every cell, as the file states them.

The cells are read from the XML itself, by namespace and in one pass. Readers that are quicker leave out a
number in CDATA, a formula without a result and every number format without a word, and end the process at
a row beyond the last. What is known of formats, dates and escapes comes from openpyxl.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.escape import unescape

from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import MOST_WRITTEN, need_fewer_texts
from kpi_lib.ingest.files.workbooks.package import JOINT, Attributes, Events, Package, damaged
from kpi_lib.ingest.files.workbooks.spreadsheetml import Book, RunEvents, is_true, names
from kpi_lib.ingest.files.workbooks.xlsx_sheet import SheetEvents

_LINK = f"http://schemas.openxmlformats.org/package/2006/relationships{JOINT}Relationship"
_IDS = tuple(
    f"http://{address}{JOINT}id"
    for address in (
        "schemas.openxmlformats.org/officeDocument/2006/relationships",
        "purl.oclc.org/ooxml/officeDocument/relationships",
    )
)
_STATES = {"hidden": "hidden", "veryHidden": "very hidden"}


@dataclass(frozen=True)
class Link:
    """Where a part leads: to which other part, of what type (the last word of its address)."""

    kind: str
    path: str


def parse_xlsx(package: Package) -> Iterator[Grid]:
    """Yield one grid per sheet of cells, in the workbook's order; charts and dialogs are none.

    Raises
    ------
    ReadError : a part is missing or damaged, or a cell is not as spreadsheets write it; names the cell.
    """
    book, sheets, links = _open(package)
    left = MOST_WRITTEN
    for sheet in sheets:
        name = sheet.get("name", "")
        link = next((links[sheet[key]] for key in _IDS if sheet.get(key) in links), None)
        if link is None or link.path not in package:
            raise damaged(package.name, f"sheet '{name}' has no part")
        if link.kind == "worksheet":
            events = SheetEvents(book, package.name, name, left)
            package.read(link.path, events)
            left -= events.written
            yield events.grid(_STATES.get(sheet.get("state", ""), ""))


def _open(package: Package) -> tuple[Book, list[Attributes], dict[str, Link]]:
    """Return what the sheets share, the sheets as the workbook lists them, and where its links lead."""
    roots = _links(package, "").values()
    path = next((link.path for link in roots if link.kind == "officeDocument"), "xl/workbook.xml")
    book, sheets = Book(), list[Attributes]()
    package.read(path, _workbook_events(book, sheets))
    links = _links(package, path)
    for link in links.values():
        if link.kind == "sharedStrings" and link.path in package:
            package.read(link.path, _TextEvents(book.texts, package.name))
        elif link.kind == "styles" and link.path in package:
            package.read(link.path, _StyleEvents(book.formats))
    return book, sheets, links


def _links(package: Package, path: str) -> dict[str, Link]:
    """Return the links of a part by their id; of the package itself for an empty path."""
    folder, file = posixpath.split(path)
    found: dict[str, Link] = {}

    def link(at: Attributes) -> None:
        if at.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, at.get("Target", ""))).lstrip("/")
            found[at.get("Id", "")] = Link(at.get("Type", "").rpartition("/")[2], target)

    page = posixpath.join(folder, "_rels", f"{file}.rels")
    if page in package:
        package.read(page, Events({_LINK: link}, {}))
    return found


def _workbook_events(book: Book, sheets: list[Attributes]) -> Events:
    def properties(at: Attributes) -> None:
        book.since_1904 = is_true(at.get("date1904"))

    def calculation(at: Attributes) -> None:
        book.asks_to_calculate = is_true(at.get("fullCalcOnLoad"))

    return Events(names({"sheet": sheets.append, "workbookPr": properties, "calcPr": calculation}), {})


class _TextEvents(RunEvents):
    """Gathers the texts that the cells of all sheets share."""

    def __init__(self, texts: list[str], name: str) -> None:
        super().__init__({"si": lambda _: self.runs.clear()}, {"si": self._end_item})
        self._texts, self._name, self._letters = texts, name, 0

    def _end_item(self) -> None:
        text = unescape("".join(self.runs))
        self._texts.append(text)
        self._letters += len(text)
        need_fewer_texts(len(self._texts), self._letters, self._name)


class _StyleEvents(Events):
    """Gathers the number format of every cell style; empty for the general one."""

    def __init__(self, formats: list[str]) -> None:
        super().__init__(
            names({"numFmts": self._start, "numFmt": self._define, "cellXfs": self._start, "xf": self._add}),
            names({"numFmts": self._end, "cellXfs": self._end}),
        )
        self._formats, self._own, self._is_inside = formats, dict[str, str](), False

    def _start(self, at: Attributes) -> None:
        self._is_inside = True

    def _end(self) -> None:
        self._is_inside = False

    def _define(self, at: Attributes) -> None:
        if self._is_inside:  # those of conditional formats are not
            self._own[at.get("numFmtId", "")] = at.get("formatCode", "")

    def _add(self, at: Attributes) -> None:
        if self._is_inside:  # those of named styles are not
            number = at.get("numFmtId", "0")
            builtin = BUILTIN_FORMATS.get(int(number), "") if number.isdigit() else ""
            self._formats.append(self._own.get(number, builtin).replace("General", ""))
