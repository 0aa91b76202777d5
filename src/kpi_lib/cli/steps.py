"""The commands of a run: all of it, or one step."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.assure.release.candidate import build_candidate
from kpi_lib.assure.release.publication import publish_apart
from kpi_lib.assure.release.run import RunOptions, choose_editions, execute_editions, run_all
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.cli.issue_words import show_checked
from kpi_lib.cli.messages import (
    TerminalProgress,
    show_cleaned,
    show_executed,
    show_left_out,
    show_prose_checked,
    show_published,
    show_since,
)
from kpi_lib.cli.options import AreaOption, For, Fresh, Jobs, Latest, NoRelease, Out, Publisher, Quarters, Raw
from kpi_lib.cli.release_words import show_apart, show_candidate, show_released
from kpi_lib.core.audience import Audience
from kpi_lib.ingest.manifest import load_manifest
from kpi_lib.ingest.own.no_figures import own_files
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.processed import left_out_words
from kpi_lib.pack.project import Project, find_project
from kpi_lib.publish.site_build import choose_publisher
from kpi_lib.run.data import check_editions, check_figures, clean_files
from kpi_lib.run.last_run import tell_changes
from kpi_lib.run.prose import check_prose as check_words


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
) -> None:
    """Take a quarter from raw files to a released site: check, clean, execute, publish, release."""
    project = _project(raw, out, audience, area)
    editions = choose_editions(project, quarter or [], latest=latest)
    options = replace(_options(project, editions, jobs, publisher, fresh), is_released=not no_release)
    result = run_all(project, options, TerminalProgress())
    show_executed(result.executed, project.editions)
    _tell_left_out(project, editions[0])
    if result.candidate is not None:
        show_candidate(result.candidate, is_last=no_release)
    show_published(replace(result.published, site=project.site) if result.released else result.published)
    if result.released is not None:
        show_released(result.released)
    if not project.is_released:
        show_apart(project)
    show_since(result.since)


def check(
    raw: Raw = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all issues as JSON.")] = False,
) -> None:
    """Check that every raw file is listed, unchanged, readable and holds figures that can be."""
    project = _project(raw)
    with TerminalProgress().stage("Checking"):
        issues = check_figures(project)
    show_checked(issues, project.raw, own_files(load_manifest(project.raw)), as_json=as_json)


def clean(raw: Raw = None) -> None:
    """Turn the raw files into observations and issues."""
    project = _project(raw)
    progress = TerminalProgress()
    with progress.stage("Cleaning"):
        summary = clean_files(project, progress.step)
    show_cleaned(summary, project.processed)
    show_since(tell_changes(project))


def execute(
    quarter: Quarters = None,
    latest: Latest = 1,
    area: AreaOption = "",
    jobs: Jobs = 0,
    raw: Raw = None,
    fresh: Fresh = False,
    audience: For = Audience.PUBLISHED,
) -> None:
    """Run the notebooks of a quarter on the cleaned data."""
    project = _project(raw, None, audience, area)
    editions = choose_editions(project, quarter or [], latest=latest)
    options = _options(project, editions, jobs, None, fresh)
    check_editions(project, options.editions)
    show_executed(execute_editions(project, options, TerminalProgress()), project.editions)
    _tell_left_out(project, editions[0])


def check_prose(quarter: Quarters = None, latest: Latest = 1, area: AreaOption = "", raw: Raw = None) -> None:
    """Check a quarter's commentary, and that its executed pages are as they were made."""
    project = _project(raw, area=area)
    editions = choose_editions(project, quarter or [], latest=latest)
    with TerminalProgress().stage("Checking the prose"):
        n_pages = check_words(project, editions)
    show_prose_checked(n_pages, [edition.short_title for edition in editions])


def publish(
    area: AreaOption = "",
    jobs: Jobs = 0,
    publisher: Publisher = None,
    raw: Raw = None,
    out: Out = None,
    audience: For = Audience.PUBLISHED,
) -> None:
    """Build the candidate from the executed editions, and say how it differs from the released site."""
    project = _project(raw, out, audience, area)
    choice = publisher or project.settings.publisher
    with TerminalProgress().stage("Publishing"):
        if not project.is_released:
            show_published(publish_apart(project, choice, jobs=_cores(jobs)))
            show_apart(project)
            return
        candidate = build_candidate(project, choice, jobs=_cores(jobs))
    show_candidate(candidate, is_last=True)


def _tell_left_out(project: Project, edition: Edition) -> None:
    """Say what the editions of a run leave out; they are all of one area."""
    show_left_out(edition.area_name, left_out_words(project, edition.area_code))


def _project(
    raw: Path | None = None,
    out: Path | None = None,
    audience: Audience = Audience.PUBLISHED,
    area: str = "",
) -> Project:
    return find_project().with_raw(raw).with_area(area).with_audience(audience).with_site(out)


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
