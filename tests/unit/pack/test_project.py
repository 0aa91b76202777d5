"""Where a project is found, and what is said of variables, folders and options that name none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.assure.release.log import moment_of_release
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import ManifestError, SettingsError
from kpi_lib.pack.project import find_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "kpi.toml").write_text('council = "Shire Council"\n', encoding="utf-8")
    return tmp_path


def test_the_environment_names_project_folders_and_audience(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("KPI_PROJECT", ".")
    monkeypatch.setenv("KPI_AUDIENCE", "internal")
    monkeypatch.setenv("KPI_RAW", "elsewhere")
    monkeypatch.setenv("KPI_EDITIONS", "")
    project = find_project()
    assert (project.root, project.audience) == (root, Audience.INTERNAL)
    assert (project.raw, project.editions) == (root / "elsewhere", root / "editions")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("KPI_PROJECT", "nowhere", "KPI_PROJECT names no KPI project"),
        ("KPI_PROJECT", "kpi.toml", "KPI_PROJECT names no KPI project"),
        ("KPI_AUDIENCE", "internl", "did you mean 'internal'"),
    ],
)
def test_a_variable_that_names_nothing_known_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv("KPI_PROJECT", str(root))
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=said):
        find_project()


def test_a_folder_that_was_removed_is_no_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "gone").mkdir()
    monkeypatch.chdir(root / "gone")
    monkeypatch.delenv("KPI_PROJECT", raising=False)
    (root / "gone").rmdir()
    with pytest.raises(SettingsError, match="no longer there"):
        find_project()


def test_a_raw_folder_or_a_site_that_is_no_folder_is_refused(root: Path) -> None:
    project = find_project(root)
    (root / "loop").symlink_to(root / "loop")
    for raw in (root / "kpi.toml", root / "loop", root / "nowhere"):
        with pytest.raises(ManifestError, match="no such raw folder"):
            project.with_raw(raw)
    with pytest.raises(SettingsError, match="The site cannot be here"):
        project.with_site(root / "kpi.toml")
    assert project.with_site(root / "new").site == root / "new"


def test_a_release_states_the_time_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1531353600")
    assert moment_of_release() == "2018-07-12T00:00:00Z"


@pytest.mark.parametrize("told", ["yesterday", "1e9", "9" * 30, "-" + "9" * 30, "9" * 5000, "2018-07-12"])
def test_a_time_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH names no time"):
        moment_of_release()
