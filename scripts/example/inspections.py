"""Inspections, findings and an allocation, as written in `inspections.toml`: all invented."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from example.drawn import Drawn, Record

PLAN = Path(__file__).with_suffix(".toml")
KINDS = {
    "inspections": ("inspection", "Inspections and visits, invented"),
    "findings": ("finding", "Findings, invented"),
    "allocations": ("allocation", "Allocations, invented"),
}


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the records of each kind, numbered by paragraph in their order."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    for kind, (name, title) in KINDS.items():
        rows = [_written(item, number) for number, item in enumerate(plan[name], start=1)]
        yield Drawn(kind, rows, title, provenance="reported")


def reported() -> list[dict[str, str]]:
    """Return what the invented report states, as rows of the long layout."""
    rows = tomllib.loads(PLAN.read_text(encoding="utf-8"))["reported"]
    return [{**{name: str(value) for name, value in row.items()}, "provenance": "reported"} for row in rows]


def _written(item: dict[str, Any], number: int) -> Record:
    return {"paragraph": str(number), **{name: str(value) for name, value in item.items()}}
