from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.catalogue.indicators import load_catalogue, parse_catalogue
from kpi_lib.core.errors import SettingsError
from kpi_lib.publish.reference import CODEBOOK_MARKS, codebook_table, save_codebook

BEGIN, END = CODEBOOK_MARKS

README = Path(__file__).parents[3] / "README.md"


def test_one_row_per_indicator_under_its_theme(small_catalogue: str) -> None:
    assert codebook_table(parse_catalogue(small_catalogue)).splitlines() == [
        "**Front door**",
        "",
        "| id | title | unit | better when | flow or stock | source |",
        "| --- | --- | --- | --- | --- | --- |",
        "| `referral_rate` | referral_rate | per 10,000 children | neither | flow"
        " | Characteristics of children in need |",
        "| `assessment_rate` | assessment_rate | per 10,000 children | neither | flow"
        " | Characteristics of children in need |",
    ]


def test_the_readme_tells_the_catalogue_as_it_is() -> None:
    assert f"{BEGIN}\n\n{codebook_table(load_catalogue())}\n\n{END}" in README.read_text(encoding="utf-8")


def test_writing_leaves_the_rest_of_the_file_alone(tmp_path: Path, small_catalogue: str) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    save_codebook(file, parse_catalogue(small_catalogue))
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n\n**Front door**")
    assert text.endswith(f"|\n\n{END}\nafter\n")
    assert "old" not in text


def test_a_file_without_the_marks_is_refused(tmp_path: Path, small_catalogue: str) -> None:
    (tmp_path / "README.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(SettingsError, match="no place for the codebook"):
        save_codebook(tmp_path / "README.md", parse_catalogue(small_catalogue))
