"""The pictures of an invented council say so themselves, wherever they are copied to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from nbformat import from_dict

from kpi_lib.present.ink.theme import variable

if TYPE_CHECKING:
    from nbformat import NotebookNode

WORD = "Invented"
LEAST_HEIGHT = 120
"""Of a picture that has room for a word; a smaller one is in a tile or a table, never alone."""
_PICTURE = re.compile(
    r'(?P<head><svg\b[^>]*\bviewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"[^>]*>)(?P<body>.*?)</svg>',
    re.DOTALL,
)


def with_marked_pictures(notebook: NotebookNode) -> NotebookNode:
    """Return an executed notebook with "Invented" in the lower right corner of each of its pictures."""
    return cast("NotebookNode", from_dict(_marked(dict(notebook))))


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return _PICTURE.sub(_with_word, value) if "<svg" in value else value
    if isinstance(value, list):
        return [_marked(item) for item in value]
    return {name: _marked(item) for name, item in value.items()} if isinstance(value, dict) else value


def _with_word(match: re.Match[str]) -> str:
    width, height = float(match["width"]), float(match["height"])
    if height < LEAST_HEIGHT:
        return match.group()
    style = f"font-size: 10px; text-anchor: end; fill: {variable('muted')}"
    word = f'<text style="{style}" x="{width - 2:g}" y="{height - 2:g}">{WORD}</text>'
    return f"{match['head']}{match['body']}{word}</svg>"
