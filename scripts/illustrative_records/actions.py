"""Actions of the improvement plan and what each should move, as written in `actions.toml`.

Themes are the report's, and so is what an action with a `paragraph` does; owners, dates, states and aims
are illustrative, for the report gives none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from illustrative_records.drawn import Drawn, Record

PLAN = Path(__file__).with_suffix(".toml")
TITLE = "Improvement plan, illustrative"
NOTE = "Illustrative: the report names themes and some actions, but no owner, date, state or aim."


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the actions in the order of the plan, and their aims."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))["action"]
    aims = [{"action_id": item["action_id"], **aim} for item in plan for aim in item.get("aims", [])]
    yield Drawn("actions", [_written(item) for item in plan], TITLE, NOTE)
    yield Drawn("action_aims", [_written(aim) for aim in aims], TITLE, NOTE)


def _written(item: dict[str, Any]) -> Record:
    return {name: str(value) for name, value in item.items() if name != "aims"}
