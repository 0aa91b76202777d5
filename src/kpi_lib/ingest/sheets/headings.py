"""What the headings over a column of a council's own scorecard say: period, area, part, unit, role.

Reads texts alone; what a table holds under them is decided in `layouts.scorecard`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.names.heading_words import load_heading_words, normalise_heading
from kpi_lib.core.areas import Level, normalise_area_name
from kpi_lib.core.errors import AmbiguousPeriodError, ContradictoryPeriodError, DataError, KpiError
from kpi_lib.core.periods import (
    Frequency,
    MonthOfYear,
    Period,
    QuarterOfYear,
    YearOnly,
    join_stated,
    parse_partial,
    parse_stated_period,
)
from kpi_lib.ingest.sheets.kinds import is_place

Partial = QuarterOfYear | MonthOfYear | YearOnly
COMPARATOR = "comparator"
LONGEST = 120
"""Letters of the longest text that is taken for a heading; beyond, it is prose."""
_LONGEST_AREA = 7
_EDGES = " \t-–—:;|/,.*·•\u00a0"
_OF_TIME = ("period", "year")
_BRACKETS = {"(": ")", "[": "]"}
JOINT = " | "
QUARTER_NUMBERS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Heading:
    """What one heading says; `rest` is what is not understood of it, in its own letters.

    `period` is a whole period, `partial` a quarter or month without its year or a bare year. `role` is a
    role of `heading_words.toml`, or `comparator` for a column of England's or of neighbours' figures. `area`
    is the code of an authority; `is_rolling` means the twelve months that end with the period. `fault` says
    why a period in it cannot be taken.
    """

    text: str
    period: Period | None = None
    partial: Partial | None = None
    is_cumulative: bool = False
    is_rolling: bool = False
    role: str = ""
    part: str = ""
    unit: str = ""
    area: str = ""
    rest: str = ""
    fault: KpiError | None = None

    @property
    def has_time(self) -> bool:
        """Whether it says anything of a period, be it that it is cumulative."""
        return self.period is not None or self.partial is not None or self.is_cumulative

    @property
    def is_understood(self) -> bool:
        """Whether there is anything in it and nothing of it is left over."""
        return bool(self.text) and not self.rest


@lru_cache(maxsize=16_384)
def parse_heading(text: str, quarters: str | None = None) -> Heading:
    """Return what a heading says.

    Parameters
    ----------
    quarters : `calendar` or `financial`, where the council has said which its quarters are.

    >>> heading = parse_heading("Worcestershire 24/25 Q1")
    >>> heading.area, heading.period.label, heading.rest
    ('E10000034', '2024-25-Q1', '')
    >>> parse_heading("Statistical neighbours 23/24").role, parse_heading("Q1 2024/25 Target").role
    ('comparator', 'target')
    """
    tidy = " ".join(text.split())
    if not tidy or len(tidy) > LONGEST:
        return Heading(tidy, rest=tidy)
    return _taken_apart(tidy, Heading(tidy), quarters)


def _taken_apart(left: str, so_far: Heading, quarters: str | None) -> Heading:
    """Take one thing off an end of what is left, the longest first, until nothing more is understood.

    Of "Worcestershire 24/25 Q1 Target" the council goes first, then the target; "24/25 Q1" is a period.
    """
    left = _bare(left)
    if not left:
        return so_far
    timed = _with_time(left, so_far, quarters)
    if timed is not None:
        return timed
    for is_strong in (True, False):
        for taken, others in _ends_of(left):
            heading = _with_phrase(taken, so_far, is_strong=is_strong)
            if heading is not None:
                return _taken_apart(others, heading, quarters)
    return replace(so_far, rest=left)


def _ends_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words at either end of a text, the most first, each with the others."""
    words = text.split()
    for length in range(min(len(words), max(_LONGEST_AREA, load_heading_words().longest)), 0, -1):
        yield " ".join(words[:length]), " ".join(words[length:])
        yield " ".join(words[-length:]), " ".join(words[:-length])


def _with_time(left: str, so_far: Heading, quarters: str | None) -> Heading | None:
    """Return the heading with the period that all of what is left spells, or None."""
    if so_far.period is not None or so_far.partial is not None:
        return None
    try:
        stated = parse_stated_period(left, quarters)
    except (AmbiguousPeriodError, ContradictoryPeriodError) as fault:
        return replace(so_far, fault=fault)
    except KpiError:
        # "3" alone is a number, not the third quarter; "2024" may be a year
        partial = None if left.isdigit() and len(left) < 4 else partial_of(left, quarters)
        cumulative = so_far.is_cumulative or bool(getattr(partial, "is_cumulative", False))
        return None if partial is None else replace(so_far, partial=partial, is_cumulative=cumulative)
    return replace(
        so_far,
        period=stated.period,
        is_cumulative=so_far.is_cumulative or stated.is_cumulative,
        is_rolling=so_far.is_rolling or stated.is_rolling,
    )


def partial_of(text: str, quarters: str | None = None) -> Partial | None:
    """Return the piece of a period that a text spells; None for anything else, what is ambiguous included."""
    try:
        return parse_partial(text, quarters)
    except KpiError:
        return None


