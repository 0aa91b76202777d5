from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from kpi_lib.core.errors import StorageError
from kpi_lib.disk.faults import any_error, error_in, read_error, storage_error, storage_faults

SAID = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The quota of disk space is used up",
    errno.EFBIG: "A file is larger than this system allows",
    errno.EROFS: "The disk is read-only",
    errno.EMFILE: "Too many files are open",
    errno.ENAMETOOLONG: "A name or path is too long",
    errno.EBUSY: "A folder is in use or a mount point",
    errno.EIO: "The disk reports a fault",
}


def fault(number: int) -> OSError:
    return OSError(number, os.strerror(number), "data/raw/a.csv")


@pytest.mark.parametrize("number", SAID, ids=errno.errorcode.get)
def test_a_fault_is_named_as_what_it_is_whether_reading_or_writing(number: int) -> None:
    lines = [str(error).splitlines() for error in (
        storage_error(fault(number), "x"), read_error(fault(number), "data/raw/a.csv"),
        any_error(fault(number)),
    )]  # fmt: skip
    assert lines[0] == lines[1] == lines[2]
    assert lines[0][0].startswith(SAID[number]) and lines[0][0].endswith("(data/raw/a.csv)")
    assert lines[0][1] == f"got {os.strerror(number)}"
    assert lines[0][2].startswith("hint: ")


def test_a_file_that_excel_has_open_is_named_so() -> None:
    locked = PermissionError(errno.EACCES, "The process cannot access the file", "a.xlsx")
    locked.winerror = 32  # type: ignore[misc]  # what Windows adds
    assert str(read_error(locked, "a.xlsx")).splitlines()[::2] == [
        "A file is open in another program (a.xlsx)",
        "hint: close it there and run again: Excel locks every file that it has open",
    ]


def test_permission_names_what_may_not_be_done() -> None:
    refused = fault(errno.EACCES)
    assert str(read_error(refused, "a.csv")).startswith("The file cannot be opened (a.csv)\ngot Permission")
    assert str(storage_error(refused, "x")).startswith("A file or folder cannot be written (data/raw/a.csv)")


def test_a_tree_that_cannot_be_copied_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`copytree` gathers all faults into one text without a number."""
    (tmp_path / "a").mkdir()
    for name in ("x", "y"):
        (tmp_path / "a" / name).touch()

    def full(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    with pytest.raises(StorageError, match=r"^The disk is full") as caught, storage_faults(tmp_path):
        shutil.copytree(tmp_path / "a", tmp_path / "b", copy_function=full)
    assert len(str(caught.value).splitlines()) == 3


def test_what_another_program_says_of_the_disk_is_understood() -> None:
    said = "pandoc: brief.docx: withBinaryFile: resource exhausted (No space left on device)"
    assert str(error_in(said, "while pandoc wrote a document")).startswith("The disk is full (while pandoc")
    assert error_in("WARNING: document isn't included in any toctree", "") is None
