from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import DataError, KpiErrors, ReadError, StorageError
from kpi_lib.disk import replace
from kpi_lib.ingest import add_file, check_raw, clean_raw, load_processed, read_file
from kpi_lib.ingest.add import save_manifest
from kpi_lib.ingest.manifest import fingerprint, load_manifest
from kpi_lib.ingest.store import load_run, save_reading

HOME = "E10000034"
HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
GOOD = HEADER + "referral_rate,E10000034,2017-18-Q4,870,116697,,published,\n"
CARD = "indicator_id,2017-18-Q3,2017-18-Q4\nrereferral_percent,24.1,c\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    put(folder, "long.csv", GOOD)
    put(folder, "card.csv", CARD)
    return folder


def put(raw: Path, name: str, text: str) -> None:
    (raw / name).write_text(text)
    answers = {"publisher": "Us", "edition": "2017-18-Q4", "licence": "internal"}
    add_file(raw / name, raw, answers=answers, home_area=HOME)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_cleaning_leaves_frames_that_reconcile(raw: Path, tmp_path: Path) -> None:
    summary = clean_raw(raw, tmp_path / "processed", home_area=HOME)
    processed = load_processed(tmp_path / "processed")
    assert [(item.path, item.rows, item.cells, item.observations) for item in summary.files] == [
        ("card.csv", 1, 3, 2), ("long.csv", 1, 8, 1),
    ]  # fmt: skip
    assert processed.observations["source"].tolist() == ["card.csv", "card.csv", "long.csv"]
    cells = pd.read_parquet(tmp_path / "processed" / "cells.parquet")
    assert len(cells) == 11
    assert cells.loc[cells["file"].eq("card.csv"), "token"].tolist() == [
        "rereferral_percent", "24.1", "c",
    ]  # fmt: skip
    assert processed.run["data_hash"] == summary.data_hash


def test_nothing_is_done_twice_and_a_new_file_is_seen(raw: Path, tmp_path: Path) -> None:
    processed = tmp_path / "processed"
    first = clean_raw(raw, processed, home_area=HOME)
    before = contents(processed)
    again = clean_raw(raw, processed, home_area=HOME)
    assert (first.is_fresh, again.is_fresh) == (True, False)
    assert again.files == first.files
    assert clean_raw(raw, processed, home_area=HOME, force=True).is_fresh
    assert contents(processed) == before  # the same bytes from the same files
    put(raw, "more.csv", GOOD.replace("Q4", "Q3"))
    assert clean_raw(raw, processed, home_area=HOME).is_fresh
    assert len(load_processed(processed).observations) == 4


def test_every_stop_is_reported_and_the_old_set_stays(raw: Path, tmp_path: Path) -> None:
    processed = tmp_path / "processed"
    clean_raw(raw, processed, home_area=HOME)
    before = contents(processed)
    put(
        raw,
        "bad.csv",
        HEADER + "referal_rate,E10000034,2017-18,1,9,,local,\nreferral_rate,885,2017-18-Q7,1,9,,local,\n",
    )
    with pytest.raises(KpiErrors) as error:
        clean_raw(raw, processed, home_area=HOME)
    assert error.value.exit_code == DataError.exit_code
    assert [fault.as_text().splitlines()[0] for fault in error.value.errors] == [
        "Unknown indicator (bad.csv, row 2, column 'indicator_id')",
        "This is no period that exists (bad.csv, row 3, column 'period')",
    ]
    assert contents(processed) == before
    assert check_raw(raw, home_area=HOME)["severity"].tolist() == ["stop", "stop"]


def test_files_that_cannot_be_read_are_reported_together(raw: Path, tmp_path: Path) -> None:
    (raw / "card.csv").write_text("")
    (raw / "long.csv").write_text("<html>")
    manifest = load_manifest(raw)
    entries = [entry.model_copy(update={"sha256": fingerprint(raw / entry.path)}) for entry in manifest]
    save_manifest(type(manifest)(tuple(entries)), raw)
    with pytest.raises(KpiErrors) as error:
        clean_raw(raw, tmp_path / "processed", home_area=HOME)
    assert error.value.exit_code == ReadError.exit_code
    assert ["empty" in str(error.value), "web page" in str(error.value)] == [True, True]


@pytest.mark.parametrize("fails", ["to_parquet", "exchange"])
def test_a_full_disk_leaves_the_old_set_whole(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    processed = tmp_path / "processed"
    clean_raw(raw, processed, home_area=HOME)
    before = contents(processed)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame if fails == "to_parquet" else replace, fails, full)
    with pytest.raises(StorageError) as error:
        clean_raw(raw, processed, home_area=HOME, force=True)
    assert error.value.got == "No space left on device"
    assert contents(processed) == before


