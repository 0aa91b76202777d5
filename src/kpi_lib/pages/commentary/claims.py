"""Figures and claims that somebody wrote by hand: a plain scan of words, without grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpi_lib.catalogue.claim_words import load_claim_words, load_exceptions
from kpi_lib.pages.commentary.visible import Block, plain


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
    found = [(match, True) for match in words.figure.finditer(left)]
    left = words.figure.sub(_blank, left)
    found += [(match, False) for match in words.claim.finditer(left)]
    for match, is_figure in sorted(found, key=lambda pair: pair[0].start()):
        line = block.line + text.count("\n", 0, match.start())
        yield Mark(" ".join(match.group().split()), line, is_figure)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "·", found.group())
