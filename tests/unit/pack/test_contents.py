"""What an area has to show decides which themes, indicators and pages there are."""

from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import parse_period
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.contents import contents_of, select_shown
from kpi_lib.pages.registry import PAGES, page_kind

HOME, OTHER = "E08000035", "E10000034"
QUARTER = parse_period("2017-18-Q4")


def processed(
    *rows: tuple[str, str, str, str, str], records: dict[str, pd.DataFrame] | None = None
) -> Processed:
    frame = pd.DataFrame(rows, columns=["indicator_id", "area_code", "period", "status", "provenance"])
    ends = [pd.Timestamp(parse_period(period).end) for period in frame["period"]]
    observations = frame.assign(period_end=pd.to_datetime(pd.Series(ends, dtype="datetime64[ns]")))
    nothing = pd.DataFrame()
    return Processed(observations, nothing, {}, records or {}, nothing, nothing)


def test_an_area_shows_what_it_has_a_figure_of_by_the_quarters_end() -> None:
    contents = contents_of(
        processed(
            ("referral_rate", HOME, "2016-17", "ok", "published"),
            ("rereferral_percent", HOME, "2017-18-Q4", "suppressed", "local"),
            ("assessment_rate", HOME, "2018-19-Q1", "ok", "local"),  # later
            ("section_47_rate", OTHER, "2016-17", "ok", "published"),
            ("looked_after_rate", HOME, "2016-17", "not_available", "published"),
            ("adoption_percent", HOME, "2016-17", "not_applicable", "published"),
        ),
        HOME,
        QUARTER,
    )
    assert contents == {"referral_rate", "rereferral_percent", "published", "local"}


def test_records_count_once_there_is_one_by_then() -> None:
    visits = pd.DataFrame(
        {"inspection_id": ["a"], "month": [pd.Timestamp("2018-03-01")], "area_code": [HOME]}
    )
    no_cases = pd.DataFrame({"case_id": [], "area_code": []})
    records = {"inspections": visits, "court_cases": no_cases}
    assert contents_of(processed(records=records), HOME, QUARTER) == {"inspections"}


def test_themes_without_an_indicator_go_and_the_order_stays() -> None:
    shown = select_shown(load_catalogue(), frozenset({"looked_after_rate", "referral_rate"}))
    assert [indicator.id for indicator in shown] == ["referral_rate", "looked_after_rate"]
    assert [theme.id for theme in shown.themes] == ["front-door", "looked-after"]


@pytest.mark.parametrize(
    ("contents", "kinds"),
    [
        (set(), set()),
        ({"inspections"}, {"improvement", "inspections"}),
        ({"local"}, {"reconciliation"}),
        ({"social_worker_turnover_percent", "published"}, {"improvement", "workforce_and_practice"}),
    ],
)
def test_a_page_is_there_when_what_it_rests_on_is(contents: set[str], kinds: set[str]) -> None:
    always = {page.kind for page in PAGES if not page.rests_on and page.kind != "improvement"}
    shown = {page.kind for page in PAGES if page.has_content(frozenset(contents))}
    assert shown - always == kinds and always <= shown


def test_what_pages_rest_on_exists() -> None:
    from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
    from kpi_lib.core.status import Provenance

    known = {*load_catalogue().indicators, *load_record_kinds(), *Provenance}
    assert {name for page in PAGES for name in page.rests_on} <= known
    assert page_kind("overview").rests_on == ()
