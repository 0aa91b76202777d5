"""One changed byte anywhere in an evidence pack is named, and so is what is missing or added."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest

from kpi_lib.assure.release import container
from kpi_lib.assure.release.container import CONTENT, regions_of, write_container
from kpi_lib.assure.release.evidence import Evidence, Member, make_comment, make_sums, write_pack
from kpi_lib.assure.release.log import Entry, Hashes, Log, ReleasedEdition, save_log
from kpi_lib.assure.release.verify import CONTAINER, Fault, check_bytes, verify_pack
from kpi_lib.core.errors import ReleaseError, StorageError
from kpi_lib.run.hashes import sha256
from kpi_lib.run.record import EditionRecord

MEMBERS = {
    "data/raw/manifest.toml": b"[[file]]\n",
    "data/raw/returns/2017-18-Q4.csv": "indicator,value\nå,1\n".encode(),
    "edition/overview.ipynb": b'{"cells": []}\n',
    "issues.csv": b"",
}
RECORD = EditionRecord(
    "2017-18-q4", "2017-18-Q4", "E10000034", "Worcestershire", True, "Worcestershire, 2018", "Q4 2017-18", ()
)


def evidence_of(contents: dict[str, bytes]) -> Evidence:
    return Evidence(RECORD, {name: Member.of(content) for name, content in contents.items()})


def pack_of(evidence: Evidence, entry: Entry, log: Log) -> bytes:
    out = io.BytesIO()
    write_pack(out, evidence, entry, log)
    return out.getvalue()


EVIDENCE = evidence_of(MEMBERS)


def entry_of(evidence: str, reason: str = "the quarter is out") -> Entry:
    edition = ReleasedEdition(slug=RECORD.slug, title=RECORD.title, state="new", evidence=evidence, release=1)
    return Entry(
        release=1,
        when="2018-07-12T09:00:00Z",
        approver="Jo Bloggs",
        reason=reason,
        is_unattended=False,
        publisher="embedded",
        editions=(edition,),
        hashes=Hashes(data="d", code="c", notebooks="n", editions="e", site="s"),
        difference={},
    ).sealed()


ENTRY = entry_of(EVIDENCE.sha256)
PACK = pack_of(EVIDENCE, ENTRY, (ENTRY,))


def layout() -> list[tuple[str, str, int, int]]:
    """Return kind, member, start and stop of every region, read from the zip by another library."""
    with zipfile.ZipFile(io.BytesIO(PACK)) as container:
        sizes = [(info.filename, info.file_size) for info in container.infolist()]
        comment = len(container.comment)
    return [(region.kind, region.name, region.start, region.stop) for region in regions_of(sizes, comment)]


REGIONS = [region for region in layout() if region[3] > region[2]]


def flipped(place: int) -> bytes:
    """Return the pack with one bit of one byte turned over, another bit from byte to byte."""
    return PACK[:place] + bytes([PACK[place] ^ 1 << place % 8]) + PACK[place + 1 :]


def named(faults: list[Fault]) -> set[str]:
    return {fault.name for fault in faults}


def test_a_pack_as_written_is_whole_and_an_ordinary_zip(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(PACK)
    assert verify_pack(tmp_path / "pack.zip") == []
    with zipfile.ZipFile(tmp_path / "pack.zip") as container:
        assert container.testzip() is None
        assert container.read("edition/overview.ipynb") == MEMBERS["edition/overview.ipynb"]


def test_the_same_evidence_gives_the_same_bytes() -> None:
    assert pack_of(evidence_of(dict(reversed(MEMBERS.items()))), ENTRY, (ENTRY,)) == PACK


def test_every_byte_belongs_to_one_region() -> None:
    stops = [0, *(region[3] for region in REGIONS)]
    assert [region[2] for region in REGIONS] == stops[:-1]
    assert stops[-1] == len(PACK)


@pytest.mark.parametrize("region", REGIONS, ids=[f"{kind}-{name}" for kind, name, _, _ in REGIONS])
def test_any_byte_that_changes_is_named(region: tuple[str, str, int, int]) -> None:
    kind, name, start, stop = region
    expected = {name} if kind == CONTENT else {CONTAINER}
    for place in range(start, stop, 7 if kind == CONTENT else 1):
        found = check_bytes(flipped(place))
        assert named(found) == expected, (place, found)


def test_the_place_in_the_zip_itself_is_told() -> None:
    kind, name, start, _ = next(region for region in REGIONS if region[0] == "directory entry")
    assert check_bytes(flipped(start)) == [Fault(CONTAINER, "changed", f"{kind} of {name}, byte {start:,}")]


def test_every_changed_file_is_named_at_once() -> None:
    places = {region[1]: region[2] for region in REGIONS if region[0] == CONTENT}
    both = bytearray(PACK)
    for name in ("data/raw/manifest.toml", "edition/overview.ipynb"):
        both[places[name]] ^= 0x20
    assert [fault.words for fault in check_bytes(bytes(both))] == [
        "data/raw/manifest.toml: changed",
        "edition/overview.ipynb: changed",
    ]


def rezipped(changes: dict[str, bytes | None]) -> bytes:
    """Return the pack as another tool would write it again, with members replaced, added or left out."""
    with zipfile.ZipFile(io.BytesIO(PACK)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**members, **changes}.items():
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"issues.csv": None}, [("issues.csv", "missing")]),
        ({"more.txt": b"more"}, [("more.txt", "added")]),
        ({"issues.csv": b"none"}, [("issues.csv", "changed")]),
    ],
)
def test_a_pack_zipped_again_is_told_from_the_one_written(
    changes: dict[str, bytes | None], expected: list[tuple[str, str]]
) -> None:
    found = [(fault.name, fault.what) for fault in check_bytes(rezipped(changes))]
    assert found == [*expected, (CONTAINER, "changed")]


@pytest.mark.parametrize("data", [PACK[:-1], PACK[: len(PACK) // 2], PACK + b"\0", b"x" + PACK])
def test_bytes_lost_or_added_at_an_end_are_named(data: bytes) -> None:
    assert check_bytes(data)


def test_a_list_that_was_rewritten_with_its_file_is_found_out() -> None:
    # Whoever changes a file and writes all lists anew still has to answer to the release that vouches for it.
    forged = pack_of(evidence_of({**MEMBERS, "issues.csv": b"none"}), ENTRY, (ENTRY,))
    assert check_bytes(forged) == []
    assert named(verify(forged)) == {"release.json"}


def test_a_release_that_was_rewritten_too_is_found_out_by_the_sites_log(tmp_path: Path) -> None:
    evidence = evidence_of({**MEMBERS, "issues.csv": b"none"})
    entry = entry_of(evidence.sha256)
    forged = pack_of(evidence, entry, (entry,))
    assert verify(forged) == []
    save_log(tmp_path / "releases.jsonl", (ENTRY,))
    assert named(verify(forged, tmp_path / "releases.jsonl")) == {"release.json"}
    assert verify(PACK, tmp_path / "releases.jsonl") == []


def test_a_log_in_the_pack_that_ends_otherwise_is_named() -> None:
    other = entry_of(EVIDENCE.sha256, "another reason")
    assert named(verify(pack_of(EVIDENCE, ENTRY, (other,)))) == {"releases.jsonl"}


@pytest.mark.parametrize("content", [b"", b"PK\5\6" + bytes(18), b"hello"])
def test_what_is_no_pack_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.zip").write_bytes(content)
    with pytest.raises(ReleaseError, match="no evidence pack"):
        verify_pack(tmp_path / "other.zip")


def test_a_pack_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no such file"):
        verify_pack(tmp_path / "none.zip")


def test_what_is_no_file_is_neither_a_pack_nor_a_log(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "pack.zip").write_bytes(b"manifest.json")
    for pack, log in ((tmp_path, None), (tmp_path / "pipe", None), (tmp_path / "pack.zip", tmp_path)):
        with pytest.raises(ReleaseError, match="no regular file"):
            verify_pack(pack, log)


def test_the_sums_are_those_of_the_usual_tool() -> None:
    manifest, listed = b"{}", {"b.txt": sha256(b"b"), "a.txt": sha256(b"a")}
    lines = make_sums(manifest, listed).decode().splitlines()
    assert lines == [f"{sha256(b'a')}  a.txt", f"{sha256(b'b')}  b.txt", f"{sha256(manifest)}  manifest.json"]
    assert make_comment(manifest, b"").decode().startswith("kpi evidence 1; manifest.json 2 ")


@pytest.mark.parametrize(
    ("n", "is_refused"), [(container.MOST_MEMBERS, False), (container.MOST_MEMBERS + 1, True)]
)
def test_a_member_too_many_is_refused(n: int, is_refused: bool) -> None:
    members = ((str(number), b"") for number in range(n))
    with pytest.raises(StorageError, match="too large") if is_refused else nullcontext():
        write_container(io.BytesIO(), members, b"")


def test_a_byte_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST", 100)
    write_container(io.BytesIO(), [("a", b"x" * (100 - container.LOCAL.size - 1))], b"")
    with pytest.raises(StorageError, match="too large"):
        write_container(io.BytesIO(), [("a", b"x" * (101 - container.LOCAL.size - 1))], b"")


def verify(data: bytes, log: Path | None = None) -> list[Fault]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        path.write_bytes(data)
        return verify_pack(path, log)


def test_a_file_that_changes_while_it_is_packed_stops_the_release(tmp_path: Path) -> None:
    (tmp_path / "overview.ipynb").write_bytes(b"{}")
    evidence = Evidence(RECORD, {"edition/overview.ipynb": Member.of(tmp_path / "overview.ipynb")})
    assert pack_of(evidence, ENTRY, (ENTRY,)) == pack_of(
        evidence_of({"edition/overview.ipynb": b"{}"}), ENTRY, (ENTRY,)
    )
    (tmp_path / "overview.ipynb").write_bytes(b"[]")
    with pytest.raises(ReleaseError, match=r"changed while its evidence was written[\s\S]*overview\.ipynb"):
        pack_of(evidence, ENTRY, (ENTRY,))
