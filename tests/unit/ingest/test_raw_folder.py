"""Nothing is read but files of the raw folder, and what is read is what is fingerprinted and sealed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.core.errors import KpiError, KpiErrors, ManifestError, ReadError
from kpi_lib.ingest import (
    add_file,
    check_manifest,
    check_raw,
    clean_folder,
    clean_raw,
    load_manifest,
    read_file,
)
from kpi_lib.ingest.hand_written.tables import load_corrections, load_events, load_explanations
from kpi_lib.ingest.manifest import MANIFEST_FILE, raw_files
from kpi_lib.ingest.raw_folder import files_in
from kpi_lib.pages.commentary.commentary import load_commentary

LONG = (
    "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
    "referral_rate,E10000034,2017-18,1,1000,10,local,\n"
)
ANSWERS = {"publisher": "Worcestershire County Council", "edition": "2017-18-Q4", "licence": "internal"}
HOME = "E10000034"
LISTED = "returns/a.csv"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder with one listed file, next to a folder that holds another council's."""
    folder = tmp_path / "raw"
    (folder / "returns").mkdir(parents=True)
    (folder / LISTED).write_text(LONG)
    add_file(folder / LISTED, folder, answers=ANSWERS)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.csv").write_text(LONG)
    return folder


def list_as(raw: Path, name: str) -> None:
    """Write another path into the manifest by hand."""
    path = raw / MANIFEST_FILE
    path.write_text(path.read_text().replace(f'"{LISTED}"', f"'{name}'"))


def faults_of(check: Callable[[], object]) -> list[KpiError]:
    with pytest.raises(KpiError) as error:
        check()
    found = error.value.errors if isinstance(error.value, KpiErrors) else [error.value]
    assert [len(fault.as_text().splitlines()) for fault in found] == [3] * len(found)
    return list(found)


@pytest.mark.parametrize(
    "name",
    [
        "/outside/a.csv",
        "../outside/a.csv",
        "returns/../../outside/a.csv",
        "returns/../returns/a.csv",
        "./returns/a.csv",
        "returns//a.csv",
        "C:/outside/a.csv",
        "C:a.csv",
        "//server/share/a.csv",
        r"\\server\share\a.csv",
        r"returns\a.csv",
        "",
        ".hidden/a.csv",
        "returns/.a.csv",
        "returns/~$a.csv",
        "__pycache__/a.csv",
    ],
)
def test_a_listed_path_leads_down_to_a_visible_file(raw: Path, name: str) -> None:
    list_as(raw, name)
    (fault,) = faults_of(lambda: load_manifest(raw))
    assert (fault.where, fault.got) == (f"{raw / MANIFEST_FILE}, [[file]] 1, '{name}'", f"'{name}'")
    is_of_windows = name == r"returns\a.csv"
    assert isinstance(fault, ManifestError)
    assert ("write returns/a.csv" if is_of_windows else "kpi add") in fault.hint


def test_all_such_paths_are_named_at_once(raw: Path) -> None:
    entry = (raw / MANIFEST_FILE).read_text()
    (raw / MANIFEST_FILE).write_text(entry.replace(LISTED, "../a.csv") + entry.replace(LISTED, "/b.csv"))
    assert [fault.got for fault in faults_of(lambda: load_manifest(raw))] == ["'../a.csv'", "'/b.csv'"]


