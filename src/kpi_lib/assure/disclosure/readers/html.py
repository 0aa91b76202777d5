"""A page, or an SVG file, as texts, tables and pictures: what is seen, heard, hidden and left behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from urllib.parse import unquote, unquote_plus

from lxml import etree, html
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.artefact import Artefact, Grid, Picture, Text
from kpi_lib.assure.disclosure.readers.html_tables import attributes_of, read_table
from kpi_lib.assure.disclosure.readers.text_files import read_json
from kpi_lib.assure.disclosure.rules.words import NOUN, plain, words_for

_INLINE = frozenset(words_for("attributes", "inline"))
_APART = frozenset(("table", "svg"))
"""Elements that are read by themselves, as a table or a picture."""
_BARE = frozenset(words_for("attributes", "bare"))
"""Attributes in which a number by itself is a figure; in others a word must say what it counts."""
_WITH_OWN_NUMBERS = frozenset(("td", "th", "li", "option", "button", "ol"))
"""Elements whose numbers are places, or are compared with their text (`rows`)."""
_TAG = re.compile(r"<[^>]{0,2000}>")
_NUMBERED = re.compile(r"(?:^|[#/_])[1-5][-_%]")
_LONE = re.compile(r"^(?:[1-5]|one|two|three|four|five)$", re.IGNORECASE)
_NOUN = re.compile(rf"\b{NOUN}\b", re.IGNORECASE)
NEAR = 90
"""Characters that the words next to a lone number have at most, on a tile or in a list of terms."""


def read_html(file: str, content: bytes) -> Artefact:
    """Read an HTML page or a fragment of one."""
    if not content.strip():
        return Artefact(file)
    return _read_tree(file, html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8")))


def read_svg(file: str, content: bytes) -> Artefact:
    """Read a picture that is in a file of its own."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    return Artefact(file) if root is None else _read_tree(file, root)


def _read_tree(file: str, root: _Element) -> Artefact:
    """Read a parsed page, with the markup in its comments and the data of its scripts."""
    grids = {table: read_table(table) for table in root.iter("table")}
    pictures = [Picture("picture", svg, _table_of(svg, grids)) for svg in root.iter("{*}svg")]
    inside = [*_commented(file, root), *_data_of_scripts(file, root)]
    return Artefact(
        file,
        [*_texts(root), *_attributes(root), *(text for part in inside for text in part.texts)],
        [*grids.values(), *(grid for part in inside for grid in part.grids)],
        pictures,
        [*_enclosed(root), *(fault for part in inside for fault in part.faults)],
    )


def _commented(file: str, root: _Element) -> Iterator[Artefact]:
    for comment in root.iter(etree.Comment):
        if "<t" in str(comment.text):
            yield read_html(file, str(comment.text).encode())


def _data_of_scripts(file: str, root: _Element) -> Iterator[Artefact]:
    for script in root.iter("script"):
        if "json" in script.get("type", ""):
            yield read_json(file, (script.text or "").encode())


def _enclosed(root: _Element) -> Iterator[str]:
    """Yield documents inside a page, which no page of the pack has: they are faults, whatever they hold."""
    for part in root.iter(etree.Element):
        if part.get("srcdoc") is not None:
            yield "a frame that the pack does not make"
        for name in ("href", "src", "data"):
            if part.get(name, "").startswith("data:"):
                yield f"an address with data that the pack does not make: {part.get(name)}"


def _table_of(svg: _Element, grids: dict[_Element, Grid]) -> Grid | None:
    """Return the table in the same figure as a picture."""
    tables = (table for around in svg.iterancestors("figure") for table in around.iter("table"))
    return grids.get(next(tables, None))


def _attributes(root: _Element) -> Iterator[Text]:
    """Yield what every attribute of a page says, with the name of the attribute before it."""
    for part in root.iter(etree.Element):
        tag = etree.QName(part).localname
        for name, text in attributes_of(part):
            said = text if name == "content" else f"{name}: {_TAG.sub('', text)}"
            is_bare = name in _BARE and tag not in _WITH_OWN_NUMBERS and text.strip().isdigit()
            yield Text(f"{name} of {tag}", f"count: {text}" if is_bare else said)
        yield from _as_words(part)


def _as_words(part: _Element) -> Iterator[Text]:
    """Yield custom properties, and addresses and names as words: `?children=3`, `#3-children-abroad`."""
    if "--" in (style := part.get("style", "")):
        yield Text("style", style.replace("--", ""))
    for name in ("href", "src", "id", "name", "action"):
        text = part.get(name, "")
        if "?" in text or ("#" in text and "=" in text):
            yield Text(name, unquote_plus(re.split(r"[?#]", text, maxsplit=1)[1]))
        if _NUMBERED.search(text):
            yield Text(name, re.sub(r"[-_/.]+", " ", unquote(text.rpartition("/")[2])))


def _texts(root: _Element) -> Iterator[Text]:
    """Yield the text of each block of a page, and lone numbers with the words next to them."""
    blocks = list(_blocks(root))
    yield from (text for text, _ in blocks)
    yield from _lone_numbers(text.text for text, is_apart in blocks if not is_apart and not text.is_code)


def _lone_numbers(texts: Iterable[str]) -> Iterator[Text]:
    """Yield "3" and "children placed abroad" of a tile as one text: each block by itself says nothing."""
    for first, second in pairwise(map(plain, texts)):
        for number, words in ((first, second), (second, first)):
            if _LONE.match(number) and len(words) <= NEAR and _NOUN.search(words):
                yield Text("a number and the words next to it", f"{number} {words} = {number}")


def _blocks(root: _Element) -> Iterator[tuple[Text, bool]]:
    """Yield each block, and whether it is in a table or a picture, which are read by themselves."""
    buffer: list[str] = []
    depth = 0
    for event, part in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield Text("comment", _TAG.sub(" ", str(part.text or ""))), True
            buffer.append(part.tail or "")
            continue
        tag = etree.QName(part).localname
        depth += (tag in _APART) * (1 if event == "start" else -1)
        if event == "start":
            if tag not in _INLINE:
                yield from _flushed(buffer, part.getparent(), depth)
            buffer.append(part.text or "")
            continue
        if tag in ("script", "style"):
            yield Text(tag, "".join(buffer), is_code=True), True
            buffer.clear()
        elif tag not in _INLINE:
            yield from _flushed(buffer, part, depth)
        buffer.append(part.tail or "")
    yield from _flushed(buffer, None, depth)


def _flushed(buffer: list[str], part: _Element | None, depth: int) -> Iterator[tuple[Text, bool]]:
    """Yield the block so far; its parts joined, and joined by spaces where they only look apart.

    `<b>2</b><em>girls</em>` reads "2 girls" where a style sheet parts the two.
    """
    where = "text" if part is None else f"text of {etree.QName(part).localname}"
    joined, spaced = "".join(buffer), " ".join(buffer)
    several = sum(bool(text.strip()) for text in buffer) > 1
    buffer.clear()
    if joined.strip():
        yield Text(where, joined), depth > 0
    if several and plain(joined) != plain(spaced):
        yield Text(where, spaced), True
