"""Tables of a page: captions, headings, groups of rows, and what their cells carry unseen."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.html_attributes import told_by
from kpi_lib.assure.disclosure.readers.pieces import Cell, Grid

MOST_SPANNED = 50


def read_table(table: _Element) -> Grid:
    """Read one table: its caption, its headings joined over their rows, its rows with their groups."""
    lines = [row for row in table.iter("tr") if _table_of(row) is table]
    is_head = [_is_head(row) for row in lines]
    if lines and not any(is_head) and all(cell.tag == "th" for cell in _cells_of(lines[0])):
        is_head[0] = True
    heads: list[list[str]] = [_spread(row) for row, head in zip(lines, is_head, strict=True) if head]
    rows, bands, band = [], [], ""
    for row in (row for row, head in zip(lines, is_head, strict=True) if not head):
        cells = [cell for element in _cells_of(row) for cell in _read_cell(element)]
        if len(_cells_of(row)) == 1 and len(cells) > 1:
            band = cells[0].text
            continue
        rows.append(tuple(cells))
        bands.append(band)
    width = max((len(line) for line in heads), default=0)
    joined = [" ".join(dict.fromkeys(line[i] for line in heads if i < len(line))) for i in range(width)]
    caption = " ".join(words_of(table.find("caption")).split()) or _name_of(table)
    return Grid("table", caption, tuple(joined), tuple(rows), tuple(bands), _notes(table))


def _is_head(row: _Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _table_of(row: _Element) -> _Element | None:
    return next(row.iterancestors("table"), None)


def _cells_of(row: _Element) -> list[_Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _spread(row: _Element) -> list[str]:
    return [" ".join(words_of(cell).split()) for cell in _cells_of(row) for _ in range(_span(cell))]


def _span(cell: _Element) -> int:
    text = cell.get("colspan", "1")
    return min(int(text), MOST_SPANNED) if text.isdigit() and int(text) > 0 else 1


def _read_cell(element: _Element) -> Iterator[Cell]:
    hidden = [f"{name}: {text}" for part in element.iter() for name, text in told_by(part)]
    hidden += [str(part.text) for part in element.iter(etree.Comment)]
    cell = Cell(" ".join(words_of(element).split()), " | ".join(hidden), element.tag == "th")
    for _ in range(_span(element)):
        yield cell


def words_of(element: _Element | None) -> str:
    """Return the words in an element, parted by spaces."""
    if element is None:
        return ""
    parts = [
        text
        for part in element.iter()
        if isinstance(part.tag, str)
        for text in (_own(part), _tail(part, element))
    ]
    return " ".join(part.strip() for part in parts if part and part.strip())


def _own(part: _Element) -> str:
    return part.text or ""


def _tail(part: _Element, whole: _Element) -> str:
    return "" if part is whole else part.tail or ""


def _name_of(table: _Element) -> str:
    for around in table.iterancestors():
        if around.get("aria-label"):
            return str(around.get("aria-label"))
    return str(table.get("aria-label") or table.get("title") or "")


def _notes(table: _Element) -> str:
    return " ".join(words_of(part) for part in table.itersiblings("p"))
