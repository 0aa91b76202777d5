"""What the terminal shows: errors, progress, summaries."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from kpi_lib.core.errors import KpiError
from kpi_lib.ingest.verbs import Summary
from kpi_lib.publish.site_build import Published
from kpi_lib.run.execute import Executed
from kpi_lib.run.last_run import SinceLastRun

out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def show_error(error: KpiError) -> None:
    """Print an error's lines, the first marked, to the error stream."""
    first, *others = error.as_text().splitlines() or [type(error).__name__]
    err.print(f"Error: {first}", style="bold", markup=False)
    for line in others:
        err.print(line, markup=False)


def show_stopped() -> None:
    """Say that a run was stopped and what that means."""
    err.print("Stopped. Executed editions and the published site are as they were.", markup=False)


class TerminalProgress:
    """A bar per stage on the error stream; plain lines where that is no terminal."""

    def __init__(self) -> None:
        self._bar = Bar(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
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
            err.print(words, markup=False)
        with self._bar:
            self._task = self._bar.add_task(words, total=None)
            yield
            self._bar.update(self._task, total=1, completed=1)
            self._bar.remove_task(self._task)

    def step(self, what: str, n_done: int, n_all: int) -> None:
        """Move the bar of the stage that runs."""
        if self._task is not None:
            self._bar.update(self._task, completed=n_done, total=n_all)


def show_prose_checked(n_pages: int, editions: Sequence[str]) -> None:
    """Print that nothing was found in the commentary and the pages of some editions."""
    pages = f"{n_pages} executed page{'s' * (n_pages != 1)}"
    out.print(f"Checked the prose of {', '.join(editions)}: {pages}, no finding", markup=False)


def show_cleaned(summary: Summary, folder: Path) -> None:
    """Print what became of the raw files: one line a file, then the sums."""
    for file in summary.files:
        out.print(
            f"  {file.path}: {file.layout}, {file.rows:,} rows, {file.cells:,} cells →"
            f" {file.observations:,} observations, {file.issues} issues",
            markup=False,
        )
    done = "Cleaned" if summary.is_fresh else "Nothing has changed since the last cleaning of"
    out.print(
        f"{done} {len(summary.files)} files: {summary.observations:,} observations,"
        f" {summary.issues:,} issues → {folder}",
        markup=False,
    )


def show_executed(executed: tuple[Executed, ...], folder: Path) -> None:
    """Print one line per executed edition."""
    for edition in executed:
        kept = f", {edition.n_kept} unchanged since the last run" if edition.n_kept else ""
        out.print(
            f"Executed {edition.record.title}: {edition.n_run} pages{kept} → {folder / edition.record.slug}",
            markup=False,
        )

    for warning in [line for edition in executed for line in edition.warnings][:5]:
        err.print(f"Warning from a notebook: {warning}", markup=False)


def show_left_out(area: str, words: str) -> None:
    """Print what an edition of an area leaves out, if anything."""
    if words:
        out.print(f"Left out of what is shown of {area}: {words}", markup=False)


def show_published(published: Published) -> None:
    """Print where the site is, who built it and how to get the other publisher."""
    editions = len(published.editions)
    out.print(
        f"Published {published.n_pages} pages of {editions} edition{'s' * (editions != 1)}"
        f" → {published.site / 'index.html'}",
        markup=False,
    )
    out.print(f"Publisher: {published.publisher} ({published.other})", markup=False)


def show_since(since: SinceLastRun) -> None:
    """Print what changed since the last run."""
    out.print(since.words, markup=False)


def show_neighbours(lists: pd.DataFrame, path: Path) -> None:
    """Print how many lists of which model were imported."""
    for model, rows in lists.groupby("model"):
        n_areas = rows["area_code"].nunique()
        out.print(f"Imported model {model}: {n_areas} authorities, {len(rows):,} rows → {path}", markup=False)


def show_disclosures(findings: pd.DataFrame, site: Path, *, as_json: bool = False) -> None:
    """Print what the files of a site tell of few people: a line for each finding, and the sum by rule."""
    if as_json:
        out.print(findings.to_json(orient="records", indent=1, force_ascii=False), markup=False)
        return
    for _, row in findings.iterrows():
        out.print(f"  {row['file']}, {row['where']}: {row['what']}: {row['got']}", markup=False)
    if findings.empty:
        out.print(f"Audited {site}: nothing is told of fewer than 6", markup=False)
        return
    for rule, rows in findings.groupby("rule"):
        out.print(f"{len(rows):>6,} {rule}; hint: {rows['hint'].iloc[0]}", markup=False)
    out.print(f"Audited {site}: {len(findings):,} disclosures, not fit to be published", markup=False)
