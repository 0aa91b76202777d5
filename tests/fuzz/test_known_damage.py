"""Files of a table whose figures are known: after any damage they are the same, or the reader says so."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

import pytest
from books import REFUSED, SAME, damaged_table

from kpi_lib.core.errors import KpiError
from kpi_lib.ingest import read_file
from kpi_lib.ingest.reading import Reading

FILES = int(os.environ.get("KPI_FUZZ_FILES", "500"))
FIRST = int(os.environ.get("KPI_FUZZ_FIRST", "0"))
CHUNK, LONGEST_SECONDS = 100, 5
WHERE = ("row ", "cell ", "file.csv")


def figures_of(reading: Reading) -> Counter[tuple[str, float]]:
    """How often each area has each figure of the columns Children and Rate."""
    cells = reading.cells
    names = cells[cells["column"] == 1].set_index("row")["token"].str.replace('"', "")
    read = cells[cells["header"].str.replace('"', "").isin(["Children", "Rate"]) & cells["number"].notna()]
    return Counter(
        (str(names.get(row)), number) for row, number in zip(read["row"], read["number"], strict=True)
    )


def check(number: int, path: Path) -> str:
    rows, damage, data = damaged_table(number)
    path.write_bytes(data)
    start = time.process_time()
    try:
        reading = read_file(path)
    except KpiError as error:
        assert damage not in SAME, error.as_text()
        assert any(word in error.as_text() for word in WHERE), error.as_text()
        return f"{damage}: refused"
    finally:
        assert time.process_time() - start < LONGEST_SECONDS
    assert damage not in REFUSED
    right = Counter((row[0], round(float(figure), 9)) for row in rows for figure in row[3:5])
    read = Counter({(name, round(value, 9)): n for (name, value), n in figures_of(reading).items()})
    if damage in SAME:
        assert read == right
    if damage == "rows twice":
        assert read == Counter({key: 2 * n for key, n in right.items()})
    lost = right - read
    told = any(issue.severity != "note" for issue in reading.issues)
    assert told or not lost, f"{damage}: lost in silence: {lost}"
    assert told or not read.keys() - right.keys(), f"{damage}: invented in silence: {read - right}"
    assert damage != "formula" or sum(lost.values()) == 1
    assert "hidden" not in damage or any(issue.code.startswith("hidden") for issue in reading.issues)
    return damage


@pytest.mark.parametrize("first", range(FIRST, FIRST + FILES, CHUNK))
def test_every_figure_is_right_or_told(tmp_path: Path, first: int) -> None:
    outcomes: Counter[str] = Counter()
    for number in range(first, min(first + CHUNK, FIRST + FILES)):
        try:
            outcomes[check(number, tmp_path / "file.csv")] += 1
        except Exception as error:
            error.add_note(f"KPI_FUZZ_FIRST={number} KPI_FUZZ_FILES=1 repeats it")
            raise
    assert sum(outcomes.values()) < CHUNK or len(outcomes) >= 12
