"""An edition is published with the files that it was executed from, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.assure.release import candidate
from kpi_lib.assure.release.candidate import Candidate
from kpi_lib.assure.release.gate import release_unattended
from kpi_lib.core.errors import KpiErrors, ReleaseError
from kpi_lib.pack.project import Project
from kpi_lib.run.inputs import INPUTS_FILE, save_inputs

from .conftest import Q3, Q4, write_edition

Build = Callable[[Project], Candidate]
CHANGES = {
    "a raw file added": ("data/raw/returns/new.csv", "raw files", "returns/new.csv (added)"),
    "a raw file changed": ("data/raw/README.md", "raw files", "README.md (changed)"),
    "the library": ("library/__init__.py", "library", "__init__.py (changed)"),
    "a source notebook": ("notebooks/overview.ipynb", "source notebooks", "overview.ipynb (changed)"),
    "the settings": ("kpi.toml", "settings", "kpi.toml (changed)"),
    "the methods": ("docs/methods.md", "methods", "docs/methods.md (added)"),
}


def change(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + " ", encoding="utf-8")


@pytest.mark.parametrize("case", CHANGES)
def test_what_changed_since_an_edition_was_executed_is_named_before_a_site_is_built(
    project: Project, build: Build, case: str
) -> None:
    name, part, told = CHANGES[case]
    (project.raw / "README.md").write_text("raw", encoding="utf-8")
    write_edition(project, Q3)
    change(project.root / name)
    with pytest.raises(ReleaseError) as stopped:
        build(project)
    lines = str(stopped.value).splitlines()
    assert lines[0].startswith(f"The {part} have changed since" if part != "library" else f"The {part} has")
    assert lines[0].endswith(f"was executed ({project.editions / Q3})")
    assert lines[1].startswith(f"got {told}; expected the files")
    assert "kpi execute --quarter 2017-18-Q3" in lines[2] and len(lines) == 3
    assert not project.candidate.exists()


def test_a_raw_file_that_changes_while_the_site_is_built_is_found(
    project: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_checks = candidate.run_checks

    def checked(*of: object) -> list[str]:
        change(project.raw / "late.csv")
        return run_checks(*of)

    monkeypatch.setattr(candidate, "run_checks", checked)
    with pytest.raises(ReleaseError, match=r"late\.csv \(added\)"):
        build(project)
    assert not (project.candidate / "seal.json").exists()


@pytest.mark.parametrize("name", ["kpi.toml", "docs/methods.md"])
def test_what_is_packed_and_not_sealed_is_compared_when_it_is_released(
    project: Project, build: Build, name: str
) -> None:
    build(project)
    change(project.root / name)
    with pytest.raises(ReleaseError, match=rf"since .* was executed[^§]*{name}"):
        release_unattended(project)
    assert not project.site.exists() and not (project.releases / "releases.jsonl").exists()


def test_an_edition_that_is_as_it_was_released_needs_no_evidence_of_the_files_of_now(
    project: Project, build: Build
) -> None:
    build(project)
    release_unattended(project)
    change(project.root / "library/__init__.py")  # the next quarter, with a newer library
    write_edition(project, Q4)
    build(project)
    assert [path.name for path in release_unattended(project).packs] == [f"{Q4}-2.zip"]
    write_edition(project, Q3, "told anew")
    write_edition(project, Q4, "told anew")
    change(project.root / "library/__init__.py")
    with pytest.raises(KpiErrors) as stopped:
        build(project)
    assert [error.hint[:50] for error in stopped.value.errors] == [
        "execute it again: kpi execute --quarter 2017-18-Q4",
        "execute it again: kpi execute --quarter 2017-18-Q3",
    ]


def test_corrections_written_after_executing_explain_what_it_changed(project: Project, build: Build) -> None:
    header = "edition,indicator_id,area_code,period,reason,source,noted_on\n"
    (project.raw / "corrections.csv").write_text(header, encoding="utf-8")
    build(project)
    assert (project.candidate / "seal.json").is_file()


@pytest.mark.parametrize("text", ["", "[]", '{"data": {}}', '{"data": 1, "code": 1}'])
def test_an_edition_that_does_not_say_what_it_was_made_from_is_no_evidence(
    project: Project, build: Build, text: str
) -> None:
    (project.editions / Q3 / INPUTS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"Nothing says what .* was executed from"):
        build(project)
    save_inputs(project.editions / Q3, {})
    with pytest.raises(ReleaseError, match=r"Nothing says what .* was executed from"):
        build(project)
