"""What the pack's own text says with small numbers that tell nothing of anybody."""

from __future__ import annotations

import re

from kpi_lib.assure.disclosure.rules.vocabulary import words_for

STOPS = frozenset(words_for("others", "stops"))
INNOCENT_NOUNS = frozenset(words_for("others", "nouns"))
NEVER_AFTER = frozenset(words_for("others", "after"))
INNOCENT_PHRASES = words_for("others", "phrases")

PLACES = re.compile(
    r"(?:(?:\b|(?<=\d))(?:paragraph|para|table|figure|fig|section|chapter|page|step|stage|phase|version|quarter|article|tier|"
    r"level|class|part|item|row|column|line|option|type|category|band|appendix|annex|form|rule|note|"
    r"key stage|no\.|reg(?:ulation)?|schedule|act)\s*[(“\"]?|\bQ)$",
    re.IGNORECASE,
)
"""What makes a number the name of a place: "paragraph 5"."""

THRESHOLDS = re.compile(
    r"(?:\b(?:at least|more than|fewer than|less than|under|over|above|below|up to|minimum of|"
    r"about one in|than|every)\s*[(“\"]?|≥ ?|≤ ?|> ?|< ?|\d\s|\d to |\bn ≥ )$",
    re.IGNORECASE,
)
"""What makes a number a limit, or a part of another number."""
