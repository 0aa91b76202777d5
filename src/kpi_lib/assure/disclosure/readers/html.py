"""A page, or an SVG file, as texts, tables and pictures: what is seen, heard, hidden and left behind."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree, html
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.html_attributes import attributes_of
from kpi_lib.assure.disclosure.readers.html_tables import read_table
from kpi_lib.assure.disclosure.readers.html_text import text_of
from kpi_lib.assure.disclosure.readers.pieces import Artefact, Grid, Picture
from kpi_lib.assure.disclosure.readers.plain import read_plain


def read_html(file: str, content: bytes) -> Artefact:
    """Read an HTML page or a fragment of one."""
    if not content.strip():
        return Artefact(file)
    return read_tree(file, html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8")))


def read_svg(file: str, content: bytes) -> Artefact:
    """Read a picture that is in a file of its own."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    return Artefact(file) if root is None else read_tree(file, root)


def read_tree(file: str, root: _Element) -> Artefact:
    """Read a parsed page, with what is packed into its addresses, comments and scripts."""
    grids: dict[_Element, Grid] = {table: read_table(table) for table in root.iter("table")}
    pictures = [Picture("picture", svg, _beside(svg, grids)) for svg in root.iter(_is_picture(root))]
    inside = [part for name, content in _packed(root) for part in _read_packed(file, name, content)]
    return Artefact(
        file,
        [*text_of(root), *attributes_of(root), *(text for part in inside for text in part.texts)],
        [*grids.values(), *(grid for part in inside for grid in part.grids)],
        [*pictures, *(picture for part in inside for picture in part.pictures)],
    )


def _packed(root: _Element) -> Iterator[tuple[str, bytes]]:
    """Yield files inside a page: `data:` addresses, framed documents, commented markup, data of scripts."""
    for comment in root.iter(etree.Comment):
        if "<t" in str(comment.text):
            yield "comment.html", str(comment.text).encode()
    for part in root.iter(etree.Element):
        for name in ("href", "src", "data"):
            if part.get(name, "").startswith("data:"):
                yield from _of_address(part.get(name, ""))
        if part.get("srcdoc"):
            yield "frame.html", part.get("srcdoc", "").encode()
        if etree.QName(part).localname == "script" and "json" in part.get("type", ""):
            yield "script.json", (part.text or "").encode()


def _of_address(address: str) -> Iterator[tuple[str, bytes]]:
    kind, _, data = address[len("data:") :].partition(",")
    content = unquote_to_bytes(data)
    if kind.endswith(";base64"):
        try:
            content = base64.b64decode(content, validate=False)
        except binascii.Error:
            return
    for word, ending in (("svg", "svg"), ("html", "html"), ("csv", "csv"), ("json", "json"), ("text", "txt")):
        if word in kind:
            yield f"address.{ending}", content
            return


def _read_packed(file: str, name: str, content: bytes) -> Iterator[Artefact]:
    if name.endswith(".html"):
        yield read_html(file, content)
    elif name.endswith(".svg"):
        yield read_svg(file, content)
    else:
        inner = read_plain(name, content)
        yield Artefact(file, inner.texts, inner.grids)


def _is_picture(root: _Element) -> str:
    return "{http://www.w3.org/2000/svg}svg" if str(root.tag).startswith("{") else "svg"


def _beside(svg: _Element, grids: dict[_Element, Grid]) -> Grid | None:
    """Return the table in the same figure as a picture."""
    for around in svg.iterancestors("figure"):
        for table in around.iter("table"):
            return grids.get(table)
    return None
