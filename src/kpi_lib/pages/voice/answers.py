"""Feedback on the page: who was reached, what they say with what silence could hide, what it was about.

Only counts come here: no kind of record that this module reads can hold what anybody said.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.pages.voice.words import (
    apart_finding,
    group_words,
    mentions_finding,
    question_words,
    response_finding,
    silence_finding,
    who_words,
)
from kpi_lib.present.charts.count_rows import CountRow, draw_count_rows
from kpi_lib.present.charts.share_rows import ShareRow
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.figures.shares import WITHHELD, share_row, show_shares
from kpi_lib.present.ink.bars import PALE
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, format_number, lower_first
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence

REACH = {"coverage": "Asked, of those who could have been", "response": "Answered, of those asked"}
BASES = {"coverage": ("n_invited", "n_eligible"), "response": ("n_answered", "n_invited")}
BAND = "Broad band: what it could be had everybody answered who was asked."
SILENCE = (
    "The least assumes that all who did not answer would have said no, the most that all would have said yes "
    "(Manski 1989). Nothing is assumed of those who were not asked at all.",
    "Intervals are Wilson’s (95%).",
)
GROUPS = (
    "Groups that look apart may be: their intervals do not overlap. Groups whose intervals overlap may not."
)
BARS = (Mark("▬", "went well", "better"), Mark("▬", "should change", "worse"))


def show_reach(responses: pd.DataFrame, year: str, title: str, *records: pd.DataFrame) -> Shown:
    """Return coverage and response of several groups: who was asked, and who answered.

    Parameters
    ----------
    responses : `summarise_responses` by who (and channel), with `is_withheld`.
    year : the four quarters in words.
    """
    is_drawn_up = has_illustrative(*records)
    rows, counts = [], []
    for share, group in REACH.items():
        for _, row in responses.iterrows():
            rows.append(
                share_row(row, group_words(row), value=share, group=group, is_illustrative=is_drawn_up)
            )
            counts.append((row[BASES[share][0]], row[BASES[share][1]]))
    caption = Caption(
        title=title,
        finding=response_finding(responses.loc[responses["who"].ne("")]),
        alt="",
        unit=f"Per cent of people, {year}",
        method=(GROUPS,),
    )
    return show_shares(rows, caption, counts, *records, base="Of")


def show_answers(answers: pd.DataFrame, helped: Row, year: str, *records: pd.DataFrame) -> Shown:
    """Return the share who said yes to each question, with the bounds that silence leaves.

    Parameters
    ----------
    answers : `summarise_answers` by question, with `is_withheld`.
    helped : the row of the question whether the service helped.
    """
    caption = Caption(
        title="What those who answered say",
        finding=silence_finding(helped),
        alt="",
        unit=f"Per cent of those who answered, {year}",
        notices=[BAND],
        method=SILENCE,
    )
    rows = [_answer(row, question_words(str(row["question"])), "", *records) for _, row in answers.iterrows()]
    return show_shares(rows, caption, _counts(answers), *records, base="Answers")


def show_answers_by_who(answers: pd.DataFrame, year: str, *records: pd.DataFrame) -> Shown:
    """Return the share who said yes to each question, children next to parents and carers."""
    caption = Caption(
        title="Answers of children, parents and carers",
        finding=apart_finding(answers),
        alt="",
        unit=f"Per cent of those who answered, {year}",
        notices=[BAND],
        method=SILENCE,
    )
    rows = [
        _answer(row, who_words(str(row["who"])), question_words(str(row["question"])), *records)
        for _, row in answers.iterrows()
    ]
    return show_shares(rows, caption, _counts(answers), *records, base="Answers")


def show_mentions(mentions: pd.DataFrame, by_channel: pd.DataFrame, year: str, themes: pd.DataFrame) -> Shown:
    """Return what feedback was about, counted; the table tells it by channel as well.

    Parameters
    ----------
    mentions : `summarise_mentions` by theme with `is_withheld`, then `rank_mentions`.
    by_channel : the same by theme and channel.
    """
    if mentions.empty:
        return show_note("No themes are in the raw files.")
    names = find_record_kind("feedback_themes")["theme"].choices
    table = _mentions_table(by_channel, dict(names))
    if mentions["is_withheld"].all():
        return table
    is_drawn_up = has_illustrative(themes)
    found = mentions_finding(mentions)
    finding = f"Illustrative: {lower_first(found)}" if is_drawn_up else found
    rows = [_count_row(row, names[str(row["theme"])], is_drawn_up) for _, row in mentions.iterrows()]
    wide, narrow = (draw_count_rows(rows, is_narrow=is_narrow) for is_narrow in (False, True))
    caption = Caption(
        title="What feedback was about",
        finding=finding,
        alt=f"{finding}. " + " ".join(f"{row.label}: {', '.join(row.texts)}." for row in rows),
        unit=f"People who raised it, {year}",
        marks=[(mark, mark.word.capitalize()) for mark in BARS],
        notices=[PALE] if is_drawn_up else [],
        method=("One person may raise several themes. Staff sort what was said under them; "
                "the words themselves are not passed on.",),
        source=record_source_sentence(themes),
    )  # fmt: skip
    return show_chart(wide, narrow, caption, table)


def _answer(row: Row, label: str, group: str, *records: pd.DataFrame) -> ShareRow:
    bounds = ("bound_lower", "bound_upper")
    return share_row(row, label, group=group, bounds=bounds, is_illustrative=has_illustrative(*records))


def _counts(answers: pd.DataFrame) -> list[tuple[float, float]]:
    return [(row["n_positive"], row["n_answered"]) for _, row in answers.iterrows()]


def _count_row(row: Row, label: str, is_drawn_up: bool) -> CountRow:
    if row["is_withheld"]:
        return CountRow(label, (0.0, 0.0), (WITHHELD, WITHHELD), is_drawn_up)
    counts = (float(row["n_good"]), float(row["n_change"]))
    texts = (f"{format_number(counts[0])} went well", f"{format_number(counts[1])} should change")
    return CountRow(label, counts, texts, is_drawn_up)


def _mentions_table(by_channel: pd.DataFrame, names: dict[str, str]) -> Shown:
    columns = [Column("Theme"), Column("Went well", is_number=True), Column("Should change", is_number=True)]
    channels = find_record_kind("feedback_themes")["channel"].choices
    groups = [
        Group(
            [
                [Cell(names[str(row["theme"])]), *(_counted(row, name) for name in ("n_good", "n_change"))]
                for _, row in rows.iterrows()
            ],
            channels[str(channel)].capitalize(),
        )
        for channel, rows in by_channel.groupby("channel", sort=False)
    ]
    return show_table(Table("What feedback was about, by how people were asked", columns, groups))


def _counted(row: Row, name: str) -> Cell:
    return missing(WITHHELD) if row["is_withheld"] else Cell(format_number(row[name]))
