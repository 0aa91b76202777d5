"""The plan's actions on the page: their states by theme, those that need attention, what was seen of aims."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator
from kpi_lib.present.charts.bar_rows import draw_stacked_rows
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_lines, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import marked, missing, number, show_rows
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, lower_first, sentence_case, tally
from kpi_lib.present.words.plan import (
    OUTCOMES,
    STATES,
    change_words,
    complete_words,
    dates_words,
    late_words,
    outcome_mark,
    unstated_words,
)

COLOURS = {
    "complete": "home",
    "in_progress": "similar",
    "stalled": "worse",
    "overdue": "worse",
    "not_begun": "other",
    "not_stated": "other",
}
ALONE = "not_evidenced"
NO_PLAN = "No action of an improvement plan is in the raw files."
UNDER_HEADING = {"is_caption_hidden": True, "has_links": False}


def show_progress(progress: pd.DataFrame, actions: pd.DataFrame) -> Shown:
    """Return the states of the actions by theme, with their words and their table.

    Parameters
    ----------
    progress : one row per theme (`analysis.practice.action_plan.summarise_progress`).
    actions : the records behind it, with `state`.
    """
    if progress.empty:
        return show_note(NO_PLAN)
    if progress["not_stated"].sum() == progress["actions"].sum():
        columns = {"Theme": _theme, number("All actions"): partial(_text, "actions")}
        return show_rows("Actions by theme", progress, columns)
    counts = progress[list(STATES)].astype(int).set_axis(progress["theme"])
    texts = pd.DataFrame(
        {state: f"{mark.symbol} " + counts[state].astype(str) for state, mark in STATES.items()}
    )
    finding = progress_finding(progress)
    caption = Caption(
        title="Actions by theme and state",
        finding=finding,
        alt=f"{finding}. {'. '.join(f'{theme}: {_listed(row)}' for theme, row in counts.iterrows())}.",
        unit="Number of actions, by theme of the plan",
        marks=[(mark, sentence_case(mark.word)) for state, mark in STATES.items() if progress[state].sum()],
    )
    pictures = wide_and_narrow(draw_stacked_rows, counts, texts, list(COLOURS.values()))
    return show_record_chart(pictures, caption, _states_table(progress), actions)


def _listed(counts: Row) -> str:
    return ", ".join(f"{counts[state]} {mark.word}" for state, mark in STATES.items() if counts[state])


def _states_table(progress: pd.DataFrame) -> Shown:
    counts = {number(sentence_case(mark.word)): partial(_text, state) for state, mark in STATES.items()}
    columns = {"Theme": _theme, **counts, number("All actions"): partial(_text, "actions")}
    return show_rows("Actions by theme and state", progress, columns)


def _text(name: str, row: Row) -> str:
    return str(row[name])


def _theme(row: Row) -> str:
    return str(row["theme"])


def progress_finding(progress: pd.DataFrame) -> str:
    """Return what the states find: "Of 21 actions, 9 are complete, 1 is overdue and 1 has stalled"."""
    n, done, late, stuck, unstated = (
        int(progress[name].sum()) for name in ("actions", "complete", "overdue", "stalled", "not_stated")
    )
    if unstated == n:
        return unstated_words(n)
    late_ones, stuck_ones = _verb(late, "is", "are"), _verb(stuck, "has", "have")
    return f"{complete_words(done, n)}, {late_ones} overdue and {stuck_ones} stalled"


def show_attention(actions: pd.DataFrame, as_at: pd.Timestamp) -> Shown:
    """Return the actions that are overdue or stalled; `actions` holds these alone."""
    if actions.empty:
        return show_note("No action is overdue, and none has stalled.")
    columns = {
        "Action": _action_of_theme,
        "State": lambda row: marked(STATES[str(row["state"])], note=_since(row)),
        "Begun and due": lambda row: dates_words(row, as_at),
        **_owners(actions),
    }
    return show_rows("Overdue and stalled actions", actions, columns, **UNDER_HEADING)


def _owners(actions: pd.DataFrame) -> dict[str, Callable[[Row], str]]:
    """Return the column of owners, where the source names any."""
    return {"Owner": partial(_text, "owner")} if actions["owner"].fillna("").ne("").any() else {}


def _action_of_theme(row: Row) -> Cell:
    return Cell(str(row["action"]), note=_theme(row))


def _since(action: Row) -> str:
    is_stalled = action["state"] == "stalled"
    return f"since {action['stalled_since']:%B %Y}" if is_stalled else late_words(action)


def show_actions(actions: pd.DataFrame, findings: pd.DataFrame, as_at: pd.Timestamp) -> Shown:
    """Return actions with state, dates, owner and the finding each answers."""
    about = findings.set_index("finding_id")
    columns = {
        "Action": lambda row: Cell(str(row["action"]), note=_owned_by(row)),
        "State": lambda row: marked(STATES[str(row["state"])], note=late_words(row)),
        "Begun and due": lambda row: dates_words(row, as_at),
        "Answers": lambda row: _answers(row, about),
    }
    return show_rows("Actions", actions, columns, **UNDER_HEADING)


def _owned_by(action: Row) -> str:
    where = "" if pd.isna(action["paragraph"]) else f"paragraph {action['paragraph']}"
    return "; ".join(filter(None, [str(action["owner"]), where]))


def _answers(action: Row, about: pd.DataFrame) -> Cell:
    if action["finding_id"] not in about.index:
        return missing("no finding")
    finding = about.loc[action["finding_id"]]
    return Cell(str(finding["subject"]), note=f"paragraph {finding['paragraph']}", href="inspections.html")


def _verb(count: int, one: str, many: str) -> str:
    return f"{tally(count)} {one if count <= 1 else many}"


def show_outcomes(evidence: pd.DataFrame, actions: pd.DataFrame) -> Shown:
    """Return one line per outcome: how many aims, and of which actions; complete actions are distinguished.

    Parameters
    ----------
    evidence : one row per aim, and one per action without any.
    actions : with `state`.
    """
    if evidence.empty:
        return show_note(NO_PLAN)
    named = evidence.merge(actions[["action_id", "action", "state"]], on="action_id")
    lines = [
        _line(outcome, rows) for outcome in OUTCOMES if len(rows := named.loc[named["outcome"].eq(outcome)])
    ]
    return show_lines(lines)


def _line(outcome: str, rows: pd.DataFrame) -> tuple[Mark, str]:
    directions = set(rows["direction"])
    mark = outcome_mark(outcome, directions.pop() if len(directions) == 1 else "up")
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
    named = sentence_case("; ".join(map(lower_first, actions)))
    return mark, f"{sentence_case(mark.word)}: {counted}. {named}."


def _counted(n: int, what: str) -> str:
    return f"{tally(n)} {what}{'s' * (n != 1)}"


def show_unevidenced(actions: pd.DataFrame) -> Shown:
    """Return the actions that name no indicator; `actions` holds these alone."""
    if actions.empty:
        return show_note("Every action names an indicator that it should move.")
    columns = {
        "Action": _action_of_theme,
        "State": lambda row: marked(STATES[str(row["state"])]),
        **_owners(actions),
    }
    return show_rows("Unevidenced actions", actions, columns, **UNDER_HEADING)


def show_evidence_table(
    evidence: pd.DataFrame, actions: pd.DataFrame, catalogue: Catalogue, shown: Catalogue
) -> Shown:
    """Return every aim with its outcome, its change and how it was tested; `shown` have a page to link."""
    names = actions.set_index("action_id")["action"]
    columns = {
        "Action": lambda aim: str(names[aim["action_id"]]),
        "Indicator": lambda aim: _linked(catalogue[aim["indicator_id"]], shown),
        "Should go": partial(_text, "direction"),
        "Outcome": lambda aim: marked(outcome_mark(str(aim["outcome"]), str(aim["direction"]))),
        "Change since an effect could show": lambda aim: (
            change_words(aim, catalogue[aim["indicator_id"]]) or missing("not tested")
        ),
        number("Quarters before"): partial(_text, "n_before"),
        number("Quarters since"): partial(_text, "n_after"),
    }
    return show_rows("Every aim and its evidence", evidence.loc[evidence["indicator_id"].ne("")], columns)


def _linked(indicator: Indicator, shown: Catalogue) -> Cell:
    href = f"indicators/{indicator.slug}.html" if indicator.id in shown else ""
    return Cell(indicator.plain_title, href=href)
