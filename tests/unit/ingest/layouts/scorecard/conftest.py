from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.ingest.clean import clean_each
from kpi_lib.ingest.files.grids import load_sheets
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.read import read_sheets

HOME = "E10000034"
KNOWN = date(2025, 5, 31)


@dataclass(frozen=True)
class Taken:
    """What a scorecard gives: values or counts by indicator, area and period, its layout and its issues."""

    values: dict[tuple[str, str, str], float | None]
    counts: dict[tuple[str, str, str], tuple[float, float]]
    layout: str
    issues: tuple[Issue, ...]
    statuses: list[str]
    targets: dict[tuple[str, str], float]
    comments: dict[tuple[str, str], str]

    @property
    def stops(self) -> list[str]:
        """The codes of the stops."""
        return [issue.code for issue in self.issues if issue.severity == STOP]

    @property
    def notes(self) -> list[str]:
        """What is said aloud and stops nothing."""
        return [issue.what for issue in self.issues if issue.severity == NOTE]

    def stop(self, code: str) -> str:
        """The words of the one stop with a code."""
        (issue,) = [issue for issue in self.issues if (issue.severity, issue.code) == (STOP, code)]
        return " | ".join([issue.what, issue.got, issue.expected, issue.hint])

    def of(self, indicator: str, area: str = HOME) -> dict[str, float | None]:
        """The values of one indicator by period."""
        return {
            period: value
            for (name, of, period), value in self.values.items()
            if (name, of) == (indicator, area)
        }


Take = Callable[..., Taken]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Reads one file as Worcestershire's own, known on 31 May 2025."""

    def _take(
        content: str | bytes, name: str = "scorecard.csv", quarters: str = "", title: str = ""
    ) -> Taken:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reading = read_sheets(load_sheets(path, name), name, "2025-05", title=title, quarters=quarters)
        reading = replace(reading, area=HOME, published=KNOWN, provenance="local")
        (cleaned,) = clean_each([reading], load_catalogue(), load_areas())
        rows = cleaned.observations.to_dict("records")
        keyed = {(row["indicator_id"], row["area_code"], row["period"]): row for row in rows}
        values = {key: None if math.isnan(row["value"]) else row["value"] for key, row in keyed.items()}
        counts = {
            key: (row["numerator"], row["denominator"])
            for key, row in keyed.items()
            if not math.isnan(row["numerator"])
        }
        targets, comments = (
            {
                (row["indicator_id"], row["period"]): row[name]
                for one in each
                for row in one.to_dict("records")
            }
            for each, name in ((cleaned.targets, "value"), (cleaned.comments, "text"))
        )
        statuses = [row["status"] for row in rows]
        return Taken(values, counts, reading.layout, cleaned.issues, statuses, targets, comments)

    return _take
