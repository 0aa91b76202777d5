"""What a file itself says of its symbols, in the notes around its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kpi_lib.core.status import Status

_LINE = re.compile(
    r"""^["'“‘\s]*(?P<symbol>[a-z]|\[[a-z]{1,3}\]|\.{1,3}|-|–|:|\*|~|low)["'”’]*\s*(?:=|:|-|–|\||\s{2,}|denotes|indicates|means)\s*(?P<words>\S.*)$""",
    re.IGNORECASE | re.DOTALL,
)
_MEANINGS = (
    (
        re.compile(r"negligible|less than half|rounds? to (?:0|zero)|below 0\.5", re.IGNORECASE),
        Status.ROUNDS_TO_ZERO,
    ),
    (re.compile(r"low reliability|unreliable", re.IGNORECASE), Status.LOW_RELIABILITY),
    (re.compile(r"not applicable", re.IGNORECASE), Status.NOT_APPLICABLE),
    (
        re.compile(
            r"suppress|confidential|not shown|less than or equal to|fewer than|between 1 and", re.IGNORECASE
        ),
        Status.SUPPRESSED,
    ),
    (
        re.compile(
            r"not available|unavailable|not returned|not submitted|missing|not collected", re.IGNORECASE
        ),
        Status.NOT_AVAILABLE,
    ),
)


def symbols_in(notes: Iterable[str]) -> Mapping[str, Status]:
    """Return the symbols that the notes explain, in so far as the words leave no doubt.

    >>> symbols_in(["x = number less than or equal to 5", ".  Not applicable", "1. Of all ages"])
    {'x': <Status.SUPPRESSED: 'suppressed'>, '.': <Status.NOT_APPLICABLE: 'not_applicable'>}
    """
    found: dict[str, Status] = {}
    for note in notes:
        match = _LINE.match(note)
        meaning = _meaning(match["words"]) if match else None
        if match and meaning:
            found.setdefault(match["symbol"], meaning)
    return found


def _meaning(words: str) -> Status | None:
    """Return the meaning that the words name first, None where they name none."""
    places = [(match.start(), status) for pattern, status in _MEANINGS if (match := pattern.search(words))]
    return min(places, key=lambda place: place[0])[1] if places else None
