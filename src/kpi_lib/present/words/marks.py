"""How every verdict is worded and marked: the one home of these words.

A verdict is a mark, a word and a colour together, never colour alone. The marks follow NHS England's "Making
data count": the triangle points where the figure went, the word says whether that is good. Titles, lists,
sentences, tiles, tables and the brief take a verdict's words from here, so it is reworded in one place.
"""

from __future__ import annotations

from dataclasses import dataclass

UP, DOWN, LEVEL, UNKNOWN = "▲", "▼", "●", "◌"

CHANCE = "more than chance would explain"
FAR_BEYOND_CHANCE = "far more than chance would explain"
NOT_BEYOND_CHANCE = "no more than chance would explain"
AGO = "on a year ago"
NEIGHBOURS_AVERAGE = "the neighbours’ average"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is next to a figure: a symbol, the word for it, and the role that colours it."""

    symbol: str
    word: str
    role: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One verdict in words.

    `word` is next to a mark and in counts ("2 got worse"); `phrase` stands alone after a figure; `clause`
    follows a sentence that has said which way the figure went; `heading` is over a list of measures with this
    verdict, `none` is said where there is no such measure; `role` colours it.
    """

    word: str
    phrase: str
    role: str
    clause: str = ""
    heading: str = ""
    none: str = ""


CHANGES = {
    "improved": Wording(
        "improved",
        f"improved {AGO}",
        "better",
        clause=", an improvement",
        heading="Improved",
        none=f"Nothing improved {AGO} by {CHANCE}.",
    ),
    "got_worse": Wording(
        "got worse",
        "worse than a year ago",
        "worse",
        clause=", which is worse",
        heading="Got worse",
        none=f"Nothing got worse {AGO} by {CHANCE}.",
    ),
    "rose": Wording("rose", "higher than a year ago", "neutral"),
    "fell": Wording("fell", "lower than a year ago", "neutral"),
    "no_clear_change": Wording(
        "no clear change",
        f"no clear change {AGO}",
        "similar",
        heading="No clear change",
        none="Every tested figure changed by more than chance explains.",
    ),
    "cannot_say": Wording("cannot say", "no figure a year ago to compare", "unknown"),
}
"""Verdict on a change → its words; of demand, neither good nor bad, figures `rose` or `fell`."""
MOVED = Wording(
    "moved",
    "moved",
    "neutral",
    heading="Measures not judged as good or bad",
    none=f"None of these measures moved by {CHANCE}.",
)
"""`rose` and `fell` together, in one list."""
COMPARISONS = {
    "better": Wording(
        "better",
        "better than",
        "better",
        clause=", which is better",
        heading="Better than the neighbours",
        none=f"Nothing is better than {NEIGHBOURS_AVERAGE} beyond chance.",
    ),
    "worse": Wording(
        "worse",
        "worse than",
        "worse",
        clause=", which is worse",
        heading="Worse than the neighbours",
        none=f"Nothing is worse than {NEIGHBOURS_AVERAGE} beyond chance.",
    ),
    "higher": Wording("higher", "higher than", "neutral"),
    "lower": Wording("lower", "lower than", "neutral"),
    "similar": Wording("similar", "close to", "similar"),
    "cannot_say": Wording("cannot say", "no verdict against", "unknown"),
}
"""Verdict on a comparison → its words; whom it is compared with follows the phrase."""

SIMILAR = Mark(LEVEL, COMPARISONS["similar"].word, "similar")
NO_CLEAR_CHANGE = Mark(LEVEL, CHANGES["no_clear_change"].word, "similar")
CANNOT_SAY = Mark(UNKNOWN, CHANGES["cannot_say"].word, "unknown")
FIXED = {"similar": SIMILAR, "no_clear_change": NO_CLEAR_CHANGE, "cannot_say": CANNOT_SAY}
"""Verdicts whose mark does not say which way a figure went."""


def comparison_mark(verdict: str, *, is_above: bool) -> Mark:
    """Return the mark of a comparison's verdict; `is_above`: own value above the comparator's."""
    return _mark(verdict, COMPARISONS, UP if is_above else DOWN)


def change_mark(verdict: str, direction: str) -> Mark:
    """Return the mark of a change's verdict; `direction` is `up`, `down` or `none`."""
    return _mark(verdict, CHANGES, UP if direction == "up" else DOWN)


def _mark(verdict: str, wordings: dict[str, Wording], symbol: str) -> Mark:
    if verdict in FIXED:
        return FIXED[verdict]
    return Mark(symbol, wordings[verdict].word, wordings[verdict].role)
