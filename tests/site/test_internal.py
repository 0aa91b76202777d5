"""Pages for the council alone: no trace of them in the published site; in an internal one they open."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpi_lib.assure.release.publication import publish_site
from kpi_lib.catalogue.indicators import Catalogue, load_catalogue
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.project import Project, project_at
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.publish import quarto
from kpi_lib.run import execute, plan
from kpi_lib.run.plan import Page
from kpi_lib.run.workers import KernelWorkers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITION = Edition(parse_period("2017-18-Q4"), "X10000001", "Fernshire")
INTERNAL = [part for part in pages_under(IMPROVEMENT) if part.audience is Audience.INTERNAL]
TEAM = re.compile(rb"\bTeam(?: |\xc2\xa0|&nbsp;|\\u00a0)[A-X]\b")
WIDER = """() => [document.documentElement.scrollWidth, window.innerWidth]"""


def test_no_published_file_is_an_internal_page_or_names_a_team(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.is_file()]
    names = {part.address for part in INTERNAL}
    assert len(files) > 100 and "teams" in names
    assert [path for path in files if path.name.split(".")[0] in names] == []
    assert [path for path in files if TEAM.search(path.read_bytes())] == []


def test_neither_menus_nor_search_of_the_published_site_know_an_internal_page(site: Path) -> None:
    told = {f"{part.address}.html" for part in INTERNAL} | {part.question for part in INTERNAL}
    for path in [*site.rglob("*.html"), *site.rglob("*.js"), *site.rglob("*.json")]:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert [words for words in told if words in text] == [], path
    index = next(path for path in site.rglob("*") if path.name in ("searchindex.js", "search.json"))
    known = index.read_text(encoding="utf-8")
    assert "quality-assurance" in known  # the index does list the pages beside it
    assert [part.address for part in INTERNAL if f"2017-18-q4/{part.address}" in known] == []


def _planned(
    edition: Edition, catalogue: Catalogue, contents: frozenset[str] | None = None
) -> tuple[Page, ...]:
    """Return the internal pages alone, side by side, so that the others need not be executed again."""
    return tuple(
        replace(page, parent="")
        for page in plan.plan_pages(edition, catalogue, contents)
        if page.audience is Audience.INTERNAL
    )


def _execute_internal(folder: Path) -> None:
    """Execute the internal pages on data already cleaned."""
    project = project_at(folder).with_audience(Audience.INTERNAL)
    assert len(_planned(EDITION, load_catalogue())) == len(INTERNAL) > 0
    with pytest.MonkeyPatch.context() as patch, KernelWorkers(2, folder, project.environment) as workers:
        patch.setattr(execute, "plan_pages", _planned)
        execute.execute_edition(project, EDITION, workers, watch=lambda what, done, all_: None)
        execute.execute_landing(project, workers)


@pytest.fixture(scope="session")
def internal(
    built: Path, once: Callable[[str, Callable[[Path], object]], Path], new_project: Callable[[Path], Path]
) -> Project:
    def fill(folder: Path) -> None:
        new_project(folder)
        shutil.copytree(built / "data" / "processed", folder / "data" / "processed")
        _execute_internal(folder)

    return project_at(once("internal", fill)).with_audience(Audience.INTERNAL)


@pytest.mark.parametrize(
    "publisher",
    [
        PublisherChoice.EMBEDDED,
        pytest.param(
            PublisherChoice.QUARTO,
            marks=[
                pytest.mark.quarto,
                pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH"),
            ],
        ),
    ],
)
def test_internal_pages_open_marked_and_fit_every_window(
    internal: Project,
    publisher: PublisherChoice,
    visit_site: Callable[..., AbstractContextManager[tuple[Any, str]]],
) -> None:
    site = publish_site(internal, publisher).site
    for width in (390, 1440):
        with visit_site(site, {"width": width, "height": 900}) as (visit, address):
            for part in INTERNAL:
                visit.page.goto(f"{address}/editions/{EDITION.slug}/{part.address}.html", wait_until="load")
                content, window = visit.page.evaluate(WIDER)
                assert content <= window, (part.address, width)
                assert "Internal: not for publication" in visit.page.inner_text("main")
            visit.page.emulate_media(color_scheme="dark")
            visit.page.reload(wait_until="load")
            assert visit.faults == []
