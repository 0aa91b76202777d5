from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import DataError, KpiErrors
from kpi_lib.ingest.hand_written.tables import EXPLANATIONS_FILE, load_explanations, unused_issue

HEADER = "indicator_id,area_code,period,kind,reason,source,noted_on\n"
GOOD = "referral_rate,E10000034,Q4 2017/18,revision,DfE revised it,release of 2019,2018-07-12\n"
RAW = Path(__file__).parents[4] / "data" / "raw"


def loaded(folder: Path, text: str) -> pd.DataFrame:
    (folder / EXPLANATIONS_FILE).write_text(text, encoding="utf-8")
    return load_explanations(folder)


def test_a_period_gets_its_one_label_and_a_row_knows_its_place(tmp_path: Path) -> None:
    rows = loaded(tmp_path, HEADER + GOOD + GOOD.replace("Q4 2017/18", "2017-18"))
    assert rows["period"].tolist() == ["2017-18-Q4", "2017-18"]
    assert rows["row"].tolist() == [2, 3]


def test_without_the_file_there_are_no_explanations(tmp_path: Path) -> None:
    rows = load_explanations(tmp_path)
    assert rows.empty and list(rows) == [*HEADER.strip().split(","), "row"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("referral_rate", "referal_rate", "did you mean 'referral_rate'"),
        ("referral_rate", "", "column 'indicator_id'"),
        ("E10000034", "E1000003", "column 'area_code'"),
        ("Q4 2017/18", "2018-03-31", "a quarter such as 2017-18-Q4"),
        ("Q4 2017/18", "last year", "a quarter such as 2017-18-Q4"),
        ("revision", "revisions", "did you mean 'revision'"),
        ("DfE revised it", " ", "why the figures differ"),
        ("release of 2019", "", "who says so"),
        ("2018-07-12", "July 2018", "the day it was written down"),
        ("DfE revised it", "DfE, then, revised it", "in quotes"),
    ],
)
def test_an_explanation_that_cannot_be_used_is_refused_with_its_row(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises((DataError, KpiErrors), match=message) as caught:
        loaded(tmp_path, HEADER + GOOD.replace(old, new))
    assert "explanations.csv, row 2" in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(KpiErrors) as caught:
        loaded(tmp_path, HEADER + ",E1,never,other,,,\n")
    assert len(caught.value.errors) == 6  # indicator, area, period, day, reason, source


def test_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="did you mean 'reason'"):
        loaded(tmp_path, HEADER.replace("reason", "reasons"))


def test_the_same_figure_is_explained_once(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is there twice") as caught:
        loaded(tmp_path, HEADER + GOOD * 2)
    assert "row 3" in str(caught.value)


def test_an_unused_explanation_is_a_warning_at_its_row(tmp_path: Path) -> None:
    issue = unused_issue(loaded(tmp_path, HEADER + GOOD).iloc[0])
    assert (issue.severity, issue.code, issue.row) == ("warn", "unused-explanation", 2)
    assert "referral_rate, E10000034, 2017-18-Q4" in issue.got


def test_the_bundled_explanations_are_differences_of_period_and_name_their_paragraph() -> None:
    rows = load_explanations(RAW)
    assert rows["indicator_id"].eq("assessment_45_days_percent").all()
    assert rows["period"].tolist() == ["2017-18-Q1", "2017-18-Q4"]
    assert rows["kind"].eq("timing").all()
    assert rows["source"].str.contains("paragraph 5").all()
