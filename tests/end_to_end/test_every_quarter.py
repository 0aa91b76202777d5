"""Every bundled quarter builds and releases, and so does any part of the files: no alarm stops a council.

`make quarters` builds all sixteen to a release, and every page without each single file. Here the pages of
some are made in this process and read as the audit of disclosure reads them.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pandas as pd
import pytest

import kpi_lib as kpi
from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.neighbours import load_neighbours
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.results import compute_results
from kpi_lib.run.normalise import normalise_notebook
from kpi_lib.run.plan import Edition, Page, plan_pages

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "src/kpi_lib/catalogue/data/example"
EVERY_QUARTER = bool(os.environ.get("KPI_EVERY_QUARTER"))
QUARTERS = sorted(path.stem for path in (EXAMPLE / "data/raw/returns").glob("*.csv"))
RETURNS = [f"returns/{quarter}.csv" for quarter in QUARTERS]
whole = pytest.mark.skipif(not EVERY_QUARTER, reason="takes half an hour: make quarters")


@whole
@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_quarter_is_released(
    tmp_path: Path, quarter: str, new_project: Callable[[Path], Path], kpi: Callable[..., Any]
) -> None:
    ran = kpi(new_project(tmp_path), "run", "-q", quarter, "--publisher", "embedded", seconds=3600)
    assert ran.code == 0, ran.err
    assert (tmp_path / "_site/editions" / quarter.lower() / "brief.docx").is_file()
    assert (tmp_path / "releases/releases.jsonl").read_text(encoding="utf-8").count("\n") == 1


@whole
def test_all_quarters_are_released_together(
    tmp_path: Path, new_project: Callable[[Path], Path], kpi: Callable[..., Any]
) -> None:
    latest = str(len(QUARTERS))
    ran = kpi(
        new_project(tmp_path), "run", "--latest", latest, "--publisher", "embedded", seconds=4 * 3600
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert len([*(tmp_path / "_site/editions").glob("*/overview.html")]) == len(QUARTERS)


def test_courts_of_several_editions_raise_no_alarm(tmp_path: Path) -> None:
    # The cases begun in the year to 31 March 2016: 102 ended as of 2018, withheld as of 2016.
    for quarter in ("2015-16-Q4", "2016-17-Q4", "2017-18-Q3", "2017-18-Q4"):
        pack = kpi.load(quarter)
        page = next(page for page in pages_of(pack) if page.address == "courts")
        save(made(page, pack), tmp_path / f"editions/{quarter.lower()}/courts.html")
    found = audit_site(tmp_path)
    assert found.empty, found.to_string()


@pytest.mark.parametrize(
    ("quarter", "wanted"),
    [
        ("2017-18-Q1", ["overview", "brief", "themes/front-door"]),  # an annual change led by a real quarter
        ("2014-15-Q2", ["overview", "brief", "voice"]),  # one question of a survey withheld, four drawn
        (
            "2014-15-Q4",
            ["indicators/looked-after-rate", "indicators/care-leaver-education-employment-percent"],
        ),
    ],
)
def test_pages_of_a_quarter_raise_no_alarm(tmp_path: Path, quarter: str, wanted: list[str]) -> None:
    pack = kpi.load(quarter)
    pages = [page for page in pages_of(pack) if page.address in wanted]
    assert len(pages) == len(wanted)
    for page in pages:
        notebook = made(page, pack)
        save(notebook, tmp_path / f"editions/{quarter.lower()}/{page.address}.html")
    found = audit_site(tmp_path)
    assert found.empty, found.to_string()


IN_SENTENCES = ("title", "context", "summary", "decisions", "uncertain", "brief", "changes", "ledger")
"""Calls of the pages on which an edition without tested figures came to grief; the others draw."""


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param(lambda path: path.startswith("returns/"), id="no returns"),
        pytest.param(lambda path: path in RETURNS[:-1], id="the newest return alone"),
        pytest.param(lambda path: path != RETURNS[-1], id="one return and nothing else"),
        pytest.param(lambda path: path == "returns/2016-17-Q4.csv", id="without last year's quarter"),
    ],
)
def test_sentences_are_made_from_any_part_of_the_files(gone: Callable[[str], bool]) -> None:
    pack = without(kpi.load("2017-18-Q4"), gone)
    for page in pages_of(pack):
        if page.kind in ("overview", "brief", "benchmarks", "reconciliation", "money", "voice", "teams"):
            made(page, pack, IN_SENTENCES)


@whole
@pytest.mark.parametrize(
    "gone",
    [
        *([path] for path in RETURNS),
        RETURNS,
        RETURNS[:-1],
        RETURNS[::2],
        RETURNS[-2:],
        RETURNS[8:12],
        *([path] for path in sorted(path.name for path in (EXAMPLE / "data/raw").iterdir() if path.is_dir())),
        ["years", "reported"],
        ["returns", "years"],
    ],
    ids=" ".join,
)
def test_every_page_is_made_from_any_part_of_the_files(gone: list[str]) -> None:
    pack = without(kpi.load("2017-18-Q4"), lambda path: path in gone or path.partition("/")[0] in gone)
    assert len([made(page, pack) for page in pages_of(pack)]) > 70


def pages_of(pack: Pack) -> tuple[Page, ...]:
    """Return the pages of a pack's edition."""
    return plan_pages(Edition(pack.quarter, pack.area.area_code, pack.area.name), load_catalogue())


