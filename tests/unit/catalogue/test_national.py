"""The packaged national figures: whole, small, dated, and each with its place in DfE's file."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd
import pytest

from frame_contracts import observations_schema
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.national import (
    FIGURES_FILE,
    FOLDER,
    SOURCES_FILE,
    load_national_figures,
    load_national_sources,
)
from kpi_lib.core.areas import ENGLAND, Level, is_invented
from kpi_lib.core.errors import CatalogueError
from kpi_lib.core.status import Status

WORCESTERSHIRE, LEEDS = "E10000034", "E08000035"
FOUR_MEGABYTES = 4_000_000


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return load_national_figures()


def test_the_figures_keep_the_contract_of_observations(figures: pd.DataFrame) -> None:
    observations_schema().validate(figures)


def test_they_are_small() -> None:
    folder = files("kpi_lib.catalogue") / "data" / FOLDER
    sizes = [len((folder / name).read_bytes()) for name in (FIGURES_FILE, SOURCES_FILE)]
    assert sum(sizes) <= FOUR_MEGABYTES


def test_a_figure_is_that_of_its_edition_with_counts_place_and_day() -> None:
    # Children in need, table C1, 2017-18: 4,461 referrals, 382.3 per 10,000 in 2024 and 381.5 in 2020
    rates = load_national_figures([WORCESTERSHIRE], ["referral_rate"])
    year = rates.loc[rates["period"].eq("2017-18")].set_index("source")
    newer, older = (
        year.loc["children-in-need-2024/c1-referrals"],
        year.loc["children-in-need-2020/c1-referrals"],
    )
    assert (newer["value"], newer["token"], newer["edition"]) == (382.3, "382.3", "2024")
    assert (older["value"], newer["numerator"]) == (381.5, 4461)
    assert older["published"] == pd.Timestamp("2020-11-26")
    assert newer["published"] == pd.Timestamp("2024-12-31")
    assert newer["row"] > 1


def test_every_authority_region_and_england_are_there(figures: pd.DataFrame) -> None:
    known = set(figures["area_code"])
    missing = [
        area.name for area in load_areas() if not (is_invented(area.area_code) or area.area_code in known)
    ]
    assert missing == []
    newest = figures.loc[figures["year"].eq("2024-25") & figures["status"].eq(Status.OK.value)]
    in_being = {area.area_code for area in load_areas() if not (area.valid_to or is_invented(area.area_code))}
    assert in_being <= set(newest["area_code"])


def test_every_indicator_that_dfe_publishes_is_there(figures: pd.DataFrame) -> None:
    stated = set(figures["indicator_id"])
    assert {item.id for item in load_catalogue() if not item.is_local} <= stated


def test_a_missing_figure_is_a_status_with_its_token(figures: pd.DataFrame) -> None:
    missing = figures.loc[figures["status"].ne(Status.OK.value)]
    assert missing["value"].isna().all()
    assert missing["token"].ne("").all()
    assert {"suppressed", "not_available", "not_applicable"} <= set(missing["status"])


def test_every_figure_has_a_source_with_publisher_title_edition_licence_and_fingerprint(
    figures: pd.DataFrame,
) -> None:
    sources = load_national_sources()
    assert set(figures["source"]) == set(sources)
    for source in sources.values():
        assert all(
            (source.publisher, source.title, source.edition, source.licence, source.known_from, source.file)
        )
        assert len(source.sha256) == 64
    assert figures["published"].notna().all()


def test_areas_and_indicators_narrow_the_figures(figures: pd.DataFrame) -> None:
    some = load_national_figures([LEEDS, ENGLAND], ["looked_after_rate"])
    wanted = figures["area_code"].isin([LEEDS, ENGLAND]) & figures["indicator_id"].eq("looked_after_rate")
    pd.testing.assert_frame_equal(some, figures.loc[wanted].reset_index(drop=True))
    assert load_national_figures([], []).empty
    assert load_national_figures([], []).dtypes.equals(figures.dtypes)


def test_a_former_code_leads_to_the_area_in_force() -> None:
    # North Yorkshire was E10000023 until April 2023
    assert set(load_national_figures(["E10000023"])["area_code"]) == {"E06000065"}


def test_what_is_not_known_is_refused_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="Unknown area"):
        load_national_figures(["E10000099"])
    with pytest.raises(CatalogueError, match="did you mean 'referral_rate'"):
        load_national_figures(None, ["referal_rate"])


def test_a_frame_changed_by_its_reader_leaves_the_next_as_it_was() -> None:
    mine = load_national_figures([LEEDS])
    mine.loc[:, "value"] = 0.0
    assert load_national_figures([LEEDS])["value"].ne(0).any()


def test_no_total_is_made_by_adding_up(figures: pd.DataFrame) -> None:
    # Children in need 2025 rounds England's count to 10: 402,400; its authorities add up to another number
    counts = figures.loc[
        figures["source"].eq("children-in-need-2025/b1-children") & figures["period"].eq("2025-03-31")
    ].set_index("area_code")["numerator"]
    authorities = [area.area_code for area in load_areas() if area.level is Level.AUTHORITY]
    assert counts[ENGLAND] == 402_400
    assert counts[counts.index.isin(authorities)].sum() != counts[ENGLAND]
