"""Worcestershire's figures as frames of text: all of them, and what is published."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def raw() -> Path:
    return PROJECT / "data" / "raw"


@pytest.fixture(scope="session")
def listed(raw: Path) -> list[dict[str, str]]:
    """The manifest's entries."""
    return tomllib.loads((raw / "manifest.toml").read_text(encoding="utf-8"))["file"]


@pytest.fixture(scope="session")
def bundle(raw: Path) -> pd.DataFrame:
    files = sorted(path for folder in ("published", "reported") for path in (raw / folder).glob("*.csv"))
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in files]
    named = [
        frame.assign(file=path.relative_to(raw).as_posix()) for frame, path in zip(frames, files, strict=True)
    ]
    return pd.concat(named, ignore_index=True)


@pytest.fixture(scope="session")
def every_edition(bundle: pd.DataFrame, listed: list[dict[str, str]]) -> pd.DataFrame:
    """All that is published, oldest edition first: a figure is there once in each edition that states it."""
    edition = {entry["path"]: entry["edition"] for entry in listed}
    mine = bundle[bundle["file"].str.startswith("published/")]
    return mine.assign(edition=mine["file"].map(edition)).sort_values("edition", kind="stable")


@pytest.fixture(scope="session")
def published(every_edition: pd.DataFrame) -> pd.DataFrame:
    """What holds today: of each published figure its newest edition."""
    return every_edition.drop_duplicates(["indicator_id", "area_code", "period"], keep="last")
