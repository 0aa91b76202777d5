"""Actions of the improvement plan and what each should move, as written in `actions.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from example.drawn import Drawn, Record

PLAN = Path(__file__).with_suffix(".toml")
TITLE = "Improvement plan, invented"


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the actions in the order of the plan, and their aims."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))["action"]
    aims = [{"action_id": item["action_id"], **aim} for item in plan for aim in item.get("aims", [])]
    yield Drawn("actions", [_written(item) for item in plan], TITLE)
    yield Drawn("action_aims", [_written(aim) for aim in aims], TITLE)


def _written(item: dict[str, Any]) -> Record:
    return {name: str(value) for name, value in item.items() if name != "aims"}
