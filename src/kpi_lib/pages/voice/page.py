"""The page of what children, parents and carers say: counts alone, and what silence could hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.practice.records import add_year_to, select_quarters
from kpi_lib.analysis.practice.surveys import (
    add_answer_changes,
    add_invited,
    rank_mentions,
    summarise_answers,
    summarise_mentions,
    summarise_responses,
)
from kpi_lib.analysis.withhold.small_counts import add_withheld
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.pages.record_page import RecordPage, records
from kpi_lib.pages.series import IndicatorSeries
from kpi_lib.pages.voice.answers import show_answers, show_answers_by_who, show_mentions, show_reach
from kpi_lib.pages.voice.words import HELPED, NO_FEEDBACK, change_line, reach_sentence, voice_title
from kpi_lib.present.shown.display import Shown, show_lines, show_note, show_together
from kpi_lib.present.words.dates import day_words

COVERAGE, RESPONSE = "feedback_coverage_percent", "feedback_response_percent"
SHARES = ("n_positive", "n_negative", "n_silent")
REACHED = ("n_answered", "n_silent", "n_unasked")
"""Counts that a page shows or would let a reader work out: none of them may be small."""


@dataclass(frozen=True)
class VoicePage(RecordPage):
    """Who is asked, who answers and what they say; no words of anybody's own."""

    KIND: ClassVar[str] = "voice"
    NOTHING: ClassVar[str] = NO_FEEDBACK

    @property
    def _finding(self) -> str:
        """How many answer, and how many of them say that the service helped."""
        return voice_title(self._all, self._helped)

    @property
    def _about(self) -> str:
        return f"Feedback of the {self._year_words}, in counts alone."

    def reach(self) -> Shown:
        """Return coverage and response as indicators of their own, by quarter."""
        charts = [
            IndicatorSeries(self.pack, self.pack.catalogue[name]).quarters() for name in (COVERAGE, RESPONSE)
        ]
        return self._says(lambda: show_together(show_note(reach_sentence(self._all)), *charts))

    def groups(self) -> Shown:
        """Return coverage and response of children, parents and carers."""
        responses = pd.concat([self._by_who, self._reached([]).assign(who="")])
        title = "Who was asked, and who answered"
        return self._says(lambda: show_reach(responses, self._year_words, title, self._contacts))

    def answers(self) -> Shown:
        """Return what those who answered say, with the bounds that silence leaves."""
        if self._helped is None or self._helped["is_withheld"]:
            return show_note("There are too few answers to show.")
        return show_answers(self._answers(["question"]), self._helped, self._year_words, self._given)

    def by_who(self) -> Shown:
        """Return the answers of children next to those of parents and carers."""
        return show_answers_by_who(self._answers(["question", "who"]), self._year_words, self._given)

    def changes(self) -> Shown:
        """Return how each answer compares with the year before."""
        years = add_year_to(self._given, self.pack.quarter, by="quarter")
        joined = add_invited(years, self.pack.records("feedback_contacts"))
        answers = summarise_answers(joined, ["question", "period"])
        newest = add_answer_changes(self._with_withheld(answers), ["question"])
        rows = _in_order(newest.loc[newest["period"].eq(self.pack.quarter.label)], ["question"])
        if rows.empty:
            return show_note("There are no answers to compare.")
        return show_lines([change_line(row) for _, row in rows.iterrows()])

    def channels(self) -> Shown:
        """Return coverage and response by the way people were asked."""
        # Children by letter and by telephone add up to all children: where a group is withheld, a small
        # channel hides every row, not only those of the same people, or the rest would tell the group.
        is_hidden = self._by_who["is_withheld"].any()
        responses = self._reached(["who", "channel"], hidden_by=["total"] if is_hidden else ["who"])
        title = "Who was asked and who answered, by channel"
        return show_reach(responses, self._year_words, title, self._contacts)

    def themes(self) -> Shown:
        """Return what feedback was about, counted."""
        rows = select_quarters(self.pack.records("feedback_themes"), self.pack.quarter, by="quarter")
        least, counts = SMALLEST_COUNT_SHOWN, ["n_good", "n_change"]
        themes = add_withheld(summarise_mentions(rows, ["theme"]), counts, least=least)
        by_channel = add_withheld(
            summarise_mentions(rows, ["channel", "theme"]), counts, least=least, by=["theme"]
        )
        return show_mentions(rank_mentions(themes), rank_mentions(by_channel), self._year_words, rows)

    def _ledger(self) -> list[str]:
        rows = self._answers(["question"])
        return [
            f"{row['question']} | {row['value']:.1f} | {row['bound_lower']:.1f} to {row['bound_upper']:.1f}"
            for _, row in rows.loc[~rows["is_withheld"]].iterrows()
        ]

    def _reached(self, by: Sequence[str], hidden_by: Sequence[str] = ()) -> pd.DataFrame:
        """Return who was asked and who answered; a small row hides those that share its `hidden_by`."""
        responses = _in_order(summarise_responses(self._contacts, by), by)
        counted = responses.assign(
            n_silent=responses["n_invited"] - responses["n_answered"],
            n_unasked=responses["n_eligible"] - responses["n_invited"],
            total="",
        )
        return add_withheld(counted, REACHED, least=SMALLEST_COUNT_SHOWN, by=hidden_by)

    def _answers(self, by: Sequence[str]) -> pd.DataFrame:
        given = select_quarters(self._given, self.pack.quarter, by="quarter")
        return self._with_withheld(_in_order(summarise_answers(add_invited(given, self._contacts), by), by))

    def _with_withheld(self, answers: pd.DataFrame) -> pd.DataFrame:
        counted = answers.assign(
            n_negative=answers["n_answered"] - answers["n_positive"],
            n_silent=answers["n_invited"] - answers["n_answered"],
        )
        return add_withheld(counted, SHARES, least=SMALLEST_COUNT_SHOWN, by=["question"])

    @property
    def _basis(self) -> pd.DataFrame:
        return self._contacts

    @property
    def _year_words(self) -> str:
        return f"four quarters to {day_words(self.pack.quarter.end)}"

    @cached_property
    def _contacts(self) -> pd.DataFrame:
        return select_quarters(self.pack.records("feedback_contacts"), self.pack.quarter, by="quarter")

    _given = records("feedback_answers")

    @cached_property
    def _all(self) -> pd.Series:
        return self._reached([]).iloc[0]

    @cached_property
    def _by_who(self) -> pd.DataFrame:
        return self._reached(["who"], hidden_by=["total"])

    @cached_property
    def _helped(self) -> pd.Series | None:
        rows = self._answers(["question"])
        answers = rows.loc[rows["question"].eq(HELPED)]
        return answers.iloc[0] if len(answers) else None


def _in_order(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return rows in the order in which the answers' description lists who, channel and question."""
    kind = find_record_kind("feedback_answers")
    if not by:
        return rows
    places = {name: at for column in by for at, name in enumerate(kind[column].choices)}
    return rows.sort_values(list(by), key=lambda column: column.map(places), kind="stable", ignore_index=True)
