from __future__ import annotations

import random

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grids import decode_text

TABLE = "area,value\nKingston upon Hull, “City of”,£5\nYnys Môn,7\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be"),
     ("cp1252", "cp1252")],
)  # fmt: skip
def test_reads_what_councils_save(codec: str, encoding: str) -> None:
    text = decode_text(TABLE.encode(codec), "file.csv")
    assert text.data.decode() == TABLE
    assert text.encoding == encoding


@pytest.mark.parametrize(
    "text",
    [
        "£5",
        "a’s",
        "Apr–Jun",
        "é",
        "£",
        "Ynys Môn, café: 20%…",
        "€5 † ‡ ‰ ™ • — “x” ‘y’",
        "½ × 3° ±2 §7",
    ],
)
def test_few_bytes_that_are_not_utf_8_are_windows_1252(text: str) -> None:
    for table in (text, f"area,value\n{text},5\n", f"area,note\n{'York,7' * 400}\n{text},5\n"):
        assert decode_text(table.encode("cp1252"), "file.csv").data.decode() == table


@pytest.mark.parametrize(
    ("raw", "got"),
    [
        ("a,b\nSpend (£000),5\n".encode("cp850"), "byte 9C in row 2, 'œ' in Windows-1252"),
        ("a,b\nchild’s,5\n".encode("mac_roman"), "byte D5 in row 2, 'Õ' in Windows-1252"),
        ("a,b\nApr–Jun,5\n".encode("mac_roman"), "byte D0 in row 2"),
        (b"a,b\n\x81,5\n", "byte 81 in row 2"),  # one of five that Windows-1252 leaves undefined
        ("a,b\n£5,1\n".encode() + "£6,2\n".encode("cp1252"), "UTF-8 in row 2 ('£') and another encoding"),
        (b"a,b\n\xa35,1\x07\n", "byte 07 in row 2"),
        (b"a,b\n1,2\n" + bytes(40), "a zero byte in row 3"),
        (b"a,b\n1,2\n" * 30_000 + b"\x00", "a zero byte in row 60001"),
        (bytes(1_000), "a zero byte in row 1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_may_be_another_encoding_is_not_guessed(raw: bytes, got: str) -> None:
    with pytest.raises(ReadError) as error:
        decode_text(raw, "file.csv")
    assert f"got {got}" in error.value.as_text()


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xef\xbb\xbf", b" ,,\r\n,,"])
def test_an_empty_file_says_so(raw: bytes) -> None:
    with pytest.raises(ReadError, match=r"empty|no text|cannot"):
        decode_text(raw, "file.csv")


def test_a_web_page_is_named() -> None:
    with pytest.raises(ReadError) as error:
        decode_text(b"<!DOCTYPE html><html><body>Log in</body></html>", "file.csv")
    assert error.value.as_text().splitlines() == [
        "This is a web page, not a table (file.csv)",
        "got HTML; expected CSV",
        "hint: the download probably failed or asked for a login: fetch the file again and look at it",
    ]


@pytest.mark.parametrize(
    ("start", "kind"), [(b"PK\x03\x04", "a workbook"), (b"%PDF-1.7", "a PDF"), (b"PAR1", "a Parquet file")]
)
def test_other_kinds_of_file_are_named(start: bytes, kind: str) -> None:
    with pytest.raises(ReadError, match=f"This is {kind}"):
        decode_text(start + b"\x00" * 50, "file.csv")


def test_bytes_that_are_no_text_are_refused() -> None:
    noise = random.Random(1).randbytes(3000)
    with pytest.raises(ReadError, match="cannot be read as text"):
        decode_text(noise, "file.csv")


def test_a_mark_that_lies_is_refused() -> None:
    with pytest.raises(ReadError, match="byte 3 is not UTF-8"):
        decode_text(b"\xef\xbb\xbfa,\xff\n", "file.csv")
