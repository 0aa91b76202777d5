from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.core.errors import KpiError
from kpi_lib.ingest.hand_written.tables import load_corrections
from kpi_lib.ingest.manifest import raw_files

HEADER = "edition,indicator_id,area_code,period,reason,source,noted_on"
GOOD = "Q3 2017/18,rereferral_percent,E10000034,2016-17,a typing error,the return,2018-07-12"


def write(folder: Path, *rows: str) -> Path:
    (folder / "corrections.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return folder


def test_corrections_are_read_with_one_label_for_every_period(tmp_path: Path) -> None:
    rows = load_corrections(write(tmp_path, GOOD, GOOD.replace("Q3 2017/18", "").replace("2016-17", "")))
    assert rows[["edition", "period"]].to_numpy().tolist() == [["2017-18-Q3", "2016-17"], ["", ""]]


def test_without_the_file_there_are_none_and_the_manifest_need_not_list_it(tmp_path: Path) -> None:
    assert load_corrections(tmp_path).empty
    assert raw_files(write(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (GOOD.replace("rereferral", "rereferal"), "did you mean 'rereferral_percent'"),
        (GOOD.replace("Q3 2017/18", "2017-18"), "the quarter of an edition"),
        (GOOD.replace("2016-17", "2016-19"), "the figure's period"),
        (GOOD.replace("a typing error", ""), "why the figure reads otherwise"),
        (GOOD.replace("2018-07-12", "last July"), "the day it was written down"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(KpiError, match=told) as refused:
        load_corrections(write(tmp_path, GOOD, row))
    assert "row 3" in str(refused.value)
