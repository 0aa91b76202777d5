"""Is it safe to unpack? A workbook is a zip file, and a few kilobytes of it may claim gigabytes."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from kpi_lib.core.errors import ReadError

MOST_UNPACKED = 400_000_000  # bytes; the largest workbook of the field unpacks to 30 million
MOST_CELLS = 6_000_000  # in one sheet, counted as the rectangle that holds them all
MOST_TEXT = 400_000_000  # bytes of shared texts once each cell has its own copy
_CHUNK = 1 << 20
_CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"')
_SHARED = re.compile(rb't="s"[^>]*>\s*<v>(\d{1,9})</v>')
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_ODS_CELL = re.compile(
    rb"<table:table-row(?P<row>[^>]*)>|<table:(?:covered-)?table-cell(?P<cell>[^>]*?)(?P<empty>/)?>"
)


def open_archive(raw: bytes, name: str) -> zipfile.ZipFile:
    """Return the workbook's zip file after reading it through once.

    Raises
    ------
    ReadError : damaged or locked, larger than `MOST_UNPACKED` once unpacked, or with a sheet whose cells
        span more than `MOST_CELLS`.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
        total = sum(info.file_size for info in archive.infolist())
        if total > MOST_UNPACKED:
            raise _too_large(name, f"{total:,} bytes once unpacked", f"at most {MOST_UNPACKED:,}")
        shared = _texts(archive, name)
        for info in archive.infolist():
            _check_part(archive, info, shared, name)
    except ReadError:
        raise
    except Exception as error:  # a damaged zip file ends in almost any of them
        raise ReadError(
            "This workbook is damaged or locked",
            where=name,
            got=str(error),
            expected="a workbook that a spreadsheet opens without a password",
            hint="open it and save it again",
        ) from error
    return archive


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: `A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _texts(archive: zipfile.ZipFile, name: str) -> list[int]:
    path = "xl/sharedStrings.xml"
    if path not in archive.namelist():
        return []
    return [len(item) for item in _ITEM.findall(_unpacked(archive, archive.getinfo(path), name))]


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, shared: list[int], name: str) -> None:
    data = _unpacked(archive, info, name)
    if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
        _check_extent(data, name)
        _check_copies(data, shared, name)
    elif info.filename == "content.xml":
        _check_repeats(data, name)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > MOST_UNPACKED:
                raise _too_large(name, f"{info.filename} goes on and on", f"at most {MOST_UNPACKED:,} bytes")
            parts.append(chunk)
    return b"".join(parts)


def _check_extent(data: bytes, name: str) -> None:
    columns, rows = set(), 0
    for letters, row in _CELL.findall(data):
        columns.add(letters)
        rows = max(rows, int(row))
    across = max((column_number(letters.decode()) for letters in columns), default=0)
    if rows * across > MOST_CELLS:
        raise _too_large(name, f"a sheet of {rows:,} rows and {across:,} columns", f"{MOST_CELLS:,} cells")


def _check_copies(data: bytes, shared: list[int], name: str) -> None:
    if not shared or max(shared) * data.count(b't="s"') <= MOST_TEXT:
        return
    used = Counter(int(place) for place in _SHARED.findall(data))
    total = sum(times * shared[place] for place, times in used.items() if place < len(shared))
    if total > MOST_TEXT:
        raise _too_large(name, f"{total:,} bytes of repeated text", f"at most {MOST_TEXT:,}")


def _check_repeats(data: bytes, name: str) -> None:
    """Refuse an OpenDocument sheet whose repeated cells with content exceed `MOST_CELLS`."""
    total = sum(_filled_cells(data))
    if total > MOST_CELLS:
        raise _too_large(name, f"{total:,} cells", f"at most {MOST_CELLS:,}")


def _filled_cells(data: bytes) -> Iterator[int]:
    rows = 1
    for match in _ODS_CELL.finditer(data):
        found = _REPEATED.search(match["row"] if match["row"] is not None else match["cell"])
        times = int(found[1]) if found else 1
        if match["row"] is not None:
            rows = times
        elif not match["empty"] or b"office:value" in match["cell"]:
            yield rows * times


def _too_large(name: str, got: str, expected: str) -> ReadError:
    return ReadError(
        "The workbook is too large to unpack safely",
        where=name,
        got=got,
        expected=expected,
        hint="save the sheet with the figures as CSV UTF-8",
    )
