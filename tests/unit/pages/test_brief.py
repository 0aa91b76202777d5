from __future__ import annotations

import json
from pathlib import Path

from kpi_lib.catalogue.brief_rules import load_brief_rules
from kpi_lib.pages.brief.document import TITLES

ROOT = Path(__file__).parents[3]


def test_the_page_has_the_headings_of_its_document() -> None:
    cells = json.loads((ROOT / "notebooks" / "brief.ipynb").read_text(encoding="utf-8"))["cells"]
    headings = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"][1:]
    assert headings == [f"## {title}" for title in TITLES]


def test_every_rule_is_judged_somewhere() -> None:
    matters = (ROOT / "src/kpi_lib/analysis/compare/brief_rules.py").read_text(encoding="utf-8")
    finders = (ROOT / "src/kpi_lib/pages/brief/matters.py").read_text(encoding="utf-8")
    assert [rule.id for rule in load_brief_rules() if f'"{rule.id}"' not in matters + finders] == []
