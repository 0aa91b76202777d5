"""Hundreds of figures by their names: this row of the file, under that header, says so much.

The second route shares nothing with the library: the standard library's CSV reader, openpyxl, ElementTree
and pandas, with rows and columns looked up by what stands in them, and the meaning of each symbol typed here
from the publishers' guidance. A figure that moves by a row or a column, or a symbol read otherwise, fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import pytest
from test_real_files_every_layout import FILES, reading_of, sheets_of

pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real files is not beside the project")

PLACES = (
    "Worcestershire", "England", "Dorset", "Bournemouth", "Poole", "Northamptonshire", "Cumbria", "Rutland",
    "Isles of Scilly", "City of London", "Hackney", "North East", "Darlington", "Wokingham", "Isle of Wight",
)  # fmt: skip
FEW = 4
OLD = {"x": "suppressed", ".": "not_applicable", "..": "not_available"}
EES_2020 = {"c": "suppressed", ":": "not_available", "..": "not_available", "z": "not_applicable"}
EES = {"c": "suppressed", "x": "not_available", "u": "low_reliability", "z": "not_applicable", "k": "rounds_to_zero",
       "low": "rounds_to_zero"}  # fmt: skip


@dataclass(frozen=True)
class Flat:
    """One file of one header row: the columns that tell a row, some columns of figures, its symbols."""

    file: str
    keys: tuple[str, ...]
    figures: tuple[str, ...]
    symbols: dict[str, str]
    header: int = 1


TIDY = ("time_period", "geographic_level", "region_name", "la_name")
FLAT = (
    Flat("cin_ees_2024/c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv", TIDY,
         ("Referrals", "Referrals_rate", "Re_referrals_percent", "Not_in_Need"), EES),
    Flat("cin_ees_2020/d1_child_protection_plans_2013_to_2020.csv", TIDY,
         ("CPP_start", "CPP_At31", "CPP_At31_rate"), EES_2020),
    Flat("cin_ees_2025/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", TIDY,
         ("referral_count", "rereferral_percent"), EES),
    Flat("csww/csww_indicators_2017_to_2025.csv", TIDY, ("caseload_fte", "turnover_rate_fte", "agency_fte"), EES),
    Flat("cla_ees_2025/cla_number_and_rate_per_10k_children.csv", (*TIDY, "population_type"),
         ("children_count", "rate_per_10000"), EES),
    Flat("cla_outcomes_2018/2018_CLA_outcomes_absence_final.csv", ("level", "region_name", "la_name"),
         ("cla_possible_sessions", "cla_overall_absence_%", "cla_npd_matched"),
         {"c": "suppressed", ".": "not_applicable"}),
    Flat("neet/UD_NEETNK_LA_dashboard_2023_final.csv", ("geographic_level", "region_name", "la_name"),
         ("NEET_percent", "annual_change_ppts_NEET_not_known", "cohort_March"), EES),
    Flat("cin_sfr_wide/SFR45-2013ud.csv", ("geog_n",), ("Referrals1213", "CPPAt310313", "S471213"), OLD),
    Flat("cin_sfr_wide/SFR61-2017_UD.CSV", ("geog_n",), ("CINEpisodesThro1617", "CINepisodesThroRatePer10K"), OLD),
    Flat("cla_sfr_wide/CLA2018.csv", ("geog_n",), ("CLA_Mar2014", "CLA_Rate2018", "CLA_Adopt", "CLA_Oth_pc"),
         {**OLD, "-": "rounds_to_zero"}),
    Flat("cla_sfr_wide/SFR36_CLA2013.csv", ("geog_n",), ("CLA_Mar2013", "CLA_U1", "CLA_Fost"), OLD),
    Flat("s251_finance/outturn_1314.csv", ("LA Name", "LineNumber"), ("OwnProvision", "Income", "GovGrantsInsideAEF"),
         {"": "not_available"}),
    Flat("fingertips/la_hospital_admissions_2324.csv", ("Area Name", "Time period", "Sex", "Category"),
         ("Value", "Count", "Lower CI 95.0 limit"), {"": "not_available"}),
    Flat("homelessness_quarterly/temp-accom.csv",
         ("FeatureCode", "DateCode", "DCLG Temporary Housing Types Concept Scheme"), ("Value",), {}),
    Flat("la_benchmark_output/cla_health_assessment.csv", ("area_name", "period"), ("value",), {}),
    Flat("low_income_statxplore/children-abs-low-inc-lad-5-10-2015-21.csv", ("Year",),
         ("2014/15", "2018/19", "2020/21 (p)"), {"..": "rounds_to_zero"}, header=11),
    Flat("population/nomis_popest.csv", ("mnemonic",), ("2009", "2014", "2020"), {}, header=7),
)  # fmt: skip


def plain_rows(flat: Flat) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """The rows of a file by the other route: what tells the row, and its figures by header."""
    rows = sheets_of(flat.file)[""]
    header = [name.strip() for name in rows[flat.header - 1]]
    seen: set[tuple[str, ...]] = set()
    for row in rows[flat.header :]:
        cells = dict(zip(header, row, strict=False))
        key = tuple(cells.get(name, "").strip() for name in flat.keys)
        if key not in seen and len(row) >= len(header) - 1:  # the first of its name
            seen.add(key)
            yield key, {name: cells[name] for name in flat.figures}


def chosen(flat: Flat) -> dict[tuple[str, ...], dict[str, str]]:
    """Some rows of every known place, and some of every symbol."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    times: dict[str, int] = {}
    rows = list(plain_rows(flat))
    for key, figures in [*rows[:FEW], *rows[-FEW:], *rows]:
        reasons = [*(place for place in PLACES if place in key), *(set(figures.values()) & set(flat.symbols))]
        if any(times.get(reason, 0) < FEW for reason in reasons) or len(found) < FEW:
            found.setdefault(key, figures)
            times |= {reason: times.get(reason, 0) + 1 for reason in reasons}
    return found


