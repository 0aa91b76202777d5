"""The invented council's files as frames of text: its published years, and its quarterly returns."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def folder() -> Path:
    return PROJECT / "src" / "kpi_lib" / "catalogue" / "data" / "example"


@pytest.fixture(scope="session")
def raw(folder: Path) -> Path:
    return folder / "data" / "raw"


@pytest.fixture(scope="session")
def listed(raw: Path) -> list[dict[str, str]]:
    """The manifest's entries."""
    return tomllib.loads((raw / "manifest.toml").read_text(encoding="utf-8"))["file"]


def read_folder(raw: Path, name: str) -> pd.DataFrame:
    files = sorted((raw / name).glob("*.csv"))
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in files]
    named = [frame.assign(file=f"{name}/{path.name}") for frame, path in zip(frames, files, strict=True)]
    return pd.concat(named, ignore_index=True)


@pytest.fixture(scope="session")
def every_edition(raw: Path) -> pd.DataFrame:
    """The invented areas' published years, with what one of them said before it was revised."""
    return read_folder(raw, "years")


@pytest.fixture(scope="session")
def published(every_edition: pd.DataFrame) -> pd.DataFrame:
    """The invented areas' published years as they hold today."""
    return every_edition[every_edition["file"].ne("years/first-published.csv")]


@pytest.fixture(scope="session")
def returns(raw: Path) -> pd.DataFrame:
    """The quarterly returns; a suppressed count is no number."""
    mine = read_folder(raw, "returns")
    counts = {name: pd.to_numeric(mine[part], errors="coerce") for name, part in COUNTS.items()}
    return mine.assign(**counts)


COUNTS = {"x": "numerator", "n": "denominator"}
