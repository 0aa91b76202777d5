"""Ways to damage a file, each a pure function of its bytes and a source of chance."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from random import Random

ODD_TOKENS = (
    "£1,234", "1.234,5", "−3.5", "1e999", "nan", "inf", "1_000", "٣", "½", "12abc", "=1+1", "#REF!",
    "#VALUE!", "<b>7</b>", "<script>alert(1)</script>", "x", "c", "..", ":", "-", "‡", "90-99", "<5", "00:10",
    "2018",
    "1,234 [r]", "12.5 (prov)", "7 p", "3²", "[c]", "12(3)", "20144", "Total", "\u200b", "\ufeff", "'", '"',
    "a\nb", "NULL", "E06000046", "31/02/2018", "9" * 400, "1e5", " 5 ",
)  # fmt: skip
ODD_BYTES = (
    b'"',
    b",",
    b"\r",
    b"\n\n",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe2\x88\x92",
    b";",
    b"\t",
    b"<html>",
)
Mutation = Callable[[bytes, Random], bytes]


def flip_bytes(data: bytes, chance: Random) -> bytes:
    """Change up to twenty bytes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def insert_bytes(data: bytes, chance: Random) -> bytes:
    """Put odd bytes somewhere."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(ODD_BYTES) * chance.randint(1, 3) + data[at:]
    return data


def cut_off(data: bytes, chance: Random) -> bytes:
    """Keep only the beginning, or only the end."""
    at = chance.randrange(len(data))
    return data[:at] if chance.random() < 0.7 else data[at:]


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))


def _text(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def drop_rows(data: bytes, chance: Random) -> bytes:
    """Leave out some rows, perhaps the header."""
    rows = _rows(data)
    share = chance.random()
    return _text([row for row in rows if chance.random() > share * 0.5]) or b","


def double_rows(data: bytes, chance: Random) -> bytes:
    """Repeat some rows."""
    return _text([row for row in _rows(data) for _ in range(1 + (chance.random() < 0.2))])


def shuffle_rows(data: bytes, chance: Random) -> bytes:
    """Put the rows in another order."""
    rows = _rows(data)
    chance.shuffle(rows)
    return _text(rows)


def shuffle_columns(data: bytes, chance: Random) -> bytes:
    """Put the columns in another order, or leave some out."""
    rows = _rows(data)
    order = list(range(max(map(len, rows), default=1)))
    chance.shuffle(order)
    order = order[: chance.randint(1, max(len(order), 1))] if chance.random() < 0.3 else order
    return _text([[row[at] for at in order if at < len(row)] for row in rows])


def rename_headers(data: bytes, chance: Random) -> bytes:
    """Change the words of the first rows."""
    rows = _rows(data)
    for row in rows[: chance.randint(1, 3)]:
        for at in range(len(row)):
            if chance.random() < 0.2:
                row[at] = chance.choice(
                    (row[at].upper(), row[at] + "1", " " + row[at], "", "note", *ODD_TOKENS)
                )
    return _text(rows)


def odd_tokens(data: bytes, chance: Random) -> bytes:
    """Put odd marks in the place of some cells."""
    rows = _rows(data)
    for row in rows:
        for at in range(len(row)):
            if chance.random() < 0.03:
                row[at] = chance.choice(ODD_TOKENS)
    return _text(rows)


def other_encoding(data: bytes, chance: Random) -> bytes:
    """Write the text in another encoding, with or without the mark that says so."""
    encoding = chance.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8-sig", "utf-32", "cp037", "shift_jis")
    )
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def other_delimiter(data: bytes, chance: Random) -> bytes:
    """Put another mark between the cells."""
    return _text(_rows(data), chance.choice(";\t|"))


def ragged(data: bytes, chance: Random) -> bytes:
    """Make some rows longer or shorter."""
    rows = _rows(data)
    for row in rows:
        if chance.random() < 0.1:
            row[:] = row[: chance.randrange(len(row) + 1)] if chance.random() < 0.5 else [*row, "1", "x", ""]
    return _text(rows)


def html_inside(data: bytes, chance: Random) -> bytes:
    """Wrap the text in a web page, or begin like one."""
    return (
        chance.choice((b"<!doctype html><html><body>", b"<table><tr><td>", b"<?xml version='1.0'?>", b""))
        + data
    )


def of_workbook(data: bytes, chance: Random) -> bytes:
    """Damage one part inside a zip file, or the zip file itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        return flip_bytes(data, chance)
    if chance.random() < 0.3:
        return flip_bytes(data, chance)
    victim = chance.choice(sorted(parts))
    way = chance.choice(
        (flip_bytes, cut_off, lambda part, _: b"", lambda part, _: part.replace(b'<c r="', b'<c r="X'))
    )
    parts[victim] = way(parts[victim], chance) if parts[victim] else b"x"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


OF_TEXT: tuple[Mutation, ...] = (
    flip_bytes, insert_bytes, cut_off, drop_rows, double_rows, shuffle_rows, shuffle_columns, rename_headers,
    odd_tokens, odd_tokens, other_encoding, other_delimiter, ragged, html_inside,
)  # fmt: skip
OF_BINARY: tuple[Mutation, ...] = (flip_bytes, cut_off, of_workbook, of_workbook)


def mutate(data: bytes, chance: Random) -> bytes:
    """Damage a file in one to three ways; never returns an empty one."""
    ways = OF_BINARY if data[:4] in (b"PK\x03\x04", b"PAR1") else OF_TEXT
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(ways)(data or b",", chance)
        ways = (
            ways
            if data[:4] in (b"PK\x03\x04", b"PAR1")
            else (flip_bytes, insert_bytes, cut_off)
            if ways is OF_BINARY
            else ways
        )
    return data or b","
