"""Archives, and the office documents that are archives: Word, Excel, PowerPoint, OpenDocument."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath

from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.grids import grid_of_lines, grids_of_lines
from kpi_lib.assure.disclosure.readers.pieces import Artefact, Grid, Text

OFFICE = frozenset((".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp"))
_PARAGRAPHS = frozenset(("p", "si", "t", "h", "comment", "text", "v", "definedName"))
_STRUCTURE = re.compile(
    r"(?:styles|theme\d*|settings|webSettings|fontTable|numbering|\.rels|Content_Types.*)(?:\.xml)?$"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")


def members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file of an archive.

    Raises
    ------
    BadZipFile : the bytes are no archive.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for item in archive.infolist():
            if not item.is_dir():
                yield item.filename, archive.read(item)
        if archive.comment:
            yield "comment.txt", archive.comment


def read_office(file: str, content: bytes) -> list[Artefact]:
    """Read a document: the text of every part, its tables, alternative texts, comments and properties.

    Parts that only set styles are left out. Members that are no XML (pictures, embedded files) are for
    the caller: see `members`.
    """
    parts = {name: data for name, data in members(content) if name.endswith((".xml", ".vml"))}
    shared = _shared_strings(parts)
    found = []
    for name, data in parts.items():
        if _STRUCTURE.search(PurePath(name).name):
            continue
        root = _parse(data)
        if root is not None:
            found.append(_read_part(f"{file}!/{name}", name, root, shared))
    return found


def _read_part(file: str, name: str, root: _Element, shared: list[str]) -> Artefact:
    if _SHEET.search(name):
        grids = _sheet(root, shared)
        cells = [cell for grid in grids for row in grid.rows for cell in row]
        return Artefact(file, [Text("cell", cell.text) for cell in cells], grids)
    grids = [_word_table(table) for table in root.iter("{*}tbl", "{*}table")]
    return Artefact(file, [*_paragraphs(root), *_told(root)], grids)


def _paragraphs(root: _Element) -> Iterator[Text]:
    for part in root.iter(etree.Element):
        local = etree.QName(part).localname
        is_whole = local in _PARAGRAPHS and not any(
            etree.QName(up).localname in ("p", "si") for up in part.iterancestors()
        )
        if is_whole or (not len(part) and part.text and local not in ("r", "t", "v", "f")):
            said = "".join(part.itertext())
            if said.strip():
                yield Text(f"text of {local}", said if local in ("p", "si", "t", "h") else f"{local}: {said}")


def _told(root: _Element) -> Iterator[Text]:
    for part in root.iter(etree.Element):
        for name in ("descr", "title", "tooltip", "alt", "name", "display"):
            for full, text in part.attrib.items():
                if etree.QName(full).localname == name and str(text).strip():
                    yield Text(f"{name} of {etree.QName(part).localname}", str(text))


def _word_table(table: _Element) -> Grid:
    rows = [
        [
            " ".join("".join(cell.itertext()).split())
            for cell in row
            if etree.QName(cell).localname in ("tc", "table-cell")
        ]
        for row in table.iter("{*}tr", "{*}table-row")
    ]
    return grid_of_lines("table", [row for row in rows if row])


def _sheet(root: _Element, shared: list[str]) -> list[Grid]:
    rows = []
    for row in root.iter("{*}row"):
        cells: dict[int, str] = {}
        for place, cell in enumerate(row):
            cells[_column(cell.get("r", ""), place)] = _cell_text(cell, shared)
        rows.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
    return grids_of_lines("sheet", [row for row in rows if any(row)])


def _column(reference: str, place: int) -> int:
    letters = "".join(letter for letter in reference if letter.isalpha())
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1 if letters else place


def _cell_text(cell: _Element, shared: list[str]) -> str:
    value = next(cell.iter("{*}v"), None)
    text = "" if value is None else value.text or ""
    if cell.get("t") == "s" and text.isdigit() and int(text) < len(shared):
        return shared[int(text)]
    return "".join(next(cell.iter("{*}is"), cell).itertext()) if cell.get("t") == "inlineStr" else text


def _shared_strings(parts: dict[str, bytes]) -> list[str]:
    root = _parse(parts["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in parts else None
    return [] if root is None else ["".join(item.itertext()) for item in root.iter("{*}si")]


def _parse(data: bytes) -> _Element | None:
    return etree.fromstring(
        data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    )
