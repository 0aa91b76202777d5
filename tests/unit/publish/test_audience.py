"""An internal page never reaches a published site; an internal site says on every page that it is one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kpi_lib.assure.release.publication import publish_site
from kpi_lib.catalogue.indicators import Catalogue, parse_catalogue
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import PublishError, SettingsError
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.project import Project, project_at
from kpi_lib.publish import quarto
from kpi_lib.run import execute, plan
from kpi_lib.run.plan import Page
from kpi_lib.run.record import load_record
from kpi_lib.run.workers import KernelWorkers

ROOT = Path(__file__).parents[3]
Q4 = Edition(parse_period("2017-18-Q4"), "E10000034", "Worcestershire")
SECRET = Page("methods", "secret", Q4.parameters, "Teams one by one", audience=Audience.INTERNAL)
NOTICE = "Internal: not for publication"
PUBLISHERS = [
    PublisherChoice.EMBEDDED,
    pytest.param(
        PublisherChoice.QUARTO,
        marks=[
            pytest.mark.quarto,
            pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH"),
        ],
    ),
]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Project:
    """A small project with one internal page, its edition executed for each audience."""
    builder: Callable[[Path], Project] = request.getfixturevalue("small_builder")
    toml = request.getfixturevalue("catalogue_text")
    project = builder(tmp_path_factory.mktemp("audience"))
    shutil.copyfile(ROOT / "_quarto.yml", project.root / "_quarto.yml")

    def planned(edition: Edition, catalogue: Catalogue) -> tuple[Page, ...]:
        return (*plan.plan_pages(edition, catalogue), SECRET)

    with pytest.MonkeyPatch.context() as patch, KernelWorkers(2, project.root, {}) as workers:
        patch.setattr(execute, "load_catalogue", lambda: parse_catalogue(toml))
        patch.setattr(execute, "check_notebooks", lambda paths: None)  # stand-ins print
        patch.setattr(execute, "plan_pages", planned)
        for audience in Audience:
            own = project.with_audience(audience)
            execute.execute_edition(own, Q4, workers, watch=lambda what, done, all_: None)
            execute.execute_landing(own, workers)
    return project


def texts_of(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")
    }


def test_an_internal_page_is_executed_for_the_internal_audience_only(executed: Project) -> None:
    internal = executed.with_audience(Audience.INTERNAL)
    records = [load_record(project.editions / Q4.slug) for project in (executed, internal)]
    assert [record.page("secret") is not None for record in records if record] == [False, True]
    assert internal.editions == executed.root / ".kpi" / "internal" / "editions"
    assert internal.site == executed.root / "_internal"


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_the_published_files_hold_nothing_internal(executed: Project, publisher: PublisherChoice) -> None:
    site = publish_site(executed, publisher).site
    files = [path for path in site.rglob("*") if path.is_file()]
    assert site == executed.root / "_site" and len(texts_of(site)) > 5
    told = [
        path for path in files if b"Teams one by one" in path.read_bytes() or path.stem in ("secret", "teams")
    ]
    assert told == []
    assert [name for name, text in texts_of(site).items() if NOTICE in text] == []


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_every_page_of_an_internal_site_says_so(executed: Project, publisher: PublisherChoice) -> None:
    site = publish_site(executed.with_audience(Audience.INTERNAL), publisher).site
    pages = {name: text for name, text in texts_of(site).items() if name != "search.html"}
    assert site == executed.root / "_internal"
    assert "editions/2017-18-q4/secret.html" in pages
    for name, text in pages.items():
        main = BeautifulSoup(text, "html.parser").find("main")
        assert main is not None and NOTICE in main.get_text(), name


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_publishing_refuses_an_edition_with_an_internal_page(
    executed: Project, tmp_path: Path, publisher: PublisherChoice
) -> None:
    shutil.copytree(executed.root, tmp_path / "project")
    project = project_at(tmp_path / "project")
    shutil.rmtree(project.site, ignore_errors=True)
    shutil.rmtree(project.editions)
    shutil.copytree(project.with_audience(Audience.INTERNAL).editions, project.editions)
    with pytest.raises(PublishError, match=r"internal page would be published[\s\S]*2017-18-q4/.*secret"):
        publish_site(project, publisher)
    assert not project.site.exists()


def test_an_internal_site_never_goes_where_a_published_one_is(executed: Project, tmp_path: Path) -> None:
    internal = executed.with_audience(Audience.INTERNAL)
    published = publish_site(replace(executed, site=tmp_path / "public"), PublisherChoice.EMBEDDED).site
    for site in (executed.root / "_site", published):
        before = {path: path.read_bytes() for path in site.rglob("*.html")}
        with pytest.raises(SettingsError, match="holds a site of another kind"):
            publish_site(replace(internal, site=site), PublisherChoice.EMBEDDED)
        assert {path: path.read_bytes() for path in site.rglob("*.html")} == before


def test_an_internal_site_never_goes_inside_a_published_one_nor_around_it(
    executed: Project, tmp_path: Path
) -> None:
    internal = executed.with_audience(Audience.INTERNAL)
    published = publish_site(replace(executed, site=tmp_path / "public"), PublisherChoice.EMBEDDED).site
    inside = (executed.root / "_site" / "x", executed.root / "_site" / "a" / "b", published / "x")
    for site in (*inside, executed.root):
        with pytest.raises(SettingsError, match="share its folder with another one") as refused:
            publish_site(replace(internal, site=site), PublisherChoice.EMBEDDED)
        assert len(refused.value.as_text().splitlines()) == 3
    assert not any(site.exists() for site in inside)
    beside = publish_site(replace(internal, site=tmp_path / "beside"), PublisherChoice.EMBEDDED).site
    assert (beside / "index.html").is_file()


def test_a_site_remembers_its_audience(executed: Project, tmp_path: Path) -> None:
    internal = replace(executed.with_audience(Audience.INTERNAL), site=tmp_path / "new")
    marker = json.loads((publish_site(internal, PublisherChoice.EMBEDDED).site / "kpi-site.json").read_text())
    assert marker["audience"] == "internal"
