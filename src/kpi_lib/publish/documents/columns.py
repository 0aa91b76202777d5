"""How wide the columns of a printed table are: by what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEAST, MOST = 9, 28
"""Characters that a column counts for at least and at most; longer text wraps."""
NOTE = 0.75
"""How much a character of a note counts for."""


def shares_of(table: Mapping[str, Any]) -> list[float]:
    """Return each column's share of the width; they add up to 1."""
    weights = [min(max(LEAST, _longest(table, place)), MOST) for place in range(len(table["columns"]))]
    return [round(weight / sum(weights), 3) for weight in weights]


def _longest(table: Mapping[str, Any], place: int) -> int:
    """Return the characters of a column's longest line, its heading included; notes are smaller."""
    texts = [len(table["columns"][place]["label"])]
    for group in table["groups"]:
        for row in group["rows"]:
            texts.append(len(row[place]["text"]) + round(len(row[place]["note"]) * NOTE))
    return max(texts)
