"""A council's folder, made new: planned from a few answers, then written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import tomli_w
from jinja2 import Environment, StrictUndefined
from pydantic import ValidationError

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.neighbours import known_models, newest_model_of
from kpi_lib.catalogue.packaged import packaged_folder
from kpi_lib.catalogue.settings import SETTINGS_FILE, PublisherChoice, Settings, check_council
from kpi_lib.catalogue.shipped import NOTEBOOKS, SITE_FILE, shipped
from kpi_lib.catalogue.toml_files import faults_of
from kpi_lib.core.areas import Level
from kpi_lib.core.errors import CatalogueError, SettingsError, raise_all
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.replace import replaced_folder
from kpi_lib.ingest.add import add_file
from kpi_lib.ingest.council.names import NAMES_FILE
from kpi_lib.ingest.manifest import MANIFEST_FILE
from kpi_lib.pack.project import Project, project_at

EXAMPLE = "example"
"""The invented council's folder among the library's own data."""
MAKING = ".kpi-init-"
"""How the folder begins in which everything is written first, where the council's folder is there already."""
_TEMPLATES = files("kpi_lib.pack") / "templates"
_WRITTEN = {SETTINGS_FILE: "kpi.toml.j2", "README.md": "README.md.j2", ".gitignore": "gitignore.j2"}


@dataclass(frozen=True, slots=True)
class NewFolder:
    """What a council's folder will hold: its settings, and copies of the library's notebooks if asked for."""

    area: Area
    settings: Settings
    has_notebooks: bool = False


def plan_folder(
    area: str,
    *,
    council: str = "",
    neighbour_model: str = "",
    publisher: PublisherChoice = PublisherChoice.AUTO,
    has_notebooks: bool = False,
) -> NewFolder:
    """Return what the folder of an area's council will hold; nothing is written.

    Parameters
    ----------
    area : name, ONS code or DfE number of a local authority.
    council : the council's name as pages print it; the area's when left out.
    neighbour_model : a list of statistical neighbours; the newest that has the area when left out.

    Raises
    ------
    CatalogueError : no such area (with the nearest), or no authority of today.
    SettingsError : a council of another area, or a list that is not known.
    """
    chosen = _authority(area)
    answers = {
        "council": council or chosen.name,
        "home_area": chosen.area_code,
        "neighbour_model": neighbour_model or newest_model_of(chosen.area_code),
        "publisher": publisher,
    }
    try:
        settings = Settings.model_validate(answers)
    except ValidationError as fault:
        raise_all(faults_of(fault, answers, SETTINGS_FILE, Settings, SettingsError))
        raise
    check_council(settings)
    return NewFolder(chosen, settings, has_notebooks)


def save_folder(target: Path, new: NewFolder) -> Project:
    """Write a council's folder, whole or not at all.

    Raises
    ------
    SettingsError : there is something in the folder. StorageError : it cannot be written.
    """
    with filled_folder(target) as building:
        _save_files(building, new)
        if new.has_notebooks:
            _copy_notebooks(building)
    return project_at(target)


def save_example(target: Path, *, has_notebooks: bool = False) -> Project:
    """Write the folder of the invented council, with all its figures and records, whole or not at all.

    Raises
    ------
    SettingsError : there is something in the folder. StorageError : it cannot be written.
    """
    with filled_folder(target) as building:
        shutil.copytree(packaged_folder(EXAMPLE), building, dirs_exist_ok=True)
        (building / "data" / "processed").mkdir()
        (building / "data" / "processed" / ".gitkeep").touch()
        shutil.copyfile(shipped(SITE_FILE), building / SITE_FILE)
        _write(building / "README.md", _filled("example.md.j2", {}))
        _write(building / ".gitignore", _filled("gitignore.j2", {}))
        if has_notebooks:
            _copy_notebooks(building)
    return project_at(target)


