from __future__ import annotations

import random

import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.decode import decode_text

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
