"""Whatever shape a scorecard has: the figures in it come out, each and no other, or the file stops."""

from __future__ import annotations

import math
import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from scorecard_figures import HOME
from scorecards import SHAPES, Figure, Key, Scorecard, draw_scorecard

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import KpiError
from kpi_lib.ingest.clean import clean_each
from kpi_lib.ingest.issues import STOP, Issue
from kpi_lib.ingest.read import read_file

SCORECARDS = int(os.environ.get("KPI_SCORECARDS", "240"))
FIRST = int(os.environ.get("KPI_SCORECARDS_FIRST", "0"))
CHUNK = 48
EDITION, KNOWN = "2025-05", date(2025, 5, 31)


def read_scorecard(folder: Path, card: Scorecard) -> tuple[dict[Key, Figure], list[Issue]]:
    """Return the figures that come out of a scorecard, blank ones left out, and what stops it."""
    path = folder / card.name
    path.write_bytes(card.data)
    reading = replace(read_file(path, EDITION), area=HOME, published=KNOWN, provenance="local")
    (cleaned,) = clean_each([reading], load_catalogue(), load_areas())
    found: dict[Key, Figure] = {}
    for row in cleaned.observations.to_dict("records"):
        numbers = [
            None if math.isnan(row[name]) else row[name] for name in ("numerator", "denominator", "value")
        ]
        if any(number is not None for number in numbers) or row["token"].strip():
            found[(row["indicator_id"], row["area_code"], row["period"])] = (*numbers, row["status"])
    return found, [issue for issue in cleaned.issues if issue.severity == STOP]


def differences(put_in: dict[Key, Figure], found: dict[Key, Figure]) -> list[str]:
    """Return what is missing, additional or different."""
    return [
        f"{key}: put in {put_in.get(key)}, came out {found.get(key)}"
        for key in sorted({*put_in, *found})
        if not _same(put_in.get(key), found.get(key))
    ]


def _same(one: Figure | None, other: Figure | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[3] == other[3] and all(
        a is b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9))
        for a, b in zip(one[:3], other[:3], strict=True)
    )


def outcome(folder: Path, card: Scorecard) -> str:
    """Return `read` or the code of the first stop; raises AssertionError for a silent difference."""
    try:
        found, stops = read_scorecard(folder, card)
    except KpiError as error:
        return error.what
    if stops:
        return stops[0].code
    if not found and card.figures:
        return "no-figures"  # which `kpi add` and `kpi check` refuse of a council's own file
    wrong = differences(dict(card.figures), found)
    assert not wrong, "\n".join([card.shape, card.name, *wrong[:10]])
    return "read"


@pytest.mark.parametrize("first", range(FIRST, FIRST + SCORECARDS, CHUNK))
def test_no_figure_of_a_scorecard_changes_in_silence(tmp_path: Path, first: int) -> None:
    outcomes: Counter[str] = Counter()
    for number in range(first, min(first + CHUNK, FIRST + SCORECARDS)):
        try:
            outcomes[outcome(tmp_path, draw_scorecard(number))] += 1
        except Exception as error:
            error.add_note(f"KPI_SCORECARDS_FIRST={number} KPI_SCORECARDS=1 repeats it")
            raise
    assert outcomes["read"] > 0.9 * sum(outcomes.values()), outcomes


def test_every_shape_is_drawn() -> None:
    assert {draw_scorecard(number).shape for number in range(len(SHAPES))} == {one.__name__ for one in SHAPES}
