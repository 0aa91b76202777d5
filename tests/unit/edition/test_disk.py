from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpi_lib.core.errors import NotebookError, StorageError
from kpi_lib.edition.disk import hash_of, replaced_folder, write_file

DEAD = 2**22 + 1
"""A process number above Linux's largest, so of no process."""


def old_site(folder: Path) -> Path:
    site = folder / "_site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    return site


def test_the_new_folder_takes_the_old_ones_place(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    with replaced_folder(site) as building:
        (building / "new.html").write_text("new", encoding="utf-8")
        assert (site / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]
    assert [path.name for path in site.iterdir()] == ["new.html"]


@pytest.mark.parametrize("error", [NotebookError("a cell raised"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_folder_whole(tmp_path: Path, error: BaseException) -> None:
    site = old_site(tmp_path)
    with pytest.raises(type(error)), replaced_folder(site) as building:
        (building / "half.html").write_text("half", encoding="utf-8")
        raise error
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]
    assert (site / "index.html").read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full, a disk always full")
def test_a_full_disk_is_a_storage_error_and_the_old_folder_is_whole(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    with pytest.raises(StorageError, match="The disk is full"), replaced_folder(site) as building:
        (building / "page.html").symlink_to("/dev/full")
        (building / "page.html").write_text("x" * 10_000, encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]
    assert (site / "index.html").read_text(encoding="utf-8") == "old"


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / f"._site.building-{DEAD}").mkdir()
    living = tmp_path / f"._site.building-{os.getppid()}"
    living.mkdir()
    with replaced_folder(tmp_path / "_site"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [living.name, "_site"]


def test_a_run_killed_in_the_middle_of_the_swap_gives_the_old_folder_back(tmp_path: Path) -> None:
    old_site(tmp_path).rename(tmp_path / f"._site.old-{DEAD}")
    with pytest.raises(NotebookError), replaced_folder(tmp_path / "_site"):
        raise NotebookError("a cell raised")
    assert (tmp_path / "_site" / "index.html").read_text(encoding="utf-8") == "old"


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(StorageError):
        write_file(tmp_path / "folder" / "file.txt", "new")


def test_the_hash_tells_names_contents_and_places_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    (first / "x").mkdir(parents=True)
    (first / "x" / "file").write_text("1", encoding="utf-8")
    before = hash_of(first)
    (first / "x" / "__pycache__").mkdir()
    (first / "x" / "__pycache__" / "file.pyc").write_text("2", encoding="utf-8")
    assert hash_of(first) == before
    (first / "x" / "file").rename(first / "file")
    assert hash_of(first) != before
    assert hash_of(second) == hash_of(tmp_path / "nothing")
