"""A verdict as mark, word and colour together: never colour alone.

The marks follow NHS England's "Making data count": the triangle points where the figure went,
the word says whether that is good.
"""

from __future__ import annotations

from dataclasses import dataclass

UP, DOWN, LEVEL, UNKNOWN = "▲", "▼", "●", "◌"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is next to a figure: a symbol, the word for it, and the role that colours it."""

    symbol: str
    word: str
    role: str


CANNOT_SAY = Mark(UNKNOWN, "cannot say", "unknown")
SIMILAR = Mark(LEVEL, "similar", "similar")
NO_CLEAR_CHANGE = Mark(LEVEL, "no clear change", "similar")
FIXED = {"similar": SIMILAR, "no_clear_change": NO_CLEAR_CHANGE, "cannot_say": CANNOT_SAY}
"""Verdicts whose mark does not say which way a figure went."""

_COMPARISON_WORDS = {
    "better": ("better", "better"),
    "worse": ("worse", "worse"),
    "higher": ("higher", "neutral"),
    "lower": ("lower", "neutral"),
}

_CHANGE_WORDS = {
    "improved": ("improved", "better"),
    "got_worse": ("got worse", "worse"),
    "rose": ("rose", "neutral"),
    "fell": ("fell", "neutral"),
}


def comparison_mark(verdict: str, *, is_above: bool) -> Mark:
    """Return the mark of a comparison's verdict; `is_above`: own value above the comparator's."""
    if verdict in FIXED:
        return FIXED[verdict]
    word, role = _COMPARISON_WORDS[verdict]
    return Mark(UP if is_above else DOWN, word, role)


def change_mark(verdict: str, direction: str) -> Mark:
    """Return the mark of a change's verdict; `direction` is `up`, `down` or `none`."""
    if verdict in FIXED:
        return FIXED[verdict]
    word, role = _CHANGE_WORDS[verdict]
    return Mark(UP if direction == "up" else DOWN, word, role)
