"""The pages of courts and of the workforce on the bundled records, on real ones, and without any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from kpi_lib.core.audience import Audience
from kpi_lib.core.rounding import round_half_up
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.project import Project
from kpi_lib.pages.courts.page import CourtsDriftPage, CourtsPage
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.pages.workforce.page import WorkforcePage
from kpi_lib.present.words.marks import COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import sentence_case

CASE = re.compile(r"\bc\d{4}\b")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("2017-18-Q4")


def with_records(pack: Pack, **changed: pd.DataFrame) -> Pack:
    records: Mapping[str, pd.DataFrame] = {**pack.processed.records, **changed}
    return replace(pack, processed=replace(pack.processed, records=records))


def test_the_published_page_names_no_case_and_the_drift_list_is_for_the_council_alone(pack: Pack) -> None:
    page = CourtsPage(pack)
    shown = (
        page.context(),
        page.claims(),
        page.lengths(),
        page.pre_proceedings(),
        page.proceedings(),
        page.ledger(),
    )
    assert [part.text for part in shown if CASE.search(part.text) or CASE.search(part.html)] == []
    drift = CourtsDriftPage(pack)
    assert CASE.search(drift.cases().text) and not CASE.search(drift.ledger().text)
    audiences = {part.kind: part.audience for part in pages_under(IMPROVEMENT)}
    assert audiences["courts"] is Audience.PUBLISHED
    assert audiences["courts_drift"] is Audience.INTERNAL


def test_a_case_open_then_is_open_in_an_earlier_edition(pack: Pack) -> None:
    cases = pack.records("court_cases")
    ended = cases.loc[cases["final_order"].between("2018-01-01", "2018-03-31"), "case_id"]
    before = CourtsPage(load_pack("2017-18-Q3"))
    lengths = before.lengths().text
    # whoever ended between January and March was open on 31 December; nothing after that day is known there
    assert len(ended) > 10 and "31 March 2018" not in lengths
    known = pd.Timestamp("2017-12-31")
    is_open = cases["issue"].le(known) & ~cases["final_order"].le(known) & cases["issue"].gt("2014-12-31")
    total = next(line for line in lengths.splitlines()[::-1] if line.startswith("Three years together"))
    assert int(total.split(" | ")[5]) == int(is_open.sum())


def test_small_counts_of_real_cases_are_withheld(pack: Pack) -> None:
    few = pack.processed.records["court_cases"].tail(60).head(12).assign(provenance="local")
    shown = CourtsPage(with_records(pack, court_cases=few)).lengths().text
    counts = re.findall(r"\| (\d+)(?= \||$)", shown, re.MULTILINE)
    assert "withheld" in shown and "llustrative." not in shown
    assert [count for count in counts if 0 < int(count) < 6] == []


def test_the_workforce_page_leads_with_what_dfe_publishes_and_says_association_only(pack: Pack) -> None:
    page = WorkforcePage(pack)
    # agency social workers, 21.9% against 19.1%, are no further apart than chance would explain
    assert page.title == (
        f"{sentence_case(COMPARISONS['worse'].phrase)} {NEIGHBOURS_AVERAGE}: social worker turnover and "
        "social worker vacancies"
    )
    tiles, table = page.census().text.split("Every indicator against every comparator")
    assert tiles.count("30 September 2017") == 5
    # turnover and sickness are of the census alone; caseload, vacancies and agency have a quarter that leads,
    # and the census is dated where neighbours and England are compared
    assert table.count("on 30 September 2017 |") == 2 * 3
    assert table.count("30 September 2017 |") == 2 + 2 * 3
    assert page.associations().text.count("Association only: it does not say") >= 2
    cases = pack.records("caseloads").loc[lambda rows: rows["quarter"].eq("2017-18-Q4")]
    load = round_half_up(cases["cases"].sum() / cases["fte"].sum(), 1)
    assert f"Average caseload of a children’s social worker | {load} cases" in page.local().text
    counts = pack.records("social_worker_changes").loc[lambda rows: rows["quarter"].eq("2017-18-Q4")]
    many = counts.loc[counts["social_workers"].ge(3), "children"].sum()
    share = round_half_up(100 * many / counts["children"].sum(), 0)
    assert (
        page.changes()
        .text.splitlines()[0]
        .startswith(f"Social workers per child in the year. {share}% of children")
    )


def test_an_area_without_records_says_so_and_fails_nowhere(worcestershire: Project) -> None:
    essex = load_pack("2017-18-Q4", "Essex", project=worcestershire)
    courts, workforce = CourtsPage(essex), WorkforcePage(essex)
    assert courts.title == "No court cases of this area are in the raw files"
    assert courts.proceedings().text == "Care proceedings: too few cases to draw a curve."
    assert CourtsDriftPage(essex).cases().text == "No court cases of this area are in the raw files."
    assert workforce.caseloads().text == "Cases held by each social worker: no records of this quarter."
    assert workforce.local().text == "There are no figures of the council’s own for this quarter."
    assert "too few quarters" in workforce.associations().text
