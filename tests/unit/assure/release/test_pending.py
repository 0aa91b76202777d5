"""A release that was stopped is finished or undone by the next command, whichever it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from kpi_lib.assure.release import gate, pending
from kpi_lib.assure.release.candidate import Candidate
from kpi_lib.assure.release.gate import release_unattended
from kpi_lib.assure.release.log import load_log
from kpi_lib.assure.release.verify import verify_pack
from kpi_lib.core.errors import ReleaseError
from kpi_lib.pack.project import Project
from kpi_lib.publish.target import MARKER

from .conftest import Q3, write_edition

Build = Callable[[Project], Candidate]
LOG = "releases.jsonl"


class Killed(BaseException):
    """Ends a release without a chance to tidy up, as far as `settle` is held still."""


def kill(*words: object) -> None:
    raise Killed


@pytest.fixture
def before_the_move(project: Project, build: Build, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A release that was written down, and killed before its site moved."""
    build(project)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        save = gate.save_pending
        patch.setattr(gate, "save_pending", lambda *words: (save(*words), kill()))
        patch.setattr(gate, "settle", lambda project: None)
        release_unattended(project)
    return project


@pytest.fixture
def after_the_move(project: Project, build: Build, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A release whose site was in place when it was killed."""
    build(project)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(pending, "save_log", kill)
        release_unattended(project)
    return project


def test_a_pack_of_a_release_that_never_happened_verifies_as_nothing(before_the_move: Project) -> None:
    (pack,) = before_the_move.releases.rglob("*.zip*")
    with pytest.raises(ReleaseError, match="never happened"):
        verify_pack(pack)


def test_the_next_publication_undoes_it(before_the_move: Project, build: Build) -> None:
    build(before_the_move)
    assert [path for path in before_the_move.releases.rglob("*") if path.is_file()] == []
    assert not before_the_move.site.exists()
    assert release_unattended(before_the_move).release == 1


def test_or_it_finishes_it(after_the_move: Project, build: Build) -> None:
    assert not (after_the_move.releases / LOG).exists()
    build(after_the_move)
    (entry,) = load_log(after_the_move.releases / LOG)
    (pack,) = after_the_move.releases.rglob("*.zip*")
    assert pack.name == f"{Q3}-1.zip" and verify_pack(pack, after_the_move.site / LOG) == []
    assert release_unattended(after_the_move).entry is None and entry.release == 1


def test_a_site_changed_since_is_neither_finished_nor_undone(after_the_move: Project, build: Build) -> None:
    page = after_the_move.site / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole + b"<script>")
    for command in (build, release_unattended):
        with pytest.raises(ReleaseError, match=r"A release was stopped[^§]*index\.html \(changed\)"):
            command(after_the_move)
    page.write_bytes(whole)
    assert release_unattended(after_the_move).release == 1


def test_a_site_taken_away_since_undoes_it(after_the_move: Project, build: Build) -> None:
    shutil.rmtree(after_the_move.site)
    build(after_the_move)
    assert release_unattended(after_the_move).entry is not None
    assert len(load_log(after_the_move.releases / LOG)) == 1


def test_a_broken_record_stops_with_its_name(after_the_move: Project, build: Build) -> None:
    record = after_the_move.releases / "pending" / "release.json"
    record.write_text(
        record.read_text(encoding="utf-8").replace('"release"', '"releases"', 1), encoding="utf-8"
    )
    with pytest.raises(ReleaseError, match=r"written down of a stopped release is broken[^§]*release\.json"):
        build(after_the_move)


def test_an_entry_changed_in_the_record_is_no_entry(after_the_move: Project, build: Build) -> None:
    record = after_the_move.releases / "pending" / "release.json"
    text = record.read_text(encoding="utf-8").replace("scheduled run", "The Director")
    record.write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"log is broken[^§]*changed after it was written"):
        build(after_the_move)


def test_a_first_release_over_a_site_of_no_release_can_be_undone(
    project: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.site.mkdir()
    (project.site / "index.html").write_text("an earlier version", encoding="utf-8")
    (project.site / MARKER).write_text("{}", encoding="utf-8")
    build(project)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(gate, "save_pending", kill)
        release_unattended(project)
    assert (project.site / "index.html").read_text(encoding="utf-8") == "an earlier version"
    write_edition(project, Q3)
    build(project)
    assert release_unattended(project).release == 1
