"""Whatever stands in a file that people write: it is read, or refused in three lines; nothing else."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kpi_lib.catalogue.neighbours import import_neighbours
from kpi_lib.catalogue.settings import Settings, load_settings
from kpi_lib.catalogue.targets import Target
from kpi_lib.cli import main
from kpi_lib.core.errors import KpiError, KpiErrors
from kpi_lib.ingest import add_file
from kpi_lib.ingest.hand_written.tables import load_corrections, load_events, load_explanations
from kpi_lib.ingest.manifest import ManifestEntry, load_manifest
from kpi_lib.pages.commentary.commentary import check_commentaries
from kpi_lib.publish.site import load_site

TARGET = '[[target]]\nindicator = "referral_rate"\nvalue = 500\nsource = "plan"\n'
ENTRY = f'[[file]]\npath = "a.csv"\nlayout = "long"\npublisher = "P"\nlicence = "L"\nsha256 = "{"0" * 64}"\n'
EVENTS = """indicator_id,area_code,date,is_rebase,reason,source
referral_rate,E10000034,2016-10,true,new practice,report
"""
EXPLANATIONS = """indicator_id,area_code,period,kind,reason,source,noted_on
referral_rate,E10000034,2017-18,revision,DfE revised it,release,2018-07-12
"""
CORRECTIONS = """edition,indicator_id,area_code,period,reason,source,noted_on
2017-18-Q3,referral_rate,E10000034,2016-17,a typing error,the return,2018-07-12
"""
SITE = """website:
  title: Services
  navbar:
    left:
      - text: All
        href: index.ipynb
"""
SAMPLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "kpi.toml": (load_settings, f'council = "Worcestershire County Council"\n{TARGET}'),
    "manifest.toml": (load_manifest, ENTRY),
    "events.csv": (load_events, EVENTS),
    "explanations.csv": (load_explanations, EXPLANATIONS),
    "corrections.csv": (load_corrections, CORRECTIONS),
    "_quarto.yml": (load_site, SITE),
    "commentary/E10000034/2017-18-Q4.md": (check_commentaries, "## Overview\n\nAll is well.\n"),
    "list.csv": (
        lambda folder: import_neighbours(folder / "list.csv"),
        "old_la_code,SN_1,SN_1P\n885,933,Close\n",
    ),
}
FILES = pytest.mark.parametrize("file", SAMPLES)
TABLES = pytest.mark.parametrize("file", [name for name in SAMPLES if name.endswith("s.csv")])
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def try_to_load(folder: Path, file: str, data: bytes) -> KpiError | None:
    """Load a file with some bytes in it; what it raises must be a KpiError in three lines a fault."""
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(data)
    try:
        SAMPLES[file][0](folder)
    except KpiError as error:
        faults = error.errors if isinstance(error, KpiErrors) else (error,)
        assert all(1 <= len(fault.as_text().splitlines()) <= 3 and fault.where for fault in faults)
        return error
    return None


@FILES
def test_every_sample_is_read(tmp_path: Path, file: str) -> None:
    assert try_to_load(tmp_path, file, SAMPLES[file][1].encode()) is None


@FILES
@quick
@given(data=st.binary(max_size=200), at=st.integers(0, 300), cut=st.integers(0, 40))
def test_any_bytes_in_any_place_are_read_or_refused(
    tmp_path: Path, file: str, data: bytes, at: int, cut: int
) -> None:
    sample = SAMPLES[file][1].encode()
    try_to_load(tmp_path, file, data)
    try_to_load(tmp_path, file, sample[:at] + data + sample[at + cut :])


ANY_NAME = st.text(st.characters(codec="utf-8"), max_size=8)
SCALARS = st.one_of(
    st.booleans(),
    st.integers() | st.sampled_from([10**4000, -(10**400), 2**63]),
    st.floats(),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.dates() | st.datetimes() | st.times() | st.sampled_from([date.min, datetime.max, time.max]),
    st.sampled_from(["mean", "E10000034", "referral_rate", "2021-04", "long", "a.csv", "0" * 64]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_NAME, inner, max_size=3),
    max_leaves=8,
)


def tables(names: list[str], entries: str, of_entries: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables in which known and unknown names have any value, and entries too."""
    entry = st.dictionaries(st.sampled_from(of_entries) | ANY_NAME, VALUES, max_size=8)
    whole = st.dictionaries(st.sampled_from(names) | ANY_NAME, VALUES, max_size=8)
    both = st.tuples(whole, st.lists(entry, max_size=3))
    return whole | both.map(lambda pair: pair[0] | {entries: pair[1]})


