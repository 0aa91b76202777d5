"""Feedback in words: the page's title, what silence could hide, how answers compare with a year ago."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.present.words.marks import CHANCE, DOWN, LEVEL, UNKNOWN, UP, Mark
from kpi_lib.present.words.numbers import (
    Row,
    format_number,
    is_missing,
    join_words,
    lower_first,
    sentence_case,
)

NO_FEEDBACK = "No feedback of this area is in the raw files"
HELPED = "helped"
WITHHELD = "withheld: the counts are small"
_CHANGES = {
    "rose": ("more said so than a year before, whatever those who did not answer think", UP),
    "fell": ("fewer said so than a year before, whatever those who did not answer think", DOWN),
    "rose_among_answers": ("more said so than a year before; those who did not answer could undo it", UP),
    "fell_among_answers": ("fewer said so than a year before; those who did not answer could undo it", DOWN),
    "no_clear_change": ("no clear change on the year before", LEVEL),
    "cannot_say": ("no year before to compare with", UNKNOWN),
}


def who_words(who: str) -> str:
    """Return who was asked: "Children"; all of them where it is empty."""
    return find_record_kind("feedback_contacts")["who"].choices[who] if who else "All together"


def channel_words(who: str, channel: str) -> str:
    """Return who was asked and how: "Parents by telephone"."""
    return f"{who_words(who)} {find_record_kind('feedback_contacts')['channel'].choices[channel]}"


def question_words(question: str) -> str:
    """Return a question as a statement to say yes to: "The service helped"."""
    return find_record_kind("feedback_answers")["question"].choices[question]


def voice_title(responses: Row | None, helped: Row | None) -> str:
    """Return the page's title: how many of those asked answered, and what they say of the service."""
    if responses is None:
        return NO_FEEDBACK
    if responses["is_withheld"]:
        return f"How many answer when asked for feedback is {WITHHELD}"
    if is_missing(responses["response"]):
        return NO_FEEDBACK
    text = f"{format_number(responses['response'])}% of those asked for feedback answered"
    if helped is None or is_missing(helped["value"]) or helped["is_withheld"]:
        return text
    return f"{text}; {format_number(helped['value'])}% of them say that the service helped"


def reach_sentence(responses: Row) -> str:
    """Return how many could have been asked, were asked and answered, of a hundred and in counts."""
    if responses["is_withheld"]:
        return f"How many people were asked and how many answered is {WITHHELD}."
    coverage, response = (format_number(responses[name]) for name in ("coverage", "response"))
    counts = [format_number(responses[name]) for name in ("n_eligible", "n_invited", "n_answered")]
    return (
        f"Of {counts[0]} children, parents and carers whom the service had worked with, {counts[1]} were "
        f"asked ({coverage}%), and {counts[2]} of those answered ({response}%)."
    )


def response_finding(responses: pd.DataFrame) -> str:
    """Return which group answers most often and which least, where chance alone would not explain it.

    Parameters
    ----------
    responses : `summarise_responses` by who, or by who and channel, with `is_withheld`.
    """
    shown = responses.loc[~responses["is_withheld"] & responses["response"].notna()]
    if len(shown) < 2:
        return "There are no two groups to compare that may be shown"
    most = shown.sort_values("response_lower", kind="stable").iloc[-1]
    least = shown.sort_values("response_upper", kind="stable").iloc[0]
    if most["response_lower"] <= least["response_upper"]:
        return f"No group answers more often than another by {CHANCE}"
    first, last = (f"({format_number(row['response'])}%)" for row in (most, least))
    names = group_words(most), lower_first(group_words(least))
    is_first = shown.drop(most.name)["response_upper"].lt(most["response_lower"]).all()
    is_last = shown.drop(least.name)["response_lower"].gt(least["response_upper"]).all()
    if is_first and is_last:
        return f"{names[0]} answer most often {first}, {names[1]} least {last}"
    return f"{names[0]} {first} answer more often than {names[1]} {last}"


def group_words(row: Row) -> str:
    """Return who was asked, and how where the row says so: "Parents by telephone"."""
    who = str(row["who"])
    return channel_words(who, str(row["channel"])) if "channel" in row.index else who_words(who)


def silence_finding(helped: Row) -> str:
    """Return what those who answered say, and the range in which all who were asked would lie."""
    share, least, most = (format_number(helped[name]) for name in ("value", "bound_lower", "bound_upper"))
    return (
        f"{share}% of those who answered say that the service helped; of all who were asked it could be "
        f"anything from {least}% to {most}%"
    )


def apart_finding(answers: pd.DataFrame) -> str:
    """Return on which questions children answer differently from parents and carers, by their intervals.

    Parameters
    ----------
    answers : `summarise_answers` by question and who, with `is_withheld`.
    """
    shown = answers.loc[~answers["is_withheld"] & answers["value"].notna()]
    is_child = shown["who"].eq("child")
    both = shown.loc[is_child].merge(shown.loc[~is_child], on="question", suffixes=("", "_other"))
    if both.empty:
        return "There are no answers of children beside others’ that may be shown"
    below = both.loc[both["value_upper"].lt(both["value_lower_other"]), "question"].unique()
    above = both.loc[both["value_lower"].gt(both["value_upper_other"]), "question"].unique()
    clauses = [
        f"{who} children than parents or carers say yes to {_quoted(questions)}"
        for who, questions in (("Fewer", below), ("More", above))
        if len(questions)
    ]
    if not clauses:
        return "Children answer much as parents and carers do: the intervals overlap"
    return "; ".join([clauses[0], *map(lower_first, clauses[1:])])


def _quoted(questions: Iterable[str]) -> str:
    return ", ".join(f"“{question_words(question)}”" for question in questions)


def change_line(row: Row) -> tuple[Mark, str]:
    """Return how the answers to one question compare with the year before."""
    words, symbol = _CHANGES[str(row["verdict"])]
    if row["is_withheld"]:
        return Mark(UNKNOWN, "withheld", "unknown"), f"“{question_words(str(row['question']))}”: withheld."
    share = f"{format_number(row['value'])}%" if not is_missing(row["value"]) else "nobody answered"
    moved = "" if is_missing(row["change"]) else (f" (from {format_number(row['earlier_value'])}%)")
    role = "unknown" if symbol == UNKNOWN else "similar"
    return Mark(symbol, "", role), f"“{question_words(str(row['question']))}”: {share}{moved}, {words}."


def mentions_finding(mentions: pd.DataFrame) -> str:
    """Return what was most often praised, and what people most often want changed."""
    shown = mentions.loc[~mentions["is_withheld"]]
    if shown.empty:
        return "Too few people spoke of any one thing to say what it was"
    worst, best = (_most_raised(shown, name) for name in ("n_change", "n_good"))
    if best and best == worst:
        text = f"Most often raised, as going well and as what should change: {best}"
    else:
        clauses = [
            f"what people most often want changed is {worst}" if worst else "nobody wants anything changed",
            f"what most often went well is {best}" if best else "nobody says what went well",
        ]
        text = sentence_case("; ".join(clauses))
    return text if len(shown) == len(mentions) else f"{text} (some themes are withheld)"


def _most_raised(shown: pd.DataFrame, name: str) -> str:
    """Return the themes raised most often, several where they tie; nothing where none was raised."""
    names = find_record_kind("feedback_themes")["theme"].choices
    most = shown.loc[shown[name].eq(shown[name].max()) & shown[name].gt(0), "theme"]
    return join_words([lower_first(names[str(theme)]) for theme in most])