def test_links_that_lead_out_are_refused_listed_or_not(raw: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "a.csv"
    (raw / LISTED).unlink()
    (raw / LISTED).symlink_to(outside)
    (raw / "README.md").symlink_to(outside)
    (raw / "events.csv").symlink_to("../outside/a.csv")
    (raw / "more").symlink_to(outside.parent)
    (raw / "nowhere.csv").symlink_to(tmp_path / "gone.csv")
    found = faults_of(lambda: check_raw(raw, home_area=HOME))
    assert {fault.what for fault in found} == {"A link leads out of the raw folder"}
    assert sorted(Path(fault.where).name for fault in found) == [
        "README.md", "a.csv", "events.csv", "more", "nowhere.csv",
    ]  # fmt: skip
    assert files_in(raw) == [MANIFEST_FILE]  # what is sealed and packed as evidence
    assert raw_files(raw) == []


def test_a_file_listed_through_a_linked_folder_is_refused(raw: Path, tmp_path: Path) -> None:
    (raw / "out").symlink_to(tmp_path / "outside")
    (raw / "in").symlink_to(raw / "returns")
    entry = (raw / MANIFEST_FILE).read_text()
    listed = [entry, entry.replace(LISTED, "out/a.csv"), entry.replace(LISTED, "in/a.csv")]
    (raw / MANIFEST_FILE).write_text("".join(listed))
    found = {
        Path(fault.where).relative_to(raw).as_posix(): fault
        for fault in faults_of(lambda: check_manifest(raw))
    }
    assert {name: fault.what for name, fault in found.items()} == {
        "in/a.csv": "A file is reached through a linked folder",
        "out/a.csv": "A link leads out of the raw folder",
        "out": "A link leads out of the raw folder",
    }
    assert LISTED in found["in/a.csv"].hint


def test_a_linked_raw_folder_and_links_within_it_are_the_councils_choice(raw: Path, tmp_path: Path) -> None:
    (raw / "copy.csv").symlink_to(raw / LISTED)
    (raw / "in").symlink_to(raw / "returns")
    linked = tmp_path / "linked"
    linked.symlink_to(raw)
    assert add_file(linked / "copy.csv", linked, answers=ANSWERS).path == "copy.csv"
    assert [entry.path for entry in check_manifest(linked)] == ["copy.csv", LISTED]
    assert set(files_in(linked)) == {"copy.csv", MANIFEST_FILE, LISTED}


@pytest.mark.parametrize("load", [load_manifest, check_manifest, clean_raw])
def test_a_linked_manifest_is_refused(raw: Path, tmp_path: Path, load: Callable[..., object]) -> None:
    (raw / MANIFEST_FILE).rename(tmp_path / MANIFEST_FILE)
    (raw / MANIFEST_FILE).symlink_to(tmp_path / MANIFEST_FILE)
    more = [tmp_path / "processed"] if load is clean_raw else []
    (fault,) = faults_of(lambda: load(raw, *more))
    assert (fault.what, fault.where) == ("A link leads out of the raw folder", str(raw / MANIFEST_FILE))


COMMENTARY = "commentary/E10000034/2017-18-Q4.md"
BY_HAND = {
    "events.csv": load_events,
    "explanations.csv": load_explanations,
    "corrections.csv": load_corrections,
    COMMENTARY: lambda raw: load_commentary(raw, COMMENTARY),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_file_written_by_hand_is_neither_a_link_out_nor_a_pipe(
    raw: Path, tmp_path: Path, name: str
) -> None:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(tmp_path / "outside" / "a.csv")
    (fault,) = faults_of(lambda: BY_HAND[name](raw))
    assert (fault.what, fault.where) == ("A link leads out of the raw folder", str(path))
    path.unlink()
    os.mkfifo(path)
    (fault,) = faults_of(lambda: BY_HAND[name](raw))
    assert (fault.what, fault.got) == ("This is no regular file", "a pipe")


def test_a_linked_commentary_folder_is_refused(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "outside" / "E10000034").mkdir()
    (tmp_path / "outside" / "E10000034" / "2017-18-Q4.md").write_text("From elsewhere.")
    (raw / "commentary").symlink_to(tmp_path / "outside")
    (fault,) = faults_of(lambda: load_commentary(raw, COMMENTARY))
    assert fault.what == "A link leads out of the raw folder"


@pytest.mark.parametrize("name", [LISTED, MANIFEST_FILE, "more.csv"])
def test_a_pipe_is_not_waited_for(raw: Path, name: str) -> None:
    (raw / name).unlink(missing_ok=True)
    os.mkfifo(raw / name)
    (fault,) = faults_of(lambda: check_manifest(raw))
    assert (fault.what, fault.where, fault.got) == ("This is no regular file", str(raw / name), "a pipe")
    (fault,) = faults_of(lambda: add_file(raw / name, raw, answers=ANSWERS))
    assert fault.got == "a pipe"
    with pytest.raises(ReadError, match="no regular file"):
        read_file(raw / name)


def test_sockets_loops_and_folders_are_no_files(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(raw)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.csv")
    (raw / "round.csv").symlink_to("round.csv")
    (raw / LISTED).unlink()
    (raw / LISTED).mkdir()
    found = {Path(fault.where).name: fault for fault in faults_of(lambda: check_manifest(raw))}
    assert {name: fault.what for name, fault in found.items()} == dict.fromkeys(
        ["a.csv", "round.csv", "socket.csv"], "This is no regular file"
    )
    assert (found["a.csv"].got, found["socket.csv"].got) == ("a folder", "a socket")


def test_a_folder_that_cannot_be_listed_is_no_empty_folder(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(folder: str) -> object:
        if Path(folder).name == "returns":
            raise PermissionError(13, "Permission denied", folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ManifestError, match="cannot be listed"):
        files_in(raw)


@pytest.mark.parametrize("name", ["../outside/a.csv", ".hidden/a.csv", "link.csv", "linked/a.csv", "returns"])
def test_a_file_outside_hidden_or_linked_is_not_added(raw: Path, tmp_path: Path, name: str) -> None:
    (raw / ".hidden").mkdir()
    (raw / ".hidden" / "a.csv").write_text(LONG)
    (raw / "link.csv").symlink_to(tmp_path / "outside" / "a.csv")
    (raw / "linked").symlink_to(tmp_path / "outside")
    before = (raw / MANIFEST_FILE).read_bytes()
    (fault,) = faults_of(lambda: add_file(raw / name, raw, answers=ANSWERS))
    assert isinstance(fault, ManifestError) and name in fault.where
    assert (raw / MANIFEST_FILE).read_bytes() == before


def test_the_bytes_that_are_read_are_those_that_were_listed(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def then_change(folder: Path) -> object:
        manifest = check_manifest(folder)
        (folder / LISTED).write_text(LONG.replace(",10,", ",11,"))  # between the check and the reading
        return manifest

    monkeypatch.setattr(clean_folder, "check_manifest", then_change)
    (fault,) = faults_of(lambda: clean_raw(raw, tmp_path / "processed", home_area=HOME))
    assert (fault.what, fault.where) == ("A file has changed since it was listed", str(raw / LISTED))
    assert not (tmp_path / "processed").exists()


def test_a_file_is_read_once_to_be_listed(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def then_change(path: Path) -> bytes:
        content = read(path)
        if path.suffix == ".csv":
            path.write_bytes(b"changed while it was read")
        return content

    monkeypatch.setattr(Path, "read_bytes", then_change)
    entry = add_file(raw / LISTED, raw)
    monkeypatch.undo()
    (raw / LISTED).write_text(LONG)
    assert entry in check_manifest(raw)
