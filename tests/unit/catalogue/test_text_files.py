"""Text that people wrote: read rightly whatever saved it, or refused in three lines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpi_lib.catalogue.text_files import MOST_BYTES, load_text
from kpi_lib.core.errors import SettingsError

TEXT = "Children’s £ – café\nsecond line\n"
SAVED = {
    "UTF-8": TEXT.encode(),
    "UTF-8 of Notepad": TEXT.encode("utf-8-sig"),
    "Unicode of Notepad": TEXT.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16 without its mark": TEXT.encode("utf-16-le"),
    "UTF-32": TEXT.encode("utf-32"),
    "ANSI of Windows": TEXT.encode("cp1252"),
    "lines of Windows": TEXT.replace("\n", "\r\n").encode("cp1252"),
    "lines of an old Mac": TEXT.replace("\n", "\r").encode(),
}
DAMAGED = {
    "zero bytes": (b"a = 1\n\0", "zero byte in row 2"),
    "a hidden character": (b"a = 1\n\x07", r"control character \(0x07\) in line 2"),
    "cut UTF-16": ("a = 1".encode("utf-16")[:-1], "not utf-16-le"),
    "no UTF-8 behind its mark": (b"\xef\xbb\xbfcaf\xe9", "not UTF-8 although the file says so"),
    "£ of MS-DOS": ("£".encode("cp850"), "byte 9C in row 1"),
    "é of an old Mac": ("one\ncafé".encode("mac_roman"), "byte 8E in row 2"),
    "two encodings in one": ("café".encode() + "\n–".encode("cp1252"), "UTF-8 in row 1"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00", "zero byte"),
}


@pytest.mark.parametrize("how", SAVED)
def test_a_text_is_the_same_whatever_saved_it(tmp_path: Path, how: str) -> None:
    (tmp_path / "file").write_bytes(SAVED[how])
    assert load_text(tmp_path / "file", SettingsError) == TEXT


@pytest.mark.parametrize("how", DAMAGED)
def test_what_is_no_text_is_not_guessed(tmp_path: Path, how: str) -> None:
    data, said = DAMAGED[how]
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(SettingsError, match=said) as refused:
        load_text(tmp_path / "file", SettingsError)
    assert "save it as UTF-8" in refused.value.hint
    assert len(str(refused.value).splitlines()) == 3


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        file.truncate(2_000_000_000)  # sparse: it takes no room
    with pytest.raises(SettingsError, match="too large") as refused:
        load_text(tmp_path / "file", SettingsError)
    assert (refused.value.got, refused.value.expected) == (
        "2,000,000,000 bytes",
        f"at most {MOST_BYTES:,} bytes",
    )


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, said in (
        (tmp_path, "a folder"),
        (tmp_path / "pipe", "a pipe"),
        (Path(os.devnull), "a device"),
        (tmp_path / "nowhere", "no such file"),
        (tmp_path / "loop", "symbolic links"),
        (tmp_path / "a\0b", "null"),
        (tmp_path / ("x" * 300), "too long"),
    ):
        with pytest.raises(SettingsError, match=said):
            load_text(path, SettingsError)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "file").write_text("a")
    monkeypatch.setattr(Path, "open", denied)  # the suite may run as root, who may read all
    with pytest.raises(SettingsError, match="Permission denied"):
        load_text(tmp_path / "file", SettingsError)
