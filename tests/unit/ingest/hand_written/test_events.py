from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import DataError
from kpi_lib.ingest.hand_written.tables import EVENTS_FILE, load_events

HEADER = "indicator_id,area_code,date,is_rebase,reason,source\n"
RAW = Path(__file__).parents[4] / "data" / "raw"


def loaded(folder: Path, text: str) -> pd.DataFrame:
    (folder / EVENTS_FILE).write_text(text, encoding="utf-8")
    return load_events(folder)


def test_events_come_oldest_first_and_a_month_is_its_first_day(tmp_path):
    rows = loaded(
        tmp_path,
        f"{HEADER},E10000034,2018-01,false,visit,report\n"
        "referral_rate,885,2017-06-05,true,new front door,minutes\n",
    )
    assert rows["date"].tolist() == [pd.Timestamp("2017-06-05"), pd.Timestamp("2018-01-01")]
    assert rows["known_from"].tolist() == [pd.Timestamp("2017-06-05"), pd.Timestamp("2018-01-31")]
    assert rows["is_rebase"].tolist() == [True, False]
    assert rows["indicator_id"].tolist() == ["referral_rate", ""]
    assert rows["area_code"].tolist() == ["E10000034", "E10000034"]  # 885 is its DfE number


def test_without_the_file_there_are_no_events(tmp_path):
    rows = load_events(tmp_path)
    assert rows.empty and list(rows) == [*HEADER.strip().split(","), "known_from"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",E10000034,24-Oct,false,inspection,report", "2016-10"),
        (",E10000034,2016-13,false,inspection,report", "2016-10"),
        (",E10000034,2016-10,maybe,inspection,report", "true or false"),
        (",E10000034,2016-10,true,,report", "what happened"),
        (",E10000034,2016-10,true,new practice, ", "who says so"),
        ("referal_rate,E10000034,2016-10,false,inspection,report", "did you mean 'referral_rate'"),
        (",E1000003,2016-10,false,inspection,report", "an ONS code, a DfE number or a name"),
        (",E10000034,2016-10,false,one, two,report", "in quotes"),
    ],
)
def test_an_event_that_cannot_be_used_is_refused_with_its_row(tmp_path, row, message):
    with pytest.raises(DataError, match=message) as caught:
        loaded(tmp_path, f"{HEADER}{row}\n")
    assert "events.csv, row 2" in str(caught.value)


def test_other_columns_are_refused(tmp_path):
    with pytest.raises(DataError, match="did you mean 'reason'"):
        loaded(tmp_path, "indicator_id,area_code,date,is_rebase,reasons,source\n")


def test_the_bundled_events_rebase_nothing():
    rows = load_events(RAW)
    assert not rows["is_rebase"].any()
