from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind, load_record_kinds
from kpi_lib.core.errors import SettingsError
from kpi_lib.publish.reference import RECORDS_MARKS, records_text, save_records_text

BEGIN, END = RECORDS_MARKS

DOCS = Path(__file__).parents[3] / "docs" / "records.md"


def test_a_kind_is_told_by_its_file_its_columns_and_its_rules() -> None:
    lines = records_text([find_record_kind("inspections")]).splitlines()
    assert lines[0] == "### `inspections`: inspections and monitoring visits"
    assert "File: `inspection/inspections.csv`." in lines[2]
    assert "| `month` | a month such as 2018-04 | yes |  | When it was, or is due. |" in lines
    assert "- Refused: a visit that is still due has a judgement (`judgement`)." in lines


def test_the_documentation_tells_the_kinds_as_they_are() -> None:
    told = f"{BEGIN}\n\n{records_text(load_record_kinds().values())}\n\n{END}"
    assert told in DOCS.read_text(encoding="utf-8"), "run: kpi codebook --records --write docs/records.md"


def test_without_its_marks_a_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "records.md"
    file.write_text("no marks here", encoding="utf-8")
    with pytest.raises(SettingsError, match="no place for the kinds of records"):
        save_records_text(file, load_record_kinds().values())
    assert file.read_text(encoding="utf-8") == "no marks here"
