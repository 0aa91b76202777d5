"""`manifest.toml` as people edit it: read, or every fault of every entry at once, each in three lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.core.errors import KpiErrors, ManifestError
from kpi_lib.ingest.manifest import MANIFEST_FILE, ManifestEntry, load_manifest

SHA256 = "0123456789abcdef" * 4
LINES = {
    "path": '"returns/a.csv"',
    "layout": '"long"',
    "publisher": '"Shire’s café – £"',
    "licence": '"OGL v3.0"',
    "sha256": f'"{SHA256}"',
}


def written(folder: Path, *entries: dict[str, str], encoding: str = "utf-8") -> Path:
    text = "\n".join(
        "[[file]]\n" + "".join(f"{name} = {value}\n" for name, value in entry.items()) for entry in entries
    )
    (folder / MANIFEST_FILE).write_bytes(text.encode(encoding))
    return folder


def faults_in(folder: Path) -> list[str]:
    with pytest.raises((ManifestError, KpiErrors)) as refused:
        load_manifest(folder)
    found = refused.value.errors if isinstance(refused.value, KpiErrors) else (refused.value,)
    assert refused.value.exit_code == ManifestError.exit_code
    assert all(len(fault.as_text().splitlines()) <= 3 for fault in found)
    return [fault.as_text() for fault in found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_manifest_is_read_whatever_saved_it(tmp_path: Path, encoding: str) -> None:
    (entry,) = load_manifest(written(tmp_path, LINES, encoding=encoding))
    assert entry.publisher == "Shire’s café – £"


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("sha256", f'"{SHA256.upper()}"', SHA256),
        ("published", "2018-07-12", "2018-07-12"),
        ("published", "2018-07-12T10:30:00", "2018-07-12"),
        ("published", '" 2018-07-12 "', "2018-07-12"),
        ("edition", '" 2024 "', "2024"),
        ("note", '"""two\nlines"""', "two\nlines"),
        ("area", '"Worcestershire"', "Worcestershire"),
    ],
)
def test_what_can_only_mean_one_thing_is_read(tmp_path: Path, name: str, value: str, read: str) -> None:
    (entry,) = load_manifest(written(tmp_path, LINES | {name: value}))
    assert getattr(entry, name) == read


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("published", '"2018-02-30"', "a day that exists"),
        ("published", '"12/07/2018"', "a day such as 2018-11-15"),
        ("published", "10:30:00", "text in quotes"),
        ("retrieved", '"2018-W28-4"', "a day such as"),
        ("provenance", '"publshed"', "did you mean 'published'"),
        ("layout", '"lnog"', "did you mean 'long'"),
        ("dataset", '"cin_referals"', "did you mean 'cin_referrals'"),
        ("area", '"Worcestershir"', "did you mean 'Worcestershire'"),
        ("edition", "2024", "text in quotes"),
        ("sha256", '"abc"', "64 hexadecimal digits"),
        ("path", '"returns\\\\a.csv"', "write returns/a.csv"),
        ("path", '"manifest.toml"', "remove the entry"),
        ("path", '"a\\u0000b"', r"'a\x00b'"),
        ("publishr", '"DfE"', "did you mean 'publisher'"),
        *((name, '""', "at least one character") for name in LINES if name != "path"),
        *(
            (name, value, f"'{name}' is not valid")
            for name in ManifestEntry.model_fields
            for value in ("[1]", "{}", "true", "nan")
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_entry(tmp_path: Path, name: str, value: str, said: str) -> None:
    good = LINES | {"path": '"good.csv"'}
    (fault,) = faults_in(written(tmp_path, good, LINES | {name: value}))
    assert said in fault and "manifest.toml, [[file]] 2" in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[file]\npath = 'a.csv'\n", "got a table; expected entries, each headed [[file]]"),
        ("file = 'a.csv'\n", "expected entries, each headed [[file]]"),
        ("file = [1]\n", "[[file]] 1)\ngot 1; expected a table"),
        ("[[fiel]]\npath = 'a.csv'\n", "did you mean 'file'"),
        ("[[file]]\npublished = 2018-02-30\n", "line 2, column 13"),
        ("[[file]]\npath = “a.csv”\n", "write straight quotes"),
        ("[[file]]\na = " + "[" * 5000, "nested too deeply"),
        ("[[file]]\n" + ".".join("a" * 40_000) + " = 1", "nested too deeply (MANIFEST, line 2)"),
        ("[" + " . ".join(["'a b'"] * 9) + "]", "nested too deeply (MANIFEST, line 1)"),
        ("x = {" + ".".join(['"a"'] * 9) + " = 1}", "nested too deeply (MANIFEST, line 1)"),
        ("#" * 1_000_001, "got 1,000,001 letters; expected at most 1,000,000"),
    ],
)
def test_another_structure_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / MANIFEST_FILE).write_text(text, encoding="utf-8")
    (fault,) = faults_in(tmp_path)
    assert said.replace("MANIFEST", str(tmp_path / MANIFEST_FILE)) in fault


def test_a_text_with_many_dots_is_no_nested_key(tmp_path: Path) -> None:
    line = "S.A.B.C.D.F.G, see p. 3... and 1.2.3.4.5.6.7; " * 20
    written(tmp_path, LINES | {"title": f'"{line}"'})
    assert load_manifest(tmp_path).entries[0].title == line.strip()


def test_all_faults_of_all_entries_are_named_at_once(tmp_path: Path) -> None:
    written(
        tmp_path,
        LINES,
        LINES | {"layout": "5", "sha256": "6"},
        {"path": '"b.csv"'},
        LINES | {"path": '"c.csv"'},
    )
    faults = faults_in(tmp_path)
    assert [fault.splitlines()[0].partition(" (")[0] for fault in faults] == [
        "The field 'layout' is not valid",
        "The field 'sha256' is not valid",
        "The field 'layout' is missing",
        "The field 'publisher' is missing",
        "The field 'licence' is missing",
        "The field 'sha256' is missing",
        "'returns/a.csv' is there twice",
    ]
    assert "[[file]] 3, 'b.csv'" in faults[2]


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_FILE).mkdir()
    (fault,) = faults_in(tmp_path)
    assert "This is no regular file" in fault and "a folder" in fault
