"""The library's files of a site's look are in the council's folder, as this version has them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kpi_lib.publish.look import LOOK_FOLDER, save_look
from kpi_lib.publish.quarto import NAMED_FILES
from kpi_lib.publish.site import load_site

ROOT = Path(__file__).parents[3]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_that_the_description_names_is_there(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "_quarto.yml", tmp_path / "_quarto.yml")
    save_look(tmp_path)
    named = (*load_site(tmp_path).files, *(tmp_path / name for name in NAMED_FILES))
    assert len(named) > 7
    assert all(file.is_file() and file.is_relative_to(tmp_path / LOOK_FOLDER) for file in named)


@pytest.mark.parametrize("damage", ["changed", "missing", "left over", "an older version"])
def test_whatever_became_of_it_is_put_right(tmp_path: Path, damage: str) -> None:
    folder = save_look(tmp_path)
    whole = contents(folder)
    if damage == "changed":
        (folder / "site.css").write_text("p {}", encoding="utf-8")
    elif damage == "missing":
        (folder / "scripts.lua").unlink()
    elif damage == "left over":
        (folder / "scripts" / "gone.js").write_text("", encoding="utf-8")
    else:
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "site.css").write_text("p {}", encoding="utf-8")
    save_look(tmp_path)
    assert contents(folder) == whole


def test_nothing_is_written_where_all_is_as_it_should_be(tmp_path: Path) -> None:
    file = save_look(tmp_path) / "site.css"
    before = file.stat()
    save_look(tmp_path)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
