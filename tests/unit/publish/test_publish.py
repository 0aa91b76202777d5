from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from kpi_lib.assure.release import publication as publish
from kpi_lib.assure.release.notes import save_page
from kpi_lib.catalogue.indicators import parse_catalogue
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import ProseError, PublishError, SettingsError
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.project import Project, project_at
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.present.shown.display import show_note
from kpi_lib.publish import quarto, site_build
from kpi_lib.run import execute
from kpi_lib.run.normalise import as_text, normalise_notebook
from kpi_lib.run.record import load_editions
from kpi_lib.run.workers import KernelWorkers

ROOT = Path(__file__).parents[3]
EDITIONS = (
    Edition(parse_period("2017-18-Q4"), "E10000034", "Worcestershire"),
    Edition(parse_period("2017-18-Q3"), "E10000034", "Worcestershire"),
)
BY_QUARTO = pytest.param(
    PublisherChoice.QUARTO,
    marks=[
        pytest.mark.quarto,
        pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH"),
    ],
)
OPEN_PARTS = [part for part in pages_under(IMPROVEMENT) if part.audience is Audience.PUBLISHED]
ADDRESSES = [
    "improvement",
    *(part.address for part in OPEN_PARTS),
    "benchmarks",
    "brief",
    "data-quality",
    "glossary",
    "indicators/assessment-rate",
    "indicators/referral-rate",
    "methods",
    "overview",
    "reconciliation",
    "themes/front-door",
]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Project:
    """A small project with two executed editions."""
    builder, toml = request.getfixturevalue("small_builder"), request.getfixturevalue("catalogue_text")
    project = builder(tmp_path_factory.mktemp("executed"))
    shutil.copyfile(ROOT / "_quarto.yml", project.root / "_quarto.yml")
    with pytest.MonkeyPatch.context() as patch, KernelWorkers(2, project.root, {}) as workers:
        patch.setattr(execute, "load_catalogue", lambda: parse_catalogue(toml))
        patch.setattr(execute, "check_notebooks", lambda paths: None)  # stand-ins print
        for edition in EDITIONS:
            execute.execute_edition(project, edition, workers, watch=lambda what, done, all_: None)
        execute.execute_landing(project, workers)
    save_page(project.workspace)
    return project


@pytest.fixture
def project(executed: Project, tmp_path: Path) -> Project:
    shutil.copytree(executed.root, tmp_path / "project")
    return project_at(tmp_path / "project")


@pytest.fixture(scope="module")
def site(executed: Project) -> Path:
    return publish.publish_site(executed, PublisherChoice.EMBEDDED).site


def pages_of(site: Path) -> dict[str, BeautifulSoup]:
    return {
        str(path.relative_to(site)): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
        if path.name != "search.html"
    }


def test_every_page_has_its_address(site: Path) -> None:
    editions = [f"editions/{slug}/{page}.html" for slug in ("2017-18-q3", "2017-18-q4") for page in ADDRESSES]
    assert sorted(pages_of(site)) == sorted([*editions, "index.html", "releases.html"])


def test_code_is_hidden_and_the_ledger_stays(site: Path) -> None:
    page = pages_of(site)["editions/2017-18-q4/methods.html"]
    assert "import kpi_lib" not in page.get_text()
    assert "ledger 2017-18-Q4 E10000034" in page.get_text()


def test_the_title_of_a_page_is_its_heading_and_the_sites_name(site: Path) -> None:
    page = pages_of(site)["editions/2017-18-q4/indicators/referral-rate.html"]
    heading = "How often someone asks for help"
    assert page.h1.get_text().rstrip("#") == heading
    assert page.title.get_text() == f"{heading} — Children’s services in figures"


def test_each_page_says_its_own_edition_and_the_licence(site: Path) -> None:
    footers = {
        name: page.find("footer", class_="bd-footer").get_text() for name, page in pages_of(site).items()
    }
    assert "Edition: Worcestershire, October to December 2017" in footers["editions/2017-18-q3/methods.html"]
    assert "Edition: Worcestershire, January to March 2018" in footers["editions/2017-18-q4/methods.html"]
    assert "Latest edition: Worcestershire" in footers["index.html"]
    assert all("Open Government Licence v3.0" in footer for footer in footers.values())


