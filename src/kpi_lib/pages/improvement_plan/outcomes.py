"""What was seen of all aims together, and the actions for which nothing can be seen."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.present.shown.display import Shown, show_lines, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import marked, missing, show_table
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, lower_first, sentence_case, tally
from kpi_lib.present.words.plan import (
    ILLUSTRATIVE,
    OUTCOMES,
    STATES,
    change_words,
    outcome_mark,
    theme_words,
)
from kpi_lib.present.words.record_sources import has_illustrative

ALONE = "not_evidenced"


def show_outcomes(evidence: pd.DataFrame, actions: pd.DataFrame) -> Shown:
    """Return one line per outcome: how many aims, and of which actions; complete actions are distinguished.

    Parameters
    ----------
    evidence : one row per aim, and one per action without any.
    actions : with `state`.
    """
    if evidence.empty:
        return show_note("No action of an improvement plan is in the raw files.")
    named = evidence.merge(actions[["action_id", "action", "state"]], on="action_id")
    suffix = ILLUSTRATIVE * has_illustrative(actions)
    lines = [
        _line(outcome, rows, suffix)
        for outcome in OUTCOMES
        if len(rows := named.loc[named["outcome"].eq(outcome)])
    ]
    return show_lines(lines)


def _line(outcome: str, rows: pd.DataFrame, suffix: str) -> tuple[Mark, str]:
    ways = set(rows["direction"])
    mark = outcome_mark(outcome, ways.pop() if len(ways) == 1 else "up")
    actions = list(dict.fromkeys(rows["action"]))
    done = int(rows["state"].eq("complete").sum())
    counted = _counted(len(actions), "action")
    if outcome != ALONE:
        counted = f"{_counted(len(rows), 'aim')} of {counted}"
        finished = (
            f"{_counted(done, 'aim')} {'is of a complete action' if done == 1 else 'are of complete actions'}"
        )
        whole = f"{_counted(len(rows), 'aim')} of {_counted(len(actions), 'complete action')}"
        counted = whole if done == len(rows) else f"{counted}; {finished}" if done else counted
    named = sentence_case("; ".join(lower_first(item) for item in actions))
    return mark, f"{sentence_case(mark.word)}{suffix}: {counted}. {named}."


def _counted(n: int, what: str) -> str:
    return f"{tally(n)} {what}{'s' * (n != 1)}"


def show_unevidenced(actions: pd.DataFrame) -> Shown:
    """Return the actions that name no indicator; `actions` holds these alone."""
    if actions.empty:
        return show_note("Every action names an indicator that it should move.")
    columns = [Column("Action"), Column("State"), Column("Owner")]
    rows = [
        [
            Cell(str(row["action"]), note=theme_words(str(row["theme"]))),
            marked(STATES[str(row["state"])]),
            Cell(str(row["owner"])),
        ]
        for _, row in actions.iterrows()
    ]
    return show_table(
        Table("Unevidenced actions", columns, [Group(rows)], is_caption_hidden=True, has_links=False)
    )


def show_evidence_table(evidence: pd.DataFrame, actions: pd.DataFrame, catalogue: Catalogue) -> Shown:
    """Return every aim with its outcome, its change and how it was tested."""
    columns = [
        Column("Action"),
        Column("Indicator"),
        Column("Should go"),
        Column("Outcome"),
        Column("Change since an effect could show"),
        Column("Quarters before", is_number=True),
        Column("Quarters since", is_number=True),
    ]
    names = actions.set_index("action_id")["action"]
    shown = evidence.loc[evidence["indicator_id"].ne("")]
    rows = [_row(row, str(names[row["action_id"]]), catalogue) for _, row in shown.iterrows()]
    return show_table(Table("Every aim and its evidence", columns, [Group(rows)]))


def _row(found: Row, action: str, catalogue: Catalogue) -> list[Cell]:
    indicator = catalogue[found["indicator_id"]]
    change = change_words(found, indicator)
    return [
        Cell(action),
        Cell(indicator.plain_title, href=f"indicators/{indicator.slug}.html"),
        Cell(str(found["direction"])),
        marked(outcome_mark(str(found["outcome"]), str(found["direction"]))),
        Cell(change) if change else missing("not tested"),
        Cell(str(found["n_before"])),
        Cell(str(found["n_after"])),
    ]
