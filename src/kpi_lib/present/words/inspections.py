"""Inspections in words: the page's title, its context, and the names of visits."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.present.words.numbers import Row, join_words, number_words, sentence_case, tally

TONES = {
    "progress": "with progress only",
    "mixed": "with progress and work still to do",
    "concern": "with only what needs to improve",
    "nothing": "without a finding stated",
}
NOTED = {
    "progress": "progress only",
    "mixed": "progress and work still to do",
    "concern": "only what needs to improve",
    "nothing": "no finding",
}
NEWEST = {
    "progress": ", the newest noting progress",
    "mixed": ", the newest noting progress and work still to do",
    "concern": ", the newest noting only what needs to improve",
    "nothing": "",
}


def tone_words(tone: str) -> str:
    """Return which way the findings of a visit point: "progress and work still to do"."""
    return TONES[tone]


def tally_words(tones: pd.Series) -> str:
    """Return how many of the visits held point which way, in words."""
    counts = [(int(tones.eq(tone).sum()), words) for tone, words in NOTED.items()]
    told = join_words([f"{tally(n)} noted {words}" for n, words in counts if n])
    n = len(tones)
    return f"Of {tally(n)} visit{'s' * (n != 1)} held, {told}" if n else "No visit has been held yet"


def month_words(day: pd.Timestamp) -> str:
    """Return a month in words: "October 2016"."""
    return f"{day:%B %Y}"


def visit_words(row: Row) -> str:
    """Return what a visit was: "Monitoring visit: Family Front Door", "Monitoring visit, due"."""
    kind = sentence_case(find_record_kind("inspections")["kind"].choices[str(row["kind"])])
    if row["status"] == "due":
        return f"{kind}, due" + (f": {row['subject']}" if row["subject"] else "")
    return f"{kind}: {row['conclusion'] or row['subject']}"


def state_title(last_inspection: Row | None, since: pd.DataFrame) -> str:
    """Return the page's title: what the newest inspection concluded, and what has come since."""
    n = len(since)
    visits = f"{number_words(n)} monitoring visit{'s' * (n != 1)}"
    newest = NEWEST[str(since.iloc[-1]["tone"])] if n else ""
    if last_inspection is None:
        return (
            f"{sentence_case(visits)}{newest}"
            if n
            else "No inspection had been held by the end of the quarter"
        )
    judgements = find_record_kind("inspections")["judgement"].choices
    concluded = (
        judgements.get(str(last_inspection["judgement"]), "")
        or str(last_inspection["conclusion"])
        or "inspected"
    )
    return f"{sentence_case(concluded)} in {month_words(last_inspection['month'])}; {visits} since{newest}"


def state_context(in_quarter: pd.DataFrame, later: pd.DataFrame, due: pd.DataFrame) -> str:
    """Return two sentences: which visits fell in the quarter, which came after it, which are due."""
    fell = (
        f"Visited in this quarter: {_months(in_quarter)}." if len(in_quarter) else "No visit in this quarter."
    )
    after = [f"held after it: {_months(later)}"] if len(later) else []
    ahead = [f"due: {_months(due)}"] if len(due) else []
    more = "; ".join([*after, *ahead])
    return f"{fell} {sentence_case(more)}." if more else fell


def _months(rows: pd.DataFrame) -> str:
    return join_words([month_words(day) for day in rows["month"]])