@quick
@given(content=tables([*Settings.model_fields], "target", [*Target.model_fields]))
def test_any_settings_are_read_or_refused(tmp_path: Path, content: dict[str, Any]) -> None:
    try_to_load(tmp_path, "kpi.toml", tomli_w.dumps(content).encode())


@quick
@given(content=tables(["file"], "file", [*ManifestEntry.model_fields]))
def test_any_manifest_is_read_or_refused(tmp_path: Path, content: dict[str, Any]) -> None:
    try_to_load(tmp_path, "manifest.toml", tomli_w.dumps(content).encode())


LIKELY = (
    "", "referral_rate", "E10000034", "885", "2016-10", "2018-07-12", "31/12/2017", "29/02/2018", "TRUE",
    "nan", "2017-18", "2017-18-Q4", "2017/18", "revision", "9999-12-31", "2011-12", "a,b", "a\nb",
)  # fmt: skip
CELLS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(LIKELY)


@TABLES
@quick
@given(rows=st.lists(st.lists(CELLS, max_size=9), max_size=4))
def test_any_cells_are_read_or_refused(tmp_path: Path, file: str, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([SAMPLES[file][1].splitlines()[0].split(","), *rows])
    try_to_load(tmp_path, file, out.getvalue().encode("utf-8"))


@TABLES
@quick
@given(
    reason=st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cf"]), max_size=40),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(reason="“Café”, £5; the rest", encoding="cp1252", delimiter=";", end="\r\n")
def test_a_reason_comes_back_as_it_was_written(
    tmp_path: Path, file: str, reason: str, encoding: str, delimiter: str, end: str
) -> None:
    header, row = (line.split(",") for line in SAMPLES[file][1].splitlines())
    row[header.index("reason")] = f"so: {reason} x"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([header, row])
    (tmp_path / file).write_bytes(out.getvalue().encode(encoding))
    found: Any = SAMPLES[file][0](tmp_path)
    assert found["reason"].tolist() == [" ".join(f"so: {reason} x".split())]


CODES = {"kpi.toml": 2, "manifest.toml": 4, "commentary/E10000034/2017-18-Q4.md": 14} | dict.fromkeys(
    ("events.csv", "explanations.csv", "corrections.csv"), 6
)
"""Files that `kpi check` reads, and its exit code where one is not as it should be."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one raw file and every hand-written file that `kpi check` reads."""
    folder = tmp_path_factory.mktemp("project")
    raw = folder / "data" / "raw"
    (raw / "commentary" / "E10000034").mkdir(parents=True)
    header = "indicator_id,area_code,period,numerator,denominator,value,provenance,note"
    (raw / "a.csv").write_text(f"{header}\nreferral_rate,E10000034,2017-18,1,1000,10,local,\n")
    add_file(raw / "a.csv", raw, answers={"publisher": "Us", "edition": "2018", "licence": "internal"})
    for name, (_, text) in SAMPLES.items():
        if name not in ("manifest.toml", "list.csv"):
            ((folder if name in ("kpi.toml", "_quarto.yml") else raw) / name).write_text(
                text, encoding="utf-8"
            )
    return folder


def place_of(project: Path, name: str) -> Path:
    return (project if name == "kpi.toml" else project / "data" / "raw") / name


def check(project: Path, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """Call `kpi check` in a project; return its exit code and what it said."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as left:
        patch.chdir(project)
        patch.delenv("KPI_PROJECT", raising=False)
        patch.setattr(sys, "argv", ["kpi", "check"])
        main()
    said = capsys.readouterr()
    return left.value.code, said.err + said.out


def test_the_command_takes_the_samples(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = check(project, capsys)
    assert (code, "fit to use" in said) == (0, True)


@pytest.mark.parametrize("file", CODES)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60))
@example(data=b"caf\xe9 \xa35\n")
def test_the_command_refuses_with_the_code_of_the_file(
    project: Path, capsys: pytest.CaptureFixture[str], file: str, data: bytes
) -> None:
    path = place_of(project, file)
    sample = path.read_bytes()
    try:
        path.write_bytes(sample + b"\n= no such line\n## no such heading\n" + data)
        code, said = check(project, capsys)
        assert (code, "Error: " in said, "Traceback" in said) == (CODES[file], True, False)
    finally:
        path.write_bytes(sample)
