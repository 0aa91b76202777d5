"""Names of measures in the form in which their spellings agree; what tells a count from a rate is kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kpi_lib.core.apostrophes import straighten

PERCENT, PER_10000, NUMBER = "percent", "per 10000", "number"
"""The marks that a plain name begins with where the name states one."""
SNAPSHOT = "snapshot"

_WRITTEN = (
    (r"/ ?(?=10[ ,]?000\b|10 ?k\b)", " per "),
    (r"\b2nd\b", "second"),
    (r"\b(\d+)(?:st|nd|rd|th)\b", r"\1"),
    (r"\bfte counts?\b", "fte"),
    (r"\bno\.|\bno(?=\))|\bno(?=:)", " number "),
    (r"[‐-―−_/]", " "),
    (r"-", " "),
    (r"'", ""),
    (r"&", " and "),
    (r"\b10[ ,]?000\b|\b10 ?k\b", "10000"),
    (r"\b(\d+) ?(?:wd|wds|w d|working days?)\b", r"\1 days"),
    (r"\b(\d+) ?(?:yrs?|years?)\b", r"\1 years"),
    (r"\b(\d+) ?(?:mths?|mnths?|months?)\b", r"\1 months"),
    (r"\b(years|months) ?\+", r"\1 or more "),
    (r"\b(\d+) ?\+|\b(\d+) plus\b", r"\1\2 or more "),
    (r"\bre (?=(?:refer|regist|entr|admi|reg\b|ref\b|refs\b))", "re"),
    (r"\bs\.? ?47s?\b|\bsec(?:tion|t)?\.? ?47s?\b", " section 47 "),
    (r"\b(?:national indicator|ni) ?0*(\d{1,3}[a-z]?)\b", r" ni\1 "),
)
"""How one thing is written in several ways, in the order in which they are brought together."""
_DIGITS = {
    "two": "2", "three": "3", "five": "5", "six": "6", "ten": "10", "twelve": "12", "fifteen": "15",
    "twenty": "20",
}  # fmt: skip
_ARTICLES = frozenset({"the", "a", "an"})
_AGED = r"(?: aged)?(?: (?:0 (?:to )?17|under 18s?))?"
_OF_CHILDREN = (
    rf"(?: (?:children|child|cyp|under 18s?)\b(?: and young people\b)?{_AGED}(?: population)?\b"
    r"| (?:of )?(?:the )?(?:local |child |childrens |0 (?:to )?17 |under 18 )*population\b)?"
)
_NUMBER = r"(?:numbers?|no(?= of\b)|nos|num|counts?)\b"
_NOT_COUNTS = r"(?! (?:of )?(?:moves?|placements?|cases(?: held)? per)\b)"
"""What an indicator counts for each child or worker; the name of it is none of a count."""
_SHARE_OF_COUNTS = re.compile(
    r"\b(?:total )?(?:numbers?|no) of\b(?=.* as a (?:%|percentage|per ?cent|proportion))"
)
"""The number of some as a percentage of others is a percentage."""
_MARKS = (
    (PER_10000, re.compile(rf"(?:\brates? )?\bper 10000\b{_OF_CHILDREN}")),
    (PERCENT, re.compile(r"(?:\bas )?(?:a )?(?:%(?:age)?|\bpercentages?\b|\bper ?cent\b|\bpct\b)(?: of\b)?")),
    (PERCENT, re.compile(r"\b(?:proportion|share) of\b")),
    (
        NUMBER,
        re.compile(rf"^(?:total )?{_NUMBER}(?: of\b)?|(?<!average )\b{_NUMBER}{_NOT_COUNTS}(?: of\b)?|#"),
    ),
    (SNAPSHOT, re.compile(r"\bsnapshot\b")),
)
"""What states a mark, anywhere in a name."""


@lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """Return a name as a key: two names with one key are spellings of one name.

    Case, spaces, dashes, apostrophes, ampersands, brackets, articles, plurals and "working" before days are
    ignored, numbers become digits. What the name states of its unit comes first, once: `percent` (%,
    percentage of, per cent, proportion of), `per 10000`, `number` (no., number of, count). "Snapshot" is
    dropped. The key is for comparing, not for showing.

    >>> plain_name("Rate of CLA per 10k") == plain_name("CLA, per 10,000 children")
    True
    >>> plain_name("CLA (number)") == plain_name("Rate of CLA per 10k")
    False
    """
    name, marks = parse_marks(text)
    return " ".join([*(mark for mark in marks if mark != SNAPSHOT), name]).strip()


@lru_cache(maxsize=4096)
def parse_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a plain name without its marks, and the marks that it states."""
    plain = _spaced(straighten(unicodedata.normalize("NFKC", text)).casefold())
    for pattern, written in _WRITTEN:
        plain = re.sub(pattern, written, plain)
    plain = _spaced(re.sub(r"[^\w%#£ ]+", " ", plain))
    plain = _SHARE_OF_COUNTS.sub("", plain)
    marks: list[str] = []
    for mark, pattern in _MARKS:
        plain, times = pattern.subn(" ", plain)
        if times and mark not in marks:
            marks.append(mark)
        plain = _spaced(plain)
    if PER_10000 in marks:
        plain = _spaced(re.sub(r"^rates? (?:of )?|\brates?$", "", plain))
    if marks:
        plain = re.sub(r"^of |\bas$", "", plain).strip()
    words = [_singular(_DIGITS.get(word, word)) for word in plain.split() if word not in _ARTICLES]
    return " ".join(words), tuple(marks)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
