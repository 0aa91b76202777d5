"""A mistake ends in three clear lines and its own exit code, and the old site stays whole."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kpi_lib.cli import main
from kpi_lib.disk.replace import replaced_folder
from kpi_lib.disk.scratch import scratch_folder
from kpi_lib.ingest import add_file
from kpi_lib.publish import site_build as publish

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note"
GOOD = "rereferral_percent,E10000034,2017-18,1024,4232,24.2,published,"
ANSWERS = {"publisher": "Department for Education", "edition": "2024", "licence": "OGL v3.0"}
OLD = "the old site"

SETTINGS, CATALOGUE, MANIFEST, READ, DATA, NOTEBOOK, STORAGE, STOPPED = 2, 3, 4, 5, 6, 8, 10, 130

Project = Callable[[str], Path]


@pytest.fixture
def project(
    tmp_path: Path, new_worcestershire: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A project with one small raw file and an old site, where the user stands."""
    folder = new_worcestershire(tmp_path / "project")
    shutil.rmtree(folder / "data" / "raw")
    (folder / "data" / "raw").mkdir()
    (folder / "_site").mkdir()
    (folder / "_site" / "kpi-site.json").write_text("{}", encoding="utf-8")
    (folder / "_site" / "index.html").write_text(OLD, encoding="utf-8")
    monkeypatch.chdir(folder)

    def with_text(text: str | bytes) -> Path:
        file = folder / "data" / "raw" / "figures.csv"
        file.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
        add_file(file, file.parent, answers=ANSWERS)
        listed = (file.parent / "manifest.toml").read_text(encoding="utf-8")
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        (file.parent / "manifest.toml").write_text(
            re.sub('sha256 = ".*"', f'sha256 = "{_sha256(file)}"', listed), encoding="utf-8"
        )
        return folder

    return with_text


