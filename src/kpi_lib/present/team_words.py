"""Teams in words: the page's title, and whether the teams add up to the council."""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.periods import parse_period
from kpi_lib.present.words import format_number

NO_TEAMS = "No figures by team are in the raw files"
BY_CHANCE = 0.05
"""Of the figures within 95% limits, the share that lies outside by chance alone."""


def teams_title(funnels: pd.DataFrame) -> str:
    """Return the page's title: how many team figures lie beyond their limits, and how many chance gives."""
    if funnels.empty:
        return NO_TEAMS
    n, beyond = len(funnels), int(funnels["place"].ne("within").sum())
    expected = format_number(n * BY_CHANCE)
    return (
        f"{format_number(beyond)} of {format_number(n)} team figures lie beyond what team size explains; "
        f"up to about {expected} would by chance alone"
    )


def totals_sentence(totals: pd.DataFrame) -> str:
    """Return whether all teams together give the council's own counts, quarter by quarter."""
    if totals.empty:
        return "There is no figure of the council to set the teams beside."
    n, same = len(totals), int(totals["is_same"].sum())
    told = f"All teams together give the council’s own counts in {format_number(same)} of {format_number(n)} "
    return f"{told}figures by quarter." + ("" if same == n else " The others are listed below.")


def quarter_words(label: str) -> str:
    """Return a quarter in plain English: "January to March 2018"."""
    return parse_period(label).words
