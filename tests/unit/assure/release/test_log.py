"""The release log shows every line that was changed, cut, taken out, added or moved."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kpi_lib.assure.release.log import Entry, Hashes, Log, as_text, load_log, parse_log, save_log
from kpi_lib.core.errors import ReleaseError

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


def test_an_entry_written_before_areas_were_named_keeps_its_hash() -> None:
    edition = {"slug": "2017-18-q4", "title": "Q4", "state": "new", "evidence": "", "release": 1}
    before = {**THREE[0].model_dump(), "editions": [edition]}
    del before["sha256"]
    canonical = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    sha256 = hashlib.sha256(json.dumps(before, **canonical).encode()).hexdigest()
    line = json.dumps({**before, "sha256": sha256}, **canonical)
    (entry,) = parse_log(text(line), "log.jsonl")
    assert entry.editions[0].area_code == "" and as_text([entry]) == text(line)
    with pytest.raises(ReleaseError, match="changed after it was written"):
        parse_log(text(line.replace('"slug"', '"area_code":"E10000034","slug"')), "log.jsonl")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(ReleaseError, match="no text"):
        load_log(tmp_path / "log.jsonl")
