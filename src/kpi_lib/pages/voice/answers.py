"""Feedback on the page: who was reached, what they say with what silence could hide, what it was about.

Only counts come here: no kind of record that this module reads can hold what anybody said.
"""

from __future__ import annotations

from collections.abc import Mapping

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
from kpi_lib.present.charts.bar_rows import draw_count_rows
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.figures.shares import WITHHELD, select_shares, show_shares
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, format_number

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
    labels = [group_words(row) for _, row in responses.iterrows()]
    shares = [
        select_shares(responses, labels, BASES[share], value=share, group=group)
        for share, group in REACH.items()
    ]
    caption = Caption(
        title=title,
        finding=response_finding(responses.loc[responses["who"].ne("")]),
        alt="",
        unit=f"Per cent of people, {year}",
        method=(GROUPS,),
    )
    return show_shares(pd.concat(shares), caption, *records, base="Of")


def show_answers(answers: pd.DataFrame, helped: Row, year: str, *records: pd.DataFrame) -> Shown:
    """Return the share who said yes to each question, with the bounds that silence leaves.

    Parameters
    ----------
    answers : `summarise_answers` by question, with `is_withheld`.
    helped : the row of the question whether the service helped.
    """
    caption = _caption("What those who answered say", silence_finding(helped), year)
    return show_shares(_shares(answers, _questions(answers)), caption, *records, base="Answers")


def show_answers_by_who(answers: pd.DataFrame, year: str, *records: pd.DataFrame) -> Shown:
    """Return the share who said yes to each question, children next to parents and carers."""
    caption = _caption("Answers of children, parents and carers", apart_finding(answers), year)
    shares = _shares(answers, [who_words(str(who)) for who in answers["who"]], _questions(answers))
    return show_shares(shares, caption, *records, base="Answers")


def _questions(answers: pd.DataFrame) -> list[str]:
    return [question_words(str(question)) for question in answers["question"]]


def _caption(title: str, finding: str, year: str) -> Caption:
    unit = f"Per cent of those who answered, {year}"
    return Caption(title=title, finding=finding, alt="", unit=unit, notices=[BAND], method=SILENCE)


def _shares(answers: pd.DataFrame, labels: list[str], groups: str | list[str] = "") -> pd.DataFrame:
    counts, bounds = ("n_positive", "n_answered"), ("bound_lower", "bound_upper")
    return select_shares(answers, labels, counts, group=groups, bounds=bounds)


def show_mentions(mentions: pd.DataFrame, by_channel: pd.DataFrame, year: str, themes: pd.DataFrame) -> Shown:
    """Return what feedback was about, counted; the table tells it by channel as well.

    Parameters
    ----------
    mentions : `summarise_mentions` by theme with `is_withheld`, then `rank_mentions`.
    by_channel : the same by theme and channel.
    """
    if mentions.empty:
        return show_note("No themes are in the raw files.")
    kind = find_record_kind("feedback_themes")
    names, channels = kind["theme"].choices, kind["channel"].choices
    channelled = by_channel.groupby("channel", sort=False)
    table = _mentions_table({channels[str(name)].capitalize(): rows for name, rows in channelled}, names)
    if mentions["is_withheld"].all():
        return table
    is_withheld = mentions["is_withheld"].astype(bool).to_numpy()
    labels = [names[str(theme)] for theme in mentions["theme"]]
    counts = mentions[["n_good", "n_change"]].astype(float).set_axis(labels)
    counts.loc[is_withheld] = 0.0
    texts = pd.DataFrame(
        {
            "n_good": counts["n_good"].map(format_number) + " went well",
            "n_change": counts["n_change"].map(format_number) + " should change",
        }
    )
    texts.loc[is_withheld] = WITHHELD
    finding = mentions_finding(mentions)
    rows = (f"{label}: {', '.join(words)}." for label, words in texts.iterrows())
    caption = Caption(
        title="What feedback was about",
        finding=finding,
        alt=f"{finding}. {' '.join(rows)}",
        unit=f"People who raised it, {year}",
        marks=[(mark, mark.word.capitalize()) for mark in BARS],
        method=(
            "One person may raise several themes. Staff sort what was said under them; "
            "the words themselves are not passed on.",
        ),
    )
    return show_record_chart(wide_and_narrow(draw_count_rows, counts, texts), caption, table, themes)


def _mentions_table(by_channel: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> Shown:
    columns = {
        "Theme": lambda row: names[str(row["theme"])],
        number("Went well"): lambda row: _counted(row, "n_good"),
        number("Should change"): lambda row: _counted(row, "n_change"),
    }
    return show_rows("What feedback was about, by how people were asked", by_channel, columns)


def _counted(row: Row, name: str) -> Cell | str:
    return missing(WITHHELD) if row["is_withheld"] else format_number(row[name])
