"""The two streams of the terminal, and what every command shows on them: errors, progress."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from kpi_lib.core.errors import KpiError

out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def count_words(number: int, noun: str) -> str:
    """Return a count with its noun.

    >>> count_words(1, "page"), count_words(1_200, "figure")
    ('1 page', '1,200 figures')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def show_error(error: KpiError) -> None:
    """Print an error's lines, the first marked, to the error stream."""
    first, *others = error.as_text().splitlines() or [type(error).__name__]
    err.print(f"Error: {first}", style="bold")
    for line in others:
        err.print(line)


def show_stopped() -> None:
    """Say that a run was stopped and what that means."""
    err.print("Stopped. Executed editions and the published site are as they were.")


class TerminalProgress:
    """A bar per stage on the error stream; plain lines where that is no terminal."""

    def __init__(self) -> None:
        self._bar = Bar(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=err,
            disable=not err.is_terminal,
        )
        self._task: TaskID | None = None

    @contextmanager
    def stage(self, words: str) -> Generator[None]:
        """Show one stage while it runs."""
        if not err.is_terminal:
            err.print(words)
        with self._bar:
            self._task = self._bar.add_task(words, total=None)
            yield
            self._bar.update(self._task, total=1, completed=1)
            self._bar.remove_task(self._task)

    def step(self, what: str, n_done: int, n_all: int) -> None:
        """Move the bar of the stage that runs."""
        if self._task is not None:
            self._bar.update(self._task, completed=n_done, total=n_all)
