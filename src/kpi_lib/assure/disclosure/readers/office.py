"""Word documents and Excel workbooks: archives of XML parts, read part by part; sheets by their cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath

from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.artefact import Artefact, Grid, Text, not_made
from kpi_lib.assure.disclosure.readers.grids import grid_of_lines, grids_of_lines

_WHOLE = frozenset(("p", "si", "comment"))
"""Elements whose text is one: a paragraph, a cell's text, a cell's comment."""
_STRUCTURE = re.compile(
    r"(?:styles|theme\d*|settings|webSettings|fontTable|numbering|sheet\d+|\[Content_Types\])\.xml$|\.rels$"
)
"""Parts that only set styles or link others; sheets are read by their cells."""
_SAYING = frozenset(("descr", "title", "tooltip", "alt", "name", "display"))
"""Attributes that hold words."""


def read_word(file: str, content: bytes) -> Iterator[Artefact]:
    """Yield the text of every part of a document: its tables, alternative texts, comments and properties.

    A picture in it has no words; anything else that it embeds is a fault.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, data in members.items():
        if name.endswith((".xml", ".vml", ".rels")):
            if not _STRUCTURE.search(PurePath(name).name) and (root := _parse(data)) is not None:
                yield Artefact(f"{file}!/{name}", [*_texts(root), *_attributes(root)], _tables(root))
        elif not name.endswith(".png"):
            yield not_made(f"{file}!/{name}")


def read_workbook(file: str, content: bytes) -> Iterator[Artefact]:
    """Yield the cells of every sheet, hidden ones too, and what the other parts say: comments, properties."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        lines = [line for row in rows if any(line := [_cell_text(value) for value in row])]
        cells = [Text("cell", text) for line in lines for text in line]
        yield Artefact(f"{file}!/{name}", cells, grids_of_lines("sheet", lines))
    yield from read_word(file, content)


def _cell_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _texts(root: _Element) -> Iterator[Text]:
    """Yield every paragraph as a whole, since Word parts one into runs, and every text that is in none."""
    for part in root.iter(etree.Element):
        local = etree.QName(part).localname
        is_alone = not len(part) and not any(
            etree.QName(up).localname in _WHOLE for up in part.iterancestors()
        )
        if (local in _WHOLE or is_alone) and (said := "".join(part.itertext())).strip():
            yield Text(f"text of {local}", said if local in ("p", "si") else f"{local}: {said}")


def _attributes(root: _Element) -> Iterator[Text]:
    for part in root.iter(etree.Element):
        for full, text in part.attrib.items():
            if (name := etree.QName(full).localname) in _SAYING and str(text).strip():
                yield Text(f"{name} of {etree.QName(part).localname}", str(text))


def _tables(root: _Element) -> list[Grid]:
    return [_table(table) for table in root.iter("{*}tbl")]


def _table(table: _Element) -> Grid:
    rows = [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iterchildren("{*}tc")]
        for row in table.iter("{*}tr")
    ]
    return grid_of_lines("table", [row for row in rows if row])


def _parse(data: bytes) -> _Element | None:
    return etree.fromstring(
        data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    )
