"""Court cases in words: the page's title, its answer, and what a cohort and a stage are called."""

from __future__ import annotations

import pandas as pd

from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.numbers import Row, format_number, is_missing, lower_first

STAGES = {
    "pre_proceedings": "Pre-proceedings",
    "proceedings": "Care proceedings",
}
UNTIL = {
    "pre_proceedings": "from the letter before proceedings until court, or until court is no longer needed",
    "proceedings": "from issue to the final order",
}
NO_CASES = "No court cases of this area are in the raw files"
ALL = "Three years together"


def weeks_words(value: float) -> str:
    """Return weeks as sentences write them: "27.1"."""
    return format_number(value, 1)


def cohort_words(cohort: str) -> str:
    """Return a cohort's name: "Began in the year to 31 March 2018"."""
    return f"Began in the {lower_first(year_words(cohort))}"


def year_words(cohort: str) -> str:
    """Return a cohort's year: "Year to 31 March 2018"; all of them where it is empty."""
    return f"Year to {day_words(pd.Timestamp(cohort))}" if cohort else ALL


def courts_title(lengths: pd.DataFrame) -> str:
    """Return the page's title: the median of all care proceedings, next to the limit."""
    rows = lengths.loc[lengths["stage"].eq("proceedings") & lengths["cohort"].eq("")]
    if rows.empty:
        return NO_CASES
    row = rows.iloc[0]
    if row["hides_cases"]:
        return "How long care proceedings take is withheld: the counts are small"
    if is_missing(row["median"]):
        return "Too few care proceedings have ended to say how long they take"
    limit = format_number(row["limit"])
    return f"Half of care proceedings end within {weeks_words(row['median'])} weeks; the limit is {limit}"


def length_sentence(row: Row) -> str:
    """Return how long one stage takes, in two sentences with its interval."""
    stage = STAGES[str(row["stage"])]
    if row["hides_cases"]:
        return f"{stage}: too few cases to say anything without pointing at one."
    if is_missing(row["median"]):
        return f"{stage}: {row['reason']}"
    text = (
        f"{stage}: half end within {weeks_words(row['median'])} weeks{_between(row, 'median')}, "
        f"{UNTIL[str(row['stage'])]}."
    )
    share = "" if row["hides_share"] or is_missing(row["share_within"]) else _share_sentence(row)
    return f"{text} {share}".strip()


def test_sentence(test: Row) -> str:
    """Return whether the newest cohort differs from the one before, without a full stop."""
    if test["verdict"] == "cannot_say":
        return f"No comparison with the year before: {lower_first(test['reason']).rstrip('.')}"
    text = "by more than" if test["verdict"] == "differ" else "by no more than"
    return (
        f"The newest year and the one before differ {text} chance would explain "
        f"(log-rank test, p = {format_number(test['p_value'], 2)})"
    )


def _share_sentence(row: Row) -> str:
    limit, share = format_number(row["limit"]), format_number(row["share_within"])
    return f"By {limit} weeks {share}% have ended{_between(row, 'share')}."


def _between(row: Row, name: str) -> str:
    low, high = row[f"{name}_lower"], row[f"{name}_upper"]
    digits = 1 if name == "median" else 0
    if is_missing(low):
        return ""
    until = "not yet known" if is_missing(high) else format_number(high, digits)
    return f" (95% interval {format_number(low, digits)} to {until})"
