"""A block of text as sentences: a full stop in "74.6", "e.g." or "St. John" ends none."""

from __future__ import annotations

import re

_ABBREVIATIONS = r"(?:e\.g|i\.e|etc|approx|vs|nos|para|paras|fig|mr|mrs|ms|dr|st|cf|p|pp|art|sec)"
_BREAK = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9£])")
_SHORTENED = re.compile(rf"(?:^|[\s(]){_ABBREVIATIONS}\.$|(?:^|\s)[A-Z]\.$", re.IGNORECASE)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a plain text, in order.

    >>> sentences_of("It was 74.6 in Q4. That is, e.g. per 10,000, lower.")
    ['It was 74.6 in Q4.', 'That is, e.g. per 10,000, lower.']
    """
    found, begin = [], 0
    for gap in _BREAK.finditer(text):
        if not _SHORTENED.search(text[begin : gap.start()]):
            found.append(text[begin : gap.end()].strip())
            begin = gap.end()
    found.append(text[begin:].strip())
    return [sentence for sentence in found if sentence]