def made(page: Page, pack: Pack, calls: Iterable[str] = ()) -> nbformat.NotebookNode:
    """Return a page's notebook as a run leaves it, its cells evaluated here.

    Parameters
    ----------
    calls : the parts of the page to ask for; all when left out.
    """
    notebook = nbformat.read(ROOT / "notebooks" / page.source, as_version=4)
    names: dict[str, Any] = {
        "kpi": SimpleNamespace(pages=kpi.pages, load=lambda *_: pack),
        **dict(page.parameters),
    }
    for cell in notebook.cells:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        line = ast.parse(cell.source).body[0]
        if isinstance(line, ast.Assign):
            exec(cell.source, names)
        elif isinstance(line, ast.Expr) and (not calls or _asked(cell.source) in calls):
            cell.outputs = [*_outputs(eval(cell.source, names))]
    return normalise_notebook(notebook, page.title)


def _asked(source: str) -> str:
    return source.partition(".")[2].partition("(")[0]


def _outputs(shown: Any) -> Iterator[nbformat.NotebookNode]:
    if isinstance(shown, str):
        yield nbformat.v4.new_output("display_data", {"text/plain": repr(shown)})
    elif shown is not None:
        yield nbformat.v4.new_output("display_data", shown._repr_mimebundle_(exclude=["image/png"]))


def save(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write a page as a site would show it: headings, and what each cell shows."""
    shown = [output.data for cell in notebook.cells for output in cell.get("outputs", [])]
    parts = [data.get("text/html", f"<pre>{data['text/plain']}</pre>") for data in shown]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html><html lang="en"><body><main>{"".join(parts)}</main></body></html>', encoding="utf-8"
    )


def without(pack: Pack, gone: Callable[[str], bool]) -> Pack:
    """Return a pack as it would be without some raw files; raises DataError where nothing is left."""

    def left(rows: pd.DataFrame, column: str) -> pd.DataFrame:
        return rows.loc[~rows[column].astype(str).map(gone)].reset_index(drop=True)

    everything = pack.processed
    observations = left(everything.observations, "source")
    records = {kind: left(rows, "file") for kind, rows in everything.records.items()}
    run = {
        **everything.run,
        "files": [item for item in everything.run["files"] if not gone(item["path"])],
        "manifest": [item for item in everything.run["manifest"] if not gone(item["path"])],
    }
    processed = replace(everything, observations=observations, records=records, run=run)
    settings, areas = pack.settings, load_areas()
    results = compute_results(
        observations, area=pack.area, quarter=pack.quarter, catalogue=pack.catalogue, areas=areas,
        settings=settings, neighbours=load_neighbours(pack.project.root),
    )  # fmt: skip
    return replace(pack, processed=processed, results=results)
