from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import PublishError
from kpi_lib.pages.methods.certificate import CERTIFICATE_FILE, load_certificate, show_certificate
from kpi_lib.pages.methods.text import DEVIATIONS, show_formulas, show_measured, show_section

ROOT = Path(__file__).parents[3]


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "methods.md").write_text(
        "# Methods\n\nHow.\n\n## The figure [rates]\n\n"
        "A value [core.rounding], z = 1.96; see [t](quarterly-trend.md).\n\n"
        f"## {DEVIATIONS}\n\n| subject | ours |\n|---|---|\n| factor | 2.66 |\n\n"
        "## The certificate\n\nSee.\n",
        encoding="utf-8",
    )
    study = tmp_path / "docs" / "quarterly-trend.md"
    study.write_text("# The test, measured\n\nFalse alarms: 5 %.\n", encoding="utf-8")
    return tmp_path


def test_the_page_shows_the_document_itself(docs):
    shown = show_formulas(docs)
    assert shown.text == "### The figure\n\nA value, z = 1.96; see “The test, measured” below."
    assert "<h3>The figure</h3>" in shown.html and "kpi-table" in show_section(docs, DEVIATIONS).html
    assert "False alarms: 5 %." in show_measured(docs).text


def test_a_section_that_is_not_there_is_refused_with_the_nearest(docs):
    with pytest.raises(PublishError, match="did you mean 'Where sources disagree"):
        show_section(docs, "Where sources disagree")


def test_a_project_without_documents_says_so(tmp_path):
    assert "docs/methods.md" in show_formulas(tmp_path).text
    assert "docs/methods.md" in show_section(tmp_path, DEVIATIONS).text
    assert show_measured(tmp_path).text == "No simulation study is kept in docs."


def test_the_project_s_own_documents_have_the_sections_that_the_page_asks_for():
    assert "XmR factor" in show_section(ROOT, DEVIATIONS).text
    assert show_formulas(ROOT).text.count("### ") >= 8


def test_the_certificate_that_a_project_keeps_is_shown_with_its_day(tmp_path):
    assert show_certificate(load_certificate(tmp_path)).text.startswith("No certificate is kept")
    (tmp_path / "docs").mkdir()
    (tmp_path / CERTIFICATE_FILE).write_text(
        "file,cases,passed,largest_relative_error,tolerance,source,date\n"
        "wilson.csv,4,4,1.5e-16,1e-9,a/tool@093fd28,2018-07-12\n"
        "lait_ranks.csv,22,22,0.0,1e-9,,2018-07-12\n"
    )
    shown = show_certificate(load_certificate(tmp_path))
    assert shown.text.startswith("26 of 26 cases reproduced, 12 July 2018")
    rows = [
        "wilson | 4 | 4 | under a billionth | a billionth | tool",
        "lait ranks | 22 | 22 | none | a billionth | ",
    ]
    assert shown.text.splitlines()[-2:] == rows


@pytest.mark.parametrize(
    ("error", "words"), [(0, "none"), (5e-16, "under a billionth"), (4.667e-5, "0.0000467")]
)
def test_the_size_of_an_error_is_written_out(error: float, words: str) -> None:
    row = {"file": "a.csv", "cases": 3, "passed": 3, "largest_relative_error": error, "tolerance": "1e-9",
           "source": "a tool", "date": "2026-11-23"}  # fmt: skip
    assert f"a | 3 | 3 | {words} | a billionth | a tool" in show_certificate(pd.DataFrame([row])).text
