"""A page, or an SVG file, as texts, tables and pictures: what is seen, heard, hidden and left behind."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html
from lxml.etree import _Comment, _Element, _ProcessingInstruction

from kpi_lib.edition.disclosure.pieces import Artefact, Cell, Grid, Picture, Text

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup "
    "tspan time tt u var wbr".split()
)
_LAYOUT = frozenset(
    "class id style href src srcset d x y x1 x2 y1 y2 cx cy r rx ry dx dy width height points transform viewbox "
    "viewBox xmlns version fill stroke rel type charset lang dir role tabindex colspan rowspan scope headers for "
    "async defer crossorigin integrity media sizes clip-path preserveaspectratio aria-level aria-controls target "
    "stroke-width offset rows cols maxlength minlength start".split()
)
"""Attributes that place, style or link; what they say is read elsewhere or is no figure."""


_BARE = frozenset((
    "value", "aria-valuenow", "aria-valuetext", "data-value", "data-count", "data-n", "data-x", "data-y", "data-v",
    "data-num", "data-number", "data-total", "data-original", "data-tooltip", "data-title", "data-label", "title",
    "aria-label", "alt", "data-content", "data-raw", "data-hidden", "data-order", "data-sort",
))  # fmt: skip
"""Attributes in which a number by itself tells a figure; in others a word must say what it counts."""
_WITH_OWN_NUMBERS = frozenset(("td", "th", "li", "option", "button", "ol", "link", "a", "section", "div"))
"""Elements whose numbers are places, or are held against their text (`rows`)."""


def read_html(file: str, content: bytes) -> Artefact:
    """Read an HTML page or a fragment of one."""
    if not content.strip():
        return Artefact(file)
    return read_tree(file, html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8")))


def read_svg(file: str, content: bytes) -> Artefact:
    """Read a picture that stands in a file of its own."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    return Artefact(file) if root is None else read_tree(file, root)


def read_tree(file: str, root: _Element) -> Artefact:
    """Read a parsed page; `root` is not changed."""
    grids: dict[_Element, Grid] = {table: read_table(table) for table in root.iter("table")}
    pictures = [Picture("picture", svg, _beside(svg, grids)) for svg in root.iter(_is_picture(root))]
    texts = [*_running_text(root), *_attributes(root)]
    return Artefact(file, texts, list(grids.values()), pictures)


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
    caption = " ".join(_words(table.find("caption")).split()) or _name_of(table)
    return Grid("table", caption, tuple(joined), tuple(rows), tuple(bands), _notes(table))


def _is_picture(root: _Element) -> str:
    return "{http://www.w3.org/2000/svg}svg" if str(root.tag).startswith("{") else "svg"


def _is_head(row: _Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _table_of(row: _Element) -> _Element | None:
    return next(row.iterancestors("table"), None)


def _cells_of(row: _Element) -> list[_Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _spread(row: _Element) -> list[str]:
    return [" ".join(_words(cell).split()) for cell in _cells_of(row) for _ in range(_span(cell))]


def _span(cell: _Element) -> int:
    text = cell.get("colspan", "1")
    return min(int(text), 50) if text.isdigit() and int(text) > 0 else 1


def _read_cell(element: _Element) -> Iterator[Cell]:
    hidden = [f"{name}: {text}" for part in element.iter() for name, text in _told(part)]
    hidden += [str(part.text) for part in element.iter(etree.Comment)]
    cell = Cell(" ".join(_words(element).split()), " | ".join(hidden), element.tag == "th")
    for _ in range(_span(element)):
        yield cell


def _words(element: _Element | None) -> str:
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
    return " ".join(_words(part) for part in table.itersiblings("p"))


def _beside(svg: _Element, grids: dict[_Element, Grid]) -> Grid | None:
    """Return the table in the same figure as a picture."""
    for around in svg.iterancestors("figure"):
        for table in around.iter("table"):
            return grids.get(table)
    return None


def _running_text(root: _Element) -> Iterator[Text]:
    """Yield the text of each block, its inline parts joined, and comments, scripts and styles apart."""
    buffer: list[str] = []

    def flush(where: str) -> Iterator[Text]:
        joined = "".join(buffer)
        buffer.clear()
        if joined.strip():
            yield Text(where, joined)

    for event, part in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            assert isinstance(part, _Comment | _ProcessingInstruction)
            yield Text("comment", str(part.text or ""))
            buffer.append(part.tail or "")
            continue
        tag = etree.QName(part).localname
        if event == "start":
            if tag not in _INLINE:
                yield from flush(_where(part.getparent()))
            buffer.append(part.text or "")
            continue
        if tag in ("script", "style"):
            joined = "".join(buffer)
            buffer.clear()
            yield Text(tag, joined, is_code=True)
        elif tag not in _INLINE:
            yield from flush(_where(part))
        buffer.append(part.tail or "")
    yield from flush("text")


def _where(part: _Element | None) -> str:
    return "text" if part is None else f"text of {etree.QName(part).localname}"


def _attributes(root: _Element) -> Iterator[Text]:
    for part in root.iter(etree.Element):
        tag = etree.QName(part).localname
        for name, text in _told(part):
            said = text if name == "content" else f"{name}: {text}"
            is_bare = name in _BARE and tag not in _WITH_OWN_NUMBERS and text.strip().isdigit()
            yield Text(f"{name} of {tag}", f"count: {text}" if is_bare else said)
        if "--" in (style := part.get("style", "")):
            yield Text("style", style.replace("--", ""))
        for name in ("href", "src", "id", "class"):
            if part.get(name) and part.get(name, "").isascii() is not None:
                yield from _address(name, str(part.get(name)))


def _address(name: str, text: str) -> Iterator[Text]:
    """Yield an address as words: `?children=3`, `data:text/csv,3 children`, `id="three-children"`."""
    if name in ("id", "class"):
        return
    if "?" in text or text.startswith("data:text") or "#" in text and "=" in text:
        from urllib.parse import unquote_plus

        yield Text(
            name, unquote_plus(text.partition("?")[2] or text.partition("#")[2] or text.partition(",")[2])
        )


def _told(part: _Element) -> Iterator[tuple[str, str]]:
    if not isinstance(part.tag, str):
        return
    for name, text in part.attrib.items():
        local = str(name).rpartition("}")[2]
        if local not in _LAYOUT and str(text).strip():
            yield local, str(text)
