"""`docs/your-scorecard.md`, command by command, in a fresh folder; its fields are those of `names.toml`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.ingest.council.names import Accepted, ColumnKind, NamedColumn, NamedRow, NamedSheet, NamedUnit

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "your-scorecard.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|sh fails|text|toml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_the_commands_of_the_page_do_what_it_says(tmp_path: Path) -> None:
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PACK": str(ROOT), "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("KPI_PROJECT", None)
    said = ""
    for kind, text in BLOCK.findall(PAGE):
        if kind == "toml":
            (tmp_path / "data" / "raw" / "names.toml").write_text(text, encoding="utf-8")
        elif kind == "text":
            assert said.strip() == text.strip()
        else:
            done = subprocess.run(
                ["sh", "-e", "-c", text], cwd=tmp_path, env=environment, capture_output=True, text=True,
                stdin=subprocess.DEVNULL, check=False,
            )  # fmt: skip
            said = done.stderr
            assert (done.returncode != 0) == (kind == "sh fails"), said
    assert (tmp_path / "preview.html").is_file()
    observations = pd.read_parquet(tmp_path / "data" / "processed" / "observations.parquet")
    assert (~observations["source"].astype(str).str.startswith("national/")).sum() == 12


@pytest.mark.parametrize("entry", [NamedRow, NamedColumn, NamedSheet, Accepted])
def test_every_field_of_names_toml_is_documented(entry: type[NamedRow]) -> None:
    section = PAGE[PAGE.index("## `names.toml`") : PAGE.index("## What is understood")]
    assert [name for name in entry.model_fields if f"`{name}`" not in section] == []
    assert [kind for kind in (*ColumnKind, *NamedUnit) if f"`{kind.value}`" not in section] == []


def test_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\((examples/[^)]+)\)", PAGE)
    assert len(pictures) == 3
    assert all((ROOT / "docs" / name).stat().st_size < 60_000 for name in pictures)
