from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kpi_lib.core.errors import NotebookError, StorageError
from kpi_lib.disk import lock, replace
from kpi_lib.disk.replace import replaced_folder, write_file
from kpi_lib.run.hashes import hash_files


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


@pytest.mark.parametrize("number", ["", f"-{os.getpid()}", "-1"], ids=["", "ours again", "that of init"])
def test_what_a_killed_run_left_is_cleared_whatever_number_it_had(tmp_path: Path, number: str) -> None:
    old_site(tmp_path)
    for name in ("building", "old"):
        (tmp_path / f"._site.{name}{number}").mkdir()
    if not number:
        (tmp_path / "._site.building").rmdir()  # with both the swap would have been cut off
    with replaced_folder(tmp_path / "_site"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]


def test_a_second_run_waits_then_is_refused_and_destroys_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    with replaced_folder(tmp_path / "_site") as building:
        (building / "index.html").write_text("first", encoding="utf-8")
        with ThreadPoolExecutor() as pool, pytest.raises(StorageError, match="Another run is writing here"):
            pool.submit(enter, replaced_folder(tmp_path / "_site")).result()
    assert (tmp_path / "_site" / "index.html").read_text(encoding="utf-8") == "first"


def enter(context: AbstractContextManager[Path]) -> None:
    with context:
        pass


@pytest.mark.parametrize("number", ["", "-1"])
def test_a_run_killed_in_the_middle_of_the_swap_gives_the_old_folder_back(
    tmp_path: Path, number: str
) -> None:
    old_site(tmp_path).rename(tmp_path / f"._site.old{number}")
    with pytest.raises(NotebookError), replaced_folder(tmp_path / "_site"):
        raise NotebookError("a cell raised")
    assert (tmp_path / "_site" / "index.html").read_text(encoding="utf-8") == "old"


def test_a_link_stays_and_the_folder_that_it_leads_to_is_replaced(tmp_path: Path) -> None:
    root = old_site(tmp_path).rename(tmp_path / "web-root")
    (tmp_path / "_site").symlink_to(root)
    with replaced_folder(tmp_path / "_site") as building:
        (building / "new.html").write_text("new", encoding="utf-8")
    assert (tmp_path / "_site").readlink() == root
    assert [path.name for path in root.iterdir()] == ["new.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["_site", "web-root"]


def test_a_mount_point_is_refused_in_clear_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = old_site(tmp_path)

    def busy(first: Path, second: Path) -> bool:
        raise OSError(errno.EBUSY, "Device or resource busy", str(first), None, str(second))

    monkeypatch.setattr(replace, "exchange", busy)
    with pytest.raises(StorageError, match="mount point"), replaced_folder(site):
        pass
    assert (site / "index.html").read_text(encoding="utf-8") == "old"


def test_a_folder_of_a_container_image_is_copied_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of overlayfs's lower layer can be neither exchanged nor renamed."""
    site = old_site(tmp_path)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == site:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(path, target)

    monkeypatch.setattr(replace, "exchange", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with replaced_folder(site) as building:
        (building / "new.html").write_text("new", encoding="utf-8")
    assert [path.name for path in site.iterdir()] == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]


def test_a_file_in_the_place_of_a_folder_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "_site").write_text("mine", encoding="utf-8")
    with (
        pytest.raises(StorageError, match="a file where a folder should be"),
        replaced_folder(tmp_path / "_site"),
    ):
        pass
    assert (tmp_path / "_site").read_text(encoding="utf-8") == "mine"


@pytest.fixture(params=[0o022, 0o002, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_private_folder_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    with replaced_folder(tmp_path / ".kpi" / "internal" / "site", is_private=True) as building:
        assert mode(building) == 0o700
        (building / "a").mkdir()
        (building / "a" / "b").write_text("", encoding="utf-8")
    write_file(tmp_path / "releases" / "log", "", is_private=True)
    folders = (".kpi", ".kpi/internal", ".kpi/internal/site", ".kpi/internal/site/a", "releases")
    assert {mode(tmp_path / name) for name in folders} == {0o700}
    assert {mode(tmp_path / name) for name in (".kpi/internal/site/a/b", "releases/log")} == {0o600}


def test_a_public_folder_has_the_modes_of_the_umask_though_it_is_copied_from_a_private_one(
    tmp_path: Path, umask: int
) -> None:
    with replaced_folder(tmp_path / "candidate", is_private=True) as building:
        (building / "a").mkdir()
        (building / "a" / "b").write_text("", encoding="utf-8")
    with replaced_folder(tmp_path / "_site") as building:
        shutil.copytree(tmp_path / "candidate", building, dirs_exist_ok=True)
    assert mode(tmp_path / "_site") == mode(tmp_path / "_site" / "a") == 0o777 & ~umask
    assert mode(tmp_path / "_site" / "a" / "b") == 0o666 & ~umask


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(StorageError):
        write_file(tmp_path / "folder" / "file.txt", "new")


def test_the_hash_tells_names_contents_and_places_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    (first / "x").mkdir(parents=True)
    (first / "x" / "file").write_text("1", encoding="utf-8")
    before = hash_files(first)
    (first / "x" / "__pycache__").mkdir()
    (first / "x" / "__pycache__" / "file.pyc").write_text("2", encoding="utf-8")
    assert hash_files(first) == before
    (first / "x" / "file").rename(first / "file")
    assert hash_files(first) != before
    assert hash_files(second) == hash_files(tmp_path / "nothing")
