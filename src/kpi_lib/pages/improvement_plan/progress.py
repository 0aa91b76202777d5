"""How far the plan has come: the states of its actions by theme, and those that need attention."""

from __future__ import annotations

import pandas as pd

from kpi_lib.present.charts.stacked_rows import Part, StackedRow, draw_stacked_rows
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.ink.bars import PALE
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import marked, missing, show_table
from kpi_lib.present.words.numbers import Row, sentence_case, tally
from kpi_lib.present.words.plan import (
    ILLUSTRATIVE,
    STATES,
    complete_words,
    dates_words,
    late_words,
    theme_words,
)
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence

COLOURS = {
    "complete": "home",
    "in_progress": "similar",
    "stalled": "worse",
    "overdue": "worse",
    "not_begun": "other",
}


def show_progress(progress: pd.DataFrame, actions: pd.DataFrame) -> Shown:
    """Return the states of the actions by theme, with their words and their table.

    Parameters
    ----------
    progress : one row per theme (`analysis.practice.action_plan.summarise_progress`).
    actions : the records behind it, with `state`.
    """
    if progress.empty:
        return show_note("No action of an improvement plan is in the raw files.")
    is_drawn_up = has_illustrative(actions)
    rows = [_row(theme, is_drawn_up=is_drawn_up) for _, theme in progress.iterrows()]
    wide, narrow = (draw_stacked_rows(rows, is_narrow=is_narrow) for is_narrow in (False, True))
    told = [f"{row.label}: {_told(theme)}" for row, (_, theme) in zip(rows, progress.iterrows(), strict=True)]
    finding = progress_finding(progress) + ILLUSTRATIVE * is_drawn_up
    caption = Caption(
        title="Actions by theme and state",
        finding=finding,
        alt=f"{finding}. {'. '.join(told)}.",
        unit="Number of actions, by theme of the plan" + ", illustrative" * is_drawn_up,
        marks=[(mark, sentence_case(mark.word)) for state, mark in STATES.items() if progress[state].sum()],
        notices=[PALE] if is_drawn_up else [],
        source=record_source_sentence(actions),
    )
    return show_chart(wide, narrow, caption, _table(progress))


def progress_finding(progress: pd.DataFrame) -> str:
    """Return what the states find: "Of 21 actions, 9 are complete, 1 is overdue and 1 has stalled"."""
    n, done, late, stuck = (
        int(progress[name].sum()) for name in ("actions", "complete", "overdue", "stalled")
    )
    late_ones, stuck_ones = _verb(late, "is", "are"), _verb(stuck, "has", "have")
    return f"{complete_words(done, n)}, {late_ones} overdue and {stuck_ones} stalled"


def show_attention(actions: pd.DataFrame, as_at: pd.Timestamp) -> Shown:
    """Return the actions that are overdue or stalled; `actions` holds these alone."""
    if actions.empty:
        return show_note("No action is overdue, and none has stalled.")
    columns = [Column("Action"), Column("State"), Column("Begun and due"), Column("Owner")]
    rows = [
        [
            Cell(str(row["action"]), note=theme_words(str(row["theme"]))),
            marked(STATES[str(row["state"])], note=_since(row)),
            Cell(dates_words(row, as_at)),
            Cell(str(row["owner"])),
        ]
        for _, row in actions.iterrows()
    ]
    return show_table(
        Table("Overdue and stalled actions", columns, [Group(rows)], is_caption_hidden=True, has_links=False)
    )


def show_actions(actions: pd.DataFrame, findings: pd.DataFrame, as_at: pd.Timestamp) -> Shown:
    """Return actions with state, dates, owner and the finding each answers."""
    columns = [Column("Action"), Column("State"), Column("Begun and due"), Column("Answers")]
    about = findings.set_index("finding_id")
    rows = [
        [
            Cell(str(row["action"]), note=_owned_by(row)),
            marked(STATES[str(row["state"])], note=late_words(row)),
            Cell(dates_words(row, as_at)),
            _answers(row, about),
        ]
        for _, row in actions.iterrows()
    ]
    return show_table(Table("Actions", columns, [Group(rows)], is_caption_hidden=True, has_links=False))


def _owned_by(action: Row) -> str:
    where = "" if pd.isna(action["paragraph"]) else f"; paragraph {action['paragraph']}"
    return f"{action['owner']}{where}"


def _answers(action: Row, about: pd.DataFrame) -> Cell:
    if action["finding_id"] not in about.index:
        return missing("no finding")
    finding = about.loc[action["finding_id"]]
    return Cell(str(finding["subject"]), note=f"paragraph {finding['paragraph']}", href="inspections.html")


def _since(action: Row) -> str:
    is_stalled = action["state"] == "stalled"
    return f"since {action['stalled_since']:%B %Y}" if is_stalled else late_words(action)


def _row(theme: Row, *, is_drawn_up: bool) -> StackedRow:
    parts = tuple(
        Part(float(theme[state]), f"{mark.symbol} {theme[state]}", COLOURS[state])
        for state, mark in STATES.items()
    )
    return StackedRow(theme_words(str(theme["theme"])), parts, is_drawn_up)


def _told(theme: Row) -> str:
    return ", ".join(f"{theme[state]} {mark.word}" for state, mark in STATES.items() if theme[state])


def _table(progress: pd.DataFrame) -> Shown:
    columns = [
        Column("Theme"),
        *(Column(sentence_case(mark.word), is_number=True) for mark in STATES.values()),
        Column("All", is_number=True),
    ]
    rows = [
        [Cell(theme_words(str(row["theme"]))), *(Cell(str(row[name])) for name in (*STATES, "actions"))]
        for _, row in progress.iterrows()
    ]
    return show_table(Table("Actions by theme and state", columns, [Group(rows)]))


def _verb(count: int, one: str, many: str) -> str:
    return f"{tally(count)} {one if count <= 1 else many}"