def test_a_set_cut_off_in_the_middle_is_not_taken_for_whole(raw: Path, tmp_path: Path) -> None:
    processed = tmp_path / "processed"
    with pytest.raises(DataError, match="no cleaned data"):
        load_processed(processed)
    clean_raw(raw, processed, home_area=HOME)
    pd.DataFrame({"a": [1]}).to_parquet(processed / "observations.parquet")
    with pytest.raises(DataError, match="damaged or not of one run"):
        load_processed(processed)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def garble(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10] + b"\x00\xff" + path.read_bytes()[12:])


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut": cut,
    "garbled": garble,
    "empty": lambda path: path.write_bytes(b""),
    "missing": Path.unlink,
    "a folder": make_folder,
    "a link to nothing": lambda path: (path.unlink(), path.symlink_to("nowhere")),
}


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder and its processed set, to be copied."""
    folder = tmp_path_factory.mktemp("cleaned")
    (folder / "raw").mkdir()
    put(folder / "raw", "long.csv", GOOD)
    clean_raw(folder / "raw", folder / "processed", home_area=HOME)
    return folder


@pytest.mark.parametrize("name", ["observations.parquet", "run.json"])
@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_set_is_made_anew(cleaned: Path, tmp_path: Path, kind: str, name: str) -> None:
    folder = shutil.copytree(cleaned, tmp_path / "copy")
    processed = folder / "processed"
    DAMAGE[kind](processed / name)
    with pytest.raises(DataError, match=r"no cleaned data|damaged"):
        load_processed(processed)
    assert clean_raw(folder / "raw", processed, home_area=HOME).is_fresh
    assert contents(processed) == contents(cleaned / "processed")


@pytest.mark.parametrize("name", ["issues.parquet", "cells.parquet"])
def test_damage_to_any_file_is_found(cleaned: Path, tmp_path: Path, name: str) -> None:
    processed = shutil.copytree(cleaned / "processed", tmp_path / "processed")
    assert load_run(processed) is not None
    garble(processed / name)
    assert load_run(processed) is None


SHAPES = ["null", "[]", "7", "{}", '{"files_written": {}}', '{"files_written": [], "sha256": 1}', "[" * 9999]


@pytest.mark.parametrize("text", SHAPES)
def test_a_run_file_of_another_shape_is_no_set(cleaned: Path, tmp_path: Path, text: str) -> None:
    processed = shutil.copytree(cleaned / "processed", tmp_path / "processed")
    (processed / "run.json").write_text(text)
    assert load_run(processed) is None


@pytest.mark.parametrize("key", ["data_hash", "observations", "files", "files_written", "sha256"])
@pytest.mark.parametrize("value", [None, {"observations.parquet": 3}], ids=["gone", "another type"])
def test_a_run_file_with_one_thing_changed_is_no_set(
    cleaned: Path, tmp_path: Path, key: str, value: object
) -> None:
    processed = shutil.copytree(cleaned / "processed", tmp_path / "processed")
    run = json.loads((processed / "run.json").read_text())
    changed = {**run, key: value} if value else {name: run[name] for name in run if name != key}
    (processed / "run.json").write_text(json.dumps(changed))
    assert load_run(processed) is None


def test_records_of_a_file_taken_away_do_not_stay_and_what_is_the_users_does(
    raw: Path, tmp_path: Path
) -> None:
    processed = tmp_path / "processed"
    (processed / "mine").mkdir(parents=True)
    (processed / "mine" / "notes.txt").write_text("mine")
    for name in (".gitkeep", "records-audits.parquet"):
        (processed / name).write_text("")
    clean_raw(raw, processed, home_area=HOME)
    assert sorted(path.name for path in processed.iterdir()) == [
        ".gitkeep", "cells.parquet", "comments.parquet", "issues.parquet", "mine", "observations.parquet",
        "run.json", "targets.parquet",
    ]  # fmt: skip
    assert (processed / "mine" / "notes.txt").read_text() == "mine"


def test_the_processed_set_is_its_owners_alone(raw: Path, tmp_path: Path) -> None:
    processed = tmp_path / "processed"
    processed.mkdir(mode=0o755)  # as git makes it
    clean_raw(raw, processed, home_area=HOME)
    assert processed.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in processed.iterdir()} == {0o600}


def test_an_area_in_the_manifest_is_the_scorecards(raw: Path, tmp_path: Path) -> None:
    answers = {
        "publisher": "Essex",
        "edition": "2018",
        "licence": "internal",
        "area": "881",
        "provenance": "published",
    }
    add_file(raw / "card.csv", raw, answers=answers)
    clean_raw(raw, tmp_path / "processed", home_area=HOME)
    observations = load_processed(tmp_path / "processed").observations
    card = observations[observations["source"] == "card.csv"]
    assert card["area_code"].unique().tolist() == ["E10000012"]  # DfE number 881 is Essex
    assert card["provenance"].unique().tolist() == ["published"]


def test_a_reading_is_saved_as_cells_and_issues(raw: Path, tmp_path: Path) -> None:
    save_reading(read_file(raw / "card.csv"), tmp_path / "out")
    assert sorted(contents(tmp_path / "out")) == ["cells.parquet", "issues.parquet"]
    assert pd.read_parquet(tmp_path / "out" / "cells.parquet")["token"].tolist() == [
        "rereferral_percent", "24.1", "c",
    ]  # fmt: skip


def test_inputs_are_not_touched(raw: Path, tmp_path: Path) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in raw.iterdir()}
    clean_raw(raw, tmp_path / "processed", home_area=HOME)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in raw.iterdir()} == before


def test_a_scorecard_is_listed_with_its_area_and_stays_of_it_whoever_reads_it(
    raw: Path, tmp_path: Path
) -> None:
    assert [(entry.path, entry.area) for entry in load_manifest(raw)] == [
        ("card.csv", HOME),
        ("long.csv", ""),  # each row says it
    ]
    clean_raw(raw, tmp_path / "processed", home_area="E10000012")
    observations = load_processed(tmp_path / "processed").observations
    assert observations["area_code"].unique().tolist() == [HOME]


@pytest.mark.parametrize("home_area", ["", HOME])
def test_a_scorecard_without_any_area_stops(raw: Path, home_area: str) -> None:
    listed = raw / "manifest.toml"
    listed.write_text(listed.read_text().replace(f'area = "{HOME}"\n', ""))
    issues = check_raw(raw, home_area=home_area)
    assert issues[["severity", "code", "got"]].values.tolist() == [["stop", "unknown-area", "no area"]]
    assert issues["hint"].item() == "kpi add card.csv --area CODE, with the area's ONS code"
