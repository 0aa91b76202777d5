"""Small counts in scripts and style sheets: their words in full, their data by the names of their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpi_lib.assure.disclosure.rules.phrases import Said, is_innocent
from kpi_lib.assure.disclosure.rules.words import plain


def find_in_code(text: str) -> Iterator[Said]:
    """Yield what a script or a style sheet says: its words in full, its data by the names of their keys."""
    if not _IN_CODE_QUICK.search(text):
        return
    for pattern in (IN_CODE, KEYED_IN_CODE):
        for match in pattern.finditer(text):
            if is_innocent(text, match):
                continue
            yield Said("small count", plain(text[max(0, match.start() - 30) : match.end() + 30]))


_PERSON = (
    r"(?:child|children|young (?:people|persons?)|people|persons|girls?|boys?|bab(?:y|ies)|infants?|"
    r"siblings?|famil(?:y|ies)|households?|parents?|carers?|"
    r"care leavers?|social workers?|referrals?|audits|adoptions?|"
    r"placements|court cases|deaths?)"
)
_IN_CODE_QUICK = re.compile(
    r"(?i)child|young|people|persons|girl|boy|bab|infant|sibling|famil|household|parent|carer|leaver|"
    r"worker|referral|audits|adoption|placements|cases|death|numerator|counted"
)
IN_CODE = re.compile(
    rf"(?<![\w.,$%#-])(?:[1-5]|one|two|three|four|five) (?:[a-z]+ )?{_PERSON}\b(?!-)", re.IGNORECASE
)
KEYED_IN_CODE = re.compile(
    rf"[\"'](?:[\w -]*[_ -])?(?:{_PERSON}|counted|numerator|cases|n_children)"
    r"[\"']\s*:\s*[\"']?[1-5](?![\w.%])",
    re.IGNORECASE,
)