def _with_phrase(phrase: str, so_far: Heading, *, is_strong: bool) -> Heading | None:
    """Return the heading with what a phrase says in it, or None where it says nothing known.

    Words that may belong to a period, "Quarter" or "end of", are weak: they are only taken where no other is
    left, so that "Quarter 3 23/24 Numerator" keeps its quarter.
    """
    meanings = load_heading_words().of(normalise_heading(phrase))
    if meanings:
        is_weak = "remark" in meanings or meanings.get("role") in _OF_TIME
        return None if is_weak and is_strong else _with_meanings(meanings, so_far)
    area = area_named(phrase)
    if area is None or so_far.area:
        return None
    return replace(so_far, area=area) if area else replace(so_far, role=COMPARATOR)


def _with_meanings(meanings: Mapping[str, str], so_far: Heading) -> Heading:
    role = meanings.get("role", "")
    return replace(
        so_far,
        role=role if role and so_far.role in ("", *_OF_TIME) else so_far.role,
        part=so_far.part or meanings.get("part", ""),
        unit=so_far.unit or meanings.get("unit", ""),
        is_cumulative=so_far.is_cumulative or "cumulative" in meanings,
    )


def area_named(phrase: str) -> str | None:
    """Return the code of the authority that a phrase names, empty for England or a region, None for none."""
    if len(phrase) < 4 or not is_place(phrase):
        return None
    code = load_areas().code_by_name[normalise_area_name(phrase)]
    return code if load_areas().by_code[code].level is Level.AUTHORITY else ""


def _bare(text: str) -> str:
    """Return a text without separators at its ends, and without brackets around the whole of it."""
    bare = text.strip(_EDGES)
    while len(bare) > 1 and _BRACKETS.get(bare[0]) == bare[-1] and _closes_last(bare):
        bare = bare[1:-1].strip(_EDGES)
    return bare


def _closes_last(text: str) -> bool:
    """Say whether the bracket that opens a text closes at its very end."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in _BRACKETS) - (letter in _BRACKETS.values())
        if depth == 0:
            return place == len(text) - 1
    return False


def phrases_in(text: str, longest: int) -> Iterator[str]:
    """Yield the runs of words of a text, the longest first, from left to right, without separators around."""
    words = text.split()
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield _bare(" ".join(words[start : start + length]))


def join_headings(stack: Sequence[Heading], quarters: str | None = None) -> Heading:
    """Return what the headings over one column say together; the lowest decides where two differ in role.

    A number 1 to 4 under a year is a quarter of it. Periods of which neither holds the other are a fault.
    """
    stated = [heading for heading in stack if heading.text]
    if not stated:
        return Heading("")
    roles = [heading.role for heading in stated if heading.role not in ("", "period", "year")]
    role = COMPARATOR if COMPARATOR in roles else roles[-1] if roles else stated[-1].role
    joined = Heading(
        JOINT.join(heading.text for heading in stated),
        is_cumulative=any(heading.is_cumulative for heading in stated),
        is_rolling=any(heading.is_rolling for heading in stated),
        role=role,
        part=next((heading.part for heading in reversed(stated) if heading.part), ""),
        unit=next((heading.unit for heading in reversed(stated) if heading.unit), ""),
        area=next((heading.area for heading in reversed(stated) if heading.area), ""),
        rest=" ".join(heading.rest for heading in stated if heading.rest),
        fault=next((heading.fault for heading in stated if heading.fault), None),
    )
    return _with_times(joined, stated, quarters)


def _with_times(joined: Heading, stated: Sequence[Heading], quarters: str | None) -> Heading:
    result = joined
    for heading in stated:
        is_quarter = heading.text in QUARTER_NUMBERS and (result.period or result.partial)
        partial = QuarterOfYear(int(heading.text)) if is_quarter else heading.partial
        if is_quarter:
            result = replace(result, rest=" ".join(result.rest.replace(heading.text, " ", 1).split()))
        try:
            period, left = combine(result.period, result.partial, heading.period, partial, quarters)
        except KpiError as fault:
            return replace(result, period=None, partial=None, fault=fault)
        result = replace(result, period=period, partial=left)
    return result


def combine(
    period: Period | None,
    partial: Partial | None,
    under: Period | None,
    part: Partial | None,
    quarters: str | None = None,
) -> tuple[Period | None, Partial | None]:
    """Return the period, or what is still missing of it, that an upper and a lower statement make together.

    Raises
    ------
    DataError : two whole periods of which neither lies in the other. AmbiguousPeriodError : a quarter of a
        year that may be a calendar or a financial one.
    """
    periods = [one for one in (period, under) if one is not None]
    pieces = [one for one in (partial, part) if one is not None and not isinstance(one, YearOnly)]
    years = [one for one in (partial, part) if isinstance(one, YearOnly)]
    if len(periods) == 2:
        periods = [_inner(*periods)]
    if periods and (periods[0].frequency is not Frequency.YEAR or not pieces):
        return periods[0], None
    whole = year_of(periods[0]) if periods else years[0] if years else None
    if whole is None or not pieces:
        return None, (pieces or years or [None])[0]
    return join_stated(whole, pieces[-1], quarters).period, None


def year_of(period: Period) -> YearOnly:
    """Return the financial year in which a period ends."""
    return YearOnly(int(period.year[:4]), is_financial=True)


def _inner(first: Period, second: Period) -> Period:
    """Return the one of two periods that lies in the other; raises DataError where neither does."""
    for outer, inner in ((first, second), (second, first)):
        if outer.start <= inner.start and inner.end <= outer.end:
            return inner
    raise DataError(
        "Two headings over one column say two periods",
        got=f"{first.words} and {second.words}",
        expected="one period, or one within the other",
    )
