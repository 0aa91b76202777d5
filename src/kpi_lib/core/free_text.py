"""Text that people typed: shown as typed, whatever language it passes through, without marks of direction.

`present.shown.display` leaves the marks out of all that pages and documents show, `present.shown.files`
out of downloads; a heading is the one place where such text becomes Markdown (`run.normalise`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ACTIVE = re.compile(r"""[\\`*_{}\[\]<>$~^@#|&"']|(?<=-)-|-(?=-)|(?<=\.)\.|\.(?=\.)""")
"""What begins markup in CommonMark, MyST or pandoc's Markdown; dashes and dots only in a row."""
_SHORTCODE = re.compile(r"(?<=\\\{\\\{\\<) | (?=\\>\\\}\\\})")
_SPACE = "&#32;"
"""A space that Quarto does not take for the one of its shortcodes, not even in escaped braces."""


def without_direction(text: str) -> str:
    """Return text without the marks that turn the direction of what follows them.

    A figure or a file name behind one reads backwards: "fdp.exe" as "exe.pdf".

    >>> without_direction("\\u202e36 per cent\\u202c")
    '36 per cent'
    """
    return _DIRECTION.sub("", text)


def in_all_texts(change: Callable[[str], str], data: object) -> object:
    """Return JSON data with a change made in all its texts; names of keys stay."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: in_all_texts(change, part) for name, part in data.items()}
    return [in_all_texts(change, part) for part in data] if isinstance(data, (list, tuple)) else data


def as_markdown(text: str) -> str:
    r"""Return text as Markdown that MyST and Quarto show letter for letter.

    >>> as_markdown("cost £5m and $3m")
    'cost £5m and \\$3m'
    """
    return _SHORTCODE.sub(_SPACE, _ACTIVE.sub(lambda match: f"\\{match[0]}", text))


def from_markdown(text: str) -> str:
    r"""Return the text that `as_markdown` was given; Markdown written by hand without its backslashes.

    >>> from_markdown("cost £5m and \\$3m")
    'cost £5m and $3m'
    """
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text.replace(_SPACE, " "))
