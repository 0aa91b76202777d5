"""Cases under the public law outline: when pre-proceedings began, and what came of them.

Drift and delay fall over the years, so later cases move faster.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from example.drawn import Drawn, Record, random_for

FIRST, LAST = pd.Timestamp("2013-04-01"), pd.Timestamp("2018-03-31")
KEPT_FROM = "2014-04-01"  # cases that ended before are left out, as a council's list of open cases would
CASES = 660  # 33 a quarter
STRAIGHT_TO_COURT = 0.22
CLOSED_WITHOUT_COURT = 0.42
PRE_PROCEEDINGS_WEEKS = (36.0, 13.0)  # median of cases that begin on the first and on the last day
PRE_PROCEEDINGS_SPREAD = 0.55
PROCEEDINGS_WEEKS = (34.0, 26.0)
PROCEEDINGS_SPREAD = 0.28
DAYS_IN_WEEK, FRIDAY = 7, 4


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the cases in the order in which they began."""
    random = random_for("court_cases")
    days = (LAST - FIRST).days
    begun = np.sort(random.integers(0, days + 1, CASES))
    cases = [_case(_working_day(FIRST + pd.Timedelta(days=int(day))), random) for day in begun]
    kept = [case for case in cases if not _has_ended(case) or max(case.values()) >= KEPT_FROM]
    rows = [{"case_id": f"c{number:04d}", **case} for number, case in enumerate(kept, start=1)]
    yield Drawn("court_cases", rows, "Cases under the public law outline")


def _case(begun: pd.Timestamp, random: np.random.Generator) -> Record:
    is_straight, is_closed = random.random(2) < (STRAIGHT_TO_COURT, CLOSED_WITHOUT_COURT)
    waited = _working_day(begun + _length(begun, PRE_PROCEEDINGS_WEEKS, PRE_PROCEEDINGS_SPREAD, random))
    issue = begun if is_straight else waited
    ended = _working_day(issue + _length(issue, PROCEEDINGS_WEEKS, PROCEEDINGS_SPREAD, random))
    if is_straight:
        return {"issue": _known(begun), "final_order": _known(ended)}
    start = {"pre_proceedings_start": _known(begun)}
    if is_closed:
        return start | {"closed_without_court": _known(waited)}
    return start | {"issue": _known(issue), "final_order": _known(ended)}


def _has_ended(case: Record) -> bool:
    return bool(case.get("final_order") or case.get("closed_without_court"))


def _length(
    day: pd.Timestamp, medians: tuple[float, float], spread: float, random: np.random.Generator
) -> pd.Timedelta:
    """Draw how long a stage takes that begins on a day: lognormal, its median falling over the years."""
    share = (day - FIRST) / (LAST - FIRST)
    median = medians[0] * (medians[1] / medians[0]) ** min(share, 1.0)
    return pd.Timedelta(days=round(DAYS_IN_WEEK * median * float(random.lognormal(0, spread))))


def _working_day(day: pd.Timestamp) -> pd.Timestamp:
    return day - pd.Timedelta(days=max(day.weekday() - FRIDAY, 0))


def _known(day: pd.Timestamp) -> str:
    return day.date().isoformat() if day <= LAST else ""
