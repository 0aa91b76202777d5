"""A pack as known on a day holds what was known then, and nothing that was written down later."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import kpi_lib as kpi
from kpi_lib.catalogue.record_kinds.contracts import empty_records
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import parse_period
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.known_day import events_then, known_then
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.processed import load_fresh
from kpi_lib.pack.project import Project, project_at
from kpi_lib.pack.reconciliation import reconcile_pack
from kpi_lib.pages.registry import IMPROVEMENT, page_kind, pages_under
from kpi_lib.present.shown.display import Shown

BEFORE_RECORDS = ("2017-12-31", "2018-07-11")
"""Days before the first of the example's records, all known from 12 July 2018."""
NOTHING_YET = "2017-12-14"
"""The eve of the day on which the first figure of 2017-18 itself came out: the workforce census."""
NEEDS_THEME = {"evidence"}


@pytest.fixture(scope="module")
def everything_known() -> Processed:
    return kpi.load("2017-18-Q4").processed


def everything(page: object) -> Iterator[Shown]:
    """Give all that a page shows, verb by verb."""
    for verb in dir(type(page)):
        if not verb.startswith("_") and verb not in NEEDS_THEME and callable(getattr(page, verb)):
            yield getattr(page, verb)()


def day_of(row: pd.Series, entry: dict[str, str]) -> str:
    """Return when a figure came out: its own day, its file's, else the first day after its edition."""
    edition = entry["edition"]
    if row.get("published") or "published" in entry:
        return str(row.get("published") or entry["published"])
    return str((pd.Period(edition[:4], "Y").end_time if len(edition) == 4 else ends(edition)).date())


def ends(quarter: str) -> pd.Timestamp:
    """Return the day after a quarter: a return without a day of its own is known from then."""
    return pd.Timestamp(parse_period(quarter).end) + pd.Timedelta(days=1)


def figures_by(day: str, raw: Path) -> int:
    """Count the rows of the raw files that came out by a day."""
    listed = tomllib.loads((raw / "manifest.toml").read_text(encoding="utf-8"))["file"]
    n_known = 0
    for entry in listed:
        if entry["path"].split("/")[0] in ("england", "years", "returns", "reported"):
            rows = pd.read_csv(raw / entry["path"], dtype=str, keep_default_na=False)
            n_known += sum(day_of(row, entry) <= day for _, row in rows.iterrows())
    return n_known


@pytest.mark.parametrize("day", BEFORE_RECORDS)
def test_a_day_before_the_first_record_loads_the_figures_known_by_then(day: str, example: Path) -> None:
    pack = kpi.load("2017-18-Q4", as_known_on=day)
    assert len(pack.processed.observations) == figures_by(day, example / "data" / "raw") > 2_000
    for kind in load_record_kinds().values():
        records = pack.records(kind.id)
        assert records.empty and list(records) == list(empty_records(kind)), kind.id


def test_pages_about_improvement_can_be_shown_before_the_first_record() -> None:
    pack = kpi.load("2017-18-Q4", as_known_on=BEFORE_RECORDS[1])
    pages = [page_kind(part.kind).make(pack) for part in pages_under(IMPROVEMENT)]
    assert min(len(list(everything(page))) for page in pages) >= 3


def test_pages_of_figures_can_be_shown_while_none_leads_them() -> None:
    # By then no figure of the quarter or of its year was known, but some of quarters within it.
    pack = kpi.load("2017-18-Q4", as_known_on=NOTHING_YET)
    assert not pack.headlines
    pages = (
        kpi.pages.overview(pack),
        kpi.pages.benchmarks(pack),
        kpi.pages.reconciliation(pack),
        kpi.pages.indicator(pack, "referral_rate"),
    )
    assert min(len(list(everything(page))) for page in pages) >= 5


def test_a_day_before_the_first_figure_is_refused() -> None:
    with pytest.raises(DataError, match="Nothing was known on this day"):
        kpi.load("2017-18-Q4", as_known_on="2013-01-01")


