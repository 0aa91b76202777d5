"""The list of open court cases that drift; for internal pages only."""

from __future__ import annotations

import pandas as pd

from kpi_lib.pages.courts.words import STAGES, weeks_words
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.tables import number, show_rows
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.numbers import lower_first, sentence_case, tally

NONE = "No open case drifts"


def drift_title(drift: pd.DataFrame) -> str:
    """Return the page's title: how many open cases drift, by stage."""
    if drift.empty:
        return NONE
    n = drift["case_id"].nunique()
    counts = [(int(drift["stage"].eq(stage).sum()), lower_first(name)) for stage, name in STAGES.items()]
    by_stage = [f"{tally(count)} in {name}" for count, name in counts if count]
    who = f"{tally(n)} open {'case drifts' if n == 1 else 'cases drift'}"
    return f"{who}: {', '.join(by_stage)}"


def show_drift(drift: pd.DataFrame) -> Shown:
    """Return the open cases that drift, stage by stage, the longest first, each with its reason."""
    if drift.empty:
        return show_note(f"{NONE}.")
    columns = {
        "Case": lambda row: str(row["case_id"]),
        "Since": lambda row: day_words(row["start"]),
        number("Weeks so far"): lambda row: weeks_words(row["weeks"]),
        "Why it is here": lambda row: sentence_case(str(row["drift"])),
    }
    stages = {name: drift.loc[drift["stage"].eq(stage)] for stage, name in STAGES.items()}
    by_stage = {name: cases for name, cases in stages.items() if len(cases)}
    notes = [note for stage in STAGES if (note := _past_sentence(stage, drift))]
    options = {"is_caption_hidden": True, "has_links": False}
    return show_rows("Open cases that drift", by_stage, columns, notes=notes, **options)


def _past_sentence(stage: str, drift: pd.DataFrame) -> str:
    quartiles = drift.loc[drift["stage"].eq(stage), "past_quartile"].dropna()
    if quartiles.empty:
        return ""
    return f"{STAGES[stage]}: three in four past cases ended within {weeks_words(quartiles.iloc[0])} weeks."
