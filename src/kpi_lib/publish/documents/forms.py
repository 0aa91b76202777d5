"""The two forms of a document: how Word and print each show a quiet line, a toned word, a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from kpi_lib.publish.documents import tree
from kpi_lib.publish.documents.tree import Node, Nodes

TONES = {"worse": "Worse", "better": "Better"}
"""Role of a mark → the style that colours it; the word says the same without colour."""
TYPST = "typst"
WIDTH = "16cm"
LONGEST_UNBROKEN = 16
"""Rows; a longer table may run on over the end of a page, its header row repeated."""


class Form(Protocol):
    """What a form adds to the text that both share."""

    def opening(self, payload: Mapping[str, Any]) -> Nodes:
        """Return what stands before the first section."""

    def quiet(self, text: str) -> Node:
        """Return a smaller, paler paragraph."""

    def rule(self, text: str) -> Node:
        """Return a quiet paragraph that stays on the page of what follows it."""

    def numbered(self, start: int, items: Sequence[Nodes]) -> Nodes:
        """Return numbered paragraphs, the first with the number `start`."""

    def table(self, node: Node) -> Nodes:
        """Return a table, kept on one page where it fits."""

    def muted(self, text: str) -> Node:
        """Return smaller, paler words."""

    def toned(self, text: str, role: str) -> Node:
        """Return words in the colour of their role."""

    def picture(self, number: int, block: Mapping[str, Any]) -> Nodes:
        """Return a chart with text alternative, caption and notes."""

    def small_print(self, name: str, words: str) -> Node:
        """Return one line of the small print at the end."""


class WordForm:
    """Word: named styles of the reference document."""

    def opening(self, payload: Mapping[str, Any]) -> Nodes:
        """Return the title block; the title itself comes from the document's properties."""
        return [tree.styled("Title Block", [_named(f"{name}:", words)]) for name, words in payload["about"]]

    def quiet(self, text: str) -> Node:
        """Return a paragraph in the style Note."""
        return tree.styled("Note", [tree.paragraph(tree.words(text))])

    def rule(self, text: str) -> Node:
        """Return a paragraph in the style Rule."""
        return tree.styled("Rule", [tree.paragraph(tree.words(text))])

    def numbered(self, start: int, items: Sequence[Nodes]) -> Nodes:
        """Return a numbered list of Word's."""
        return [tree.numbered(start, items)]

    def table(self, node: Node) -> Nodes:
        """Return the table; the style of its cells keeps it together."""
        return [node]

    def muted(self, text: str) -> Node:
        """Return words in the style Quiet."""
        return tree.span(tree.words(text), "Quiet")

    def toned(self, text: str, role: str) -> Node:
        """Return words in the style of their role."""
        return tree.span(tree.words(text), TONES[role]) if role in TONES else tree.span(tree.words(text), "")

    def picture(self, number: int, block: Mapping[str, Any]) -> Nodes:
        """Return the picture as PNG, which every Word shows."""
        caption = tree.words(f"Figure {number}. {block['caption']}. {' '.join(block['notes'])}")
        return [tree.figure(f"figure-{number}.png", block["alt"], caption, WIDTH)]

    def small_print(self, name: str, words: str) -> Node:
        """Return a paragraph in the style Note."""
        return tree.styled("Note", [_named(f"{name}.", words)])


class PrintForm:
    """Print: functions of `brief.typ`."""

    def opening(self, payload: Mapping[str, Any]) -> Nodes:
        """Return the call that sets pages, title and title block."""
        day = date.fromisoformat(payload["day"])
        named = {name: _quoted(payload[name]) for name in ("title", "running", "short_title", "subject")}
        about = ", ".join(f"({_quoted(name)}, {_quoted(words)})" for name, words in payload["about"])
        named |= {
            "about": f"({about},)",
            "day": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})",
        }
        arguments = ", ".join(f"{name.replace('_', '-')}: {value}" for name, value in named.items())
        return [tree.raw(TYPST, f'#import "brief.typ": *\n#show: brief.with({arguments})')]

    def quiet(self, text: str) -> Node:
        """Return a paragraph made by `quiet`."""
        return tree.raw(TYPST, f"#quiet({_quoted(text)})")

    def rule(self, text: str) -> Node:
        """Return a paragraph made by `quiet`, not parted from the next."""
        return tree.raw(TYPST, f"#quiet({_quoted(text)}, sticky: true)")

    def numbered(self, start: int, items: Sequence[Nodes]) -> Nodes:
        """Return an enumeration of Typst's, whose numbers `brief.typ` sets flush right."""
        told = [tree.paragraph([tree.raw_inline(TYPST, "+ "), *item]) for item in items]
        return [tree.raw(TYPST, f"#block[#set enum(start: {start})"), *told, tree.raw(TYPST, "]")]

    def table(self, node: Node) -> Nodes:
        """Return the table; one of a few rows is never broken."""
        n_rows = sum(len(body[3]) for body in node["c"][4])
        if n_rows > LONGEST_UNBROKEN:
            return [node]
        return [tree.raw(TYPST, "#[#show figure: set block(breakable: false)"), node, tree.raw(TYPST, "]")]

    def muted(self, text: str) -> Node:
        """Return words made by `muted`."""
        return tree.raw_inline(TYPST, f"#muted({_quoted(text)})")

    def toned(self, text: str, role: str) -> Node:
        """Return words made by `toned`."""
        return tree.raw_inline(TYPST, f"#toned({_quoted(text)}, {_quoted(role)})")

    def picture(self, number: int, block: Mapping[str, Any]) -> Nodes:
        """Return the picture in lines, made by `picture`."""
        caption = _quoted(f"Figure {number}. {block['caption']}.")
        notes = _quoted(" ".join(block["notes"]))
        alt = _quoted(block["alt"])
        return [tree.raw(TYPST, f'#picture("figure-{number}.svg", {alt}, {caption}, {notes})')]

    def small_print(self, name: str, words: str) -> Node:
        """Return a paragraph made by `quiet`, its name in bold."""
        return tree.raw(TYPST, f"#quiet({_quoted(words)}, lead: {_quoted(name + '.')})")


def _named(name: str, words: str) -> Node:
    return tree.paragraph([tree.strong(name), {"t": "Space"}, *tree.words(words)])


def _quoted(text: str) -> str:
    """Return a text as a string of Typst's, in which nothing is code."""
    return '"' + tree.visible(str(text)).replace("\\", "\\\\").replace('"', '\\"') + '"'
