from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from kpi_lib.core.errors import KpiErrors, ManifestError, ReadError, StorageError
from kpi_lib.ingest import add_file, check_manifest, load_manifest
from kpi_lib.ingest.manifest import MANIFEST_FILE, raw_files

LONG = (
    "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
    "referral_rate,E10000034,2017-18,1,1000,10,local,\n"
)
ANSWERS = {"publisher": "Worcestershire County Council", "edition": "2017-18-Q4", "licence": "internal"}
TODAY = date(2018, 7, 12)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "returns").mkdir(parents=True)
    for name in ("b.csv", "a.csv"):
        (folder / "returns" / name).write_text(LONG)
        add_file(folder / "returns" / name, folder, answers=ANSWERS, today=TODAY)
    return folder


def test_added_files_are_listed_by_path_and_pass_the_check(raw: Path) -> None:
    manifest = check_manifest(raw)
    assert [entry.path for entry in manifest] == ["returns/a.csv", "returns/b.csv"]
    entry = manifest.entries[0]
    assert (entry.layout, entry.edition, entry.retrieved) == ("long", "2017-18-Q4", "2018-07-12")
    assert entry.sha256 == hashlib.sha256(LONG.encode()).hexdigest()


def test_missing_changed_and_unlisted_files_are_reported_together(raw: Path) -> None:
    (raw / "returns" / "a.csv").unlink()
    (raw / "returns" / "b.csv").write_text(LONG + "\n")
    (raw / "new.csv").write_text(LONG)
    with pytest.raises(KpiErrors) as error:
        check_manifest(raw)
    assert [fault.what for fault in error.value.errors] == [
        "A listed file is missing",
        "A file has changed since it was listed",
        "A file is not listed in the manifest",
    ]
    assert error.value.exit_code == ManifestError.exit_code
    assert error.value.errors[1].hint == f"if the change is meant: kpi add {raw / 'returns' / 'b.csv'}"
    assert error.value.errors[2].hint == f"kpi add {raw / 'new.csv'}"


def test_notes_and_hidden_files_need_not_be_listed(raw: Path) -> None:
    for name in ("README.md", ".DS_Store", "~$open.xlsx"):
        (raw / name).write_text("x")
    assert raw_files(raw) == ["returns/a.csv", "returns/b.csv"]


def test_a_changed_file_added_again_keeps_its_answers(raw: Path) -> None:
    path = raw / "returns" / "a.csv"
    path.write_text(LONG + "referral_rate,E10000034,2016-17,1,1000,10,local,\n")
    entry = add_file(path, raw, today=date(2018, 8, 1))
    assert (entry.publisher, entry.edition) == (ANSWERS["publisher"], "2017-18-Q4")
    assert len(check_manifest(raw)) == 2


def test_what_is_not_given_is_asked_with_a_likely_answer(raw: Path) -> None:
    path = raw / "c.csv"
    path.write_text(LONG)
    asked: list[tuple[str, str]] = []

    def ask(field: str, question: str, likely: str) -> str:
        asked.append((field, likely))
        return "internal"

    add_file(path, raw, answers={"publisher": "Us", "edition": "1"}, ask=ask)
    assert asked == [("licence", "")]
    assert {entry.path: entry for entry in load_manifest(raw)}["c.csv"].licence == "internal"


def test_without_answers_the_options_are_named(raw: Path) -> None:
    path = raw / "c.csv"
    path.write_text(LONG)
    with pytest.raises(ManifestError) as error:
        add_file(path, raw, answers={"publisher": "Us"})
    assert error.value.hint == "kpi add c.csv --edition … --licence …"
    assert [entry.path for entry in load_manifest(raw)] == ["returns/a.csv", "returns/b.csv"]


def test_a_file_elsewhere_or_unreadable_is_not_added(raw: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(LONG)
    with pytest.raises(ManifestError, match="not in the raw folder"):
        add_file(outside, raw, answers=ANSWERS)
    page = raw / "page.csv"
    page.write_text("<html></html>")
    with pytest.raises(ReadError, match="web page"):
        add_file(page, raw, answers=ANSWERS)


def test_every_fault_of_the_manifest_is_named(raw: Path) -> None:
    text = (raw / MANIFEST_FILE).read_text()
    broken = text.replace("publisher =", "publishr =", 1).replace('sha256 = "', 'sha256 = "x', 1)
    (raw / MANIFEST_FILE).write_text(broken)
    with pytest.raises(KpiErrors) as error:
        load_manifest(raw)
    text = str(error.value)
    assert "publishr" in text and "did you mean 'publisher'?" in text and "sha256" in text


def test_a_folder_without_manifest_and_broken_toml_say_so(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="no manifest"):
        load_manifest(tmp_path)
    (tmp_path / MANIFEST_FILE).write_text("[[file]\n")
    with pytest.raises(ManifestError, match="not valid TOML"):
        load_manifest(tmp_path)


def test_a_manifest_that_cannot_be_written_leaves_the_old_one(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (raw / MANIFEST_FILE).read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StorageError, match="No space left"):
        add_file(raw / "returns" / "a.csv", raw)
    assert (raw / MANIFEST_FILE).read_bytes() == before
    assert sorted(path.name for path in raw.iterdir()) == [MANIFEST_FILE, "returns"]
