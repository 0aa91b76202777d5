"""Release and publication, ended before any operation on files: old or new, and the next one goes on."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from killing import ALL, Kills, Operation

from kpi_lib.assure.release import checks
from kpi_lib.assure.release.candidate import build_candidate
from kpi_lib.assure.release.evidence import PENDING
from kpi_lib.assure.release.gate import release_unattended
from kpi_lib.assure.release.log import Log, load_log
from kpi_lib.assure.release.verify import verify_pack
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.errors import ReleaseError
from kpi_lib.disk import replace
from kpi_lib.pack.project import Project, project_at

SMALL = Path(__file__).parents[1] / "unit" / "assure" / "release" / "conftest.py"
HIDDEN = (".lock", ".building", ".old", ".copy", PENDING)

MOVES = ("kpi.exchange", "os.rename")

Tree = dict[str, bytes]


def _load_small() -> ModuleType:
    spec = importlib.util.spec_from_file_location("small_release", SMALL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


small = _load_small()
load_areas(), load_catalogue()  # once, not in every process that is ended


def project_in(folder: Path) -> Project:
    """Return the project in a folder, with small parts in this process, which has nothing else to do."""
    small.use_small_parts(pytest.MonkeyPatch(), folder)
    checks.CHECKS["disclosure control"] = lambda project, site: pd.DataFrame()
    return project_at(folder)


def make(folder: Path) -> None:
    small.use_small_parts(pytest.MonkeyPatch(), folder)
    small.make_project(folder)


def publish(folder: Path) -> None:
    build_candidate(project_in(folder), PublisherChoice.EMBEDDED)


def release(folder: Path) -> None:
    release_unattended(project_in(folder))


def run(folder: Path) -> None:
    publish(folder)
    release(folder)


def execute(folder: Path) -> None:
    """Execute one more edition and one anew, and leave one to be carried over."""
    project = project_in(folder)
    small.write_edition(project, small.Q4)
    small.write_edition(project, "2018-19-q1")
    shutil.rmtree(project.editions / small.Q3)


def release_if_it_may_be(folder: Path) -> None:
    try:
        release(folder)
    except ReleaseError:
        return


def release_by_two_renames(folder: Path) -> None:
    replace.exchange = lambda first, second: False
    release(folder)


def tree_of(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def site_of(tree: Tree) -> Tree:
    return {name: content for name, content in tree.items() if name.startswith("_site/")}


def sample_of(operations: list[Operation], *, is_odd: bool) -> list[Operation]:
    """Return all operations with `KPI_KILLS=all`; else few: those about the site's move and the log's."""
    if ALL:
        return operations
    moved = ("site", "site.building", ".jsonl.building")
    moves = [n for n, item in enumerate(operations) if item.event in MOVES and item.path.endswith(moved)]
    about = {number for n in moves for number in (n, n + 1)}
    return [item for n, item in enumerate(operations) if n in about or n % 40 == 20 * is_odd]


class Scene:
    """A project before a command and after it, from which each kill starts with a copy."""

    def __init__(self, kills: Kills, place: Path, command: str, *before: str) -> None:
        self.kills, self.place, self.command = kills, place, command
        self.start = place / "start"
        self.start.mkdir()
        for step in ("make", *before):
            kills.run(step, self.start)
        self.old = tree_of(self.start)
        self.operations = sample_of(kills.count(command, self.copy()), is_odd=kills.in_namespace)
        self.new = tree_of(place / "project")

    def copy(self) -> Path:
        """Return the project as it was before the command, at an address that is always the same."""
        folder = self.place / "project"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.start, folder)
        return folder

    def killed(self) -> Iterator[tuple[Operation, Path]]:
        """Yield each operation before which the command was ended, with what that left."""
        for operation in self.operations:
            folder = self.copy()
            self.kills.kill(self.command, folder, operation.number)
            yield operation, folder


def log_of(folder: Path) -> Log:
    return load_log(project_at(folder).releases / "releases.jsonl")


def check_whole(scene: Scene, folder: Path) -> bool:
    """Check that the old or the new site is in place and every pack is of a release in the log; is it new?"""
    tree = tree_of(folder)
    assert site_of(tree) in (site_of(scene.old), site_of(scene.new))
    log, is_new = log_of(folder), site_of(tree) == site_of(scene.new)
    assert is_new or len(log) == scene.old["releases/releases.jsonl"].count(b"\n")
    for path in folder.rglob("*.zip*"):
        if path.suffix == ".zip":
            assert verify_pack(path, folder / "releases" / "releases.jsonl") == []
        elif path.suffix == PENDING:
            with pytest.raises(ReleaseError, match="never happened"):
                verify_pack(path)
    return is_new


def leftovers_of(tree: Tree) -> list[str]:
    return [name for name in tree if any(part.endswith(HIDDEN) for part in name.split("/"))]


@pytest.fixture
def scene(kills: Kills, place: Path) -> Scene:
    return Scene(kills, place, "release", "run", "execute", "publish")


def test_a_release_is_old_or_new_and_the_next_command_goes_on(scene: Scene) -> None:
    seen = set()
    for operation, folder in scene.killed():
        seen.add(check_whole(scene, folder))
        follows = ("release", "publish", "run")[operation.number % 3]
        scene.kills.run(follows, folder)
        check_whole(scene, folder)
        if follows == "publish":
            assert leftovers_of(tree_of(folder)) == [], operation
            scene.kills.run("release", folder)
        after = tree_of(folder)
        changed = {name for name in {*after, *scene.new} if after.get(name) != scene.new.get(name)}
        # A publication after the release compares with the new site: its candidate says so.
        assert {name for name in changed if not name.startswith(".kpi/candidate/")} == set(), operation
        assert len(log_of(folder)) == 2
    assert seen == {True, False}


def test_a_command_that_goes_on_may_be_ended_as_well(kills: Kills, place: Path) -> None:
    scene = Scene(kills, place, "release", "run", "execute", "publish")
    (moved,) = [item.number for item in kills.count("release", scene.copy()) if item.event == "kpi.exchange"]
    for first in (moved, moved + 1, moved + 25):  # written down; in place; in the log
        folder = scene.copy()
        kills.kill("release", folder, first)
        left, seen = shutil.copytree(folder, place / "left"), set()
        for operation in sample_of(kills.count("release", folder), is_odd=kills.in_namespace):
            shutil.rmtree(folder)
            shutil.copytree(left, folder)
            kills.kill("release", folder, operation.number)
            seen.add(check_whole(scene, folder))
            kills.run("release", folder)
            assert tree_of(folder) == scene.new, (first, operation)
        assert seen == ({True, False} if first == moved else {True})
        shutil.rmtree(left)


def test_the_first_release_is_whole_or_none(kills: Kills, place: Path) -> None:
    scene = Scene(kills, place, "release", "publish")
    for operation, folder in scene.killed():
        site = site_of(tree_of(folder))
        assert site in ({}, site_of(scene.new)), operation
        assert site or not log_of(folder), operation
        kills.run("release", folder)
        assert tree_of(folder) == scene.new, operation


def test_where_a_folder_cannot_be_exchanged_the_next_command_puts_it_back(kills: Kills, place: Path) -> None:
    scene = Scene(kills, place, "release_by_two_renames", "run", "execute", "publish")
    were_missing = 0
    for operation, folder in scene.killed():
        were_missing += not (folder / "_site").exists()
        kills.run(("release", "run")[operation.number % 2], folder)
        assert check_whole(scene, folder) and leftovers_of(tree_of(folder)) == [], operation
        assert len(log_of(folder)) == 2
    assert were_missing or not ALL


def test_a_publication_touches_nothing_released_and_the_next_one_goes_on(kills: Kills, place: Path) -> None:
    scene = Scene(kills, place, "publish", "run", "execute")
    kills.run("release", place / "project")
    released_after = site_of(tree_of(place / "project"))
    for operation, folder in scene.killed():
        released = {name: content for name, content in tree_of(folder).items() if not name.startswith(".kpi")}
        before = {name: content for name, content in scene.old.items() if not name.startswith(".kpi")}
        assert released == before, operation
        if operation.number % 2:
            kills.run("release_if_it_may_be", folder)
            site = site_of(tree_of(folder))
            assert site == (site_of(scene.old) if len(log_of(folder)) == 1 else released_after), operation
        if len(log_of(folder)) == 1:
            kills.run("publish", folder)
            assert tree_of(folder) == scene.new, operation
        kills.run("run", folder)
        assert leftovers_of(tree_of(folder)) == [] and len(log_of(folder)) == 2, operation
