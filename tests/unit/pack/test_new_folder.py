"""A council's folder is planned from few answers, and written whole or not at all."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.neighbours import newest_model_of, select_neighbours
from kpi_lib.catalogue.settings import Settings, load_settings
from kpi_lib.catalogue.shipped import shipped
from kpi_lib.core.areas import Level, is_invented
from kpi_lib.core.errors import CatalogueError, KpiError, SettingsError, StorageError
from kpi_lib.ingest import check_manifest
from kpi_lib.ingest.council.names import load_names
from kpi_lib.pack import new_folder
from kpi_lib.pack.new_folder import MAKING, plan_folder, save_example, save_folder
from kpi_lib.publish.look import save_look
from kpi_lib.publish.site import load_site

ROOT = Path(__file__).parents[3]
FILES = {
    "kpi.toml", "README.md", ".gitignore", "_quarto.yml", "data/processed/.gitkeep", "data/raw/manifest.toml",
    "data/raw/names.toml",
}  # fmt: skip


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_holds_all_that_a_run_needs_and_no_more(tmp_path: Path) -> None:
    project = save_folder(tmp_path / "leeds", plan_folder("Leeds", council="Leeds City Council"))
    assert files_in(project.root) == FILES
    assert files_in(tmp_path) == {f"leeds/{name}" for name in FILES}, "nothing is left next to it"
    assert project.settings == Settings(
        council="Leeds City Council", home_area="E08000035", neighbour_model="2025-05"
    )
    assert [entry.path for entry in check_manifest(project.raw)] == ["names.toml"]
    assert load_names(project.raw / "names.toml") is not None
    save_look(project.root)
    assert load_site(project.root).title


def test_what_a_run_makes_is_ignored_as_in_this_repository(tmp_path: Path) -> None:
    project = save_folder(tmp_path / "leeds", plan_folder("Leeds"))
    ours = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    lines = (project.root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and line not in ours] == []


def test_notebooks_are_copied_only_where_they_are_asked_for(tmp_path: Path) -> None:
    project = save_folder(tmp_path / "leeds", plan_folder("Leeds", has_notebooks=True))
    library = {f"notebooks/{path.name}" for path in shipped("notebooks").glob("*.ipynb")}
    assert files_in(project.root) == FILES | library
    assert project.notebook("overview.ipynb") == project.root / "notebooks" / "overview.ipynb"


def test_every_name_is_one_on_windows_too(tmp_path: Path) -> None:
    save_folder(tmp_path / "leeds", plan_folder("Leeds", has_notebooks=True))
    save_look(tmp_path / "leeds")
    for name in files_in(tmp_path / "leeds"):
        on_windows = PureWindowsPath("C:\\Figures of Leeds", *Path(name).parts)
        assert on_windows.relative_to("C:\\Figures of Leeds").as_posix() == name
        assert not set(name) & set('<>:"\\|?*') and not any(
            part.endswith((".", " ")) for part in name.split("/")
        )
        assert not any(PureWindowsPath(part).is_reserved() for part in Path(name).parts)


def test_every_authority_of_today_has_its_folder_planned() -> None:
    real = [area for area in load_areas() if not is_invented(area.area_code)]
    today = [area for area in real if area.level is Level.AUTHORITY and not area.valid_to]
    assert len(today) == 153
    for area in today:
        settings = plan_folder(area.name).settings
        assert (settings.home_area, settings.council) == (area.area_code, area.name)
        assert len(select_neighbours(settings.neighbour_model, area.area_code)) == 10


def test_the_newest_list_with_the_area_is_taken() -> None:
    assert newest_model_of("E06000063") == "2025-05"  # Cumberland is on no list of 2021
    assert plan_folder("885", neighbour_model="2021-04").settings.neighbour_model == "2021-04"
    with pytest.raises(CatalogueError, match="No list of statistical neighbours has this area"):
        newest_model_of("E12000005")


@pytest.mark.parametrize(
    ("area", "answers", "said"),
    [
        ("Leds", {}, "did you mean 'Leeds'"),
        ("England", {}, "A council's area is a local authority"),
        ("West Midlands", {}, "A council's area is a local authority"),
        ("Cumbria", {}, "choose Cumberland or Westmorland and Furness"),
        ("Leeds", {"council": "Kent County Council"}, "names another council than that of Leeds"),
        ("Leeds", {"council": "Leeds\nCity"}, "'council' is not valid"),
        ("Leeds", {"neighbour_model": "2025-5"}, "did you mean '2025-05'"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_three_lines(
    area: str, answers: dict[str, str], said: str
) -> None:
    with pytest.raises(KpiError) as error:
        plan_folder(area, **answers)
    assert said in str(error.value) and len(str(error.value).splitlines()) in (2, 3)


@pytest.mark.parametrize("name", ["figures.csv", ".git/HEAD"])
def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    for target in (tmp_path, tmp_path / name):
        with pytest.raises(SettingsError, match="in a new folder, or in an empty one"):
            save_folder(target, plan_folder("Leeds"))
    assert files_in(tmp_path) == {name}


def test_an_empty_folder_is_filled_though_the_user_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    (tmp_path / f"{MAKING}killed").mkdir()
    save_folder(Path(), plan_folder("Leeds"))
    assert files_in(tmp_path) == FILES and tmp_path.stat().st_ino == before
    assert {path.name for path in tmp_path.iterdir()} == {name.split("/")[0] for name in FILES}


@pytest.mark.parametrize("is_there", [True, False])
def test_where_it_cannot_be_written_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    def full(*of: object, **answers: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "leeds"
    if is_there:
        target.mkdir()
    monkeypatch.setattr(new_folder, "add_file", full)
    with pytest.raises(StorageError):
        save_folder(target, plan_folder("Leeds"))
    assert [*tmp_path.rglob("*")] == [target] * is_there


def test_a_move_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def fails_last(path: Path, target: Path) -> Path:
        if path.name == "kpi.toml" and MAKING in path.parent.name:
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails_last)
    with pytest.raises(StorageError):
        save_folder(tmp_path, plan_folder("Leeds"))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("council", ['The "Leeds" trust', "Children’s £ trust", "back\\slash # trust"])
def test_whatever_the_council_is_called_its_settings_can_be_read(tmp_path: Path, council: str) -> None:
    save_folder(tmp_path / "leeds", plan_folder("Leeds", council=council))
    assert load_settings(tmp_path / "leeds").council == council


def test_the_example_is_an_ordinary_folder_with_everything_in_it(tmp_path: Path) -> None:
    project = save_example(tmp_path / "demo")
    assert project.settings.council == "Fernshire County Council"
    assert check_manifest(project.raw).entries
    assert all((project.root / name).is_file() for name in ("README.md", ".gitignore", "_quarto.yml"))
    with pytest.raises(SettingsError, match="in a new folder, or in an empty one"):
        save_example(tmp_path / "demo")
