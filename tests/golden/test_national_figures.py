"""The packaged national figures against DfE's own files, read plainly here: LAIT's values, and six tables.

The files are DfE's, under ../shared/data; nothing of the library reads them in this module but the last test,
which makes the package again.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.national import (
    FIGURES_FILE,
    SOURCES_FILE,
    load_national_figures,
    load_national_sources,
)

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared" / "data"
REAL, ENGLAND_2025 = SHARED / "real", SHARED / "england_2025"
PACKAGED = PROJECT / "src" / "kpi_lib" / "catalogue" / "data" / "national"

pytestmark = pytest.mark.skipif(
    not ENGLAND_2025.is_dir(), reason="DfE's files (../shared/data/england_2025) are absent"
)

LAIT_MEASURES = {
    "looked_after_rate": ("LAC", "{}-03-31"),
    "section_47_rate": ("Section_47", "{financial}"),
    "child_protection_plan_rate": ("CPP_rate", "{}-03-31"),
    "child_protection_start_rate": ("CPP_Abuse_Rate", "{financial}"),
    "adoption_percent": ("%_of LAC Adopted", "{financial}"),
    "care_leaver_accommodation_percent": ("CareLeaverAcc", "{financial}"),
    "health_check_percent": ("LACHealth%", "{}-03-31"),
    "social_worker_turnover_percent": ("Work_Force_TO_Rate", "{}-09-30"),
    "initial_conference_15_days_percent": ("CP_conf_15days", "{financial}"),
}
TABLES = (
    # source, file, value column, numerator column, denominator column, period, other columns' labels
    ("referral_nfa_percent", "children-in-need-2025/c1-referrals",
     REAL / "cin_ees_2025/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
     "no_further_action_percent", "no_further_action_count", "referral_count", "{financial}", {}),
    ("rereferral_percent", "children-in-need-2025/c1-referrals",
     REAL / "cin_ees_2025/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
     "rereferral_percent", "rereferral_count", "referral_count", "{financial}", {}),
    ("child_protection_repeat_percent", "children-in-need-2025/d3-repeat-plans",
     ENGLAND_2025 / "d3_cpps_subsequent_plan_2013_to_2025.csv",
     "CPP_subsequent_percent", "CPP_subsequent", "CPP_start", "{financial}", {}),
    ("child_protection_two_years_percent", "children-in-need-2025/d5-plans-by-duration",
     ENGLAND_2025 / "d5_cpps_at31march_by_duration_2013_to_2025.csv",
     "2_years_or_more_percent", "2_years_or_more", "CPP_At31", "{}-03-31", {}),
    ("looked_after_rate", "children-looked-after-2025/rates",
     REAL / "cla_ees_2025/cla_number_and_rate_per_10k_children.csv",
     "rate_per_10000", "children_count", "population_estimate", "{}-03-31",
     {"population_type": "Children looked after on 31 March each year"}),
    ("caseload_average", "social-work-workforce-2025/indicators",
     REAL / "csww/csww_indicators_2017_to_2025.csv",
     "caseload_fte", "cases", "case_holders_fte", "{}-09-30", {}),
)  # fmt: skip


def period_of(year: str, form: str) -> str:
    ends = int(year[:4])
    return form.format(ends, financial=f"{ends - 1}-{ends % 100:02d}")


@pytest.fixture(scope="module")
def lait() -> pd.DataFrame:
    table = pd.read_parquet(REAL / "lait" / "bds_long_0.parquet")
    numbers = table["LA Number"].map(lambda number: f"{number:.0f}")
    return table.assign(area_code=numbers.map(load_areas().code_by_number)).dropna(subset="area_code")


@pytest.mark.parametrize("indicator", LAIT_MEASURES)
def test_every_value_of_the_interactive_tool_is_there_and_no_other(
    lait: pd.DataFrame, indicator: str
) -> None:
    name, form = LAIT_MEASURES[indicator]
    rows = lait.loc[lait["Short Desc"].eq(name)]
    values = pd.to_numeric(rows["Values"], errors="coerce").round(6)
    keys = zip(rows["area_code"], [period_of(year, form) for year in rows["Years"]], strict=True)
    expected = dict(zip(keys, values, strict=True))
    ours = load_national_figures(None, [indicator])
    ours = ours.loc[ours["source"].eq("interactive-tool-2026/base-data")]
    assert len(ours) == len(expected)
    for area, period, value, status in ours[["area_code", "period", "value", "status"]].itertuples(
        index=False
    ):
        wanted = expected[area, period]
        assert (value == wanted) if status == "ok" else (wanted != wanted), (indicator, area, period)


@pytest.mark.parametrize(("indicator", "source", "path", "value", "above", "below", "form", "labels"), TABLES)
def test_every_row_of_a_table_is_there(
    indicator: str,
    source: str,
    path: Path,
    value: str,
    above: str,
    below: str,
    form: str,
    labels: dict[str, str],
) -> None:
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    for column, label in labels.items():
        table = table.loc[table[column].eq(label)]
    code = table["new_la_code"].where(table["new_la_code"].ne(""), table["region_code"])
    code = code.where(code.ne(""), table["country_code"]).map(load_areas().current_code)
    table = table.assign(area_code=code).dropna(subset="area_code")
    ours = load_national_figures(None, [indicator])
    ours = ours.loc[ours["source"].eq(source)].set_index(["area_code", "period"])
    assert len(ours) == len(table)
    for row in table.to_dict("records"):
        figure = ours.loc[(row["area_code"], period_of(row["time_period"], form))]
        for column, name in ((value, "value"), (above, "numerator"), (below, "denominator")):
            stated = pd.to_numeric(pd.Series([row[column]]), errors="coerce")[0]
            assert stated == figure[name] or (pd.isna(stated) and pd.isna(figure[name])), row
        assert figure["token"] == row[value]


def test_a_figure_stands_where_its_source_says() -> None:
    # row 2 of a CSV is the first under its header; columns count from 1
    path = ENGLAND_2025 / "d3_cpps_subsequent_plan_2013_to_2025.csv"
    grid = pd.read_csv(path, dtype=str, keep_default_na=False, header=None, encoding="utf-8-sig")
    ours = load_national_figures(["E10000034"], ["child_protection_repeat_percent"])
    ours = ours.loc[ours["source"].eq("children-in-need-2025/d3-repeat-plans")]
    cells = [grid.iat[row - 1, column - 1] for row, column in zip(ours["row"], ours["column"], strict=True)]
    assert cells == ours["token"].tolist()


def test_a_figure_of_the_workbook_stands_in_the_cell_that_is_named() -> None:
    path = REAL / "cla_report_tables_xlsx" / "SFR34_2015_Local_Authority_Tables (3).xlsx"
    book = load_workbook(path, read_only=True, data_only=True)
    ours = load_national_figures(["E10000034", "E92000001"])
    ours = ours.loc[ours["source"].eq("children-looked-after-2015/authority-tables") & ours["value"].notna()]
    assert len(ours) >= 8
    for note, row, column, value in ours[["note", "row", "column", "value"]].itertuples(index=False):
        sheet = note.rsplit("sheet ", 1)[1]
        (cells,) = book[sheet].iter_rows(row, row, column, column, values_only=True)
        assert float(str(cells[0])) == value


def test_the_fingerprints_are_those_of_the_files() -> None:
    found = {}
    for folder in (REAL, ENGLAND_2025):
        for path in folder.rglob("*"):
            if path.is_file():
                found[hashlib.sha256(path.read_bytes()).hexdigest()] = path.name
    assert all(found.get(source.sha256) == source.file for source in load_national_sources().values())


@pytest.mark.slow
def test_carrying_over_again_gives_the_same_figures_and_the_same_bytes_twice(tmp_path: Path) -> None:
    script = PROJECT / "scripts" / "carry_over_national.py"
    for name in ("first", "second"):
        command = [sys.executable, str(script), str(REAL), str(ENGLAND_2025), "--to", str(tmp_path / name)]
        subprocess.run(command, check=True, cwd=PROJECT)
    for file in (FIGURES_FILE, SOURCES_FILE):
        made = (tmp_path / "first" / file).read_bytes()
        assert made == (tmp_path / "second" / file).read_bytes()
    again, packaged = (pd.read_parquet(folder / FIGURES_FILE) for folder in (tmp_path / "first", PACKAGED))
    pd.testing.assert_frame_equal(again, packaged)
    assert (tmp_path / "first" / SOURCES_FILE).read_text() == (PACKAGED / SOURCES_FILE).read_text()
