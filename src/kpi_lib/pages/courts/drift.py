"""The list of open court cases that drift; for internal pages only."""

from __future__ import annotations

import pandas as pd

from kpi_lib.pages.courts.words import STAGES, weeks_words
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.numbers import Row, lower_first, sentence_case, tally

NONE = "No open case drifts"


def drift_title(drift: pd.DataFrame, *, is_illustrative: bool) -> str:
    """Return the page's title: how many open cases drift, by stage."""
    if drift.empty:
        return NONE + " (illustrative)" * is_illustrative
    n = drift["case_id"].nunique()
    counts = [(int(drift["stage"].eq(stage).sum()), lower_first(name)) for stage, name in STAGES.items()]
    told = [f"{tally(count)} in {name}" for count, name in counts if count]
    who = f"{tally(n)} open {'case drifts' if n == 1 else 'cases drift'}"
    return f"{who}: {', '.join(told)}{' (illustrative)' * is_illustrative}"


def show_drift(drift: pd.DataFrame) -> Shown:
    """Return the open cases that drift, stage by stage, the longest first, each with its reason."""
    if drift.empty:
        return show_note(f"{NONE}.")
    columns = [
        Column("Case"),
        Column("Since"),
        Column("Weeks so far", is_number=True),
        Column("Why it is here"),
    ]
    groups = [
        Group([_cells(row) for _, row in own.iterrows()], name)
        for stage, name in STAGES.items()
        if len(own := drift.loc[drift["stage"].eq(stage)])
    ]
    notes = [_past_sentence(stage, drift) for stage in STAGES]
    return show_table(
        Table(
            "Open cases that drift",
            columns,
            groups,
            [note for note in notes if note],
            is_caption_hidden=True,
            has_links=False,
        )
    )


def _past_sentence(stage: str, drift: pd.DataFrame) -> str:
    known = drift.loc[drift["stage"].eq(stage), "past_quartile"].dropna()
    if known.empty:
        return ""
    return f"{STAGES[stage]}: three in four past cases ended within {weeks_words(known.iloc[0])} weeks."


def _cells(row: Row) -> list[Cell]:
    return [
        Cell(str(row["case_id"])),
        Cell(day_words(row["start"])),
        Cell(weeks_words(row["weeks"])),
        Cell(sentence_case(str(row["drift"]))),
    ]
