"""The packaged national figures join a council's own, without a raw file; its own files lead."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from frame_contracts import observations_schema
from kpi_lib.catalogue.national import load_national_figures
from kpi_lib.catalogue.neighbours import areas_around
from kpi_lib.ingest import add_file, clean_raw, load_processed
from kpi_lib.ingest.clean_folder import check_raw_figures
from kpi_lib.ingest.national import NATIONAL_FOLDER, is_national_figure

LEEDS = "E08000035"
HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
C1, C1_2020 = "children-in-need-2024/c1-referrals", "children-in-need-2020/c1-referrals"
TOOL = "interactive-tool-2026/base-data"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "manifest.toml").write_text("")
    return folder


def cleaned(raw: Path, *, national: bool = True) -> pd.DataFrame:
    clean_raw(raw, raw.parent / "processed", home_area=LEEDS, national=national)
    return load_processed(raw.parent / "processed").observations


def select_referrals(rows: pd.DataFrame) -> pd.DataFrame:
    of_leeds = rows["indicator_id"].eq("referral_rate") & rows["area_code"].eq(LEEDS)
    return rows.loc[of_leeds & rows["period"].eq("2017-18")]


def put(raw: Path, edition: str, text: str) -> None:
    (raw / "own.csv").write_text(HEADER + text)
    answers = {"publisher": "Department for Education", "edition": edition, "licence": "OGL"}
    add_file(raw / "own.csv", raw, answers=answers, home_area=LEEDS)


def test_a_folder_without_a_file_has_the_figures_of_every_area(raw: Path) -> None:
    observations = cleaned(raw)
    observations_schema().validate(observations)
    assert is_national_figure(observations).all()
    expected = load_national_figures()
    pd.testing.assert_frame_equal(observations.drop(columns="source"), expected.drop(columns="source"))


def test_without_them_there_is_none(raw: Path) -> None:
    assert cleaned(raw, national=False).empty
    assert len(cleaned(raw)) > 100_000  # the setting alone makes the set anew


def test_the_run_names_publisher_title_edition_and_day_of_each_source(raw: Path) -> None:
    summary = clean_raw(raw, raw.parent / "processed", home_area=LEEDS, national=True)
    run = load_processed(raw.parent / "processed").run
    entry = next(entry for entry in run["manifest"] if entry["path"] == NATIONAL_FOLDER + C1)
    assert entry["publisher"] == "Department for Education"
    assert (entry["title"], entry["edition"]) == ("Characteristics of children in need: 2024", "2024")
    assert entry["note"].startswith("c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv")
    assert all(file.is_packaged and file.cells == 0 for file in summary.files)
    assert sum(file.observations for file in summary.files) == summary.observations


def test_a_councils_file_of_the_same_edition_leads(raw: Path) -> None:
    put(raw, "2024", f"referral_rate,{LEEDS},2017-18,,,400.0,published,\n")
    rows = cleaned(raw)
    rates = select_referrals(rows).set_index("source")
    assert rates.loc["own.csv", "value"] == 400.0
    assert NATIONAL_FOLDER + C1 not in rates.index  # the same edition is not there twice
    assert {NATIONAL_FOLDER + C1_2020, NATIONAL_FOLDER + TOOL} <= set(rates.index)
    observations_schema().validate(rows)


def test_a_councils_own_count_is_no_published_statement(raw: Path) -> None:
    put(raw, "2024", f"referral_rate,{LEEDS},2017-18,9000,160000,,local,\n")
    rows = cleaned(raw)
    assert {"own.csv", NATIONAL_FOLDER + C1} <= set(select_referrals(rows)["source"])


def test_a_check_has_those_that_the_home_area_is_read_with(raw: Path) -> None:
    observations, issues = check_raw_figures(raw, home_area=LEEDS, national=areas_around(LEEDS))
    assert issues.empty
    assert {LEEDS, "E12000003", "E92000001"} <= set(observations["area_code"])
    assert observations["area_code"].nunique() < 40
