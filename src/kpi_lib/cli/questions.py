"""Questions of a council's own names, asked on the terminal: one line for each answer."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from kpi_lib.catalogue.names.indicator_names import Suggestion
from kpi_lib.cli.messages import err
from kpi_lib.ingest.own.questions import Answer, Asks, Question

LEAVE_OUT, LATER = "x", ""


def ask_question(question: Question, suggestions: Sequence[Suggestion]) -> Answer:
    """Ask what a name means: the number of a suggestion, x with a reason to leave it out, Enter for later."""
    err.print(f"{question.file}, row {question.row}: '{question.name}'", style="bold", markup=False)
    if question.asks is Asks.UNIT:
        return _asked_unit(question)
    for number, item in enumerate(suggestions, start=1):
        err.print(f"  {number}  {item.title} ({item.indicator_id})", markup=False)
    err.print("  x  leave it out     Enter  decide later, in names.toml", markup=False)
    choice = _choose([str(number) for number in range(1, len(suggestions) + 1)])
    if choice == LEAVE_OUT:
        reason = str(
            typer.prompt("Why is it left out?", default="not an indicator of the catalogue", err=True)
        )
        return Answer((("leave_out", reason),))
    if choice == LATER:
        return Answer()
    return Answer((("indicator", suggestions[int(choice) - 1].indicator_id),))


def _asked_unit(question: Question) -> Answer:
    err.print(f"  In what are {', '.join(question.shown)} counted?", markup=False)
    for number, unit in enumerate(question.answers, start=1):
        err.print(f"  {number}  {unit.replace('_', ' ')}", markup=False)
    err.print("  Enter  decide later, in names.toml", markup=False)
    choice = _choose([str(number) for number in range(1, len(question.answers) + 1)], can_leave_out=False)
    return Answer((("unit", question.answers[int(choice) - 1]),)) if choice else Answer()


def _choose(numbers: Sequence[str], *, can_leave_out: bool = True) -> str:
    allowed = {*numbers, LATER, *({LEAVE_OUT} if can_leave_out else ())}
    while True:
        choice = str(typer.prompt("Which", default="", show_default=False, err=True)).strip().casefold()
        if choice in allowed:
            return choice
        err.print(f"  One of {', '.join(numbers)}{', x' * can_leave_out} or Enter", markup=False)
