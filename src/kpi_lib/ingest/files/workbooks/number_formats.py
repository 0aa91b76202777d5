"""What a cell shows of a stored number: a percentage, a date, a duration, or the number itself.

Never rounded: of the number format only what changes the meaning is applied. 0.18764 under `0.0%` is
18.764 %, though the cell shows 18.8 %.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

_WHOLE = 1e15  # beyond, a double no longer holds every whole number
_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL
)
_DURATION = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d+)?)S)?", re.ASCII)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARES = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
    "<>": operator.ne,
}  # fmt: skip
_BY_SIGN = {1: ("",), 2: (">=0", "<0"), 3: (">0", "<0", "=0")}
_NUMERIC_SECTIONS = 3  # the fourth is for texts


class Sign(Enum):
    """How a percent sign is in a format: not at all, as a text next to the number, or as its unit."""

    NONE, WRITTEN, SCALED = range(3)


@dataclass(frozen=True)
class Section:
    """One part of a number format: for which numbers it is, and what it does with them."""

    condition: str
    sign: Sign

    def fits(self, number: float) -> bool:
        """Say whether the section is for a number; one without a condition is for all that are left."""
        match = _CONDITION.fullmatch(self.condition)
        return match is None or bool(_COMPARES[match[1]](number, float(match[2])))


def is_date(number_format: str) -> bool:
    """Say whether numbers under a format are dates, times or durations.

    >>> is_date("mmm-yy"), is_date("0.0%"), is_date('0 "days"')
    (True, False, False)
    """
    return bool(is_date_format(number_format))


def number_token(number: float, number_format: str = "", *, since_1904: bool = False) -> str:
    """Return what is in a cell that stores a number, at full precision.

    A percentage has its sign, whether the format multiplies by a hundred (`0%`) or only writes the sign
    (`0"%"`). A date is ISO text.

    >>> number_token(0.188, "0%"), number_token(18.8, '0"%"'), number_token(1, "0.0%"), number_token(1)
    ('18.8%', '18.8%', '100%', '1')
    """
    kind = _kind(number_format)
    if kind == "date":
        return _date_token(number, number_format, since_1904)
    sign = percent_sign(number, number_format) if kind == "percent" else Sign.NONE
    if sign is Sign.SCALED:
        return f"{(Decimal(repr(float(number))) * 100).normalize():f}%"
    return plain_token(number) + ("%" if sign is Sign.WRITTEN else "")


def plain_token(number: float) -> str:
    """Return a number as it would be typed, whole ones without a decimal point."""
    number = float(number)
    return str(int(number)) if number.is_integer() and abs(number) < _WHOLE else repr(number)


def moment_token(moment: date | time | timedelta) -> str:
    """Return a date or a time as ISO text; midnight is left out of a date."""
    if isinstance(moment, datetime):
        return moment.date().isoformat() if moment.time() == time(0) else moment.isoformat(" ")
    return str(moment) if isinstance(moment, timedelta) else moment.isoformat()


def dated_cell(moment: date | time | timedelta, number_format: str) -> tuple[str, str]:
    """Return what is in a cell that states a date, and a format of dates: its own, else that of days."""
    return moment_token(moment), number_format if is_date(number_format) else "yyyy-mm-dd"


def parse_moment(stated: str) -> date | time | timedelta | None:
    """Return the date, time or duration that a text states as ISO 8601 does, None where it states none.

    >>> parse_moment("PT26H30M00S"), parse_moment("soon")
    (datetime.timedelta(days=1, seconds=9000), None)
    """
    duration = _DURATION.fullmatch(stated)
    if duration:
        hours, minutes, seconds = (float(part or 0) for part in duration.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    try:
        return datetime.fromisoformat(stated).replace(tzinfo=None)
    except ValueError:
        pass
    try:
        return time.fromisoformat(stated)
    except ValueError:
        return None


def percent_sign(number: float, number_format: str) -> Sign:
    """Return how a format writes a percent sign next to a number.

    A zero is a percentage where any part of the format has the sign: many show it as a dash.
    """
    sections = _sections(number_format)
    signs = {section.sign for section in sections}
    if number == 0:  # under '0.0%;-0.0%;"-"' a zero is shown as a dash and is 0 % all the same
        return max(signs, key=lambda sign: sign.value)
    return next((section.sign for section in sections if section.fits(number)), Sign.NONE)


@lru_cache(maxsize=4096)
def _kind(number_format: str) -> str:
    if "%" in number_format and any(section.sign is not Sign.NONE for section in _sections(number_format)):
        return "percent"
    return "date" if number_format and is_date(number_format) else "number"


@lru_cache(maxsize=4096)
def _sections(number_format: str) -> tuple[Section, ...]:
    # '[>1]0;0%' has a section for numbers above 1, and one of percentages for the others
    parts: list[tuple[str, Sign]] = [("", Sign.NONE)]
    for match in _PARTS.finditer(number_format):
        condition, sign = parts[-1]
        written = "%" in (match["quoted"] or match["escaped"] or "")
        if match["plain"] == ";":
            parts.append(("", Sign.NONE))
        elif match["bracket"] and _CONDITION.fullmatch(match["bracket"]):
            parts[-1] = (match["bracket"], sign)
        elif match["plain"] == "%" or (written and sign is Sign.NONE):
            parts[-1] = (condition, Sign.WRITTEN if written else Sign.SCALED)
    numeric = parts[:_NUMERIC_SECTIONS]
    if not any(condition for condition, _ in numeric):
        return tuple(map(Section, _BY_SIGN[len(numeric)], (sign for _, sign in numeric)))
    return tuple(Section(condition, sign) for condition, sign in numeric)


def _date_token(number: float, number_format: str, since_1904: bool) -> str:
    epoch = MAC_EPOCH if since_1904 else WINDOWS_EPOCH
    try:
        moment = from_excel(number, epoch, timedelta=is_timedelta_format(number_format))
    except (OverflowError, ValueError):  # no such day: the cell shows ####
        return plain_token(number)
    return moment_token(moment)