def ours(flat: Flat) -> dict[tuple[str, ...], dict[str, tuple[float | None, str]]]:
    """The same file as the library reads it: number and status by what tells the row, and by header."""
    cells = reading_of(flat.file).cells
    tokens = cells.assign(name=cells["header"].astype("str").map(_last), token=cells["token"].astype("str"))
    named = (
        tokens["header"]
        .astype("str")
        .map(lambda header: next(filter(flat.keys.__contains__, _parts(header)), ""))
    )
    keys = tokens.assign(name=named)[tokens["role"].eq("key") & named.ne("")]
    told = keys.pivot_table(index="row", columns="name", values="token", aggfunc="first", observed=True)
    labels = [tuple(str(part).strip() for part in row) for row in told[list(flat.keys)].to_numpy()]
    key_of = dict(zip(told.index, labels, strict=True))
    found: dict[tuple[str, ...], dict[str, tuple[float | None, str]]] = {}
    figures = tokens[tokens["name"].isin(flat.figures)]
    rows = zip(
        figures["row"], figures["name"], figures["number"], figures["status"].astype("str"), strict=True
    )
    first_row: dict[tuple[str, ...], int] = {}
    for row, name, number, status in rows:
        if first_row.setdefault(key_of[row], row) == row:
            found.setdefault(key_of[row], {})[name] = (None if pd.isna(number) else number, status)
    return found


def _parts(header: str) -> list[str]:
    return [part.strip() for part in header.split(" | ")]


def _last(header: str) -> str:
    return _parts(header)[-1]


def expected(token: str, symbols: dict[str, str]) -> tuple[float | None, str]:
    """What a token says, by the table of symbols typed above and Python's own reading of numbers."""
    plain = token.strip()
    return (None, symbols[plain]) if plain in symbols else (float(plain.replace(",", "")), "ok")


COUNTED: dict[str, int] = {}


@pytest.mark.parametrize("flat", FLAT, ids=lambda flat: flat.file.split("/")[-1])
def test_figures_of_a_flat_file_stand_in_their_row_under_their_header(flat: Flat) -> None:
    read = ours(flat)
    pairs = {
        (key, name): (expected(token, flat.symbols), read[key].get(name))
        for key, figures in chosen(flat).items()
        for name, token in figures.items()
    }
    COUNTED[flat.file] = len(pairs)
    assert [item for item in pairs.items() if item[1][0] != item[1][1]] == []


@dataclass(frozen=True)
class Stacked:
    """Figures of a report table: a sheet, the column of labels, and texts of the header, top to bottom."""

    file: str
    sheet: str
    header_rows: tuple[int, ...]
    stack: tuple[str, ...]
    symbols: dict[str, str]


