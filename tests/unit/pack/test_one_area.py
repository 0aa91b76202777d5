"""An edition of another area than home shows nothing that the home area's council says of itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import kpi_lib as kpi
from kpi_lib.catalogue.record_kinds.contracts import empty_records
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind, load_record_kinds
from kpi_lib.catalogue.targets import Target
from kpi_lib.ingest.hand_written.commentary import commentary_file
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.processed import left_out_words, load_fresh, select_of_area
from kpi_lib.pack.project import Project, project_at
from kpi_lib.pack.reconciliation import reconcile_pack
from kpi_lib.pages.registry import IMPROVEMENT, page_kind, pages_under

HOME, ESSEX = "E10000034", "E10000012"
NOT_SHOWN = {"evidence", "footer"}  # one asks for a theme, one names who publishes
SAID_OF_HOME = ("serious failures", "Family Front Door", "Team A", "Worcestershire County")


@pytest.fixture(scope="module")
def everything(worcestershire: Project) -> Processed:
    return load_fresh(worcestershire)


@pytest.fixture(scope="module")
def essex(worcestershire: Project) -> Pack:
    return load_pack("2017-18-Q4", "Essex", project=worcestershire)


def observed(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "area_code", "provenance"])


def processed(observations: pd.DataFrame, **records: pd.DataFrame) -> Processed:
    """Return a processed set of some figures, with a line in its run for every file."""
    files = {*observations["source"], *(name for rows in records.values() for name in rows["file"])}
    listed = [{"path": name, "observations": 9} for name in sorted(files)]
    issues = pd.DataFrame({"file": [*sorted(files), ""], "what": "odd"})
    return Processed(observations, issues, {"files": listed, "manifest": listed}, records)


def test_figures_of_others_stay_where_they_are_published_or_local() -> None:
    rows = observed(
        ("dfe.csv", HOME, "published"),
        ("dfe.csv", ESSEX, "published"),
        ("region.csv", HOME, "local"),
        ("region.csv", HOME, "reported"),
        ("region.csv", ESSEX, "reported"),
        ("return.csv", HOME, "published"),  # repeated in a file that is Worcestershire's alone
        ("return.csv", HOME, "reported"),
        ("exits.csv", HOME, "local"),  # counted from records
    )
    exits = pd.DataFrame({"file": "exits.csv", "area_code": [HOME], "provenance": "local"})
    found = select_of_area(processed(rows, care_exits=exits), ESSEX)
    assert found.observations.to_numpy().tolist() == rows.iloc[[0, 1, 2, 4]].to_numpy().tolist()
    assert found.records["care_exits"].empty
    assert found.run["files"] == [
        {"path": "dfe.csv", "observations": 2},
        {"path": "region.csv", "observations": 2},
    ]
    assert found.issues["file"].tolist() == ["dfe.csv", "region.csv", ""]


def test_published_records_of_another_area_are_left_out_too() -> None:
    # they stop no run, for anybody may keep what Ofsted publishes of all councils
    visits = pd.DataFrame({"file": "visits.csv", "area_code": [HOME, ESSEX], "provenance": "published"})
    found = select_of_area(processed(observed(("dfe.csv", HOME, "published")), inspections=visits), HOME)
    assert found.records["inspections"]["area_code"].tolist() == [HOME]
    assert found.run["records"] == {"inspections": 1}
    assert [item["path"] for item in found.run["files"]] == ["dfe.csv", "visits.csv"]


def test_the_home_area_keeps_all(everything: Processed) -> None:
    assert select_of_area(everything, HOME) is everything


def test_another_area_has_no_row_of_anothers_own(essex: Pack) -> None:
    figures = essex.processed.observations
    assert set(figures["provenance"]) == {"published"}
    assert figures["source"].str.startswith("published/").all()
    assert {item["path"].partition("/")[0] for item in essex.processed.run["files"]} == {"published"}
    for kind in load_record_kinds():
        assert list(essex.records(kind)) == list(empty_records(find_record_kind(kind)))
        assert essex.records(kind).empty
    assert essex.events.empty
    assert reconcile_pack(essex).claims.empty


def test_no_page_of_improvement_tells_another_area_what_home_was_told(essex: Pack) -> None:
    for kind in ("improvement", *(part.kind for part in pages_under(IMPROVEMENT))):
        page = page_kind(kind).make(essex)
        verbs = [verb for verb in dir(type(page)) if not verb.startswith("_") and verb not in NOT_SHOWN]
        shown = [getattr(page, verb)() for verb in verbs if callable(getattr(page, verb))]
        told = " ".join([page.title, *(f"{item.html} {item.text}" for item in shown)])
        assert len(shown) >= 3 and not [words for words in SAID_OF_HOME if words in told], kind


def test_events_and_commentary_of_home_are_not_anothers(
    essex: Pack, worcestershire: Project, tmp_path: Path
) -> None:
    raw = tmp_path / "data" / "raw"
    file = raw / commentary_file(HOME, essex.quarter)
    file.parent.mkdir(parents=True)
    file.write_text("All quiet.\n", encoding="utf-8")
    (raw / "events.csv").write_text(
        "indicator_id,area_code,date,is_rebase,reason,source\n,885,2017-06-05,true,new front door,minutes\n",
        encoding="utf-8",
    )
    there = replace(essex, project=project_at(tmp_path))
    assert there.events.empty and kpi.pages.overview(there).commentary() is None
    home = replace(load_pack("2017-18-Q4", project=worcestershire), project=project_at(tmp_path))
    assert "new front door" in home.events["reason"].tolist()
    assert "All quiet." in str(kpi.pages.overview(home).commentary())


def test_targets_are_the_home_areas(worcestershire: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project = worcestershire
    aim = Target(indicator="assessment_45_days_percent", value=90, source="the plan")
    aimed = project.settings.model_copy(update={"target": (aim,)})
    monkeypatch.setattr("kpi_lib.pack.project.load_settings", lambda root: aimed)
    packs = [load_pack("2017-18-Q4", area, project=project) for area in ("", "Essex")]
    assert [pack.catalogue["assessment_45_days_percent"].target for pack in packs] == [90, None]
    assert [pack.comparisons()["comparator"].eq("target").any() for pack in packs] == [True, False]


def test_what_is_left_out_is_told_in_one_line(worcestershire: Project) -> None:
    told = left_out_words(worcestershire, ESSEX)
    records = ("inspection/inspections", "inspection/findings", "money/allocations", "plan/actions")
    n_records = sum(len(pd.read_csv(worcestershire.raw / f"{name}.csv")) for name in records)
    assert told == (
        f"Worcestershire: {n_records} records in inspection/ (2 files), money/allocations.csv, "
        "plan/actions.csv; 9 reported figures in reported/cabinet-2018-07-12.csv; "
        "2 explanations in explanations.csv"
    )
    assert left_out_words(worcestershire, HOME) == ""


def test_of_an_invented_council_the_own_records_and_returns_are_told_apart(example: Path) -> None:
    told = left_out_words(project_at(example), "X10000002")
    assert told.startswith("Fernshire: ") and "6 reported figures in reported/cabinet-2018-07-12.csv" in told
    assert "audits/ (2 files)" in told and "\n" not in told
