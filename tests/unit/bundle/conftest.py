"""The bundled data as frames of text: all of it, what is published, and the quarterly returns."""

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
def bundle(raw: Path) -> pd.DataFrame:
    files = sorted(
        path for folder in ("published", "reported", "returns") for path in (raw / folder).glob("*.csv")
    )
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in files]
    named = [
        frame.assign(file=path.relative_to(raw).as_posix()) for frame, path in zip(frames, files, strict=True)
    ]
    return pd.concat(named, ignore_index=True)


@pytest.fixture(scope="session")
def every_edition(bundle: pd.DataFrame, raw: Path) -> pd.DataFrame:
    """All that is published, oldest edition first: a figure stands once in each edition that states it."""
    listed = tomllib.loads((raw / "manifest.toml").read_text(encoding="utf-8"))["file"]
    edition = {entry["path"]: entry["edition"] for entry in listed}
    mine = bundle[bundle["file"].str.startswith("published/")]
    return mine.assign(edition=mine["file"].map(edition)).sort_values("edition", kind="stable")


@pytest.fixture(scope="session")
def published(every_edition: pd.DataFrame) -> pd.DataFrame:
    """What stands today: of each published figure its newest edition."""
    return every_edition.drop_duplicates(["indicator_id", "area_code", "period"], keep="last")


@pytest.fixture(scope="session")
def returns(bundle: pd.DataFrame) -> pd.DataFrame:
    mine = bundle[bundle["file"].str.startswith("returns/")]
    return mine.assign(x=pd.to_numeric(mine["numerator"]), n=pd.to_numeric(mine["denominator"]))
