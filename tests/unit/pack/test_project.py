"""Where a project is found, and what is said of variables, folders and options that name none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.assure.release.log import moment_of_release
from kpi_lib.catalogue.shipped import shipped
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import CatalogueError, ManifestError, SettingsError
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
        ("KPI_PROJECT", "nowhere", "KPI_PROJECT names no council's folder"),
        ("KPI_PROJECT", "kpi.toml", "KPI_PROJECT names no council's folder"),
        ("KPI_AUDIENCE", "internl", "did you mean 'internal'"),
    ],
)
def test_a_variable_that_names_nothing_known_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("KPI_PROJECT", str(root))
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=said):
        find_project()


def make_folder(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "kpi.toml").write_text('council = "Shire Council"\n', encoding="utf-8")
    return path


def test_the_nearest_folder_above_is_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nested = make_folder(root / "examples" / "nested")
    (nested / "notebooks").mkdir()
    monkeypatch.delenv("KPI_PROJECT", raising=False)
    monkeypatch.chdir(nested / "notebooks")
    assert find_project().root == nested
    assert find_project(root).root == root, "a folder that is named is taken wherever one is"
    monkeypatch.chdir(root / "examples")
    assert find_project().root == root


def test_a_variable_names_the_folder_outside_of_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_folder(tmp_path / "leeds")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KPI_PROJECT", "leeds")
    assert find_project().root == folder


def test_in_one_councils_folder_a_variable_may_not_name_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, other = make_folder(tmp_path / "leeds"), make_folder(tmp_path / "kent")
    monkeypatch.chdir(here)
    monkeypatch.setenv("KPI_PROJECT", str(other))
    with pytest.raises(SettingsError, match="names another council's folder") as error:
        find_project()
    assert len(str(error.value).splitlines()) == 3
    assert find_project(other).root == other


def test_outside_of_any_folder_the_hint_is_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KPI_PROJECT", raising=False)
    with pytest.raises(SettingsError, match="This is no council's folder") as error:
        find_project(start=tmp_path)
    assert len(str(error.value).splitlines()) == 3 and "kpi init FOLDER --area NAME" in error.value.hint
    with pytest.raises(SettingsError, match="--project names no council's folder"):
        find_project(tmp_path)


def test_a_notebook_of_ones_own_wins_over_the_librarys(root: Path) -> None:
    project = find_project(root)
    assert project.notebook("overview.ipynb") == shipped("notebooks/overview.ipynb")
    own = root / "notebooks" / "overview.ipynb"
    own.parent.mkdir()
    own.touch()
    assert project.notebook("overview.ipynb") == own
    assert project.notebook("money.ipynb") == shipped("notebooks/money.ipynb")
    with pytest.raises(CatalogueError, match="not installed whole"):
        project.notebook("nothing.ipynb")


def test_a_folder_that_was_removed_is_no_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "gone").mkdir()
    monkeypatch.chdir(root / "gone")
    monkeypatch.delenv("KPI_PROJECT", raising=False)
    (root / "gone").rmdir()
    with pytest.raises(SettingsError, match="no longer there"):
        find_project()


def test_a_raw_folder_or_a_site_that_is_no_folder_is_refused(root: Path) -> None:
    project = find_project(start=root)
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
