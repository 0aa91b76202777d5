"""The words by which the audit tells a count of people or cases from any other number."""

from __future__ import annotations

import re
import unicodedata

PEOPLE = (
    "child|children|childs|kid|kids|person|persons|people|individual|individuals|pupil|pupils|student|students|"
    "girl|girls|boy|boys|baby|babies|infant|infants|toddler|toddlers|teenager|teenagers|adolescent|adolescents|"
    "sibling|siblings|twin|twins|brother|brothers|sister|sisters|male|males|female|females|"
    "family|families|household|households|parent|parents|mother|mothers|father|fathers|carer|carers|"
    "adult|adults|leaver|leavers|youngster|youngsters|youth|youths|minor|minors|"
    "worker|workers|practitioner|practitioners|employee|employees|staff|manager|managers|auditor|auditors|"
    "respondent|respondents|victim|victims|survivor|survivors|offender|offenders|patient|patients|client|clients|"
    "asylum|uasc|death|deaths|birth|births|fatality|fatalities|injury|injuries"
)
"""Words for people."""

EVENTS = (
    "case|cases|referral|referrals|rereferral|rereferrals|audit|audits|plan|plans|assessment|assessments|"
    "enquiry|enquiries|conference|conferences|placement|placements|adoption|adoptions|proceeding|proceedings|"
    "order|orders|review|reviews|episode|episodes|removal|removals|admission|admissions|entrant|entrants|"
    "starter|starters|application|applications|incident|incidents|allegation|allegations|complaint|complaints|"
    "contact|contacts|interview|interviews|disclosure|disclosures|exclusion|exclusions|"
    "guardianship|guardianships|fostering|reunification|reunifications|vacancy|vacancies|record|records|"
    "exit|exits|entry|entries|return|returns|investigation|investigations|absence|absences|pregnancy|pregnancies"
)
"""Words for what happens to people and is counted one a person."""

NOUN = rf"(?:{PEOPLE}|{EVENTS})"
SMALL_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "single": 1,
    "couple": 2,
    "pair": 2,
    "trio": 3,
}
LARGER_WORDS = {
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip

WITHHELD = re.compile(
    r"^\W*(?:(?:under|fewer than|less than|below|<|&lt;|≤|up to)\s*(?:6|six|5|five)|1\s*(?:to|[-–])\s*5|"
    r"withheld.*|suppressed.*|confidential.*|hidden|redacted|\[?c\]?|\*+|\[x\]|\[z\]|u6)\W*$",
    re.IGNORECASE,
)
"""A cell that says that its figure is kept back."""

IS_SMALL = re.compile(
    r"^\W*(?:(?:under|fewer than|less than|below|<|≤|up to)\s*(?:6|six|5|five)|1\s*(?:to|[-–])\s*5|u6)",
    re.IGNORECASE,
)
"""A withheld cell that says why: its count is 1 to 5."""

MISSING = re.compile(
    r"^\W*(?:not (?:given|available|known|shown|published)|none|missing|blank|n/?a|nan|null|-+|–|—)?\W*$",
    re.IGNORECASE,
)
"""A cell without a figure that does not say why."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff\u20e3]")


def plain(text: str) -> str:
    """Return text as it reads: compatibility forms folded (`３`, `③`), unseen marks gone, spaces single."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())
