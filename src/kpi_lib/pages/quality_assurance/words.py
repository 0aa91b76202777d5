"""Case audits in words: the page's title, whether auditors agree, who is stricter, what a sample can show."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.marks import CANNOT_SAY, CHANCE, DOWN, LEVEL, UNKNOWN, UP, Mark
from kpi_lib.present.words.numbers import (
    Row,
    format_number,
    is_missing,
    join_words,
    lower_first,
    sentence_case,
)

NO_AUDITS = "No case audit of this area is in the raw files"
MODERATED, REHEARSAL = "moderated", "rehearsal"
WITHHELD = "withheld: the counts are small"
_WITHHELD_MARK = Mark(UNKNOWN, "withheld", "unknown")
_TRENDS = {"rose": UP, "fell": DOWN, "no_clear_change": LEVEL, "cannot_say": UNKNOWN}
_MEASURES = {
    "agreement": "Over the quarters, how often they give the same grade",
    "direction": "Over the quarters, how much stricter the second auditor is",
}
_MOVED = {"rose": "has risen", "fell": "has fallen", "no_clear_change": "shows no clear change"}


def audits_title(year: Row | None, n_moderated: float) -> str:
    """Return the page's title: the share of good work in the year, and whether its grades were moderated.

    A rehearsal is distinguished: in it a second auditor graded cases too, without its being moderation.

    Parameters
    ----------
    year : the row of `summarise_quality` for the four quarters with `is_withheld`, nothing where there is
        no audit.
    n_moderated : NaN where so few were that the page must not say it.
    """
    if year is None:
        return NO_AUDITS
    if year["is_withheld"]:
        return f"The share of good case audits is {WITHHELD}"
    if is_missing(year["value"]):
        return NO_AUDITS
    text = f"{format_number(year['value'])}% of case audits in the year are good or outstanding"
    if n_moderated:
        return f"{text}; a second auditor checked {_some(n_moderated)} of {format_number(year['n_audits'])}"
    return f"{text}; none of them has been moderated yet"


def moderation_sentence(
    n_moderated: float, n_rehearsed: float, n_audits: float, *, is_announced: bool
) -> str:
    """Return how many audits of the year a second auditor graded, and under which process.

    Parameters
    ----------
    n_moderated, n_rehearsed, n_audits : NaN where a page must not say them.
    is_announced : whether the report says that a moderated process is about to be introduced.
    """
    audits = "" if is_missing(n_audits) else f"{format_number(n_audits)} "
    if n_moderated:
        text = f"A second auditor checked {_some(n_moderated)} of the year’s {audits}audits."
    else:
        text = f"None of the year’s {audits}audits was moderated"
        text += ": the moderated process is about to be introduced, the report says." if is_announced else "."
    if not n_rehearsed:
        return text
    graded = f"In a rehearsal a second auditor graded {_some(n_rehearsed)} audits"
    return f"{text} {graded} without seeing the first grade."


def themes_finding(themes: pd.DataFrame, overall: float, titles: Mapping[str, str]) -> str:
    """Return which kinds of work lie apart from all audits together by more than chance would explain."""
    shown = themes.loc[~themes["is_withheld"]]
    if shown.empty or is_missing(overall):
        return f"Whether a kind of work stands apart is {WITHHELD}"
    below = [titles[str(name)] for name in shown.loc[shown["upper"].lt(overall), "theme"]]
    above = [titles[str(name)] for name in shown.loc[shown["lower"].gt(overall), "theme"]]
    clauses = [
        f"{join_words([name if not at else lower_first(name) for at, name in enumerate(kinds)])} "
        f"lie{'s' * (len(kinds) == 1)} {side} all audits by {CHANCE}"
        for kinds, side in ((below, "below"), (above, "above"))
        if kinds
    ]
    if not clauses:
        return "No kind of work stands apart: chance alone would explain the differences"
    return "; ".join([clauses[0], *map(lower_first, clauses[1:])])


def agreement_finding(row: Row) -> str:
    """Return how often two auditors give the same grade, or that it may not be reported."""
    if row["is_withheld"]:
        return f"How often two auditors give the same grade is {WITHHELD}"
    share, n = (format_number(row[name]) for name in ("agreement", "n_moderated"))
    return f"Two auditors gave the same grade in {share}% of {n} case audits"


def kappa_line(row: Row) -> tuple[Mark, str]:
    """Return how far two auditors agree beyond chance: weighted kappa with its interval."""
    if row["is_withheld"]:
        return _WITHHELD_MARK, f"How far two auditors agree beyond chance is {WITHHELD}."
    if is_missing(row["kappa_linear"]):
        return CANNOT_SAY, str(row["reason"])
    kappa = _with_interval(row, "kappa_linear", 2)
    square = format_number(row["kappa_quadratic"], 2)
    small = (
        " There are fewer audits than the interval needs: read it with care."
        if row["is_small_sample"]
        else ""
    )
    text = (
        f"How far two auditors agree beyond chance, from 0 (chance alone) to 1 (full agreement): {kappa}, "
        f"weighted kappa. With far misses counted more heavily it is {square}. {row['reason']}{small}"
    )
    return Mark(LEVEL, "", "similar"), text


def direction_line(row: Row) -> tuple[Mark, str]:
    """Return which auditor is stricter, how often and by how much."""
    if row["is_withheld"]:
        return _WITHHELD_MARK, f"Which auditor is stricter is {WITHHELD}."
    if row["verdict"] == "cannot_say":
        return CANNOT_SAY, str(row["reason"])
    counts = [format_number(row[name]) for name in ("n_stricter", "n_more_generous", "n_moderated")]
    way = "stricter" if row["difference"] >= 0 else "more generous"
    size = format_number(abs(row["difference"]), 2)
    sign = 1 if row["difference"] >= 0 else -1
    low, high = sorted(sign * row[f"difference_{end}"] for end in ("lower", "upper"))
    ends = "" if is_missing(low) else f" (95% interval {format_number(low, 2)} to {format_number(high, 2)})"
    text = (
        f"The second auditor was stricter in {counts[0]} and more generous in {counts[1]} of {counts[2]} "
        f"audits: on average {size} of a grade {way}{ends}. {row['reason']}"
    )
    return Mark(
        {"moderator_stricter": UP, "moderator_more_generous": DOWN}.get(str(row["verdict"]), LEVEL),
        "",
        "similar",
    ), text


def drift_line(row: Row) -> tuple[Mark, str]:
    """Return whether agreement, or who is stricter, has moved over the quarters."""
    verdict, measure = str(row["verdict"]), _MEASURES[str(row["measure"])]
    mark = Mark(_TRENDS[verdict], "", "unknown" if verdict == "cannot_say" else "similar")
    if verdict == "cannot_say":
        return mark, f"{measure}: {lower_first(str(row['reason']))}"
    unit = "points a quarter" if row["measure"] == "agreement" else "of a grade a quarter"
    digits = 1 if row["measure"] == "agreement" else 2
    slope = _with_interval(row, "slope", digits, unit)
    return mark, f"{measure} {_MOVED[verdict]}: {slope}. {row['reason']}"


def sample_line(row: Row, change: float) -> tuple[Mark, str]:
    """Return how many audits a quarter would show a change, and what the audits there are can show."""
    if row["is_withheld"]:
        return _WITHHELD_MARK, f"How many audits would show a change is {WITHHELD}."
    needed, points = format_number(row["n_needed"]), format_number(change)
    text = (
        f"To show a change of {points} percentage points between two quarters four times in five, each would "
        f"need about {needed} audits; the newest has {format_number(row['n_audits'])}."
    )
    if not is_missing(row["least_change"]):
        text += f" So few can show only a change of {format_number(row['least_change'])} points or more."
    return Mark(LEVEL, "", "similar"), text


def overdue_line(row: Row, as_at: pd.Timestamp) -> tuple[Mark, str]:
    """Return how many actions are open and overdue on a day, and since when the oldest."""
    day = day_words(as_at)
    text = f"On {day} {_things(row['n_open'])} open{_overdue_words(row['n_open'], row['n_overdue'])}"
    since = (
        ""
        if is_missing(row["oldest_due"]) or pd.isna(row["oldest_due"])
        else (f"; the oldest should have been done by {day_words(row['oldest_due'])}")
    )
    return Mark(LEVEL, "", "similar"), sentence_case(f"{text}{since}.")


def _some(count: float) -> str:
    return "a few" if is_missing(count) else format_number(count)


def _things(count: int) -> str:
    number = format_number(count) if count else "no"
    return f"{number} action{'s were' if count != 1 else ' was'}"


def _overdue_words(n: int, late: int) -> str:
    """Return how many of the open actions are overdue: ", all of them overdue"; nothing of none."""
    if n <= 1:
        return " and overdue" * int(late) or ", not overdue" * int(n)
    number = {0: "none", n: "all"}.get(int(late), format_number(late))
    return f", {number} of them overdue"


def _with_interval(row: Row, name: str, digits: int, unit: str = "") -> str:
    low, high = row[f"{name}_lower"], row[f"{name}_upper"]
    ends = f" (95% interval {format_number(low, digits)} to {format_number(high, digits)})"
    text = f"{format_number(row[name], digits)} {unit}".strip()
    return text if is_missing(low) else f"{text}{ends}"
