"""Whatever is given on the command line or in the environment: an error in a few lines and its exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kpi_lib.cli import main
from kpi_lib.ingest import add_file

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note"
ROW = "referral_rate,E10000034,2017-18,1,1000,10,local,"
SETTINGS_TEXT = 'council = "Worcestershire County Council"\nnational = false\n'
ANSWERS = {"publisher": "Us", "edition": "2018", "licence": "internal"}
SAID = ("--publisher", "Us", "--edition", "1", "--licence", "internal")
USAGE, SETTINGS, CATALOGUE, MANIFEST, READ, DATA, PUBLISH, STORAGE, RELEASE = 2, 2, 3, 4, 5, 6, 9, 10, 12


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one raw file, and beside it a pipe, a link to itself and an empty file."""
    folder = tmp_path_factory.mktemp("project")
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    (folder / "kpi.toml").write_text(SETTINGS_TEXT, encoding="utf-8")
    (raw / "a.csv").write_text(
        f"{HEADER}\nreferral_rate,E10000034,2017-18,1,1000,10,local,\n", encoding="utf-8"
    )
    add_file(raw / "a.csv", raw, answers=ANSWERS)
    os.mkfifo(folder / "pipe")
    os.mkfifo(raw / ".pipe")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "empty").touch()
    return folder


def call(
    project: Path, capsys: pytest.CaptureFixture[str], *words: str, **environment: str
) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as left:
        patch.chdir(project)
        for name in ("KPI_PROJECT", "KPI_AUDIENCE", "KPI_RAW"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["kpi", *words])
        main()
    return int(left.value.code or 0), capsys.readouterr().err


WRONG: list[tuple[str, int, str]] = [
    ("execute -q nonsense", DATA, "This is no period that exists"),
    ("execute -q 2017-18", DATA, "An edition is for a quarter"),
    ("execute -q 2017-18-Q4 --area nonsense", CATALOGUE, "Unknown area"),
    ("execute -q 2017-18-Q4 --area ²", CATALOGUE, "Unknown area"),
    ("execute -q 2017-18-Q4 --area Worcestershir", CATALOGUE, "did you mean 'Worcestershire'"),
    ("execute --jobs -1", USAGE, "--jobs"),
    (f"execute --jobs {10**20}", USAGE, "--jobs"),
    ("execute --latest 0", USAGE, "--latest"),
    ("run --publisher html", USAGE, "--publisher"),
    ("run --audience everybody", USAGE, "--audience"),
    ("revisions --as-known-on 2018-02-30", DATA, "This is no day that exists"),
    ("revisions --indicator referal_rate", CATALOGUE, "did you mean 'referral_rate'"),
    ("publish --out kpi.toml", SETTINGS, "The site cannot be here"),
    ("check --raw kpi.toml", MANIFEST, "no such raw folder"),
    ("check --raw loop", MANIFEST, "no such raw folder"),
    ("read data", READ, "got a folder"),
    ("read pipe", READ, "got a pipe"),
    ("read /dev/zero", READ, "got a pipe, a device"),
    ("read loop", READ, "cannot be opened"),
    ("read empty", READ, "The file is empty"),
    ("read nowhere.csv", READ, "no such file"),
    (f"read {'a' * 300}", READ, "A name or path is too long"),
    ("read data/raw/a.csv --out kpi.toml", STORAGE, "cannot be written"),
    ("add nowhere.csv", MANIFEST, "not in the raw folder"),
    ("add data/raw/nowhere.csv", READ, "no such file"),
    ("add data/raw/.pipe", MANIFEST, "such a path cannot be listed"),
    ("add loop", MANIFEST, "not in the raw folder"),
    ("add kpi.toml", MANIFEST, "not in the raw folder"),
    ("add data/raw/manifest.toml", MANIFEST, "read by its name"),
    ("add data/raw/a.csv --published 2018-02-30", MANIFEST, "a day that exists"),
    ("add data/raw/a.csv --provenance publshed", MANIFEST, "did you mean 'published'"),
    ("add data/raw/a.csv --layout lnog", READ, "did you mean 'long'"),
    ("add data/raw/a.csv --dataset lait", MANIFEST, "not of this data set"),
    ("add data/raw/a.csv --area Worcestershir", MANIFEST, "did you mean 'Worcestershire'"),
    ("verify data", RELEASE, "got a folder"),
    ("verify pipe", RELEASE, "got a pipe"),
    ("verify nowhere.zip", RELEASE, "no such file"),
    ("verify kpi.toml", RELEASE, "no evidence pack"),
    ("neighbours import data", CATALOGUE, "got a folder"),
    ("neighbours import pipe", CATALOGUE, "got a pipe"),
    ("neighbours import empty", CATALOGUE, "no neighbour file that is known"),
    ("diff nowhere empty", DATA, "no cleaned data"),
    ("audit-disclosure kpi.toml", PUBLISH, "no site to audit"),
    ("codebook --write data", SETTINGS, "got a folder"),
    ("codebook --write nowhere/x.md", SETTINGS, "no place for the codebook"),
    ("nonsense", USAGE, "No such command"),
]


@pytest.mark.parametrize(("words", "code", "said"), WRONG, ids=[row[0][:50] for row in WRONG])
def test_a_wrong_command_is_refused_in_a_few_lines(
    project: Path, capsys: pytest.CaptureFixture[str], words: str, code: int, said: str
) -> None:
    added = SAID if words.startswith("add") else ()
    left, err = call(project, capsys, *words.split(), *added)
    assert (left, said in err, "Traceback" in err) == (code, True, False), err
    if code != USAGE or "Error: " in err:
        lines = err[err.index("Error: ") :].strip().splitlines()
        assert 1 <= len(lines) <= 3


@pytest.mark.parametrize(
    ("variable", "value", "code", "said"),
    [
        ("KPI_PROJECT", "nowhere", SETTINGS, "KPI_PROJECT names no council's folder"),
        ("KPI_AUDIENCE", "everybody", SETTINGS, "KPI_AUDIENCE names no audience"),
        ("KPI_RAW", "nowhere", MANIFEST, "no manifest"),
    ],
)
def test_a_wrong_variable_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], variable: str, value: str, code: int, said: str
) -> None:
    left, err = call(project, capsys, "check", **{"KPI_PROJECT": str(project), variable: value})
    assert (left, said in err, "Traceback" in err) == (code, True, False)


def test_the_manifest_is_as_it_was_after_all_that(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(project, capsys, "check") == (0, "Checking\n")


def test_a_terminal_without_an_arrow_shows_its_number(project: Path) -> None:
    import subprocess

    command = [sys.executable, "-c", "from kpi_lib.cli import main; main()", "clean"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "\\u2192" in done.stdout, done.stderr) == (0, True, "Cleaning\n")
