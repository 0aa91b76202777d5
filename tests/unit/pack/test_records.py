from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.catalogue.record_kinds.contracts import empty_records
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.errors import CatalogueError
from kpi_lib.core.periods import parse_period
from kpi_lib.ingest.hand_written.tables import load_events
from kpi_lib.pack import records as module
from kpi_lib.pack.processed import load_fresh
from kpi_lib.pack.project import project_at
from kpi_lib.pack.records import join_events, select_records

Q4 = parse_period("2017-18-Q4")
ROOT = Path(__file__).parents[3]


def visits() -> pd.DataFrame:
    days = pd.to_datetime(["2018-03-01", "2018-04-01"])
    return pd.DataFrame({"month": days, "n": [1, 2]})


def test_a_calendar_shows_what_lies_ahead() -> None:
    assert select_records({"inspections": visits()}, "inspections", Q4)["n"].tolist() == [1, 2]


def test_other_records_end_with_the_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = find_record_kind("inspections").model_copy(update={"is_calendar": False})
    monkeypatch.setattr(module, "find_record_kind", lambda kind_id: kind)
    assert select_records({"inspections": visits()}, "inspections", Q4)["n"].tolist() == [1]


def test_a_kind_that_no_file_holds_has_its_columns_and_no_row() -> None:
    rows = select_records({}, "findings", Q4)
    assert rows.empty and list(rows) == list(empty_records(find_record_kind("findings")))
    with pytest.raises(CatalogueError, match="did you mean 'findings'"):
        select_records({}, "finding", Q4)


def test_the_bundled_visits_are_the_charts_events_in_their_order() -> None:
    rows = select_records(load_fresh(project_at(ROOT)).records, "inspections", Q4)
    events = join_events(rows, load_events(ROOT / "data" / "raw"))
    assert events["date"].dt.strftime("%Y-%m").tolist() == [
        "2016-10",
        "2017-05",
        "2017-09",
        "2018-01",
        "2018-04",
    ]
    assert events["reason"].iloc[0] == "Ofsted inspection: widespread and serious failures"
    assert events["source"].str.endswith("paragraph 2").all() and not events["is_rebase"].any()
