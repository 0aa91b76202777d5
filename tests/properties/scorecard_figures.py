# ruff: noqa: E501 (the samples are wide)
"""What is put into a random scorecard: series of figures, and the spellings of their periods and cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from kpi_lib.catalogue.indicators import Indicator, Unit, load_catalogue
from kpi_lib.catalogue.ranges import seen_range
from kpi_lib.core.periods import Frequency, Period, month_of, quarter_of, year_ending

HOME, SHROPSHIRE, HEREFORDSHIRE = "E10000034", "E06000051", "E06000019"
AREAS = {HOME: "Worcestershire", SHROPSHIRE: "Shropshire", HEREFORDSHIRE: "Herefordshire"}
VALUE, NUMERATOR, DENOMINATOR = "value", "numerator", "denominator"
STATUSES = {
    "c": "suppressed", "<5": "suppressed", "*": "suppressed", "x": "not_available", "..": "not_available",
    "-": "not_available", "n/a": "not_applicable", "z": "not_applicable", "": "",
}  # fmt: skip
"""What each token in place of a number means; a blank says nothing at all."""
INDICATORS = (
    "referral_rate", "rereferral_percent", "referral_nfa_percent", "assessment_45_days_percent",
    "assessment_rate", "section_47_rate", "children_in_need_rate", "initial_conference_15_days_percent",
    "child_protection_plan_rate", "child_protection_two_years_percent", "child_protection_repeat_percent",
    "looked_after_rate", "three_placements_percent", "placement_stability_percent", "health_check_percent",
    "care_leaver_accommodation_percent", "care_leaver_education_employment_percent", "caseload_average",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
ORDINALS = ("First", "Second", "Third", "Fourth")


@dataclass(frozen=True)
class Cell:
    """One cell: the text that it shows, and in a workbook its number and format, or its day."""

    text: str = ""
    number: float | None = None
    format: str = ""
    day: date | None = None


BLANK = Cell()


@dataclass(frozen=True)
class Stated:
    """What is stated of one part of one figure: a number in the indicator's unit, or a token for none."""

    number: float | None = None
    token: str = ""


@dataclass
class Series:
    """The figures of one indicator of one area: by period, what is stated of each part."""

    indicator: Indicator
    area: str
    name: str
    unit: str
    figures: dict[Period, dict[str, Stated]] = field(default_factory=dict)


def rounded(number: float, places: int = 1) -> float:
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def draw_figure(
    chance: Random, indicator: Indicator, area: str, period: Period, parts: Sequence[str]
) -> dict[str, Stated]:
    """Return the parts of a figure that an authority might have; now and then a token in place of one."""
    frequency = Frequency.YEAR if period.frequency is Frequency.SNAPSHOT else period.frequency
    seen = seen_range(indicator.id, area, frequency) or seen_range(indicator.id, None, frequency)
    low, high = (seen.lowest, seen.highest) if seen else (10.0, 90.0)
    value = chance.uniform(max(low, 1.2), max(high, 1.3))
    if indicator.unit is Unit.PERCENT:
        below, times = chance.randint(60, 1500), 100
    elif indicator.unit is Unit.PER_10000:
        below, times = 116_697 if area == HOME else 61_203, 10_000
    else:
        below, times = chance.randint(150, 250), 1
    above = min(below, round(value * below / times)) if times == 100 else round(value * below / times)
    numbers = {VALUE: rounded(above / below * times), NUMERATOR: float(above), DENOMINATOR: float(below)}
    missing = chance.random() < 0.05
    token = chance.choice(list(STATUSES))
    return {part: Stated(None, token) if missing else Stated(numbers[part]) for part in parts}


def status_of(parts: dict[str, Stated]) -> str:
    """Return the status of a figure: that of its value; without one, the first that is missing in its counts."""
    stated = (
        [parts[VALUE]]
        if VALUE in parts and (parts[VALUE].number is not None or parts[VALUE].token)
        else [parts[part] for part in (NUMERATOR, DENOMINATOR) if part in parts]
    )
    missing = [one for one in stated if one.number is None]
    if all(not one.token and one.number is None for one in parts.values()):
        return ""
    return "ok" if not missing else STATUSES[missing[0].token] or "not_available"


# ---- periods in words -----------------------------------------------------------------------------------

