"""What is read is what is sealed, and what is packed as evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kpi_lib.assure.release.candidate import Candidate
from kpi_lib.assure.release.evidence import gather_evidence
from kpi_lib.assure.release.seal import check_seal, load_seal
from kpi_lib.core.errors import ReleaseError
from kpi_lib.pack.project import Project
from kpi_lib.run.record import load_editions

from .conftest import Q3, write_edition

Build = Callable[[Project], Candidate]
READ = {"manifest.toml", "returns/a.csv", "explanations.csv", "commentary/2017-18-Q3.md", "README.md"}
NOT_READ = {".hidden/a.csv", "~$a.xlsx", "__pycache__/a.csv"}


def put(project: Project, name: str) -> None:
    path = project.raw / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("", encoding="utf-8")


def test_the_raw_files_that_may_be_read_are_sealed_and_packed_and_no_others(
    project: Project, build: Build
) -> None:
    for name in READ | NOT_READ:
        put(project, name)
    (project.root / "elsewhere.md").write_text("of another council", encoding="utf-8")
    (project.raw / "linked.md").symlink_to(project.root / "elsewhere.md")
    write_edition(project, Q3)
    build(project)
    seal = load_seal(project)
    assert set(seal["files"]["data"]) == READ
    packed = gather_evidence(project, load_editions(project.editions, project.area_code)[0], seal).members
    assert {name.removeprefix("data/raw/") for name in packed if name.startswith("data/raw/")} == READ


def test_a_workbook_that_is_open_changes_nothing_but_a_file_that_is_read_does(
    project: Project, build: Build
) -> None:
    build(project)
    seal = load_seal(project)
    put(project, "~$a.xlsx")
    check_seal(project, seal)
    put(project, "explanations.csv")
    with pytest.raises(ReleaseError, match=r"explanations\.csv \(added\)"):
        check_seal(project, seal)
