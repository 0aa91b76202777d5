"""Figures and claims that somebody wrote by hand: a plain scan of words as a reader sees them, no grammar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from kpi_lib.catalogue.claim_words import load_claim_words, load_exceptions

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Soft hyphens, joiners and marks of direction: they show nothing and would split a word."""

_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһкмтвАВЕКМНОРСТУХІЈЅοαινρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhkmtbABEKMHOPCTYXIJSoaivpABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones."""

_PUNCTUATION = str.maketrans("’‘“”–−‑‐⁄", "''\"\"----/", "*_~^`\\")
"""Quotes and hyphens of one kind each; what may still be an emphasis of some reader's Markdown goes."""

_COMMENT_OR_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, cell of a table or line of code, and the line of the text where it begins."""

    text: str
    line: int
    is_heading: bool = False


def without_unseen(text: str) -> str:
    """Return text without the characters that show nothing: marks of direction, joiners, soft hyphens."""
    return _UNSEEN.sub("", text)


def plain(text: str) -> str:
    """Return text in small letters as a reader sees it: one kind of letter, digit, quote, hyphen and space.

    Lines are kept.

    >>> plain("Re-referrals **im\\u0440roved**: &#55;\\u0665")
    're-referrals improved: 75'
    """
    parts = unicodedata.normalize("NFKD", without_unseen(unescape(text)).translate(_PUNCTUATION))
    letters = (_digits(letter) for letter in parts if not unicodedata.combining(letter))
    shown = "".join(letters).translate(_LOOK_ALIKE).translate(_PUNCTUATION).lower()
    return "\n".join(" ".join(line.split()) for line in shown.split("\n"))


def _digits(letter: str) -> str:
    is_other = letter.isnumeric() and not letter.isascii()
    return f"{unicodedata.numeric(letter):g}" if is_other else letter


def blocks_of_markdown(source: str, *, has_html: bool) -> list[Block]:
    """Return the blocks of a Markdown text in reading order, with alternative texts and titles of links.

    Parameters
    ----------
    has_html : whether HTML is markup where the text is shown; its comments and tags are then blocks of their
        own next to the text that is left without them.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": has_html}).enable("table")
    blocks: list[Block] = []
    line, is_heading = 0, False
    for token in reader.parse(source):
        line = token.map[0] if token.map else line
        is_heading = token.type == "heading_open" or (is_heading and token.type == "inline")
        if token.type == "inline":
            children = token.children or []
            blocks.append(Block("".join(_said(children)), line + 1, is_heading))
            blocks += [Block(tag.content, line + 1) for tag in children if tag.type == "html_inline"]
        elif token.type in ("fence", "code_block", "html_block"):
            first = line + 1 + (token.type == "fence")
            blocks += [Block(_COMMENT_OR_TAG.sub("", token.content), first), Block(token.content, first)]
        elif token.type == "ordered_list_open" and (start := token.attrs.get("start")):
            blocks.append(Block(str(start), line + 1))
    return [block for block in blocks if block.text.strip()]


def _said(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type == "image":
            yield f" {''.join(_said(token.children or []))} {token.attrs.get('title', '')} "
        elif token.type == "link_open":
            yield f"({title}) " if (title := token.attrs.get("title")) else ""
        elif token.type != "html_inline":
            yield token.content


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure or claim of a text: the word, and the line of the text it is in."""

    word: str
    line: int
    is_figure: bool


def marks_of(blocks: Iterable[Block]) -> list[Mark]:
    """Return every figure and claim of some blocks of text, each once a line."""
    marks = [mark for block in blocks for mark in _marks(block)]
    return [*{(mark.word, mark.line): mark for mark in marks}.values()]


def _marks(block: Block) -> Iterator[Mark]:
    text = plain(block.text)
    left = load_exceptions().sub(_blank, text)
    words = load_claim_words()
    matches = [(match, True) for match in words.figure.finditer(left)]
    left = words.figure.sub(_blank, left)
    matches += [(match, False) for match in words.claim.finditer(left)]
    for match, is_figure in sorted(matches, key=lambda pair: pair[0].start()):
        line = block.line + text.count("\n", 0, match.start())
        yield Mark(" ".join(match.group().split()), line, is_figure)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "·", match.group())
