"""The words of a page, block by block: joined over inline tags, hidden or not, comments and scripts apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.pieces import Text
from kpi_lib.assure.disclosure.rules.vocabulary import words_for
from kpi_lib.assure.disclosure.rules.words import NOUN, plain

_INLINE = frozenset(words_for("attributes", "inline"))
_APART = frozenset(("table", "svg"))
_TAG = re.compile(r"<[^>]{0,2000}>")
_LONE = re.compile(r"^(?:[1-5]|one|two|three|four|five)$", re.IGNORECASE)
_NOUN = re.compile(rf"\b{NOUN}\b", re.IGNORECASE)
NEAR = 90
"""Characters that the words next to a lone number have at most, on a tile or in a list of terms."""


def text_of(root: _Element) -> Iterator[Text]:
    """Yield the text of each block of a page, and lone numbers with the words next to them."""
    blocks = list(_blocks(root))
    yield from (text for text, _ in blocks)
    yield from _lone_numbers(text.text for text, is_apart in blocks if not is_apart and not text.is_code)


def _lone_numbers(texts: Iterable[str]) -> Iterator[Text]:
    for first, second in pairwise(map(plain, texts)):
        for number, words in ((first, second), (second, first)):
            if _LONE.match(number) and len(words) <= NEAR and _NOUN.search(words):
                yield Text("a number and the words beside it", f"{number} {words} = {number}")


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
    """Yield the block so far; its parts joined, and joined by spaces where they only look apart."""
    where = "text" if part is None else f"text of {etree.QName(part).localname}"
    joined, spaced = "".join(buffer), " ".join(buffer)
    several = sum(bool(item.strip()) for item in buffer) > 1
    buffer.clear()
    if joined.strip():
        yield Text(where, joined), depth > 0
    if several and plain(joined) != plain(spaced):
        yield Text(where, spaced), True
