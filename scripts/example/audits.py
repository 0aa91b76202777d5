"""Case audits and their actions: the grades add up to the quarterly returns.

No audit is moderated: some of 2017-18 carry a second grade from a rehearsal, which shows what moderation will
say.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from example.drawn import Drawn, Record, random_for
from example.returned import read_counts
from example.teams import CARE, EFFECT_SPREAD, FRONT, sizes_of
from kpi_lib.core.periods import Period

GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
OUTSTANDING_OF_GOOD = 0.06
INADEQUATE_OF_REST = {"2014-15": 0.36, "2015-16": 0.36, "2016-17": 0.30, "2017-18": 0.20}
THEMES = ("assessment", "plans", "oversight", "voice")
LEAVING_CARE_OF_CARE = 0.25
REHEARSED_YEAR, REHEARSED = "2017-18", 26
APART, APART_ODDS = (-1, 0, 1, 2), (0.07, 0.57, 0.33, 0.03)  # second auditor minus auditor, in grades
ACTIONS_FROM = pd.Timestamp("2016-04-01")
LAST = pd.Timestamp("2018-03-31")
ACTIONS_ODDS = {
    "outstanding": (1.0, 0.0, 0.0),
    "good": (0.6, 0.4, 0.0),
    "requires_improvement": (0.1, 0.55, 0.35),
    "inadequate": (0.0, 0.4, 0.6),
}
WEEKS_TO_DO = (4, 6, 8, 12)
ON_TIME = (0.58, 0.76)  # of actions due on the first and on the last day
LATE_DAYS, STALLED = 24.0, 0.12  # of late actions: days on average, and the share still open in March 2018


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the audits, oldest first, and the actions due by the end of March 2018."""
    random = random_for("audits")
    counts = read_counts(raw, "audit_good_percent")
    audits = [audit for quarter, (good, n) in counts.items() for audit in _audits(quarter, good, n, random)]
    rows = [{"audit_id": f"a{number:04d}", **audit} for number, audit in enumerate(audits, start=1)]
    yield Drawn("audits", rows, "Case audits, invented")
    found = [action for row in rows for action in _actions(row, random)]
    actions = [{"action_id": f"aa{number:04d}", **action} for number, action in enumerate(found, start=1)]
    note = "Actions due by 31 March 2018."
    yield Drawn("audit_actions", actions, "Actions from case audits, invented", note)


def _audits(quarter: Period, good: int, n: int, random: np.random.Generator) -> Iterator[Record]:
    days = np.sort(random.integers(0, (quarter.end - quarter.start).days + 1, n))
    teams, quality = _teams(n, random)
    best = set(random.choice(n, good, replace=False, p=quality / quality.sum()).tolist())
    is_year = quarter.year == REHEARSED_YEAR
    rehearsed = set(random.choice(n, REHEARSED, replace=False).tolist()) if is_year else set()
    for place, (day, team) in enumerate(zip(days, teams, strict=True)):
        grade = _grade(place in best, quarter.year, random)
        second = GRADES[_second(GRADES.index(grade), random)] if place in rehearsed else ""
        yield {
            "completed": str((pd.Timestamp(quarter.start) + pd.Timedelta(days=int(day))).date()),
            "theme": _theme(team, random),
            "team": team,
            "grade": grade,
            "moderator_grade": second,
            "moderation": "rehearsal" if second else "",
        }


def _teams(n: int, random: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """Return the team of each audit, and how likely its work is to be good beside the others'."""
    names = FRONT + CARE
    sizes = np.concatenate([sizes_of(FRONT), sizes_of(CARE)])
    effects = random_for("audit quality").normal(0, EFFECT_SPREAD, len(names))
    drawn = random.choice(len(names), n, p=sizes / sizes.sum())
    return [names[place] for place in drawn], np.exp(effects[drawn])


def _theme(team: str, random: np.random.Generator) -> str:
    if team in CARE and random.random() < LEAVING_CARE_OF_CARE:
        return "leaving_care"
    return str(random.choice(THEMES))


def _grade(is_good: bool, year: str, random: np.random.Generator) -> str:
    if is_good:
        return "outstanding" if random.random() < OUTSTANDING_OF_GOOD else "good"
    return "inadequate" if random.random() < INADEQUATE_OF_REST[year] else "requires_improvement"


def _second(first: int, random: np.random.Generator) -> int:
    return int(np.clip(first + random.choice(APART, p=APART_ODDS), 0, len(GRADES) - 1))


def _actions(audit: Record, random: np.random.Generator) -> Iterator[Record]:
    completed = pd.Timestamp(audit["completed"])
    if completed < ACTIONS_FROM:
        return
    for _ in range(random.choice(3, p=ACTIONS_ODDS[audit["grade"]])):
        agreed = completed + pd.Timedelta(days=int(random.integers(0, 8)))
        due = agreed + pd.Timedelta(weeks=int(random.choice(WEEKS_TO_DO)))
        closed = due + _delay(due, random)
        if due <= LAST:
            yield {
                "audit_id": audit["audit_id"],
                "agreed": str(agreed.date()),
                "due": str(due.date()),
                "closed": str(max(closed, agreed).date()) if closed <= LAST else "",
            }


def _delay(due: pd.Timestamp, random: np.random.Generator) -> pd.Timedelta:
    share = np.interp((due - ACTIONS_FROM).days, [0, (LAST - ACTIONS_FROM).days], ON_TIME)
    if random.random() < share:
        return -pd.Timedelta(days=int(random.integers(0, 15)))
    if random.random() < STALLED:
        return LAST - due + pd.Timedelta(days=1)
    return pd.Timedelta(days=1 + int(random.exponential(LATE_DAYS)))
