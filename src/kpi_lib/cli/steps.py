"""The commands of a run: all of it, or one step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.assure.release.candidate import Candidate, build_candidate
from kpi_lib.assure.release.difference import CARRIED
from kpi_lib.assure.release.log import Correction
from kpi_lib.assure.release.publication import publish_apart
from kpi_lib.assure.release.run import RunOptions, choose_editions, execute_editions, run_all
from kpi_lib.assure.release.seal import DIFFERENCE_FILE
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.cli.issue_words import show_checked
from kpi_lib.cli.messages import TerminalProgress, count_words, err, out
from kpi_lib.cli.options import (
    AreaOption,
    Folder,
    For,
    Fresh,
    Jobs,
    Latest,
    NoRelease,
    Out,
    Publisher,
    Quarters,
    Raw,
)
from kpi_lib.cli.release import show_released
from kpi_lib.core.audience import Audience
from kpi_lib.ingest.clean_folder import Summary
from kpi_lib.ingest.council.no_figures import own_files
from kpi_lib.ingest.manifest import load_manifest
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.processed import left_out_words
from kpi_lib.pack.project import SITE_FOLDER, Project, find_project
from kpi_lib.publish.site_build import Published, choose_publisher, how_to_get_other
from kpi_lib.run.data import check_editions, check_figures, clean_files
from kpi_lib.run.execute import Executed
from kpi_lib.run.last_run import RunChanges, report_changes
from kpi_lib.run.prose import check_prose as check_words

CORRECTIONS_SHOWN = 20
"""Corrections that the terminal shows of a candidate; the rest is counted."""


def run(
    quarter: Quarters = None,
    latest: Latest = 1,
    area: AreaOption = "",
    jobs: Jobs = 0,
    publisher: Publisher = None,
    raw: Raw = None,
    out: Out = None,
    fresh: Fresh = False,
    audience: For = Audience.PUBLISHED,
    no_release: NoRelease = False,
    folder: Folder = None,
) -> None:
    """Take a quarter from raw files to a released site: check, clean, execute, publish, release."""
    project = _project(folder, raw, out, audience, area)
    editions = choose_editions(project, quarter or [], latest=latest)
    options = replace(_options(project, editions, jobs, publisher, fresh), is_released=not no_release)
    result = run_all(project, options, TerminalProgress())
    _show_executed(result.executed, project.editions)
    _show_left_out(project, editions[0])
    if result.candidate is not None:
        _show_candidate(result.candidate, is_last=no_release)
    _show_published(replace(result.published, site=project.site) if result.released else result.published)
    if result.released is not None:
        show_released(result.released)
    if not project.is_released:
        _show_apart(project)
    _show_changes(result.changes)


def check(
    raw: Raw = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all issues as JSON.")] = False,
    folder: Folder = None,
) -> None:
    """Check that every raw file is listed, unchanged, readable and holds figures that can be."""
    project = _project(folder, raw)
    with TerminalProgress().stage("Checking"):
        issues = check_figures(project)
    show_checked(issues, project.raw, own_files(load_manifest(project.raw)), as_json=as_json)


def clean(raw: Raw = None, folder: Folder = None) -> None:
    """Turn the raw files into observations and issues."""
    project = _project(folder, raw)
    progress = TerminalProgress()
    with progress.stage("Cleaning"):
        summary = clean_files(project, progress.step)
    _show_cleaned(summary, project.processed)
    _show_changes(report_changes(project))


def execute(
    quarter: Quarters = None,
    latest: Latest = 1,
    area: AreaOption = "",
    jobs: Jobs = 0,
    raw: Raw = None,
    fresh: Fresh = False,
    audience: For = Audience.PUBLISHED,
    folder: Folder = None,
) -> None:
    """Run the notebooks of a quarter on the cleaned data."""
    project = _project(folder, raw, None, audience, area)
    editions = choose_editions(project, quarter or [], latest=latest)
    options = _options(project, editions, jobs, None, fresh)
    check_editions(project, options.editions)
    _show_executed(execute_editions(project, options, TerminalProgress()), project.editions)
    _show_left_out(project, editions[0])


def check_prose(
    quarter: Quarters = None,
    latest: Latest = 1,
    area: AreaOption = "",
    raw: Raw = None,
    folder: Folder = None,
) -> None:
    """Check a quarter's commentary, and that its executed pages are as they were made."""
    project = _project(folder, raw, area=area)
    editions = choose_editions(project, quarter or [], latest=latest)
    with TerminalProgress().stage("Checking the prose"):
        n_pages = check_words(project, editions)
    titles = ", ".join(edition.short_title for edition in editions)
    out.print(f"Checked the prose of {titles}: {count_words(n_pages, 'executed page')}, no finding")


def publish(
    area: AreaOption = "",
    jobs: Jobs = 0,
    publisher: Publisher = None,
    raw: Raw = None,
    out: Out = None,
    audience: For = Audience.PUBLISHED,
    folder: Folder = None,
) -> None:
    """Build the candidate from the executed editions, and say how it differs from the released site."""
    project = _project(folder, raw, out, audience, area)
    choice = publisher or project.settings.publisher
    with TerminalProgress().stage("Publishing"):
        if not project.is_released:
            _show_published(publish_apart(project, choice, jobs=_cores(jobs)))
            _show_apart(project)
            return
        candidate = build_candidate(project, choice, jobs=_cores(jobs))
    _show_candidate(candidate, is_last=True)