def test_the_menu_lists_the_pages_of_its_own_edition_in_order(site: Path) -> None:
    page = pages_of(site)["editions/2017-18-q3/overview.html"]
    links = page.select("#pst-primary-sidebar .bd-links a")
    names = [link.get_text() for link in links]
    assert names == [
        "Overview",
        "Brief",
        "Front door",
        "How often someone asks for help",
        "How often needs are assessed",
        "Improvement",
        *(part.title for part in OPEN_PARTS),
        "Benchmarks",
        "Reconciliation",
        "Data_Quality",
        "Methods",
        "Glossary",
    ]
    assert not any("/2017-18-q4/" in link["href"] for link in links)


def test_word_and_pdf_stand_beside_the_brief_and_the_page_says_how_large_they_are(site: Path) -> None:
    page = pages_of(site)["editions/2017-18-q4/brief.html"]
    for name, start in (("brief.docx", b"PK"), ("brief.pdf", b"%PDF")):
        link = page.find("a", href=name)
        content = (site / "editions" / "2017-18-q4" / name).read_bytes()
        assert content.startswith(start)
        assert link.get_text().endswith(f", {round(len(content) / 1000)} kB")
    assert "brief.docx" not in str(pages_of(site)["editions/2017-18-q4/methods.html"])


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    loading = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")
    for name, page in pages_of(site).items():
        loaded = [
            str(tag) for tag in page.find_all(["script", "link", "img", "iframe"]) if loading.search(str(tag))
        ]
        assert loaded == [], name
    for sheet in site.rglob("*.css"):
        assert not re.search(
            r"(?:@import|url\()\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")
        ), sheet


def test_a_rebuild_gives_the_same_bytes(executed: Project, site: Path, tmp_path: Path) -> None:
    again = publish.publish_site(replace(executed, site=tmp_path / "again"), PublisherChoice.EMBEDDED).site
    files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert {
        path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()
    } == files


