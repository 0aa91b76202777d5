"""What holds for any file: an error that names the fault, or a reading that lost and invented nothing."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import KpiError, KpiErrors
from kpi_lib.ingest import read_file
from kpi_lib.ingest.clean import clean_each
from kpi_lib.ingest.files.grids import load_sheets
from kpi_lib.ingest.reading import Reading

LONGEST_SECONDS = 10
_MARKS = str.maketrans(
    {"−": "-", "–": "-", "£": "", "%": "", ",": "", "\u00a0": "", "\u2009": "", "\u202f": "", " ": ""}
)


def check_promises(path: Path) -> str:
    """Read and clean a file; returns its layout, or the error's class where it is refused."""
    start = time.process_time()
    try:
        reading = read_file(path)
        clean_each([replace(reading, area="E10000034")], load_catalogue(), load_areas())
    except KpiErrors as errors:
        assert errors.errors
        return "refused"
    except KpiError as error:
        assert 1 <= len(error.as_text().splitlines()) <= 3
        return "refused"
    assert time.process_time() - start < LONGEST_SECONDS
    _check_cells(reading)
    _check_nothing_lost(reading, path)
    return reading.layout


def _check_cells(reading: Reading) -> None:
    cells = reading.cells
    summary = reading.summary()
    assert len(cells) == summary["cells"] == sum(reading.status_counts().values())
    assert not cells.duplicated(["sheet", "row", "column"]).any()
    is_figure = cells["role"].eq("value") & cells["status"].eq("ok")
    assert is_figure.eq(cells["number"].notna()).all()
    for token, number in cells.loc[is_figure, ["token", "number"]].drop_duplicates().itertuples(index=False):
        assert _stated(str(token)) == float(number) or np.isclose(_stated(str(token)), number, rtol=1e-15), (
            token
        )


def _stated(token: str) -> float:
    """The number of a token by another route: Python's own, marks taken off."""
    months = re.fullmatch(r"\s*(\d{1,2}):(\d\d?)\s*", token)
    if months:
        return int(months[1]) * 12 + int(months[2])
    bare = re.sub(r"(?i)(\d%?)\s*(\[\w( \d+)?\]|\((r|p|e|prov|rev)\)|\s[rp]|[⁰-⁹¹²³]+)\s*$", r"\1", token)
    return float(bare.translate(_MARKS).strip())


def _check_nothing_lost(reading: Reading, path: Path) -> None:
    """Every filled cell of the file is a cell, stands in a header's row, or is part of a note."""
    notes = "\n".join(reading.notes)
    for grid in load_sheets(path, path.name).grids:
        filled = np.asarray(grid.tokens.str.strip() != "")[grid.codes]
        tables = [table for table in reading.tables if table.sheet == grid.sheet]
        taken = {row - 1 for table in tables for row in table.header_rows}
        for table in tables:
            body = table.rows - 1
            inside = filled[np.ix_(body, table.columns - 1)]
            assert inside.sum() == filled[body].sum(), "a filled cell of a row is in no column"
            taken |= set(body.tolist())
        for row in set(np.flatnonzero(filled.any(axis=1)).tolist()) - taken:
            assert grid.line(row) in notes, f"row {row + 1} is neither cells, header nor note"
