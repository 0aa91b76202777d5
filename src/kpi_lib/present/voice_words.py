"""Feedback in words: the page's title, what silence could hide, how answers compare with a year ago."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.records import find_record_kind
from kpi_lib.present.marks import DOWN, LEVEL, UNKNOWN, UP, Mark
from kpi_lib.present.words import Row, format_number, is_missing, lower_first

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
    told = f"{format_number(responses['response'])}% of those asked for feedback answered"
    if helped is None or is_missing(helped["value"]) or helped["is_withheld"]:
        return told
    return f"{told}; {format_number(helped['value'])}% of them say that the service helped"


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
    ordered = shown.sort_values("response", kind="stable")
    if len(ordered) < 2 or ordered.iloc[-1]["response_lower"] <= ordered.iloc[0]["response_upper"]:
        return "No group answers more often than another by more than chance would explain"
    least, most = ordered.iloc[0], ordered.iloc[-1]
    return (
        f"{group_words(most)} answer most often ({format_number(most['response'])}%), "
        f"{lower_first(group_words(least))} least ({format_number(least['response'])}%)"
    )


def group_words(row: Row) -> str:
    """Return who was asked, and how where the row says so: "Parents by telephone"."""
    who = str(row["who"])
    return channel_words(who, str(row["channel"])) if "channel" in row.index else who_words(who)


def silence_finding(helped: Row) -> str:
    """Return what those who answered say, and the range in which all who were asked would lie."""
    share, least, most = (format_number(helped[name]) for name in ("value", "bound_lower", "bound_upper"))
    return (
        f"{share} of 100 who answered say that the service helped; of all who were asked it could be "
        f"anything from {least} to {most}"
    )


def apart_finding(answers: pd.DataFrame) -> str:
    """Return on which questions children answer otherwise than parents and carers, by their intervals.

    Parameters
    ----------
    answers : `summarise_answers` by question and who, with `is_withheld`.
    """
    shown = answers.loc[~answers["is_withheld"]]
    is_child = shown["who"].eq("child")
    greatest = shown.loc[~is_child].groupby("question")["value_lower"].max()
    below = [
        question_words(str(row["question"]))
        for _, row in shown.loc[is_child].iterrows()
        if greatest.get(str(row["question"]), -1.0) > row["value_upper"]
    ]
    if not below:
        return "Children answer much as parents and carers do: the intervals overlap"
    questions = ", ".join(f"“{item}”" for item in below)
    return f"Fewer children than parents or carers say yes to {questions}"


def change_line(row: Row) -> tuple[Mark, str]:
    """Return how the answers to one question compare with the year before."""
    words, symbol = _CHANGES[str(row["verdict"])]
    if row["is_withheld"]:
        return Mark(UNKNOWN, "withheld", "unknown"), f"“{question_words(str(row['question']))}”: withheld."
    share = f"{format_number(row['value'])}%" if not is_missing(row["value"]) else "nobody answered"
    moved = "" if is_missing(row["change"]) else (
        f" (from {format_number(row['value'] - row['change'])}%)"
    )  # fmt: skip
    role = "unknown" if symbol == UNKNOWN else "similar"
    return Mark(symbol, "", role), f"“{question_words(str(row['question']))}”: {share}{moved}, {words}."


def mentions_finding(mentions: pd.DataFrame) -> str:
    """Return what was most often praised, and what people most often want changed."""
    shown = mentions.loc[~mentions["is_withheld"]]
    if shown.empty:
        return "Too few people spoke of any one thing to say what it was"
    best, worst = (str(shown.sort_values(name).iloc[-1]["theme"]) for name in ("n_good", "n_change"))
    names = find_record_kind("feedback_themes")["theme"].choices
    if best == worst:
        return f"Most often raised, as going well and as what should change: {lower_first(names[best])}"
    return (
        f"What people most often want changed: {lower_first(names[worst])}; "
        f"what most often went well: {lower_first(names[best])}"
    )
