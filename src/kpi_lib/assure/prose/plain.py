"""What a reader sees of Markdown or markup, as plain blocks of text: nothing can hide in its dress."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Soft hyphens, joiners and marks of direction: they show nothing and would split a word for the checker."""

_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһкмтвАВЕКМНОРСТУХІЈЅοαινρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhkmtbABEKMHOPCTYXIJSoaivpABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones."""

_PUNCTUATION = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": " - ",
        "−": "-",
        "‑": "-",
        "‐": "-",
        "⁄": "/",
        "…": "...",
    }
)

BLOCKS = {
    "p", "div", "li", "ul", "ol", "td", "th", "tr", "table", "caption", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "text", "title", "desc", "svg", "figure", "figcaption", "summary", "details", "dt",
    "dd", "dl", "header", "footer", "a", "br",
    "pre", "blockquote", "aside", "nav", "button", "label", "option",
}  # fmt: skip
SAID_ALOUD = (
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "placeholder",
    "content",
    "data-label",
    "value",
)
"""Attributes whose text a reader meets."""
NOT_READ = ("style",)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, table row or heading: `heading` says under which one it stands."""

    text: str
    heading: str = ""
    is_heading: bool = False


def plain(text: str) -> str:
    """Return text as a reader sees it: one kind of quote, hyphen and space, no unseen letter."""
    shown = unicodedata.normalize("NFKC", unescape(text).replace("½", " 1/2"))
    shown = _UNSEEN.sub("", shown).translate(_LOOK_ALIKE).translate(_PUNCTUATION)
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in shown)
    return re.sub(r"\s+", " ", digits).strip()


def visible(text: str) -> str:
    """Return text without the characters that show nothing: marks of direction, joiners, soft hyphens."""
    return _UNSEEN.sub("", text)


def blocks_of_markdown(source: str) -> list[Block]:
    """Return the blocks of a Markdown text, as they would be read aloud; a table gives a block a row."""
    from markdown_it import MarkdownIt

    blocks: list[Block] = []
    heading, kind = "", ""
    cells: list[str] | None = None
    heads: list[str] = []
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(source):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            blocks.append(Block(_row(cells, heads), heading))
            heads, cells = heads or cells, None
        elif token.type == "table_close":
            heads = []
        elif token.type == "heading_open":
            kind = token.type
        elif token.type == "inline":
            text = plain("".join(_said(token.children or [])))
            if cells is not None:
                cells.append(text)
            elif kind == "heading_open":
                heading, kind = text, ""
                blocks.append(Block(text, heading, is_heading=True))
            else:
                blocks.append(Block(text, heading))
        elif token.type in ("fence", "code_block"):
            blocks += [Block(plain(line), heading) for line in token.content.splitlines()]
        elif token.type == "html_block":
            blocks += [Block(text, heading) for text in texts_of_html(token.content)]
    return [block for block in blocks if block.text]


def texts_of_html(markup: str) -> list[str]:
    """Return the texts of markup in reading order: paragraphs, cells, labels of pictures."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.texts()


def _row(cells: list[str], heads: list[str]) -> str:
    """Return a row of a table as it would be read aloud: "Referrals: England 141.8; Kent 141.9"."""
    if not heads:
        return " | ".join(cells)
    others = "; ".join(f"{head} {cell}" for head, cell in zip(heads[1:], cells[1:], strict=False))
    return f"{cells[0]}: {others}"


def _said(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield f" {''.join(_said(token.children or []))} {token.attrs.get('title', '')} "
        elif token.type == "html_inline":
            yield re.sub(r"<[^>]*>", "", token.content)
        elif token.type == "link_open":
            yield f"({title}) " if (title := token.attrs.get("title")) else ""
        else:
            yield token.content


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[str] = []
        self._now: list[str] = []
        self._skipped = 0

    def texts(self) -> list[str]:
        self._break()
        return self._done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._break()
        self._skipped += tag in NOT_READ
        self._done += [
            said for name, value in attrs if name in SAID_ALOUD and value and (said := plain(value))
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._break()
        self._skipped -= tag in NOT_READ

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._now.append(data)

    def handle_comment(self, data: str) -> None:
        """A comment is not read by anybody."""

    def _break(self) -> None:
        if text := plain("".join(self._now)):
            self._done.append(text)
        self._now = []
