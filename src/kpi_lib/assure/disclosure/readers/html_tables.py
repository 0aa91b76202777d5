"""Tables of a page: captions, headings, groups of rows, and what their cells carry unseen."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.artefact import Cell, Grid
from kpi_lib.assure.disclosure.rules.words import words_for

MOST_SPANNED = 50
_LAYOUT = frozenset(words_for("attributes", "layout"))
"""Attributes that place, style or link; what they say is read elsewhere or is no figure."""


def attributes_of(part: _Element) -> Iterator[tuple[str, str]]:
    """Yield name and text of the attributes of an element that may say something."""
    for name, text in part.attrib.items() if isinstance(part.tag, str) else ():
        local = str(name).rpartition("}")[2]
        if local not in _LAYOUT and str(text).strip():
            yield local, str(text)


def read_table(table: _Element) -> Grid:
    """Read one table: its caption, its headings joined over their rows, its rows with their groups."""
    lines = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    is_head = [row.getparent() is not None and row.getparent().tag == "thead" for row in lines]
    if lines and not any(is_head) and all(cell.tag == "th" for cell in _cells_of(lines[0])):
        is_head[0] = True
    heads = [
        [cell.text for cell in _read_cells(row)] for row, head in zip(lines, is_head, strict=True) if head
    ]
    rows, bands, band = [], [], ""
    for row in (row for row, head in zip(lines, is_head, strict=True) if not head):
        cells = tuple(_read_cells(row))
        if len(_cells_of(row)) == 1 and len(cells) > 1:  # one cell across the table names the rows below it
            band = cells[0].text
            continue
        rows.append(cells)
        bands.append(band)
    width = max((len(line) for line in heads), default=0)
    joined = [" ".join(dict.fromkeys(line[i] for line in heads if i < len(line))) for i in range(width)]
    notes = " ".join(_words_of(part) for part in table.itersiblings("p"))
    return Grid("table", _name_of(table), tuple(joined), tuple(rows), tuple(bands), notes)


def _cells_of(row: _Element) -> list[_Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _read_cells(row: _Element) -> Iterator[Cell]:
    """Yield the cells of a row, one that spans several columns once for each."""
    for element in _cells_of(row):
        hidden = [f"{name}: {text}" for part in element.iter() for name, text in attributes_of(part)]
        hidden += [str(part.text) for part in element.iter(etree.Comment)]
        cell = Cell(_words_of(element), " | ".join(hidden))
        span = element.get("colspan", "1")
        yield from [cell] * (min(int(span), MOST_SPANNED) if span.isdigit() and int(span) else 1)


def _words_of(element: _Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _name_of(table: _Element) -> str:
    caption = table.find("caption")
    if caption is not None and (words := _words_of(caption)):
        return words
    labels = (around.get("aria-label") for around in table.iterancestors())
    return next(filter(None, labels), None) or table.get("aria-label") or table.get("title") or ""
