"""The release log shows every line that was changed, cut, taken out, added or moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.core.errors import ReleaseError
from kpi_lib.edition.release.log import Entry, Hashes, Log, as_text, load_log, parse_log, save_log

HASHES = Hashes(data="d", code="c", notebooks="n", editions="e", site="s")


def log_of(n: int) -> Log:
    entries: list[Entry] = []
    for number in range(1, n + 1):
        entry = Entry(
            release=number,
            when="2018-07-12T09:00:00Z",
            approver="Jo Bloggs",
            reason=f"reason {number}",
            is_unattended=False,
            publisher="embedded",
            editions=(),
            hashes=HASHES,
            difference={},
            previous=entries[-1].sha256 if entries else "",
        )
        entries.append(entry.sealed())
    return tuple(entries)


THREE = log_of(3)
LINES = as_text(THREE).splitlines()


def text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    save_log(tmp_path / "log.jsonl", THREE)
    assert load_log(tmp_path / "log.jsonl") == THREE
    assert load_log(tmp_path / "none.jsonl") == ()


TAMPERED = {
    "a reason changed": (text(LINES[0], LINES[1].replace("reason 2", "reason 9"), LINES[2]), 2),
    "a hash changed": (text(LINES[0].replace('"site":"s"', '"site":"t"'), *LINES[1:]), 1),
    "a line taken out": (text(LINES[0], LINES[2]), 2),
    "the first taken out": (text(*LINES[1:]), 1),
    "two lines changed places": (text(LINES[1], LINES[0], LINES[2]), 1),
    "a line twice": (text(LINES[0], LINES[0], *LINES[1:]), 2),
    "an empty line": (text(LINES[0], "", *LINES[1:]), 2),
    "a line of something else": (text(*LINES, "{}"), 4),
    "a line cut": (text(*LINES)[:-20], 3),
    "a line without its end": (text(*LINES)[:-1], 3),
    "a space more": (text(LINES[0].replace(",", ", ", 1), *LINES[1:]), 1),
    "a field more": (text(LINES[0].replace("{", '{"more":1,', 1), *LINES[1:]), 1),
    "one of another log": (
        text(LINES[0], as_text(log_of(2)[1:]).strip().replace("reason 2", "x"), LINES[2]),
        2,
    ),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_a_line_that_is_not_as_it_was_written_is_named(case: str) -> None:
    told, line = TAMPERED[case]
    with pytest.raises(ReleaseError, match=f"log.jsonl, line {line}"):
        parse_log(told, "log.jsonl")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(ReleaseError, match="no text"):
        load_log(tmp_path / "log.jsonl")
