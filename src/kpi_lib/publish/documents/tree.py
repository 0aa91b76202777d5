"""The parts of pandoc's tree that a document needs, as plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from unicodedata import category

Node = dict[str, Any]
Nodes = list[Node]

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode's categories of characters that are no part of what a reader sees."""

_CHANGED_BY_TYPST = re.compile(r"(\.{3}|-(?=[\d?]))")

VERSION = [1, 23, 1]
"""Version of the tree; pandoc reads it from 3.0 on, and so does Quarto from 1.3 on."""


def visible(text: str) -> str:
    """Return a text without what cannot be seen: control characters, marks that turn its direction.

    >>> visible("one\\ttwo\\u202e three")
    'one two three'
    """
    spaced = (" " if letter in "\t\n\r" else letter for letter in text)
    return "".join(letter for letter in spaced if category(letter) not in UNSEEN)


def attributes(style: str = "", **others: str) -> list[Any]:
    """Return the attributes of a node: the Word style it takes, and others."""
    named = [["custom-style", style]] if style else []
    return ["", [], [*named, *([name, value] for name, value in others.items())]]


def words(text: str) -> Nodes:
    """Return a text as words; no character of it can become markup."""
    parts: Nodes = []
    for part in visible(text).split(" "):
        parts += [{"t": "Space"}] if parts else []
        parts += [{"t": "Str", "c": part}] if part else []
    return parts


def as_typed(part: Any) -> Any:
    """Return a tree whose words Typst sets as typed: "..." as three dots, "-1" with a hyphen.

    Pandoc escapes every other sign that Typst would change.
    """
    if isinstance(part, dict):
        return {name: as_typed(inner) for name, inner in part.items()}
    if not isinstance(part, list):
        return part
    pieces = (_typed(inner) if _is_word(inner) else [as_typed(inner)] for inner in part)
    return [piece for found in pieces for piece in found]


def _is_word(part: Any) -> bool:
    return isinstance(part, dict) and part.get("t") == "Str"


def _typed(word: Node) -> Nodes:
    """Return a word in pieces, those that Typst would change as its own escapes."""
    pieces = _CHANGED_BY_TYPST.split(word["c"])
    return [
        {"t": "RawInline", "c": ["typst", "".join(f"\\{sign}" for sign in piece)]}
        if place % 2
        else {"t": "Str", "c": piece}
        for place, piece in enumerate(pieces)
        if piece
    ]


def strong(text: str) -> Node:
    """Return a text in bold."""
    return {"t": "Strong", "c": words(text)}


def span(inlines: Nodes, style: str) -> Node:
    """Return words in a character style of Word."""
    return {"t": "Span", "c": [attributes(style), inlines]}


def paragraph(inlines: Nodes) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": inlines}


def plain(inlines: Nodes) -> Node:
    """Return words without the space of a paragraph around them, as in a cell."""
    return {"t": "Plain", "c": inlines}


def styled(style: str, blocks: Nodes) -> Node:
    """Return blocks in a paragraph style of Word."""
    return {"t": "Div", "c": [attributes(style), blocks]}


def heading(level: int, text: str) -> Node:
    """Return a heading."""
    return {"t": "Header", "c": [level, attributes(), words(text)]}


def numbered(start: int, items: Sequence[Nodes]) -> Node:
    """Return numbered paragraphs, the first with the number `start`."""
    style = [start, {"t": "Decimal"}, {"t": "Period"}]
    return {"t": "OrderedList", "c": [style, [[paragraph(item)] for item in items]]}


def raw(form: str, text: str) -> Node:
    """Return code of a form that pandoc passes on as it is."""
    return {"t": "RawBlock", "c": [form, text]}


def raw_inline(form: str, text: str) -> Node:
    """Return code within a line that pandoc passes on as it is."""
    return {"t": "RawInline", "c": [form, text]}


def figure(file: str, alt: str, caption: Nodes, width: str) -> Node:
    """Return a picture with its text alternative, and its caption below."""
    image = {"t": "Image", "c": [attributes(width=width), words(alt), [file, ""]]}
    return {"t": "Figure", "c": [attributes(), [None, [plain(caption)]], [plain([image])]]}


def cell(inlines: Nodes, span: int = 1) -> list[Any]:
    """Return one cell of a table, `span` columns wide."""
    return [attributes(), {"t": "AlignDefault"}, 1, span, [plain(inlines)]]


def table(
    caption: Nodes, columns: Sequence[tuple[float, bool]], head: Sequence[Any], rows: Sequence[Sequence[Any]]
) -> Node:
    """Return a table with a header row that repeats on every page.

    Parameters
    ----------
    columns : share of the width, and whether it holds numbers. head : cells of the header row.
    """
    ways = {True: "AlignRight", False: "AlignLeft"}
    widths = [[{"t": ways[is_number]}, {"t": "ColWidth", "c": share}] for share, is_number in columns]
    body = [attributes(), 1, [], [[attributes(), list(cells)] for cells in rows]]
    top = [attributes(), [[attributes(), list(head)]]]
    return {
        "t": "Table",
        "c": [attributes(), [None, [plain(caption)]], widths, top, [body], [attributes(), []]],
    }


def as_json(blocks: Nodes, **meta: str) -> str:
    """Return the whole tree as pandoc reads it; `meta` are texts."""
    named = {name: {"t": "MetaInlines", "c": words(text)} for name, text in meta.items()}
    return json.dumps({"pandoc-api-version": VERSION, "meta": named, "blocks": blocks}, ensure_ascii=False)