def _show_left_out(project: Project, edition: Edition) -> None:
    """Say what the editions of a run leave out, if anything; they are all of one area."""
    if words := left_out_words(project, edition.area_code):
        out.print(f"Left out of what is shown of {edition.area_name}: {words}")


def _project(
    folder: Path | None,
    raw: Path | None = None,
    out: Path | None = None,
    audience: Audience = Audience.PUBLISHED,
    area: str = "",
) -> Project:
    return find_project(folder).with_raw(raw).with_area(area).with_audience(audience).with_site(out)


def _options(
    project: Project,
    editions: tuple[Edition, ...],
    jobs: int,
    publisher: PublisherChoice | None,
    fresh: bool,
) -> RunOptions:
    choice = publisher or project.settings.publisher
    choose_publisher(choice)
    return RunOptions(editions, _cores(jobs), choice, fresh)


def _cores(jobs: int) -> int:
    return jobs or os.cpu_count() or 1


def _show_cleaned(summary: Summary, folder: Path) -> None:
    """Print what became of the raw files: one line a file, then the sums."""
    files = [file for file in summary.files if not file.is_packaged]
    packaged = [file for file in summary.files if file.is_packaged]
    for file in files:
        out.print(
            f"  {file.path}: {file.layout}, {file.rows:,} rows, {file.cells:,} cells →"
            f" {file.observations:,} observations, {file.issues} issues"
        )
    if packaged:
        out.print(
            f"  The package: {sum(file.observations for file in packaged):,} national figures from"
            f" {len(packaged)} files of DfE (national = false in kpi.toml leaves them out)"
        )
    done = "Cleaned" if summary.is_fresh else "Nothing has changed since the last cleaning of"
    out.print(
        f"{done} {len(files)} files: {summary.observations:,} observations,"
        f" {summary.issues:,} issues → {folder}"
    )


def _show_executed(executed: tuple[Executed, ...], folder: Path) -> None:
    """Print one line per executed edition."""
    for edition in executed:
        kept = f", {edition.n_kept} unchanged since the last run" if edition.n_kept else ""
        out.print(
            f"Executed {edition.record.title}: {edition.n_run} pages{kept} → {folder / edition.record.slug}"
        )

    for warning in [line for edition in executed for line in edition.warnings][:5]:
        err.print(f"Warning from a notebook: {warning}")


def _show_published(published: Published) -> None:
    """Print where the site is, who built it and how to get the other publisher."""
    editions = count_words(len(published.editions), "edition")
    out.print(f"Published {published.n_pages} pages of {editions} → {published.site / 'index.html'}")
    out.print(f"Publisher: {published.publisher} ({how_to_get_other(published.publisher)})")
    if published.left_out:
        out.print(published.left_out)


def _show_changes(changes: RunChanges) -> None:
    out.print(changes.words)


def _show_candidate(candidate: Candidate, *, is_last: bool) -> None:
    """Print where the candidate is and how it differs from the released site; last, what to run next."""
    site, difference = candidate.published.site, candidate.difference
    out.print(f"Candidate: {candidate.published.n_pages} pages → {site / 'index.html'}")
    if not difference.release:
        out.print("Nothing was released from here before: there is nothing to compare it with")
    elif difference.is_empty:
        out.print(f"Against release {difference.release}: the same pages and figures")
    else:
        out.print(f"Against release {difference.release}: {_difference_words(difference.counts)}")
        for slug, state in difference.states.items():
            out.print(f"  {slug}: {'carried over as it was released' if state == CARRIED else state}")
        _show_corrections(candidate.corrections)
        out.print(f"All differences: {site.parent / DIFFERENCE_FILE}")
    if is_last:
        out.print('Next: look at it, then kpi release --reason "…" --approver "…"')


def _show_apart(project: Project) -> None:
    """Print that a site is not released, and why."""
    whose = "of another area than the home area" if project.other_area else "for the council alone"
    out.print(f"Nothing was released: this site is {whose}, apart from {project.root / SITE_FOLDER}")


def _difference_words(counts: dict[str, int]) -> str:
    """Return a difference in a line: "12 pages changed, 3 figures and 1 verdict changed, …"."""
    kinds = ("new", "changed", "gone")
    counted = [f"{count_words(counts[f'pages_{kind}'], 'page')} {kind}" for kind in kinds]
    counted += [f"{count_words(counts[f'figures_{kind}'], 'figure')} {kind}" for kind in kinds]
    return ", ".join([*counted, f"{count_words(counts['verdicts_changed'], 'verdict')} changed"])


def _show_corrections(corrections: Sequence[Correction]) -> None:
    """Print the figures of released editions that read differently, with why."""
    for figure in corrections[:CORRECTIONS_SHOWN]:
        about = f"{figure.slug} {figure.indicator_id} {figure.basis} {figure.period}, {figure.statistic}"
        out.print(f"  {about}: {figure.old} → {figure.new} ({figure.why or 'not explained'})")
    if len(corrections) > CORRECTIONS_SHOWN:
        out.print(f"  … and {len(corrections) - CORRECTIONS_SHOWN:,} more")
