"""A fault of the disk is named as what it is, in three lines, whichever command meets it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kpi_lib.cli import main
from kpi_lib.ingest import add_file

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
ROW = "rereferral_percent,E10000034,2017-18,1024,4232,24.2,published,\n"
ANSWERS = {"publisher": "Department for Education", "edition": "2024", "licence": "OGL v3.0"}
READ, STORAGE = 5, 10
Kpi = Callable[..., tuple[int, str]]
NOBODY = 65534

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits, owners and modes are those of POSIX")


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project of one raw file, in a folder that every user may enter; cleaned once."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    folder.chmod(0o755)
    (folder / "kpi.toml").write_text("national = false\n", encoding="utf-8")
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "data" / "raw" / "a.csv").write_text(HEADER + ROW, encoding="utf-8")
    add_file(folder / "data" / "raw" / "a.csv", folder / "data" / "raw", answers=ANSWERS)
    monkeypatch.chdir(folder)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def not_root() -> Iterator[None]:
    """Be a user whom modes bind; root may do all."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield
    if is_root:
        os.seteuid(0)


@contextmanager
def small_files() -> Iterator[None]:
    """Let no file grow beyond a kilobyte."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def kpi(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Call `kpi` in this process and return its exit code and its error."""

    def call(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kpi", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr().err
        return int(left.value.code or 0), said[said.find("Error: ") :].strip()

    return call


COMMANDS = {
    "check": ("check",),
    "clean": ("clean",),
    "read": ("read", "data/raw/a.csv"),
    "add": ("add", "data/raw/a.csv"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_raw_file_that_may_not_be_read(project: Path, kpi: Kpi, command: str) -> None:
    (project / "data" / "raw" / "a.csv").chmod(0)
    with not_root():
        code, said = kpi(*COMMANDS[command])
    assert code == READ
    first, second, third = said.splitlines()
    assert first.startswith("Error: The file cannot be opened (") and first.endswith("a.csv)")
    assert (second, third) == ("got Permission denied", "hint: check that you may read this file")


@pytest.mark.parametrize("command", ["clean", "add", "diff data/processed data/processed", "revisions"])
def test_a_folder_that_may_not_be_entered(project: Path, kpi: Kpi, command: str) -> None:
    kpi("clean")
    (project / "data").chmod(0)
    with not_root():
        code, said = kpi(*COMMANDS.get(command, command.split()))
    (project / "data").chmod(0o755)
    assert code in (READ, STORAGE), said
    assert "got Permission denied" in said
    assert len(said.splitlines()) == 3


def test_a_file_that_would_be_too_large_leaves_the_old_set(project: Path, kpi: Kpi) -> None:
    assert kpi("clean")[0] == 0
    (project / "data" / "raw" / "a.csv").write_text(HEADER + ROW.replace("24.2", "24.3"), encoding="utf-8")
    kpi("add", "data/raw/a.csv")
    before = (project / "data" / "processed" / "run.json").read_bytes()
    with small_files():
        code, said = kpi("clean")
    assert code == STORAGE
    assert said.splitlines()[0].startswith("Error: A file is larger than this system allows (")
    assert len(said.splitlines()) == 3
    assert (project / "data" / "processed" / "run.json").read_bytes() == before
    assert sorted(path.name for path in (project / "data").iterdir()) == ["processed", "raw"]


@pytest.mark.parametrize(
    "words",
    [
        ("run", "-q", "2017-18-Q4", "--publisher", "embedded", "--out", "x" * 300),
        ("read", "data/raw/a.csv", "--out", "x" * 300),
        ("read", "x" * 300),
    ],
    ids=" ".join,
)
def test_a_name_that_is_too_long(project: Path, kpi: Kpi, words: tuple[str, ...]) -> None:
    code, said = kpi(*words)
    assert code in (READ, STORAGE)
    assert said.splitlines()[0].startswith("Error: A name or path is too long (")
    assert len(said.splitlines()) == 3


def test_whatever_was_not_foreseen_has_no_traceback(
    project: Path, kpi: Kpi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*words: object) -> None:
        raise OSError(5, "Input/output error", "kpi.toml")

    monkeypatch.setattr("kpi_lib.cli.steps.find_project", fail)
    assert kpi("clean") == (
        STORAGE,
        "Error: The disk reports a fault (kpi.toml)\ngot Input/output error\n"
        "hint: check the disk or the network drive, then run again",
    )
