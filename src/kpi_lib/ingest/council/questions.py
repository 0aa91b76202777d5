"""What a council's own file leaves open: names that no catalogue has, units that nothing states.

A question becomes lines of `names.toml`: on a terminal with its answer, elsewhere as a template in which the
suggestions are comments. Nothing is taken up that nobody has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import tomli_w

from kpi_lib.catalogue.names.heading_words import LONGEST_HEADING
from kpi_lib.catalogue.names.indicator_names import Suggestion, suggest_indicators
from kpi_lib.catalogue.names.plain_names import plain_name
from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import ManifestError
from kpi_lib.disk.replace import write_file

NO_INDICATOR = "no indicator of the catalogue is this measure"


class Asks(StrEnum):
    """What a question asks of a row's name."""

    INDICATOR = "indicator"
    UNIT = "unit"


@dataclass(frozen=True)
class Question:
    """One question of one name in one file; `answers` are what can be answered where the unit is asked."""

    asks: Asks
    name: str
    file: str
    row: int
    shown: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


Answer = Mapping[str, str]
"""The fields that answer a question, as `names.toml` has them; none where it stays open."""
Ask = Callable[[Question, Sequence[Suggestion]], Answer]
"""Asks one question, with its suggestions, and returns the answer."""


def distinct_questions(questions: Iterable[Question]) -> list[Question]:
    """Return the questions in their order, one for each name."""
    by_name: dict[str, Question] = {}
    for question in questions:
        by_name.setdefault(plain_name(question.name), question)
    return list(by_name.values())


def suggestions_for(question: Question) -> tuple[Suggestion, ...]:
    """Return at most three indicators that a name may mean; none joins a count to a rate."""
    if question.asks is Asks.UNIT or len(question.name) > LONGEST_HEADING:
        return ()
    return suggest_indicators(question.name)


def entry_text(question: Question, answer: Answer) -> str:
    """Return the lines of `names.toml` for a question: answered, or with suggestions as comments."""
    asks, suggestions = "", suggestions_for(question)
    if answer:
        lines = [_line(key, value) for key, value in answer.items()]
    elif question.asks is Asks.UNIT:
        asks = f": in what are {', '.join(question.shown)} counted?"
        lines = [f"# {_line('unit', unit)}" for unit in question.answers]
    elif not suggestions:
        asks = ": nothing in the catalogue is like it"  # "Complaints received": left out unless it is changed
        lines = [_line("leave_out", NO_INDICATOR)]
    else:
        asks = ": take the # away before the right line"
        lines = [f"# {_line('indicator', one.indicator_id)}  # {one.title}" for one in suggestions]
        lines.append(f"# {_line('leave_out', 'why')}")
    head = f"# {question.file}, row {question.row}{asks}"
    return "\n".join([head, "[[row]]", _line("name", question.name), *lines, ""])


def _line(key: str, value: str) -> str:
    return tomli_w.dumps({key: value}).strip()


def write_questions(path: Path, questions: Iterable[Question], ask: Ask | None = None) -> list[Question]:
    """Add the questions to `names.toml`, asked one by one where somebody can be; return those left open.

    Raises
    ------
    StorageError : the file cannot be written; the old one is untouched.
    """
    text = load_text(path, ManifestError) if path.exists() else _HEAD
    left, added = [], []
    for question in questions:
        answer = ask(question, suggestions_for(question)) if ask is not None else {}
        added.append(entry_text(question, answer))
        # a name that is like nothing is left out, with a reason: nobody need answer that
        is_left_out = question.asks is Asks.INDICATOR and not suggestions_for(question)
        if not (answer or is_left_out):
            left.append(question)
    write_file(path, text.rstrip("\n") + "\n\n" + "\n".join(added))
    return left


_HEAD = """\
# The names in this council's own files, answered once: which of its rows is which indicator, in what it is
# counted, or why it is left out. The ids are in the codebook (README.md). After a change: kpi add FILE
"""
