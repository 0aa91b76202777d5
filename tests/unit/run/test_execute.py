from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi_lib.catalogue.indicators import parse_catalogue
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import KpiError, KpiErrors, NotebookError
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.project import Project
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.run import execute
from kpi_lib.run.execute import Executed, execute_edition, execute_landing
from kpi_lib.run.inputs import INPUTS_FILE, hash_inputs
from kpi_lib.run.notebooks import check_notebooks
from kpi_lib.run.record import load_editions, load_record
from kpi_lib.run.workers import KernelWorkers

N_PARTS = 1 + sum(part.audience is Audience.PUBLISHED for part in pages_under(IMPROVEMENT))
"""The pages about improvement that are for everybody, with their front page."""

Q4 = Edition(parse_period("2017-18-Q4"), "E10000034", "Worcestershire")
Q3 = Edition(parse_period("2017-18-Q3"), "E10000034", "Worcestershire")


@pytest.fixture(autouse=True)
def _two_indicators(small_catalogue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execute, "load_catalogue", lambda: parse_catalogue(small_catalogue))


@pytest.fixture(autouse=True)
def _any_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stand-in notebooks print, which a page may not."""
    monkeypatch.setattr(execute, "check_notebooks", lambda paths: None)


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KernelWorkers]:
    with KernelWorkers(2, tmp_path_factory.mktemp("kernels"), {}) as workers:
        yield workers


def run(project: Project, workers: KernelWorkers, edition: Edition = Q4, *, fresh: bool = False) -> Executed:
    return execute_edition(project, edition, workers, is_fresh=fresh, watch=lambda what, done, all_: None)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def append_cell(project: Project, name: str, source: str) -> None:
    path = project.notebooks / f"{name}.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('print(\\"ledger\\", quarter, area)', source), encoding="utf-8")


def test_every_page_is_executed_and_recorded(small_project: Project, workers: KernelWorkers) -> None:
    done = run(small_project, workers)
    folder = small_project.editions / "2017-18-q4"
    # Ten pages (overview, brief, one theme, two indicators, benchmarks, reconciliation, data quality,
    # methods, glossary) and those about improvement.
    assert (done.n_run, done.n_kept) == (10 + N_PARTS, 0)
    record = load_record(folder)
    assert {f"{page.address}.ipynb" for page in record.pages} <= files_of(folder).keys()
    assert record == done.record
    assert [page.menu_title for page in record.children("themes/front-door")] == [
        "How often someone asks for help",
        "How often needs are assessed",
    ]
    assert "ledger 2017-18-Q4 E10000034" in (folder / "methods.ipynb").read_text(encoding="utf-8")


def test_two_runs_give_the_same_bytes(small_project: Project, workers: KernelWorkers) -> None:
    run(small_project, workers)
    first = files_of(small_project.editions)
    run(small_project, workers, fresh=True)
    assert files_of(small_project.editions) == first


def test_unchanged_pages_are_kept_and_changed_ones_run(
    small_project: Project, workers: KernelWorkers
) -> None:
    run(small_project, workers)
    append_cell(small_project, "indicator", "print(quarter, area, 'changed')")
    again = run(small_project, workers)
    assert (again.n_run, again.n_kept) == (2, 8 + N_PARTS)
    (small_project.editions / "2017-18-q4" / "methods.ipynb").write_text("tampered with", encoding="utf-8")
    (small_project.processed / "run.json").write_text("{}", encoding="utf-8")
    assert run(small_project, workers).n_run == 10 + N_PARTS


def test_an_edition_says_what_was_there_when_its_execution_began(
    small_project: Project, workers: KernelWorkers
) -> None:
    before = hash_inputs(small_project)
    late = small_project.raw / "late.csv"

    def add_file(what: str, n_done: int, n_all: int) -> None:
        late.parent.mkdir(parents=True, exist_ok=True)
        late.write_text("", encoding="utf-8")

    execute_edition(small_project, Q4, workers, watch=add_file)
    listed = json.loads((small_project.editions / "2017-18-q4" / INPUTS_FILE).read_text(encoding="utf-8"))
    assert listed == before and "late.csv" in hash_inputs(small_project)["data"]


def test_a_page_that_was_tampered_with_is_run_again(small_project: Project, workers: KernelWorkers) -> None:
    run(small_project, workers)
    (small_project.editions / "2017-18-q4" / "methods.ipynb").write_text("tampered with", encoding="utf-8")
    assert run(small_project, workers).n_run == 1


def test_a_raising_cell_leaves_the_old_edition_whole(small_project: Project, workers: KernelWorkers) -> None:
    run(small_project, workers)
    before = files_of(small_project.editions)
    append_cell(small_project, "benchmarks", "quarter, area, 1 / 0")
    with pytest.raises(NotebookError, match=r"ZeroDivisionError \(notebooks/benchmarks.ipynb, cell 4\)"):
        run(small_project, workers)
    assert files_of(small_project.editions) == before


def test_a_cell_that_prints_stops_before_anything_runs(
    small_project: Project, workers: KernelWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "check_notebooks", check_notebooks)
    with pytest.raises(KpiErrors, match=r"more than ask the library \(overview.ipynb, cell 4\)"):
        run(small_project, workers)
    assert not small_project.editions.exists()
    with pytest.raises(NotebookError, match=r"more than ask the library \(index.ipynb, cell 4\)"):
        execute_landing(small_project, workers)


def test_which_indicator_failed_is_told(small_project: Project, workers: KernelWorkers) -> None:
    append_cell(small_project, "indicator", "quarter, area, {'referral_rate': 1}[indicator]")
    with pytest.raises(KpiError, match=r"notebooks/indicator.ipynb, indicator assessment_rate, cell 5"):
        run(small_project, workers)


def test_the_landing_page_gets_the_latest_edition(small_project: Project, workers: KernelWorkers) -> None:
    for edition in (Q4, Q3):
        run(small_project, workers, edition)
    execute_landing(small_project, workers)
    assert "ledger 2017-18-Q4" in small_project.landing.read_text(encoding="utf-8")
    assert [record.slug for record in load_editions(small_project.editions, small_project.area_code)] == [
        "2017-18-q4",
        "2017-18-q3",
    ]
