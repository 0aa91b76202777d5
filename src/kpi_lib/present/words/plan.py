"""The improvement plan in words: where actions stand, what was seen, and the page's title."""

from __future__ import annotations

import re

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.marks import DOWN, LEVEL, UNKNOWN, UP, Mark
from kpi_lib.present.words.numbers import (
    NO_BREAK,
    Row,
    format_number,
    format_size,
    is_missing,
    join_words,
    lower_first,
    number_words,
    tally,
)
from kpi_lib.present.words.record_sources import report_words

WAITING, LATE = "○", "◆"
STATES = {
    "complete": Mark(UP, "complete", "better"),
    "in_progress": Mark(LEVEL, "in progress", "similar"),
    "stalled": Mark(DOWN, "stalled", "worse"),
    "overdue": Mark(LATE, "overdue", "worse"),
    "not_begun": Mark(WAITING, "not begun", "unknown"),
    "not_stated": Mark(UNKNOWN, "not stated", "unknown"),
}
"""In the order of bars and of the key."""
_OUTCOMES = {
    "moved_as_meant": ("moved as meant", "better"),
    "moved_the_other_way": ("moved the other way", "worse"),
    "already_moving": ("was already moving", "similar"),
    "no_measurable_change": ("no measurable change yet", "similar"),
    "too_early": ("too early to tell", "unknown"),
    "not_evidenced": ("unevidenced", "unknown"),
    "cannot_say": ("cannot say", "unknown"),
}
OUTCOMES = tuple(_OUTCOMES)
FIXED = {
    "already_moving": LEVEL,
    "no_measurable_change": LEVEL,
    "too_early": WAITING,
    "not_evidenced": UNKNOWN,
    "cannot_say": UNKNOWN,
}
METHODS = {
    "step_test": "Step test: season, spread and the earlier trend allowed for.",
    "control_chart": "Control chart, because successive counts of a stock cannot carry a step test.",
    "years_compared": "The newest year against the last one before.",
    "none": "",
}
NEXT_EVENT = re.compile(r"; (?=\d{4}-\d{2}-\d{2} )")
"""Between one event and the next, which begins with its day; a reason may hold semicolons of its own."""


def outcome_mark(outcome: str, direction: str) -> Mark:
    """Return the mark of an outcome; its triangle points where the indicator went."""
    word, role = _OUTCOMES[outcome]
    is_up = (direction == "up") == (outcome == "moved_as_meant")
    return Mark(FIXED.get(outcome, UP if is_up else DOWN), word, role)


def plan_title(actions: pd.DataFrame, evidence: pd.DataFrame) -> str:
    """Return the page's title: how many actions are complete, and how many were seen to move something."""
    if actions.empty:
        return "No improvement plan of this area is in the raw files"
    stated = actions.loc[actions["state"].ne("not_stated")]
    if stated.empty:
        return unstated_words(len(actions))
    done = int(stated["state"].eq("complete").sum())
    moved = evidence.loc[evidence["outcome"].eq("moved_as_meant"), "action_id"].nunique()
    seen = {
        0: "none has been followed yet by the change it was for",
        1: "1 has been followed by the change it was for",
    }.get(moved, f"{moved} have been followed by the change they were for")
    return f"{complete_words(done, len(stated))}; {seen}"


def stated_sentence(actions: pd.DataFrame, findings: pd.DataFrame) -> str:
    """Return what of the plan a report states; empty where none is named.

    Parameters
    ----------
    actions : those with a `paragraph` are named in the report.
    findings : of the same report, by whose source it is named.
    """
    named = actions.loc[actions["paragraph"].notna()]
    if named.empty:
        return ""
    n = named["theme"].nunique()
    themes = f"the plan’s {number_words(n)} theme{'s' * (n != 1)}"
    some, whole = len(named), len(actions)
    return f"{report_words(findings)} names {themes} and {some} of its {whole} actions."


def unstated_words(n: int) -> str:
    """Return that no source says how far any of `n` actions is."""
    return f"The plan’s {tally(n)} named action{'s' * (n != 1)}: no dates or states are published"


def complete_words(done: int, n: int) -> str:
    """Return how many actions are complete: "Of 21 actions, 9 are complete".

    A number never begins it: in a cell of a table it would be a figure, and a small one of people.
    """
    if n == 1:
        return f"The one action is {'' if done else 'not '}complete"
    return f"Of {n} actions, {tally(done)} {'is' if done <= 1 else 'are'} complete"


def dates_words(action: Row, as_at: pd.Timestamp) -> str:
    """Return an action's dates as known on a day: "3 Jul 2017, due 31 Dec 2018"."""
    if action[["start", "due"]].isna().all():
        return "no dates stated"
    begun, due = _short(action["start"]), _short(action["due"])
    if not is_missing(action["finished"]) and action["finished"] <= as_at:
        return f"{begun}, due {due}, finished {_short(action['finished'])}"
    return f"{begun}, due {due}"


def _short(day: pd.Timestamp) -> str:
    if pd.isna(day):
        return "not stated"
    return f"{day.day} {day:%b %Y}".replace(" ", NO_BREAK)


def late_words(action: Row) -> str:
    """Return by how much an action is or was late: "40 days late"; empty where it is not."""
    days = action["days_late"]
    return "" if pd.isna(days) else f"{format_number(days)} day{'s' * (int(days) != 1)} late"


def aim_words(aim: Row, indicator: Indicator) -> str:
    """Return what an action should move: "Should go down by 3.0 percentage points or more; …"."""
    size = "" if is_missing(aim["size"]) else f" by {format_size(aim['size'], indicator)} or more"
    return f"Should go {aim['direction']}{size}; first visible after {day_words(aim['since'])}"


def change_words(found: Row, indicator: Indicator) -> str:
    """Return a tested change with its interval: "up 14.1 percentage points (… up 9.3 to up 18.0)"."""
    if is_missing(found["change"]):
        return ""
    moved = f"{'up' if found['change'] > 0 else 'down'} {format_size(found['change'], indicator)}"
    if is_missing(found["change_lower"]):
        return moved
    low, high = (_way_words(found[name], indicator) for name in ("change_lower", "change_upper"))
    return f"{moved} (95% interval: {low} to {high})"


def _way_words(change: float, indicator: Indicator) -> str:
    """Return one end of a change's interval with its way: "up 9.3"; "0" where it rounds to nothing."""
    size, nothing = (format_size(number, indicator).number for number in (change, 0.0))
    return nothing if size == nothing else f"{'up' if change > 0 else 'down'} {size}"


def others_words(found: Row) -> str:
    """Return what else happened from the action's start on; empty where nothing is known."""
    if not found["n_events"]:
        return ""
    events = [_event_words(event) for event in NEXT_EVENT.split(str(found["events"]))]
    return f"Meanwhile: {join_words(events)}."


def _event_words(event: str) -> str:
    day, _, reason = event.partition(" ")
    return f"{lower_first(reason) if not reason.startswith('Ofsted') else reason} ({pd.Timestamp(day):%B %Y})"
