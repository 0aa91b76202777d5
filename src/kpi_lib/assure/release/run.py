"""One quarter from raw files to a released site: check, clean, execute, build a candidate, release it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from kpi_lib.assure.release.candidate import Candidate, build_candidate
from kpi_lib.assure.release.gate import Released, release_unattended
from kpi_lib.assure.release.notes import save_page
from kpi_lib.assure.release.pending import settled_archive
from kpi_lib.assure.release.publication import publish_apart
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.disk.replace import write_file
from kpi_lib.pack.edition import Edition, parse_quarter
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import Project
from kpi_lib.pack.quarters import latest_quarters
from kpi_lib.present.words.printed import printed_figures
from kpi_lib.publish import quarto
from kpi_lib.publish.look import save_look
from kpi_lib.publish.site_build import Published
from kpi_lib.publish.target import check_target
from kpi_lib.run.data import check_editions, check_files, clean_files
from kpi_lib.run.execute import Executed, execute_edition, execute_landing
from kpi_lib.run.last_run import RunChanges, report_changes
from kpi_lib.run.record import FIGURES_FILE, load_editions
from kpi_lib.run.workers import KernelWorkers


class Progress(Protocol):
    """What a run reports while it works."""

    def stage(self, words: str) -> AbstractContextManager[None]:
        """Enter one stage, such as "Cleaning"; left when it is done."""

    def step(self, what: str, n_done: int, n_all: int) -> None:
        """Say how far the stage is."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run is to do.

    `jobs` is how many notebooks run at a time; `is_fresh` runs also the pages whose notebook,
    parameters, data and code have not changed; without `is_released` it ends with the candidate.
    """

    editions: tuple[Edition, ...]
    jobs: int
    publisher: PublisherChoice
    is_fresh: bool = False
    is_released: bool = True


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did; a site that is never released has neither a candidate nor a release."""

    executed: tuple[Executed, ...]
    published: Published
    changes: RunChanges
    candidate: Candidate | None = None
    released: Released | None = None


def choose_editions(project: Project, quarters: Sequence[str], *, latest: int = 1) -> tuple[Edition, ...]:
    """Return the editions of the project's area that a command names, each once.

    Parameters
    ----------
    quarters : however they are spelt; when none is named, the `latest` newest: of those that the setting of
        this name lists, else of those in which a figure ends (the raw files are cleaned to find them).

    Raises
    ------
    DataError : a period that does not exist or is no quarter.
    """
    chosen = project.areas.find(code=project.area_code)
    periods = [parse_quarter(quarter) for quarter in quarters]
    if not periods:
        clean_files(project)
        periods = [*latest_quarters(project, latest)]
    is_home = not project.other_area
    return tuple(Edition(period, chosen.area_code, chosen.name, is_home) for period in dict.fromkeys(periods))


def execute_editions(project: Project, options: RunOptions, progress: Progress) -> tuple[Executed, ...]:
    """Execute the editions of a run, then the landing page and the menus; see `execute_edition`."""
    executed = []
    with KernelWorkers(options.jobs, project.root, project.environment) as workers:
        for edition in options.editions:
            with progress.stage(f"Executing {edition.short_title}"):
                done = execute_edition(
                    project, edition, workers, is_fresh=options.is_fresh, watch=progress.step
                )
                _save_figures(project, edition, is_unchanged=not done.n_run)
            executed.append(done)
        execute_landing(project, workers)
    save_page(project.workspace, project.notice)
    save_look(project.root)
    quarto.save_menus(project.workspace, load_editions(project.editions, project.area_code))
    return tuple(executed)


def run_all(project: Project, options: RunOptions, progress: Progress) -> RunResult:
    """Check, clean, execute, build a candidate and release it; a failure leaves the released site whole.

    Raises
    ------
    KpiError : of the stage that failed, with its own exit code.
    """
    check_target(project)
    if project.is_released:
        settled_archive(project)  # a site in place that was changed is reported before the work, not after it
    with progress.stage("Checking the raw files"):
        check_files(project)
    with progress.stage("Cleaning"):
        clean_files(project, progress.step)
        check_editions(project, options.editions)
    executed = execute_editions(project, options, progress)
    if not project.is_released:
        with progress.stage("Publishing"):
            published = publish_apart(project, options.publisher, jobs=options.jobs)
        return RunResult(executed, published, report_changes(project))
    with progress.stage("Building the candidate"):
        candidate = build_candidate(project, options.publisher, jobs=options.jobs)
    released = None
    if options.is_released:
        with progress.stage("Releasing"):
            released = release_unattended(project)
    return RunResult(executed, candidate.published, report_changes(project), candidate, released)


def _save_figures(project: Project, edition: Edition, *, is_unchanged: bool) -> None:
    """Write every figure and verdict of an executed edition into its folder, unless no page was run anew."""
    path = project.editions / edition.slug / FIGURES_FILE
    if is_unchanged and path.is_file():
        return
    pack = load_pack(edition.quarter.label, edition.area_code, project=project)
    printed = printed_figures(
        pack.figures(area="all"),
        pack.changes(),
        pack.in_force,
        pack.catalogue,
        area_code=edition.area_code,
        average=pack.settings.average,
    )
    write_file(path, printed.to_csv(index=False, lineterminator="\n"))