@pytest.fixture
def unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages may be changed after they were executed, to see what a publisher makes of them."""
    monkeypatch.setattr(publish, "check_sealed", lambda *_: None)


@pytest.mark.usefixtures("unsealed")
def test_formulas_are_mathml(project: Project) -> None:
    add_markdown(project, "methods", "```{math}\n\\frac{x}{n}\n```")
    site = publish.publish_site(project, PublisherChoice.EMBEDDED).site
    page = pages_of(site)["editions/2017-18-q4/methods.html"]
    assert page.find("math").find("mfrac") is not None
    assert not [script for script in page.find_all("script") if "mathjax" in str(script).lower()]


TYPED = (
    "It cost £5m and $3m, $a_1$ *b* _i_ `c` <b>x</b> {{< meta edition >}} {math}`x` [[w]] [l](#l) @cite "
    '~s~ ^t^ -- ... "q" :smile: &copy; \\alpha # http://a.b/c'
)


@pytest.mark.usefixtures("unsealed")
@pytest.mark.parametrize("publisher", [PublisherChoice.EMBEDDED, BY_QUARTO])
def test_text_is_shown_as_typed(project: Project, publisher: PublisherChoice) -> None:
    path = project.editions / "2017-18-q4" / "methods.ipynb"
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    shown = nbformat.v4.new_output("display_data", {"text/html": show_note(TYPED).html})
    notebook.cells.append(nbformat.v4.new_code_cell("page.note()", outputs=[shown]))
    notebook.cells.append(nbformat.v4.new_markdown_cell('£5m and $3m, $a_1$ -- ... "q" :smile: http://a.b/c'))
    path.write_text(as_text(normalise_notebook(notebook, TYPED)), encoding="utf-8")
    page = pages_of(publish.publish_site(project, publisher).site)["editions/2017-18-q4/methods.html"]
    assert page.h1.get_text().strip().removesuffix("#") == TYPED
    paragraphs = [paragraph.get_text() for paragraph in page.find_all("p")]
    assert TYPED in paragraphs
    assert '£5m and $3m, $a_1$ -- ... "q" :smile: http://a.b/c' in paragraphs
    assert "http://a.b/c" not in {link.get("href") for link in page.find_all("a")}


@pytest.mark.usefixtures("unsealed")
def test_a_warning_stops_and_the_old_site_is_whole(project: Project) -> None:
    site = publish.publish_site(project, PublisherChoice.EMBEDDED).site
    before = (site / "index.html").read_bytes()
    add_markdown(project, "methods", "[a page that is not there](nowhere.ipynb)")
    with pytest.raises(PublishError, match=r"methods.ipynb.*nowhere"):
        publish.publish_site(project, PublisherChoice.EMBEDDED)
    assert (site / "index.html").read_bytes() == before
    assert not [path for path in project.root.iterdir() if ".building" in path.name]


def test_a_page_changed_since_it_was_executed_is_not_published(project: Project) -> None:
    add_markdown(project, "methods", "Referrals doubled.")
    with pytest.raises(ProseError, match=r"changed after it was executed \(2017-18-q4/methods.ipynb\)"):
        publish.publish_site(project, PublisherChoice.EMBEDDED)


@pytest.mark.parametrize("name", ["precious", "_site"])
def test_a_folder_that_is_no_site_is_never_replaced(project: Project, name: str) -> None:
    precious = project.root / name
    shutil.rmtree(precious, ignore_errors=True)
    precious.mkdir()
    (precious / "thesis.txt").write_text("ten years of work", encoding="utf-8")
    with pytest.raises(SettingsError, match="holds something else"):
        publish.publish_site(replace(project, site=precious), PublisherChoice.EMBEDDED)
    assert (precious / "thesis.txt").exists()


def test_nothing_executed_is_told(small_project: Project) -> None:
    with pytest.raises(PublishError, match="No edition has been executed yet"):
        publish.publish_site(small_project, PublisherChoice.EMBEDDED)


def test_quarto_is_taken_where_it_is_and_asked_for_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarto.shutil, "which", lambda name: None)
    assert site_build.choose_publisher(PublisherChoice.AUTO) == "embedded"
    assert "pip install" in site_build.how_to_get_other("embedded")
    with pytest.raises(PublishError, match="Quarto is not installed"):
        site_build.choose_publisher(PublisherChoice.QUARTO)
    monkeypatch.setattr(quarto.shutil, "which", lambda name: "/usr/bin/quarto")
    assert site_build.choose_publisher(PublisherChoice.AUTO) == "quarto"
    assert site_build.choose_publisher(PublisherChoice.EMBEDDED) == "embedded"


@pytest.mark.quarto
@pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH")
def test_quarto_gives_the_same_pages_with_the_same_titles(project: Project, site: Path) -> None:
    by_quarto = pages_of(publish.publish_site(project, PublisherChoice.QUARTO).site)
    embedded = pages_of(site)
    assert sorted(by_quarto) == sorted(embedded)
    for name, page in by_quarto.items():
        assert page.h1.get_text().strip() == embedded[name].h1.get_text().rstrip("#"), name
    assert "October to December 2017" in by_quarto["editions/2017-18-q3/methods.html"].footer.get_text()


@pytest.mark.quarto
@pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH")
def test_a_plain_render_at_the_root_works_after_execution(project: Project) -> None:
    quarto.save_menus(project.workspace, load_editions(project.editions, project.area_code))
    shutil.rmtree(project.site, ignore_errors=True)
    done = subprocess.run(["quarto", "render"], cwd=project.root, check=True, capture_output=True, text=True)
    assert "WARN" not in done.stdout + done.stderr
    page = project.root / ".kpi/quarto/editions/2017-18-q3/methods.html"
    assert "Edition: Worcestershire, October to December 2017" in page.read_text(encoding="utf-8")
    assert not project.site.exists()


def add_markdown(project: Project, page: str, source: str) -> None:
    """Put one more markdown cell into the executed page of the first edition."""
    path = project.editions / "2017-18-q4" / f"{page}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "markdown", "id": "more", "metadata": {}, "source": source})
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_without_what_makes_documents_the_site_is_built_and_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pages_alone(name: str, staging: Path, out: Path, jobs: int) -> None:
        cells = json.loads((staging / "releases.ipynb").read_text(encoding="utf-8"))["cells"]
        shown = [output["data"].get("text/html", "") for cell in cells for output in cell.get("outputs", [])]
        (out / "releases.html").write_text("".join(map("".join, shown)), encoding="utf-8")

    monkeypatch.setattr(site_build, "_build", pages_alone)
    whole = publish.publish_site(project, PublisherChoice.EMBEDDED)
    assert whole.left_out == "" and [*whole.site.rglob("brief.docx")]
    monkeypatch.setattr(site_build, "missing_packages", lambda: ("pypandoc", "typst"))
    published = publish.publish_site(project, PublisherChoice.EMBEDDED)
    assert published.n_pages == whole.n_pages
    assert [*published.site.rglob("*.docx"), *published.site.rglob("*.pdf")] == []
    assert published.left_out == (
        'No brief as Word or PDF: pypandoc, typst not installed (pip install "kpi-lib[documents]")'
    )
