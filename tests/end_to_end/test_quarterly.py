"""The scheduled workflow keeps the released site and its log from run to run, or stops; never a new log."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "quarterly.yml"
NEEDED = [name for name in ("git", "bash") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(NEEDED), reason=f"not here: {', '.join(NEEDED)}")


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@localhost"]
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository as a council keeps it: `_site` and `releases` are ignored."""
    work = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "origin")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", "work")
    (work / ".gitignore").write_text("/_site/\n/releases/\n", encoding="utf-8")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "-m", "A project")
    git(work, "push", "--quiet", str(tmp_path / "origin"), "main")
    return tmp_path / "origin"


def step(folder: Path, name: str) -> int:
    """Run one step of the workflow in a checkout, as GitHub does; return its exit code."""
    steps = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["site"]["steps"]
    (found,) = [item for item in steps if item.get("name") == name]
    (folder.parent / f"{folder.name}-temp").mkdir(exist_ok=True)
    environment = {**os.environ, **found.get("env", {}), "RUNNER_TEMP": f"{folder}-temp"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False).returncode


def quarter(origin: Path, name: str) -> Path:
    """Run the workflow in a fresh checkout; its release adds a line to the log that it finds."""
    folder = origin.parent / name
    git(origin.parent, "clone", "--quiet", "--depth", "1", origin.as_uri(), name)
    assert step(folder, "Put back what was released") == 0
    for file in ("_site/index.html", "releases/releases.jsonl", "releases/site.sha256"):
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + f"{name}\n", encoding="utf-8")
    assert step(folder, "Keep what was released") == 0
    return folder


def test_each_run_goes_on_with_the_log_of_the_one_before(origin: Path) -> None:
    quarter(origin, "first")
    second = quarter(origin, "second")
    assert (second / "releases" / "releases.jsonl").read_text(encoding="utf-8") == "first\nsecond\n"
    assert git(origin, "show", "released:_site/index.html") == "first\nsecond\n"
    assert git(origin, "log", "--format=%s", "released").count("Released on") == 2
    assert git(second, "status", "--porcelain") == ""


def test_a_run_that_releases_nothing_keeps_nothing_new(origin: Path) -> None:
    before = quarter(origin, "first")
    git(before, "fetch", "--quiet", "origin", "+refs/heads/released:refs/remotes/origin/released")
    assert step(before, "Keep what was released") == 0
    assert git(origin, "log", "--format=%s", "released").count("Released on") == 1


def test_a_run_that_cannot_reach_what_was_released_stops(origin: Path) -> None:
    folder = quarter(origin, "first")
    git(folder, "remote", "set-url", "origin", str(origin.parent / "nowhere"))
    assert step(folder, "Put back what was released") not in (0, 2)


def test_a_release_made_elsewhere_in_the_meantime_is_never_overwritten(origin: Path) -> None:
    folder = quarter(origin, "first")  # does not know what is in the branch after it
    quarter(origin, "second")
    (folder / "_site" / "index.html").write_text("of the first again", encoding="utf-8")
    assert step(folder, "Keep what was released") != 0
    assert git(origin, "show", "released:_site/index.html") == "first\nsecond\n"
