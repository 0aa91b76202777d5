"""What the tests of the whole share: a copy of the project, and sites built in it once a session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from kpi_lib.catalogue.settings import load_settings
from kpi_lib.core.garbage import collect_rarely
from kpi_lib.ingest import add_file
from kpi_lib.pack.project import Project, project_at

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))  # `frame_contracts` serves several folders
REAL = ROOT.parent / "shared" / "data" / "real"
EXAMPLE = ROOT / "src/kpi_lib/catalogue/data/example"
SHARED_BY_COUNCILS = ("_quarto.yml", "notebooks", "docs")
OF_WORCESTERSHIRE = ("kpi.toml", "data/raw")

DFE_FILES = (
    "cin_ees_2024/c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv",
    "cin_ees_2024/c2_children_in_need_assessments_duration_2014_to_2024.csv",
    "cin_ees_2024/c6_children_in_need_referrals_by_month_2013_to_2024.csv",
    "cin_ees_2024/d1_child_protection_plans_2013_to_2024.csv",
    "cin_ees_2024/d3_cpps_subsequent_plan_2013_to_2024.csv",
    "cin_ees_2024/headline_figures_2013_to_2024.csv",
    "cin_ees_2024/ons_mid-year_population_estimates_2012_to_2023.csv",
)
DFE_ANSWERS = {
    "publisher": "Department for Education",
    "edition": "2024",
    "licence": "OGL v3.0",
    "provenance": "published",
}
collect_rarely()  # as `kpi` does: five thousand tests make much that they keep

SITES = ("built", "built_from_dfe", "built_worcestershire")
"""Fixtures that build a site once a session, by the work that they are."""


@dataclass(frozen=True)
class Ran:
    """What one call of `kpi` came to."""

    code: int
    out: str
    err: str


def run_kpi(folder: Path, *words: str, seconds: int = 900) -> Ran:
    """Call `kpi` as a user would, standing in `folder`."""
    command = [sys.executable, "-c", "from kpi_lib.cli import main; main()", *words]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KPI_")}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def copy_project(folder: Path) -> Path:
    """Copy the invented council's folder, and what its run reads, into `folder`."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    return _copy(SHARED_BY_COUNCILS, folder)


def copy_worcestershire(folder: Path) -> Path:
    """Copy Worcestershire's folder, which holds real figures alone, and what its run reads, into `folder`."""
    return _copy((*SHARED_BY_COUNCILS, *OF_WORCESTERSHIRE), folder)


def _copy(names: Iterable[str], folder: Path) -> Path:
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, target)
    return folder


@pytest.hookimpl(trylast=True)  # after -k and -m have chosen
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the tests to the workers so that none waits for a site that another one is building."""
    items[:] = _dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def _dealt(items: list[pytest.Item], n_workers: int) -> list[pytest.Item]:
    """Return tests in the order in which the workers need them.

    pytest-xdist hands each worker one stretch of the list, and lets it take from the end of another's when
    it has done. So each stretch begins with a test that builds a site, goes on with tests that need none,
    and ends with those that do, the longest first.
    """
    builders = _one_for_each_site(items)
    free = [item for item in items if not _sites_of(item)]
    waiting = sorted((item for item in items if _sites_of(item) and item not in builders), key=_is_quick)
    dealt: list[pytest.Item] = []
    for worker in range(n_workers):
        size = (len(items) - len(dealt)) // (n_workers - worker)
        first, last = builders[worker : worker + 1], waiting[worker::n_workers]
        n_free = max(size - len(first) - len(last), 0)
        stretch = [*first, *free[:n_free], *last][:size]
        dealt, free = [*dealt, *stretch], free[n_free:]
    placed = set(map(id, dealt))
    return [*dealt, *(item for item in items if id(item) not in placed)]


def _sites_of(item: pytest.Item) -> tuple[str, ...]:
    """Return the sites that a test waits for, that of most work first."""
    return tuple(name for name in SITES if name in getattr(item, "fixturenames", ()))


def _one_for_each_site(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the shortest list of tests that has every site built, each by another test."""
    found = {name: item for item in reversed(items) for name in _sites_of(item)[-1:]}
    return [found[name] for name in SITES if name in found]


def _is_quick(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is None


@pytest.fixture(scope="session")
def deal() -> Callable[[list[pytest.Item], int], list[pytest.Item]]:
    return _dealt


@pytest.fixture(scope="session")
def kpi() -> Callable[..., Ran]:
    return run_kpi


@pytest.fixture(scope="session", autouse=True)
def example(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The invented council's folder, in which the tests are: `kpi.load` reads its figures."""
    folder = once("example", copy_project)
    os.chdir(folder)
    load_settings(folder)  # declares its areas
    return folder


@pytest.fixture(scope="session")
def new_worcestershire() -> Callable[[Path], Path]:
    return copy_worcestershire


@pytest.fixture(scope="session")
def worcestershire(
    once: Callable[[str, Callable[[Path], object]], Path], new_worcestershire: Callable[[Path], Path]
) -> Project:
    """Worcestershire's folder, of real figures alone; only to be read."""
    return project_at(once("worcestershire", new_worcestershire))


@pytest.fixture(scope="session")
def new_project() -> Callable[[Path], Path]:
    return copy_project


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """A way to make a folder once a session, however many workers ask for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, fill: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                fill(folder)
                done.touch()
        return folder

    return make


@pytest.fixture(scope="session")
def built(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A copy of the project in which `kpi run` has built both bundled editions; only to be read."""
    return once("built", _build_bundle)


@pytest.fixture(scope="session")
def built_from_dfe(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A copy of the project with Essex's edition straight from DfE's own files; only to be read."""
    if not REAL.is_dir():
        pytest.skip(f"the real files are not here ({REAL})")
    return once("from-dfe", _build_from_dfe)


@pytest.fixture(scope="session")
def built_worcestershire(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """Worcestershire's folder, in which `kpi run` has built its newest edition; only to be read."""
    return once("worcestershire-site", _build_worcestershire)


def _build_worcestershire(project: Path) -> None:
    copy_worcestershire(project)
    _run_or_fail(project, "run", "--publisher", "embedded")


def _build_bundle(project: Path) -> None:
    copy_project(project)
    _run_or_fail(project, "run", "-q", "2017-18-Q3", "-q", "2017-18-Q4", "--publisher", "embedded")


def _build_from_dfe(project: Path) -> None:
    """Build another council's edition from DfE's files, with a manifest of their own."""
    copy_worcestershire(project)
    raw = project / "dfe"
    raw.mkdir()
    for name in DFE_FILES:
        shutil.copyfile(REAL / name, raw / Path(name).name)
        add_file(raw / Path(name).name, raw, answers=DFE_ANSWERS)
    asked = ("--raw", "dfe", "-q", "2017-18-Q4", "--area", "Essex")
    _run_or_fail(project, "run", *asked, "--publisher", "embedded")


def _run_or_fail(project: Path, *words: str) -> None:
    ran = run_kpi(project, *words)
    assert ran.code == 0, ran.err
