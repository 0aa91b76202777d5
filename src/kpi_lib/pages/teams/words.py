"""Teams in words: the page's title, and whether the teams add up to the council."""

from __future__ import annotations

import pandas as pd

from kpi_lib.present.words.numbers import Row, format_number

NO_TEAMS = "No figures by team of this area are in the raw files"


def teams_title(beyond: Row) -> str:
    """Return the page's title: how many team figures lie beyond their limits, and how many chance gives."""
    if not beyond["n_figures"]:
        return NO_TEAMS
    n, n_beyond, expected = (
        format_number(beyond[f"n_{name}"]) for name in ("figures", "beyond", "by_chance")
    )
    return (
        f"{n_beyond} of {n} team figures lie beyond what team size explains; "
        f"up to about {expected} would by chance alone"
    )


def totals_sentence(totals: pd.DataFrame) -> str:
    """Return whether all teams together give the council's own counts, quarter by quarter."""
    if totals.empty:
        return "There is no figure of the council to set the teams beside."
    n, same = len(totals), int(totals["is_same"].sum())
    text = f"All teams together give the council’s own counts in {format_number(same)} of {format_number(n)} "
    return f"{text}figures by quarter." + ("" if same == n else " The others are listed below.")
