"""Run twice, get the same bytes: pages from a cold kernel and from a warm one, and the site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpi_lib.assure.release.archive import load_archive
from kpi_lib.assure.release.publication import publish_site
from kpi_lib.assure.release.run import choose_editions
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.project import project_at
from kpi_lib.present.shown.footer import publication_words
from kpi_lib.run.downloads import Place, add_tool_rows
from kpi_lib.run.engine import run_notebook
from kpi_lib.run.invented import with_marked_pictures
from kpi_lib.run.kernel import WarmKernel
from kpi_lib.run.normalise import as_text, normalise_notebook
from kpi_lib.run.plan import Page, plan_pages

pytestmark = [pytest.mark.slow]

KINDS = [
    "overview",
    "brief",
    "theme",
    "indicator",
    "inspections",
    "benchmarks",
    "reconciliation",
    "data_quality",
    "methods",
]


def last_page(kind: str, built: Path) -> Page:
    """Return the last page of a kind: in the run, a kernel that had already served dozens made it."""
    edition = choose_editions(project_at(built), ["2017-18-Q4"])[0]
    return [page for page in plan_pages(edition, load_catalogue()) if page.kind == kind][-1]


def test_another_kernel_gives_the_bytes_of_the_run(built: Path) -> None:
    # Each page after others than in the run, and the first from a cold kernel.
    project = project_at(built)
    publication = publication_words(project.settings.council, parse_period("2017-18-Q4"))
    with WarmKernel(project.root, project.environment) as kernel:
        for page in [last_page(kind, built) for kind in reversed(KINDS)]:
            executed = run_notebook(project.notebook(page.source), dict(page.parameters), kernel)
            notebook = with_marked_pictures(normalise_notebook(executed, page.title, project.notice))
            add_tool_rows(notebook, Place(page.address, page.kind, publication))
            expected = (project.editions / "2017-18-q4" / page.file).read_text(encoding="utf-8")
            assert as_text(notebook) == expected, page.kind


def test_a_second_publication_gives_the_same_site(built: Path, tmp_path: Path) -> None:
    project = replace(project_at(built), site=tmp_path / "again")
    publish_site(project, PublisherChoice.EMBEDDED, archive=load_archive(project_at(built)))
    first, again = (
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (built / "_site", tmp_path / "again")
    )
    assert again.keys() == first.keys()
    assert [str(name) for name in first if first[name] != again[name]] == []


def test_no_page_names_the_machine_it_was_made_on(built: Path) -> None:
    here = str(built)
    telling = [
        path.name for path in (built / "_site").rglob("*.html") if here in path.read_text(encoding="utf-8")
    ]
    assert telling == []