def _sha256(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


RUN = ("run", "-q", "2017-18-Q4", "--publisher", "embedded")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    """Call `kpi` in this process; return its exit code and the lines of its error."""
    patch = pytest.MonkeyPatch()
    patch.setattr(sys, "argv", ["kpi", *(words or RUN)])
    try:
        with pytest.raises(SystemExit) as left:
            main()
    finally:
        patch.undo()
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return int(left.value.code or 0), said[said.index("Error: ") :].strip().splitlines()


def rows(*lines: str, header: str = HEADER) -> str:
    return "\n".join([header, *lines]) + "\n"


BAD = {
    "empty file": ("", READ, "empty"),
    "HTML saved as CSV": ("<!DOCTYPE html><html><body>Sign in</body></html>", READ, "HTML"),
    "wrong encoding": (rows(GOOD).encode("utf-16-le")[::-1], READ, ""),
    "missing column": (rows("a,b", header="indicator_id,period"), READ, "area_code"),
    "renamed column": (rows(GOOD, header=HEADER.replace("area_code", "area_cod")), READ, "did you mean"),
    "duplicate key": (rows(GOOD, GOOD.replace("24.2", "24.3")), DATA, "twice|duplicate"),
    "no such period": (rows(GOOD.replace("2017-18", "2017-18-Q5")), DATA, "2017-18-Q5"),
    "unknown indicator": (
        rows(GOOD.replace("rereferral", "rereferal")),
        DATA,
        "did you mean 'rereferral_percent'",
    ),
    "unknown area": (rows(GOOD.replace("E10000034", "E10000099")), DATA, "E10000099"),
    "numerator above denominator": (rows(GOOD.replace("1024,4232,24.2", "5024,4232,")), DATA, "5024"),
    "negative count": (rows(GOOD.replace("1024", "-1024")), DATA, "-1024"),
    "percentage over 100": (rows(GOOD.replace("1024,4232,24.2", ",,242.0")), DATA, "242"),
    "text in a number": (rows(GOOD.replace("24.2", "about a quarter")), DATA, "about a quarter"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_figures_stop_the_run(project: Project, capsys: pytest.CaptureFixture[str], case: str) -> None:
    text, code, told = BAD[case]
    folder = project(text)
    left, lines = run(capsys)
    assert left == code, lines
    assert "figures.csv" in "\n".join(lines[:3])
    assert re.search(told, "\n".join(lines[:3]), re.IGNORECASE), lines
    assert 2 <= len(lines[: lines.index("")] if "" in lines else lines) <= 3
    assert (folder / "_site" / "index.html").read_text(encoding="utf-8") == OLD


def test_a_missing_file_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(rows(GOOD))
    (folder / "data" / "raw" / "figures.csv").unlink()
    code, lines = run(capsys)
    assert code == MANIFEST
    assert "figures.csv" in lines[0]


def test_a_changed_file_is_named_and_how_to_take_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(rows(GOOD))
    (folder / "data" / "raw" / "figures.csv").write_text(rows(GOOD, GOOD), encoding="utf-8")
    code, lines = run(capsys)
    assert code == MANIFEST
    assert "figures.csv" in lines[0]
    assert "kpi add" in lines[-1]


def test_an_unlisted_file_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(rows(GOOD))
    (folder / "data" / "raw" / "more.csv").write_text(rows(GOOD), encoding="utf-8")
    code, lines = run(capsys)
    assert code == MANIFEST
    assert "more.csv" in lines[0]


def test_a_quarter_without_figures_is_told(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project(rows(GOOD))
    code, lines = run(capsys, *RUN, "-q", "2030-31-Q1")
    assert code == DATA
    assert lines[0] == "Error: There are no figures for Worcestershire in 2030-31-Q1"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["-q", "2017-18-Q9"], DATA, "2017-18-Q9"),
        (["--area", "Worcestshire"], CATALOGUE, "did you mean 'Worcestershire'"),
        (["--raw", "nowhere"], MANIFEST, "nowhere"),
    ],
)
def test_a_wrong_option_is_told(
    project: Project, capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    project(rows(GOOD))
    left, lines = run(capsys, *RUN, *words)
    assert left == code
    assert told in "\n".join(lines)


def test_a_cell_that_raises_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(rows(GOOD))
    notebook = folder / "notebooks" / "methods.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace("kpi.pages.methods(", "kpi.pages.nothing("), encoding="utf-8")
    code, lines = run(capsys)
    assert code == NOTEBOOK
    assert lines == [
        "Error: A notebook cell raised AttributeError (notebooks/methods.ipynb, cell 4)",
        "got There is no page 'nothing'",
        "hint: the cell ends in `page = kpi.pages.nothing(kpi.load(quarter, area))`",
    ]
    assert not (folder / "editions").exists() or not list((folder / "editions").iterdir())
    assert (folder / "_site" / "index.html").read_text(encoding="utf-8") == OLD


def test_an_unknown_parameter_stops(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(rows(GOOD))
    notebook = folder / "notebooks" / "theme.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace("theme: str", "thema: str"), encoding="utf-8")
    code, lines = run(capsys)
    assert code == NOTEBOOK
    assert "Unknown notebook parameter" in lines[0]
    assert "did you mean 'thema'" in lines[2]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full, a disk always full")
def test_a_full_disk_stops_and_says_so(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(built, folder)
    before = (folder / "_site" / "index.html").read_bytes()

    def fill(name: str, staging: Path, out: Path, jobs: int) -> None:
        (out / "index.html").symlink_to("/dev/full")
        (out / "index.html").write_text("x" * 100_000, encoding="utf-8")

    monkeypatch.chdir(folder)
    monkeypatch.setattr(publish, "_build", fill)
    code, lines = run(capsys, "publish", "--publisher", "embedded")
    assert code == STORAGE
    assert lines[0].startswith("Error: The disk is full")
    assert (folder / "_site" / "index.html").read_bytes() == before


def test_another_folder_is_never_overwritten(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(rows(GOOD))
    code, lines = run(capsys, *RUN, "--out", "notebooks")
    assert code == SETTINGS
    assert "holds something else" in lines[0]
    assert (folder / "notebooks" / "overview.ipynb").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_control_c_ends_kernels_and_leaves_all_as_it_was(project: Project) -> None:
    folder = project(rows(GOOD))
    command = [
        sys.executable,
        "-W",
        "always::ResourceWarning",
        "-c",
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # off in background jobs
        "from kpi_lib.cli import main; main()",
        "run",
        "-q",
        "2017-18-Q4",
        "-j",
        "2",
    ]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    kernels = _wait_for_kernels(process.pid)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == STOPPED
    assert "Stopped." in said
    assert "Traceback" not in said
    assert "unclosed event loop" not in said  # by chance, such a loop ends in a traceback
    assert not [
        kernel for kernel in kernels if kernel.is_running() and kernel.status() != psutil.STATUS_ZOMBIE
    ]
    assert list((folder / "editions").iterdir()) == []
    assert (folder / "_site" / "index.html").read_text(encoding="utf-8") == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_outright_it_leaves_no_process_and_the_next_run_clears_its_folders(project: Project) -> None:
    folder = project(rows(GOOD))
    command = [sys.executable, "-c", "from kpi_lib.cli import main; main()", *RUN, "-j", "2"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    kernels = _wait_for_kernels(process.pid)
    process.kill()
    process.wait()
    assert psutil.wait_procs(kernels, timeout=10)[1] == []
    left = {path.name for path in (folder / ".kpi" / "tmp").iterdir() if not path.name.startswith(".")}
    assert len(left) == 2  # the kernels' folders
    with scratch_folder(folder) as mine:
        assert [path.name for path in mine.parent.iterdir() if path.name in left] == []
    with replaced_folder(folder / "editions" / "2017-18-q4"):
        pass
    assert [path.name for path in (folder / "editions").iterdir()] == ["2017-18-q4"]


def _wait_for_kernels(pid: int) -> list[psutil.Process]:
    """Return the kernels of a run once both have started to work."""
    for _ in range(600):
        kernels = [
            child for child in psutil.Process(pid).children() if "ipykernel_launcher" in str(child.cmdline())
        ]
        if len(kernels) == 2 and all(sum(kernel.cpu_times()[:2]) > 1 for kernel in kernels):
            return kernels
        time.sleep(0.05)
    raise AssertionError("the kernels did not start within thirty seconds")