@pytest.mark.parametrize(("day", "status"), [("2025-06-30", "unexplained"), (None, "explained")])
def test_an_explanation_noted_later_explains_nothing_yet(
    worcestershire: Project, day: str | None, status: str
) -> None:
    # DfE's year came out in 2024; why the report's quarter differs was noted on 23 November 2026.
    claims = reconcile_pack(load_pack("2017-18-Q4", as_known_on=day, project=worcestershire)).claims
    of_percent = claims.loc[claims["indicator_id"].eq("assessment_45_days_percent")]
    assert of_percent.set_index("local_period").loc["2017-18-Q4", "status"] == status


def test_an_event_is_not_known_before_its_day(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "indicator_id,area_code,date,is_rebase,reason,source\n"
        ",885,2017-06-05,true,a new front door,minutes\n,885,2018-01,false,a visit,a letter\n",
        encoding="utf-8",
    )
    known = {
        day: events_then(tmp_path, date.fromisoformat(day))["reason"].tolist()
        for day in ("2017-06-04", "2017-06-05", "2018-01-30", "2018-01-31")
    }
    first, both = ["a new front door"], ["a new front door", "a visit"]
    assert known == {"2017-06-04": [], "2017-06-05": first, "2018-01-30": first, "2018-01-31": both}
    assert events_then(tmp_path, None)["reason"].tolist() == both


def test_a_pack_marks_no_event_before_its_day(tmp_path: Path) -> None:
    pack = kpi.load("2017-18-Q4", as_known_on="2018-07-12")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "events.csv").write_text(
        "indicator_id,area_code,date,is_rebase,reason,source\n,X10000001,2018-07-13,true,later,minutes\n",
        encoding="utf-8",
    )
    then = replace(pack, project=project_at(tmp_path))
    assert then.events["reason"].tolist() == pack.events["reason"].tolist() != []
    assert replace(then, known_on=None).events["reason"].tolist()[-1] == "later"


def test_the_quality_page_lists_the_files_that_were_there(worcestershire: Project) -> None:
    then = known_then(load_fresh(worcestershire), date(2018, 7, 12))
    paths = {item["path"] for item in then.run["files"]}
    assert "published/children-in-need-2017.csv" in paths and "reported/cabinet-2018-07-12.csv" in paths
    assert not {"published/children-in-need-2024.csv", "published/children-looked-after-2018.csv"} & paths
    assert paths == {item["path"] for item in then.run["manifest"]}
    assert sum(item["observations"] for item in then.run["files"]) == then.run["observations"]
    assert set(then.issues["file"]) <= paths and then.run["issues"] == len(then.issues)


@pytest.mark.parametrize("day", ["2014-12-31", "2018-07-11", "2024-12-30", "2030-01-01"])
def test_what_comes_out_later_changes_nothing_of_a_day(everything_known: Processed, day: str) -> None:
    # All that came out after the day is made up anew: nothing of the pack's frames may move.
    held = date.fromisoformat(day)
    rows = everything_known.observations
    is_later = rows["published"].gt(pd.Timestamp(held))
    other = rows.assign(
        value=rows["value"].mask(is_later, -1.0), numerator=rows["numerator"].mask(is_later, 9e9)
    )
    records = {
        kind: frame.assign(
            note=frame["note"].astype("str").mask(frame["published"].gt(pd.Timestamp(held)), "later")
        )
        for kind, frame in everything_known.records.items()
    }
    then, again = (
        known_then(item, held)
        for item in (everything_known, replace(everything_known, observations=other, records=records))
    )
    pd.testing.assert_frame_equal(then.observations, again.observations)
    assert {**then.run} == {**again.run}
    for kind, frame in then.records.items():
        pd.testing.assert_frame_equal(frame, again.records[kind], check_dtype=False)
    assert not then.observations["published"].gt(pd.Timestamp(held)).any()
