"""One token becomes one number or one status; the meaning of symbols is handed in, never assumed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_lib.core.status import Status

STATUSES = tuple(Status)
STATUS_WORDS = [status.value for status in STATUSES]
MONTHS_A_YEAR = 12

PLAIN = r"^-?[0-9]{1,300}(\.[0-9]+)?$"
_NUMBER = re.compile(
    r"(?P<sign>[-+−–]?)\s?(?P<pound>£?)\s?"
    r"(?P<body>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d*)?"
    r"|\d+(?:\.\d*)?|\.\d+)"
    r"(?P<exponent>[eE][-+]?\d{1,3})?\s?(?P<percent>%?)",
    re.ASCII,
)
_BAND = re.compile(
    r"[<>≤≥]\s?=?\s?\d[\d,.]*\s?(?:%|[a-z]+)?|\d[\d,.]*\s?(?:-|–|to)\s?\d[\d,.]*\s?%?",
    re.ASCII | re.IGNORECASE,
)
_YEARS_MONTHS = re.compile(r"(\d{1,2}):(0?\d|1[01])", re.ASCII)
_MINUS = {"−": "-", "–": "-"}
_SAME = str.maketrans({"−": "-", "–": "-", "—": "-", "…": "...", "\u00a0": " "})
_YEAR = re.compile(r"(?:19|20)\d{2}")
# "1,234 [r]", "12.5 p", "1,234 (provisional)", "12.5²"; not "12(3)" nor "12 [u]"
_MARKED = re.compile(
    r"(?P<figure>.{0,40}\d%?)(?:\s*\[(?:r|p|e|b|f|note \d+)\]|\s(?:r|p)|[⁰¹²³⁴-⁹]{1,2}"
    r"|\s*\((?:r|p|e|prov|rev|provisional|revised|estimated)\))",
    re.IGNORECASE,
)


def parse_number(token: str) -> float | None:
    """Return the number that a token states, or None where it states none.

    Thousands separators (comma or space, in groups of three), a pound sign, a percent sign, a real
    minus and an en dash are understood; the percent sign does not divide by a hundred. Nothing else is:
    words, bands, dates and symbols are no numbers.

    >>> parse_number("1,234"), parse_number("−2.5 %"), parse_number("1,23"), parse_number("c")
    (1234.0, -2.5, None, None)
    """
    match = _NUMBER.fullmatch(token.strip())
    if match is None or (match["pound"] and match["percent"]):
        return None
    digits = re.sub(r"[,\s]", "", match["body"])
    number = float(f"{_MINUS.get(match['sign'], match['sign'])}{digits}{match['exponent'] or ''}")
    return number if math.isfinite(number) else None


def parse_years_months(token: str) -> float | None:
    """Return a duration written years:months in months.

    >>> parse_years_months("01:10")
    22.0
    """
    match = _YEARS_MONTHS.fullmatch(token.strip())
    return float(int(match[1]) * MONTHS_A_YEAR + int(match[2])) if match else None


def parse_marked_number(token: str) -> float | None:
    """Return the number before a mark that says how final it is, or before a raised footnote number.

    The marks are revised, provisional, estimated, forecast, a break in the series and notes, as the
    Government Statistical Service writes them: `[r]`, `(prov)`, ` r`. Of any other text it is not known
    whether it belongs to the number: `12(3)` is none. A year with such a mark is no figure: `2018 (prov)`.

    >>> parse_marked_number("1,234 [r]"), parse_marked_number("12.5²"), parse_marked_number("12(3)")
    (1234.0, 12.5, None)
    """
    match = _MARKED.fullmatch(token.strip())
    return parse_number(match["figure"]) if match and not _YEAR.fullmatch(match["figure"]) else None


_FORMS = {"years_months": parse_years_months}


def is_band(token: str) -> bool:
    """Say whether a token gives a range instead of a number: `90-99`, `<90`, `>6mths`."""
    return bool(_BAND.fullmatch(token.strip()))


@dataclass(frozen=True)
class Meanings:
    """What each distinct token of a file means in the place of a figure.

    `numbers` is NaN and `statuses` the place in `STATUSES` per token; `is_known` is False for a token
    that is neither a number nor a symbol of this source, whose status is then "not available".
    """

    tokens: pd.Index
    numbers: np.ndarray
    statuses: np.ndarray
    is_known: np.ndarray
    is_blank: np.ndarray

    def status_words(self, codes: np.ndarray | list[int]) -> pd.Series:
        """Return the statuses of some tokens, given by their places, in words."""
        return pd.Series(np.array(STATUS_WORDS, dtype=object)[self.statuses[codes]], dtype="str")


def parse_tokens(tokens: Iterable[str], symbols: Mapping[str, Status], forms: Iterable[str] = ()) -> Meanings:
    """Return what each token means, given the symbols of its source and any extra number forms."""
    words = tokens if isinstance(tokens, pd.Index) else pd.Index(list(tokens), dtype="str")
    readers = (parse_number, *(_FORMS[form] for form in forms), parse_marked_number)
    numbers = _plain_numbers(words)
    is_plain = ~np.isnan(numbers)
    ok, missing = STATUSES.index(Status.OK), STATUSES.index(Status.NOT_AVAILABLE)
    statuses = np.where(is_plain, ok, missing).astype("int8")
    known, blank = is_plain.copy(), np.zeros(len(words), dtype=bool)
    rest = np.flatnonzero(~is_plain)
    for place, token in zip(rest.tolist(), words.take(rest).tolist(), strict=True):
        plain = token.strip()
        blank[place] = not plain
        # symbols before numbers: "-" is no minus, and ".." of Stat-Xplore a count near zero
        status = symbols.get(plain) or symbols.get(plain.translate(_SAME).casefold())
        if status is None:
            number = next((number for reader in readers if (number := reader(token)) is not None), None)
            if number is not None:
                numbers[place], status = number, Status.OK
            elif is_band(plain):
                status = Status.BAND
        if status is not None:
            statuses[place], known[place] = STATUSES.index(status), True
    return Meanings(words, numbers, statuses, known, blank)


def _plain_numbers(words: pd.Index) -> np.ndarray:
    """Return the number of every token that is nothing but digits, a minus and a point; NaN for others."""
    texts = pa.array(words, pa.string())
    is_plain = pc.match_substring_regex(texts, PLAIN)
    numbers = pc.cast(pc.if_else(is_plain, texts, None), pa.float64()).to_numpy(zero_copy_only=False)
    return np.where(np.isfinite(numbers), numbers, np.nan)


_EXPLAINS = re.compile(
    r"""^["'“‘\s]*(?P<symbol>[a-z]|\[[a-z]{1,3}\]|\.{1,3}|-|–|:|\*|~|low)["'”’]*\s*"""
    r"""(?:=|:|-|–|\||\s{2,}|denotes|indicates|means)\s*(?P<words>\S.*)$""",
    re.IGNORECASE | re.DOTALL,
)
"""A line of notes such as "x = suppressed" or "[c] means confidential"."""
_MEANINGS = {
    Status.ROUNDS_TO_ZERO: r"negligible|less than half|rounds? to (?:0|zero)|below 0\.5",
    Status.LOW_RELIABILITY: r"low reliability|unreliable",
    Status.NOT_APPLICABLE: r"not applicable",
    Status.SUPPRESSED: r"suppress|confidential|not shown|less than or equal to|fewer than|between 1 and",
    Status.NOT_AVAILABLE: r"not available|unavailable|not returned|not submitted|missing|not collected",
}


def symbols_in(notes: Iterable[str]) -> Mapping[str, Status]:
    """Return the symbols that the notes explain, in so far as the words leave no doubt.

    >>> symbols_in(["x = number less than or equal to 5", ".  Not applicable", "1. Of all ages"])
    {'x': <Status.SUPPRESSED: 'suppressed'>, '.': <Status.NOT_APPLICABLE: 'not_applicable'>}
    """
    symbols: dict[str, Status] = {}
    for note in notes:
        match = _EXPLAINS.match(note)
        meaning = _meaning(match["words"]) if match else None
        if match and meaning:
            symbols.setdefault(match["symbol"], meaning)
    return symbols


def _meaning(words: str) -> Status | None:
    """Return the meaning that the words name first, None where they name none."""
    matches = {status: re.search(pattern, words, re.IGNORECASE) for status, pattern in _MEANINGS.items()}
    places = {status: match.start() for status, match in matches.items() if match}
    return min(places, key=lambda status: places[status], default=None)