def _copy_notebooks(folder: Path) -> None:
    shutil.copytree(shipped(NOTEBOOKS), folder / NOTEBOOKS, ignore=shutil.ignore_patterns(".*"))


@contextmanager
def filled_folder(target: Path) -> Generator[Path]:
    """Give an empty folder, whose contents are those of `target` when the block ends well.

    `target` may be the folder that the user is in, which cannot be replaced: what is in the block's folder
    is then moved into it, the settings last, so that it is a council's folder only when it is whole.

    Raises
    ------
    SettingsError : `target` is no folder, or there is something in it. StorageError : it cannot be written.
    """
    target = target.resolve()
    if not target.exists():
        with replaced_folder(target) as building:
            yield building
        return
    _check_empty(target)
    with storage_faults(target), tempfile.TemporaryDirectory(prefix=MAKING, dir=target) as name:
        yield Path(name)
        _move_up(Path(name), target)


def _authority(text: str) -> Area:
    """Return the local authority that a text names, of those there are today."""
    areas = load_areas()
    area = areas.named(text)
    if area.level is not Level.AUTHORITY:
        raise CatalogueError(
            "A council's area is a local authority",
            got=f"{area.name} ({area.area_code}), a {area.level}" if area.name != "England" else "England",
            expected="the name or code of one of England's authorities, such as Leeds or E08000035",
        )
    if area.valid_to:
        followers = [areas.find(dfe_number=number).name for number in area.successors]
        raise CatalogueError(
            "This authority is no longer there",
            got=f"{area.name}, until {area.valid_to}",
            expected="an authority of today",
            hint=f"choose {' or '.join(followers)}" if followers else "",
        )
    return area


def _check_empty(target: Path) -> None:
    """Raise SettingsError unless there is nothing in a folder but what a command that was killed left."""
    if target.is_dir():
        for leftover in target.glob(f"{MAKING}*"):
            shutil.rmtree(leftover, ignore_errors=True)
    inside = sorted(path.name for path in target.iterdir()) if target.is_dir() else []
    if inside or not target.is_dir():
        some = ", ".join(inside[:3]) + (f" and {len(inside) - 3} more" if len(inside) > 3 else "")
        raise SettingsError(
            "A council's folder is made in a new folder, or in an empty one",
            where=str(target),
            got=some or "something that is no folder",
            expected="nothing in it",
            hint="name another folder, or move what is in it elsewhere; nothing was written",
        )


def _move_up(building: Path, target: Path) -> None:
    """Move what is in a folder into the one that holds it; back again where one move fails."""
    moved: list[Path] = []
    try:
        for path in sorted(building.iterdir(), key=lambda path: path.name == SETTINGS_FILE):
            moved.append(path.rename(target / path.name))
    except OSError:
        for path in moved:
            path.rename(building / path.name)
        raise


def _save_files(folder: Path, new: NewFolder) -> None:
    """Write everything but notebooks into an empty folder."""
    project = project_at(folder)
    for made in (project.raw, project.processed):
        made.mkdir(parents=True)
    (project.processed / ".gitkeep").touch()
    shutil.copyfile(shipped(SITE_FILE), folder / SITE_FILE)
    known = {"settings": new.settings, "area": new.area.name, "models": " or ".join(known_models())}
    for name, template in _WRITTEN.items():
        _write(folder / name, _filled(template, known))
    _write(project.raw / MANIFEST_FILE, "")
    _write(project.raw / NAMES_FILE, _filled("names.toml.j2", known))
    listed = {"publisher": new.settings.council, "licence": "Internal"}
    add_file(project.raw / NAMES_FILE, project.raw, answers=listed, check_names=False)


def _filled(template: str, known: Mapping[str, object]) -> str:
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.filters["toml"] = lambda value: tomli_w.dumps({"a": value}).removeprefix("a = ").strip()
    return environment.from_string((_TEMPLATES / template).read_text(encoding="utf-8")).render(known)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