QUARTER_SPELLINGS = (
    "Q{q} {a}/{b}", "{a}/{b} Q{q}", "{Y}-{b} Qtr {q}", "{Y}/{b} Quarter {q}", "FY{a}/{b} Q{q}",
    "Quarter {q} ({M1} - {M3} {c})", "Q{q} {Y}-{b} ({L1} to {L3} {C})", "{M1}–{M3} {C}", "{L1} to {L3} {C}",
    "{M1}-{M3} {c}", "Quarter ending {L3} {C}", "Qtr ended {D} {L3} {C}", "3 months to {L3} {C}",
    "{Y}-{b}-Q{q}", "{Y}/{Z} Q{q}", "{Y}{b} Q{q}", "{a}-{b} Q{q}", "Q{q} {Y}/{b}", "Q{q} {Y}-{b}",
    "Q{q}, {Y}/{b}", "Q{q} ({Y}/{b})", "Q{q}_{Y}-{b}", "Quarter {q} of {Y}/{b}", "{O} quarter {Y}/{b}",
    "Qtr {q} {a}/{b}", "Qtr{q} {a}/{b}", "QTR {q} {Y}-{b}", "Q{q} FY{a}/{b}", "End of Q{q} {a}/{b}",
    "As at Q{q} {Y}/{b}", "Q{q} ({M1}-{M3}) {a}/{b}", "Q{q}: {M1}-{M3} {C}", "{M1}-{M3} {C} (Q{q})",
    "{M1}-{M3} {Y}/{b}", "{L1} – {L3} {C}", "{M1} {c} - {M3} {c}", "{M1}-{c} to {M3}-{c}",
    "1 {L1} to {D} {L3} {C}", "01/{m1:02}/{C} - {D}/{m3:02}/{C}", "{C}-{m1:02}-01 to {C}-{m3:02}-{D}",
    "Quarter ending {D}/{m3:02}/{C}", "Q/E {L3} {C}", "QE {M3} {c}", "Three months ending {D} {L3} {C}",
    "q{q} {a}/{b}", "QUARTER {q} {a}/{b}", " Q{q}  {Y}/{b} ",
)  # fmt: skip
MONTH_SPELLINGS = (
    "{M3}-{c}", "{M3} {c}", "{M3} {C}", "{L3} {C}", "{L3}-{c}", "{M3} '{c}", "{C}-{m3:02}", "{m3:02}/{C}",
    "{C}-M{m3:02}", "{M3}{c}", "As at {L3} {C}",
)  # fmt: skip
DAY_SPELLINGS = (
    "{D}-{M3}-{c}", "{D}/{m3:02}/{c}", "{D}/{m3:02}/{C}", "At {D}/{m3:02}/{c}", "As at {D} {L3} {C}",
    "{D} {L3} {C}", "{C}-{m3:02}-{D}", "{D}.{m3:02}.{C}", "End of {L3} {C}",
)  # fmt: skip
YEAR_SPELLINGS = (
    "{Y}/{b}", "{a}/{b}", "{Y}-{b}", "FY{a}/{b}", "{Y}/{b} Outturn", "Full year {Y}/{b}", "Financial year {Y}/{b}",
    "Year to March {Z}", "12 months to March {Z}", "{Y}–{b}", "{Y}{b}",
)  # fmt: skip
BARE_QUARTERS = (
    "Q{q}",
    "{q}",
    "Quarter {q}",
    "Qtr {q}",
    "{M1}-{M3}",
    "{M1}–{M3}",
    "{L1} to {L3}",
    "Q{q} ({M1}-{M3})",
)
BARE_YEARS = ("{Y}/{b}", "{a}/{b}", "{Y}-{b}", "FY{a}/{b}", "Financial year {Y}/{b}")
YTD_SPELLINGS = (
    "YTD Q{q} {a}/{b}",
    "Q{q} {Y}/{b} YTD",
    "Q{q} {a}/{b} (cumulative)",
    "Year to date Q{q} {Y}/{b}",
)


def spelt(template: str, period: Period) -> str:
    """Return a period in the spelling of a template."""
    start, end = period.start, period.end
    year = int(period.year[:4])
    words = {
        "q": (start.month - 4) % 12 // 3 + 1, "a": f"{year % 100:02}", "b": f"{(year + 1) % 100:02}",
        "Y": year, "Z": year + 1, "C": end.year, "c": f"{end.year % 100:02}", "D": end.day,
        "m1": start.month, "m3": end.month, "L1": MONTHS[start.month - 1], "L3": MONTHS[end.month - 1],
        "M1": MONTHS[start.month - 1][:3], "M3": MONTHS[end.month - 1][:3],
        "O": ORDINALS[(start.month - 4) % 12 // 3],
    }  # fmt: skip
    return template.format(**words)


Spell = Callable[[Period], str]


def spelling(chance: Random, templates: Sequence[str]) -> Spell:
    """Return one way of writing periods, as a file mostly has; now and then a mixed one."""
    mixed = chance.random() < 0.1
    one = chance.choice(templates)
    return lambda period: spelt(chance.choice(templates) if mixed else one, period)


def draw_quarters(chance: Random, most: int = 8) -> list[Period]:
    """Return quarters in a row, none after the end of 2024-25."""
    last = chance.randint(4, 12)
    n = min(last, chance.randint(2, most))
    return [quarter_of(2023 + at // 4, at % 4 + 1) for at in range(last - n, last)]


def draw_months(chance: Random) -> list[Period]:
    """Return months in a row, from the beginning of a quarter or not."""
    first = chance.choice([0, 3, 6, 9, 0, 3, 6, 9, 1, 5, 10])
    n = chance.choice([3, 6, 12, 12, 5])
    return [month_of(2023 + (at + 3) // 12, (at + 3) % 12 + 1) for at in range(first, first + n)]


def year_of(period: Period) -> Period:
    return year_ending(int(period.year[:4]) + 1)


def catalogue_indicator(indicator_id: str) -> Indicator:
    return load_catalogue()[indicator_id]
