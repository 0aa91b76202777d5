"""Published figures found again in DfE's own files, with the csv module and without the carry-over's code."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Kind, load_catalogue

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "real"
ENGLAND = "E92000001"
KEY = ["indicator_id", "area_code", "period"]

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="DfE's files are not beside the project (../shared)"
)


@needs_shared
def test_figures_are_dfe_s_by_another_route(published: pd.DataFrame) -> None:
    # Read with the csv module alone, by DfE number and column name, without the carry-over's code.
    # A figure that the bundle takes from another release is left out; suppressed ones are compared above.
    taken = {tuple(row[name] for name in (*KEY, "file")): row for row in published.to_dict("records")}
    compared: dict[str, int] = {}
    for file, indicator_id, area, period, part, token in _other_route():
        row = taken.get((indicator_id, area, period, f"published/{file}"))
        number = token.strip().replace(",", "")
        if row is None or not number.replace(".", "").isdigit():
            continue
        assert float(row[part]) == float(number), (file, indicator_id, area, period, part)
        compared[file] = compared.get(file, 0) + 1
    assert sum(compared.values()) >= 150
    assert len(compared) == 11, compared


def _other_route() -> Iterator[tuple[str, str, str, str, str, str]]:
    numbers = {area.dfe_number: area.area_code for area in load_areas()}
    for file, name, column, indicator_id, part, source in _TIDY:
        for row in _rows(source):
            level = row["geographic_level"]
            place = {"National": row["country_code"], "Regional": row.get("region_code", "")}
            area = place.get(level) or numbers.get(row["old_la_code"], "")
            if name and name not in row.values():
                continue
            year = int(row["time_period"])
            yield file, indicator_id, area, _label(indicator_id, year, source), part, row[column]
    for file, year, column, indicator_id, part, source in _WIDE:
        for row in _rows(source):
            national = row["geog_l"].lower() == "national"
            area = ENGLAND if national else numbers.get(row["geog_c"], row.get("New_geog_code", ""))
            yield file, indicator_id, area, _label(indicator_id, year, source), part, row[column]


def _label(indicator_id: str, year: int, source: str) -> str:
    if source.startswith("csww"):
        return f"{year}-09-30"
    is_flow = load_catalogue()[indicator_id].kind is Kind.FLOW
    return f"{year - 1}-{year % 100:02d}" if is_flow else f"{year}-03-31"


def _rows(source: str) -> list[dict[str, str]]:
    encoding = "utf-8-sig" if "ees" in source or "csww" in source else "cp1252"
    with (SHARED / source).open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines))


_C1 = "cin_ees_2024/c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv"
_D1 = "cin_ees_2024/d1_child_protection_plans_2013_to_2024.csv"
_D3 = "cin_ees_2024/d3_cpps_subsequent_plan_2013_to_2024.csv"
_CLA = "cla_ees_2021/cla_number_and_rate_per_10k_children.csv"
_CSWW = "csww/csww_indicators_2017_to_2025.csv"
_SFR45, _SFR43 = "cin_sfr_wide/SFR45-2013ud.csv", "cin_sfr_wide/SFR43-2014.csv"
_AT_31 = "Children looked after at 31 March each year"
_IN_NEED = "children-in-need-2024.csv"

# File of the bundle, a value its row must hold ("" for any), column, indicator, part, DfE's file.
_TIDY = [
    (_IN_NEED, "", "Referrals", "referral_rate", "numerator", _C1),
    (_IN_NEED, "", "Referrals_rate", "referral_rate", "value", _C1),
    (_IN_NEED, "", "Re_referrals_percent", "rereferral_percent", "value", _C1),
    (_IN_NEED, "", "No_Further_Action", "referral_nfa_percent", "numerator", _C1),
    (_IN_NEED, "", "CPP_At31_rate", "child_protection_plan_rate", "value", _D1),
    (_IN_NEED, "", "CPP_end", "child_protection_end_rate", "numerator", _D1),
    (_IN_NEED, "", "CPP_subsequent", "child_protection_repeat_percent", "numerator", _D3),
    ("children-looked-after-2021.csv", _AT_31, "number", "looked_after_rate", "numerator", _CLA),
    ("children-looked-after-2021.csv", _AT_31, "rate_per_10000", "looked_after_rate", "value", _CLA),
    ("social-work-workforce-2025.csv", "", "caseload_fte", "caseload_average", "value", _CSWW),
    ("social-work-workforce-2025.csv", "", "agency_fte", "social_worker_agency_percent", "numerator", _CSWW),
]
# File of the bundle, year, column, indicator, part, DfE's file.
_WIDE = [
    ("children-in-need-2013.csv", 2013, "S47Rate1213", "section_47_rate", "value", _SFR45),
    ("children-in-need-2013.csv", 2013, "ICPC1213", "initial_conference_rate", "numerator",
     _SFR45),
    ("children-in-need-2014.csv", 2014, "CPPsReviewedinTimescales", "child_protection_review_percent",
     "numerator", _SFR43),
    ("children-in-need-2017.csv", 2017, "CPPAT310317Duration2+yrs", "child_protection_two_years_percent",
     "numerator", "cin_sfr_wide/SFR61-2017_UD.CSV"),
    ("children-looked-after-2013.csv", 2013, "CLA_3Pla", "three_placements_percent", "numerator",
     "cla_sfr_wide/SFR36_CLA2013.csv"),
    ("children-looked-after-2014.csv", 2014, "Acc_SUIT", "care_leaver_accommodation_percent", "numerator",
     "cla_sfr_wide/SFR36_FormerCareLeavers2014.csv"),
    ("children-looked-after-2016.csv", 2016, "CLA_cease", "adoption_percent", "denominator",
     "cla_sfr_wide/SFR41_CEA2016.csv"),
    ("children-looked-after-2017.csv", 2017, "CLA_cease2017", "adoption_percent", "denominator",
     "cla_sfr_wide/SFR50_CEA2017.csv"),
    ("children-looked-after-2018.csv", 2016, "CLA_Mar2016", "looked_after_rate", "numerator",
     "cla_sfr_wide/CLA2018.csv"),
    ("children-looked-after-2018.csv", 2018, "CLA_SamePl_2years_pc", "placement_stability_percent", "value",
     "cla_sfr_wide/CLA2018.csv"),
]  # fmt: skip
