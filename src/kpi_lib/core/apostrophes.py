"""Apostrophes: curly where people read them, straight where a program compares what people typed.

One place curls them: a display object, when it is handed to a page (`present.shown.display`). It cannot be
done where words come from, for many are other people's: notes in the data, commentary, settings. What readers
meet without a display object is typed curly in its file: the catalogue (titles are headings, entries of
menus, and rows of downloads) and the site's name.
"""

from __future__ import annotations

import re

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_WITHIN_WORD = r"(?<=\w)'(?=\w)"
_QUOTED = rf"(?<!\w)'[^'\n]*(?:{_WITHIN_WORD}[^'\n]*)*'(?!\w)"
_MARK = re.compile(rf"{_QUOTED}|{_WITHIN_WORD}|(?<=s)'")
_CODE = "|".join(rf"<{tag}\b.*?</{tag}>" for tag in ("code", "pre", "script", "style"))
_UNREAD = re.compile(f"({_CODE}|<[^>]*>)", re.DOTALL)
_LABEL = re.compile(r'(?<=\s)(?:alt|aria-label|data-cite|data-label|title)="[^"]*"')
"""Attributes whose text readers meet: labels, headings of cells, and the sentence that a button copies."""


def curl(text: str) -> str:
    """Return text with its apostrophes as pages set them; single quotation marks stay as they are.

    A mark after an s is the apostrophe of a possessive, unless it closes a quotation in the same line.

    >>> curl("a child's needs, the workers' practice, an id such as 'items' or 'abc'")
    "a child’s needs, the workers’ practice, an id such as 'items' or 'abc'"
    """
    return _MARK.sub(lambda mark: re.sub(_WITHIN_WORD, CURLY, mark[0]) if mark[0] != "'" else CURLY, text)


def curl_markup(html: str) -> str:
    """Return markup with the apostrophes of its texts and labels curly.

    Code, scripts, styles and all other attributes stay as they are.
    """
    pieces = _UNREAD.split(html)
    pieces[::2] = map(_curl_escaped, pieces[::2])
    pieces[1::2] = (
        tag if re.match(_CODE, tag) else _LABEL.sub(lambda label: _curl_escaped(label[0]), tag)
        for tag in pieces[1::2]
    )
    return "".join(pieces)


def straighten(text: str) -> str:
    """Return text with straight apostrophes, as keyboards type them: the form in which names are compared."""
    return text.replace(CURLY, "'").replace("\N{LEFT SINGLE QUOTATION MARK}", "'")


def _curl_escaped(text: str) -> str:
    return curl(text.replace("&#39;", "'"))
