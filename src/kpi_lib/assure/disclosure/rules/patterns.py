"""How sentences tell small counts: "3 children", "n = 3", "57 of 60 children", "5% of 60 cases"."""

from __future__ import annotations

import re

from kpi_lib.assure.disclosure.rules.words import LARGER_WORDS, NOUN, SMALL_WORDS

WORD = r"[A-Za-z][A-Za-z’'-]*"
_SMALL = r"(?:0*[1-5]|" + "|".join(SMALL_WORDS) + ")"
_BEFORE = r"(?<![\w.,£$€%/:#§φ=<>+*^|−–-])"
_AFTER = r"(?![\w%/]|[.,:−–-]\d|\s?%|\s?per\s?cent|\s?percent|:\s\d)"
_MORE = r"(?!\s+(?:or (?:more|fewer|less|over|under)|and over|to (?:\d|six|ten)|in \d|per ))"
_DEFINITE = "the|our|these|those|all"
_ANY = r"\d{1,3}(?:,\d{3})+|\d+"

COUNTED = re.compile(
    rf"{_BEFORE}(?P<count>{_SMALL}){_AFTER}{_MORE}(?P<between>(?:[\s,(]+(?:{WORD})){{0,4}}?)[\s(]+(?P<noun>{NOUN})\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"\b(?P<noun>{NOUN})\s*(?:\s(?:were|was|is|are|numbered|totalled|total|count)\s+(?:only|just|about)?\s*|[:=(\[]+\s*)"
    rf"(?P<count>{_SMALL}){_AFTER}{_MORE}(?P<tail>(?:\s*{WORD})?)",
    re.IGNORECASE,
)
KEYED = re.compile(
    r"(?<![\w-])(?:[\w-]*[-_ ])?(?P<key>n|num|count|counted|counts|number|numbers|numerator|total|totals|"
    r"denominator|freq|frequency|suppressed|withheld|true|actual|raw|"
    + NOUN[3:-1]
    + r")(?P<rest>[-_](?:count|n|total|number|value))?"
    r"[\"'’\])]*\s*(?:[:=]|\s(?:of|is|was)\s)\s*[\"'‘(\[]?\s*"
    rf"(?P<count>{_SMALL}){_AFTER}{_MORE}(?P<tail>(?:\s*{WORD}){{0,2}})",
    re.IGNORECASE,
)
OUT_OF = re.compile(
    rf"{_BEFORE}(?P<count>{_ANY}|{_SMALL})\s*"
    rf"(?P<sign>/|(?:out of|of|from)\s+(?:{_DEFINITE}|a total of)?\s*)"
    rf"\s*(?P<base>{_ANY}|{'|'.join(LARGER_WORDS)}){_AFTER}(?P<tail>(?:\s+{WORD}){{0,4}})",
    re.IGNORECASE,
)
SHARE_OF = re.compile(
    rf"(?P<share>\d+(?:\.\d+)?)\s?(?:%|per ?cent)\s*\(?\s*"
    rf"(?:out of|of|among|from|n\s*=|base\s*:?)\s*(?:{_DEFINITE})?\s*"
    rf"(?P<base>{_ANY}){_AFTER}(?P<tail>(?:\s+{WORD}){{0,4}})",
    re.IGNORECASE,
)
OF_WHOM = re.compile(
    rf"{_BEFORE}(?P<base>{_ANY})\s+(?:{WORD}\s+){{0,3}}?{NOUN}\b[^.;|]{{0,40}}?"
    rf"(?:of (?:whom|which|them)|all but|and|but|only|,)\s+(?:only |just |all but )?"
    rf"(?P<count>{_ANY}){_AFTER}(?P<tail>(?:\s+{WORD}){{0,4}})",
    re.IGNORECASE,
)
ALL_BUT = re.compile(
    rf"\b(?:all but|all except|except for|apart from|save for|bar)\s+"
    rf"(?P<count>{_SMALL}){_AFTER}(?P<tail>(?:\s+{WORD}){{0,3}})",
    re.IGNORECASE,
)
DOING = re.compile(
    rf"{_BEFORE}(?P<count>{_SMALL})\s+(?:of (?:them|these|those|whom)\s+)?"
    rf"(?:were|was|had been|died|left care|left home|returned|entered|ran away|"
    rf"went missing|became|are adopted|is adopted|went home|moved (?:home|placement)|turned|aged|under \d)\b"
    rf"(?P<tail>(?:\s+{WORD}){{0,4}})",
    re.IGNORECASE,
)


LISTED = re.compile(
    rf"\b{NOUN}\b(?:\s+{WORD}){{0,6}}\s*[:=]\s*(?P<count>{_SMALL}){_AFTER}{_MORE}(?P<tail>(?:\s*{WORD})?)",
    re.IGNORECASE,
)
WITH_SHARE = re.compile(
    r"(?<![\w.,£$%/:#–-])(?P<count>[1-5])\s*\(\s*\d{1,2}(?:\.\d+)?\s?%(?:[^)]{0,30})\)", re.IGNORECASE
)
IN_TRUTH = re.compile(
    r"\b(?:actual(?:ly)?|true|truly|exact(?:ly)?|precisely|really|in fact|unrounded|unsuppressed|"
    r"before suppression)\s+"
    rf"(?:value|count|number|figure|total)?\s*[:=]?\s*(?P<count>[1-5]){_AFTER}{_MORE}(?P<tail>(?:\s*{WORD})?)",
    re.IGNORECASE,
)
NARROWED = re.compile(
    r"\b(?:fewer than|less than|at most|no more than)\s+(?P<count>[2-5]|two|three|four|five)\s+"
    rf"(?:\w+\s+)?(?P<noun>{NOUN})\b",
    re.IGNORECASE,
)
