"""Tested trends and ways to a target on the page of an indicator, and how they were tested."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_statements, show_together
from kpi_lib.present.words.statements import TARGET_PATH, TREND, RowKey, Statement
from kpi_lib.present.words.trends import METHODS, path_line, trend_line

HOW = "How these trends are tested"
THREE_QUESTIONS = (
    "These answers may differ from the change on a year ago and from the control chart, for each asks "
    "another question: does the whole series move one way, does this figure differ from the one a year "
    "before, is the newest quarter away from what is usual?"
)


def show_trends(trends: pd.DataFrame, paths: pd.DataFrame, indicator: Indicator) -> Shown:
    """Return each tested trend and each way to a target, and how their question differs from others."""
    statements = [
        Statement(RowKey(indicator.id, str(row["basis"]), str(row["period"]), about), sentence, mark)
        for rows, about, line in ((trends, TREND, trend_line), (paths, TARGET_PATH, path_line))
        for _, row in rows.iterrows()
        for mark, sentence in [line(row, indicator)]
    ]
    if not statements:
        return show_note("There are no figures to test for a trend.")
    return show_together(show_statements(statements), show_note(THREE_QUESTIONS), *_how(trends))


def _how(trends: pd.DataFrame) -> list[Shown]:
    """Return the box that says how the trends were tested, with the methods' names; none if untested."""
    used = trends.loc[trends["verdict"].ne("cannot_say"), "method"].unique()
    notes = [show_note(words) for name, words in METHODS.items() if name in used]
    return [show_closed(HOW, show_together(*notes))] if notes else []