CSV, BOOK = "cla_report_tables_csv/", "cla_report_tables_xlsx/SFR34_2015_Local_Authority_Tables (3).xlsx"
ADOPTION = "adoption_quarterly/Local-Level-ASG-Agency-Level-Data-Q4-2022-2023.xlsx"
ASG = {"c": "suppressed", "..": "not_available", ".": "not_applicable", "-": "rounds_to_zero"}
BANDS = {**OLD, "90-99": "band", "80-89": "band"}
STACKED = (
    Stacked(f"{CSV}sheet4_oc21.csv", "", (5,), ("Number of looked after children aged 10 or older",), OLD),
    Stacked(f"{CSV}sheet6_absence.csv", "", (6, 7, 8), ("2014", "Percentage of sessions", "Authorised"), OLD),
    Stacked(f"{CSV}sheet6_absence.csv", "", (6, 7), ("2013", "Percentage of school-aged"), BANDS),
    Stacked(f"{CSV}sheet9_excluded.csv", "", (6, 7), ("2015", "Percentage of children with at least"), OLD),
    Stacked(f"{CSV}sheet7_oc24.csv", "", (5, 6, 9), ("2014", "Banded SDQ", "Concern"), OLD),
    Stacked(f"{CSV}sheet_extra_sdq.csv", "", (6, 7), ("2015", "Average score per child"), OLD),
    Stacked(BOOK, "LAA1", (7, 8), ("rates", "2013"), OLD),
    Stacked(BOOK, "LAC1", (7, 9), ("Children who started", "2012"), OLD),
    Stacked(BOOK, "LAB1", (6, 11), ("Children looked after during the year en", "2014"), OLD),
    Stacked(ADOPTION, "SGO LAs", (6, 8), ("Total number of children", "Q3 2022/23"), ASG),
    Stacked(ADOPTION, "SGO LAs", (6, 8), ("Total number of children", "Q1-Q4 2022/23"), ASG),
)
LABELS = ("England", "North East", "Darlington", "Worcestershire", "Dorset", "Northamptonshire", "Cumbria", "Rutland",
          "Isles of Scilly", "Barnsley", "Poole", "Bournemouth", "Wokingham", "City of London")  # fmt: skip


def column_under(rows: list[list[str]], stacked: Stacked) -> int:
    """The first column whose lowest text fits and over which, at or to the left, the upper ones stand."""
    *upper, (last_row, last) = zip(stacked.header_rows, stacked.stack, strict=True)
    for column, text in enumerate(rows[last_row - 1]):
        over = [
            next(filter(None, (_at(rows, row, place) for place in range(column, -1, -1))), "")
            for row, _ in upper
        ]
        if _plain(text).startswith(_plain(last)) and all(
            _plain(found).startswith(_plain(wanted)) for found, (_, wanted) in zip(over, upper, strict=True)
        ):
            return column
    raise LookupError(stacked)


def _at(rows: list[list[str]], row: int, column: int) -> str:
    return rows[row - 1][column].strip() if column < len(rows[row - 1]) else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


@pytest.mark.parametrize(
    "stacked", STACKED, ids=lambda item: f"{item.file[-16:]}-{item.sheet}-{item.stack[-1][:12]}"
)
def test_figures_under_a_stacked_header_stand_beside_their_label(stacked: Stacked) -> None:
    rows = sheets_of(stacked.file)[stacked.sheet]
    column = column_under(rows, stacked)
    cells = reading_of(stacked.file).cells
    cells = cells[cells["sheet"].eq(stacked.sheet)]
    pattern = r"(?:^|\| )" + ".*".join(re.escape(_plain(text)) for text in stacked.stack)
    under = cells[cells["header"].astype("str").map(_plain).str.contains(pattern, regex=True)]
    here = under[under["column"].eq(under["column"].min())]
    pairs = {}
    for label in LABELS:
        wanted = [row for row in rows if any(_plain(text) == _plain(label) for text in row[:4])]
        named = cells[cells["token"].astype("str").map(_plain).eq(_plain(label)) & cells["column"].le(4)][
            "row"
        ]
        found = here[here["row"].isin(named)]
        if wanted and wanted[0][column].strip():
            got = found.iloc[0]
            number = None if pd.isna(got["number"]) else float(got["number"])
            pairs[label] = (expected(wanted[0][column], stacked.symbols), (number, str(got["status"])))
    COUNTED[f"{stacked.file}, {stacked.sheet}, {stacked.stack}"] = len(pairs)
    assert [item for item in pairs.items() if item[1][0] != item[1][1]] == []
    assert len(pairs) >= FEW


def test_three_hundred_figures_and_more_were_held_against_the_files() -> None:
    for flat in FLAT:
        COUNTED.setdefault(flat.file, sum(len(figures) for figures in chosen(flat).values()))
    assert sum(COUNTED.values()) >= 300
    tokens = {token for flat in FLAT for figures in chosen(flat).values() for token in figures.values()}
    assert tokens >= {"c", "x", "u", "z", ":", ".", "..", "-", ""}
