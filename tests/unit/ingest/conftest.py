from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.ingest import read_file
from kpi_lib.ingest.clean import check_across_files, clean_each, join_observations
from kpi_lib.ingest.issues import frame_of_issues
from kpi_lib.ingest.reading import Reading

WORCESTERSHIRE = "E10000034"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file and returns its path; bytes go in as they are."""

    def _write(content: str | bytes, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return _write


@pytest.fixture
def clean_readings() -> Callable[[Sequence[Reading]], tuple[pd.DataFrame, pd.DataFrame]]:
    """Cleans readings, and returns the observations and issues of all."""

    def _clean(readings: Sequence[Reading]) -> tuple[pd.DataFrame, pd.DataFrame]:
        each = clean_each(readings, load_catalogue(), load_areas())
        observations = join_observations(cleaned.observations for cleaned in each)
        issues = [issue for cleaned in each for issue in cleaned.issues]
        return observations, frame_of_issues([*issues, *check_across_files(observations, readings)])

    return _clean


@pytest.fixture
def clean(
    write: Callable[..., Path],
    clean_readings: Callable[[Sequence[Reading]], tuple[pd.DataFrame, pd.DataFrame]],
) -> Callable[..., tuple[pd.DataFrame, pd.DataFrame]]:
    """Reads and cleans texts, listed as Worcestershire's, and returns observations and issues."""

    def _clean(*texts: str, **options: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        files = [write(text, f"file{n}.csv") for n, text in enumerate(texts)]
        readings = [replace(read_file(file, **options), area=WORCESTERSHIRE) for file in files]
        return clean_readings(readings)

    return _clean
