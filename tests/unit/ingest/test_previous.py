"""The figures of the last run that told of them outlive the next cleaning, and only those."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import DataError, StorageError
from kpi_lib.ingest import add_file, clean_raw
from kpi_lib.ingest.previous import has_previous, load_figures, reported_hash, save_reported

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"


def clean(folder: Path, value: float) -> str:
    """Clean a raw folder of one figure and return the hash of the set."""
    raw = folder / "raw"
    raw.mkdir(exist_ok=True)
    row = f"referral_rate,E10000034,2017-18,4461,,{value},published,\n"
    (raw / "a.csv").write_text(HEADER + row, encoding="utf-8")
    add_file(raw / "a.csv", raw, answers={"publisher": "DfE", "edition": "2020", "licence": "OGL"})
    return clean_raw(raw, folder / "processed").data_hash


def kept(folder: Path) -> list[float]:
    return load_figures(folder / "processed" / "previous")["value"].tolist()


def test_a_told_set_is_kept_when_the_next_replaces_it(tmp_path: Path) -> None:
    save_reported(tmp_path / "processed", clean(tmp_path, 381.5))
    clean(tmp_path, 382.3)
    assert kept(tmp_path) == [381.5]
    assert load_figures(tmp_path / "processed")["value"].tolist() == [382.3]


def test_a_set_that_no_run_told_of_does_not_take_its_place(tmp_path: Path) -> None:
    save_reported(tmp_path / "processed", clean(tmp_path, 381.5))
    clean(tmp_path, 999.9)  # a notebook cleaned this in between
    clean(tmp_path, 382.3)
    assert kept(tmp_path) == [381.5]


def test_nothing_is_kept_before_a_run_has_told(tmp_path: Path) -> None:
    clean(tmp_path, 381.5)
    clean(tmp_path, 382.3)
    assert not has_previous(tmp_path / "processed")
    with pytest.raises(DataError, match="no cleaned data"):
        load_figures(tmp_path / "processed" / "previous")


def test_a_set_cut_off_in_the_middle_is_neither_kept_nor_read(tmp_path: Path) -> None:
    save_reported(tmp_path / "processed", clean(tmp_path, 381.5))
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "processed" / "observations.parquet")
    with pytest.raises(DataError, match="not of one run"):
        load_figures(tmp_path / "processed")
    clean(tmp_path, 382.3)
    assert not has_previous(tmp_path / "processed")


def test_a_full_disk_leaves_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_reported(tmp_path / "processed", clean(tmp_path, 381.5))
    told = clean(tmp_path, 382.3)
    save_reported(tmp_path / "processed", told)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(StorageError):
        patched.setattr("kpi_lib.ingest.previous.shutil.copyfile", full)
        clean(tmp_path, 383.0)
    assert kept(tmp_path) == [381.5]
    assert load_figures(tmp_path / "processed")["value"].tolist() == [382.3]
    assert reported_hash(tmp_path / "processed") == told


def test_a_set_that_cannot_be_saved_leaves_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_reported(tmp_path / "processed", clean(tmp_path, 381.5))
    save_reported(tmp_path / "processed", clean(tmp_path, 382.3))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(StorageError):
        patched.setattr("kpi_lib.ingest.store.save_cells", full)
        clean(tmp_path, 383.0)
    assert kept(tmp_path) == [381.5]
    assert load_figures(tmp_path / "processed")["value"].tolist() == [382.3]
    clean(tmp_path, 383.0)  # with room again
    assert kept(tmp_path) == [382.3]
    assert sorted(path.name for path in (tmp_path / "processed" / "previous").iterdir()) == [
        "observations.parquet",
        "run.json",
    ]


def test_a_torn_note_counts_as_none(tmp_path: Path) -> None:
    folder = tmp_path / "processed"
    folder.mkdir()
    for text in ("", "{", "[]", '{"other": 1}'):
        (folder / "told.json").write_text(text, encoding="utf-8")
        assert reported_hash(folder) == ""


def test_a_rebuild_from_nothing_gives_the_same_bytes(tmp_path: Path) -> None:
    # What is kept of an earlier run stands beside the set, never in it.
    save_reported(tmp_path / "processed", clean(tmp_path, 381.5))
    clean(tmp_path, 382.3)
    again = clean_raw(tmp_path / "raw", tmp_path / "fresh").data_hash
    files = ("observations.parquet", "issues.parquet", "cells.parquet", "run.json")
    assert {name: (tmp_path / "processed" / name).read_bytes() for name in files} == {
        name: (tmp_path / "fresh" / name).read_bytes() for name in files
    }
    assert again


@pytest.mark.parametrize(
    "name", ["previous/observations.parquet", "previous/run.json", "previous", "told.json"]
)
def test_what_is_damaged_of_the_previous_figures_is_no_dead_end(tmp_path: Path, name: str) -> None:
    processed = tmp_path / "processed"
    save_reported(processed, clean(tmp_path, 381.5))
    save_reported(processed, clean(tmp_path, 382.3))
    damaged = processed / name
    shutil.rmtree(damaged) if damaged.is_dir() else damaged.unlink()
    damaged.write_text("[" if damaged.suffix == ".json" else "PAR1", encoding="utf-8")
    told = clean(tmp_path, 383.0)
    save_reported(processed, told)
    assert reported_hash(processed) == told
    assert kept(tmp_path) == [382.3] if name != "told.json" else [381.5]
