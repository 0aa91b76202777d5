"""Releases in DfE's tidy layout: children in need 2024, children looked after 2021, workforce 2025."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from published.figures import (
    FIRST_YEAR,
    LAST_YEAR,
    WORKFORCE_CENSUS,
    Release,
    Row,
    Spec,
    as_number,
    is_number,
    plain_figure,
    rows_of,
    symbols_of,
    wanted_areas,
)

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
FIRST_QUARTERLY_YEAR = 2015
HEADLINE_YEARS = (2015,)  # the one year in which no release at hand has authorities beside England
POPULATION = ("population",)
ROUNDED = "months rounded to 10 before they were added up"

CIN = "cin_ees_2024"
REFERRALS = f"{CIN}/c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv"
ASSESSMENTS = f"{CIN}/c2_children_in_need_assessments_duration_2014_to_2024.csv"
MONTHS_FILE = f"{CIN}/c6_children_in_need_referrals_by_month_2013_to_2024.csv"
PLANS = f"{CIN}/d1_child_protection_plans_2013_to_2024.csv"
REPEAT_PLANS = f"{CIN}/d3_cpps_subsequent_plan_2013_to_2024.csv"
HEADLINES = f"{CIN}/headline_figures_2013_to_2024.csv"
POPULATIONS = f"{CIN}/ons_mid-year_population_estimates_2012_to_2023.csv"
LOOKED_AFTER = "cla_ees_2021/cla_number_and_rate_per_10k_children.csv"
WORKFORCE = "csww/csww_indicators_2017_to_2025.csv"
WORKFORCE_PUBLISHED = "2026-03-01"  # the day on which the interactive tool's dictionary dates its figures

WITHIN_45_DAYS = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
PARTIAL = "single assessments only: few authorities had them for the whole year"

CIN_SPECS = {
    REFERRALS: (
        Spec("referral_rate", "Referrals_rate", ("Referrals",), POPULATION),
        Spec("rereferral_percent", "Re_referrals_percent", ("Re_referrals",), ("Referrals",)),
        Spec("referral_nfa_percent", "No_Further_Action_percent", ("No_Further_Action",), ("Referrals",)),
        Spec("referral_not_in_need_percent", "Not_in_Need_percent", ("Not_in_Need",), ("Referrals",)),
    ),
    PLANS: (
        Spec("child_protection_plan_rate", "CPP_At31_rate", ("CPP_At31",), POPULATION),
        Spec("child_protection_start_rate", "CPP_start_rate", ("CPP_start",), POPULATION),
        Spec("child_protection_end_rate", "CPP_end_rate", ("CPP_end",), POPULATION),
    ),
    REPEAT_PLANS: (
        Spec(
            "child_protection_repeat_percent", "CPP_subsequent_percent", ("CPP_subsequent",), ("CPP_start",)
        ),
    ),
    HEADLINES: (
        Spec(
            "children_in_need_rate", "children_in_need_per_10000_children", ("children_in_need",), POPULATION
        ),
    ),
}
WORKFORCE_SPECS = (
    Spec("caseload_average", "caseload_fte", ("cases",), ("case_holders_fte",)),
    Spec("social_worker_turnover_percent", "turnover_rate_fte", ("leavers_fte",), ("inpost_fte",)),
    Spec(
        "social_worker_vacancy_percent", "vacancy_rate_fte", ("vacancy_fte",), ("vacancy_fte", "inpost_fte")
    ),
    Spec("social_worker_agency_percent", "agency_rate_fte", ("agency_fte",), ("agency_fte", "inpost_fte")),
    Spec("social_worker_absence_percent", "absence_rate_fte", ("working_days_lost_fte",)),
)
LOOKED_AFTER_SPECS = {
    "Children looked after at 31 March each year": "looked_after_rate",
    "Children starting to be looked after each year": "looked_after_start_rate",
    "Children ceasing to be looked after each year": "looked_after_cease_rate",
}
QUARTERS = (
    ("April", "May", "June"),
    ("July", "August", "September"),
    ("October", "November", "December"),
    ("January", "February", "March"),
)


def load_tidy(path: Path) -> pd.DataFrame:
    """Read a tidy file as text, adding `area_code` (the code in force) and `year` (int)."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    code = frame["country_code"]
    if "new_la_code" in frame:
        code = frame["new_la_code"].where(frame["new_la_code"].ne(""), frame["region_code"])
        code = code.where(code.ne(""), frame["country_code"])
    return frame.assign(
        area_code=code.map(load_areas().current_code), year=frame["time_period"].str[:4].astype(int)
    )


@lru_cache(maxsize=1)
def load_populations(folder: Path) -> pd.DataFrame:
    """Read the 0-17 population as the year's denominator: that of the mid-year before (mid-2017 for 2018).

    Areas without a population (authorities abolished before the estimates were rebased) have no row.
    """
    frame = load_tidy(folder / POPULATIONS)
    frame = frame.assign(year=frame["year"] + 1, population=frame["population_estimate"])
    return frame.loc[frame["population"].map(is_number), ["area_code", "year", "population"]]


def children_in_need(folder: Path) -> Release:
    """Read Characteristics of children in need 2024: referrals, assessments, plans, England's headline."""
    populations, symbols = load_populations(folder), symbols_of("ees", "2024")
    rows: list[Row] = []
    for file, listed in {**CIN_SPECS, ASSESSMENTS: ()}.items():
        frame = load_tidy(folder / file).merge(populations, on=["area_code", "year"], how="left")
        for year in HEADLINE_YEARS if file == HEADLINES else YEARS:
            records = frame[frame["year"].eq(year)].fillna("").set_index("area_code")
            chosen = _assessment_specs(year) if file == ASSESSMENTS else listed
            rows += rows_of(records, chosen, year, symbols=symbols)
    return Release(
        "children-in-need-2024.csv", "Characteristics of children in need: 2024", "2024", tuple(rows)
    )


def _assessment_specs(year: int) -> tuple[Spec, ...]:
    note = PARTIAL if year == FIRST_YEAR + 1 else ""
    total = ("Assessments_completed",)
    return (
        Spec("assessment_rate", "Assessments_completed_rate", total, POPULATION, note),
        Spec("assessment_45_days_percent", "", WITHIN_45_DAYS, total, note),
    )


def referrals_by_quarter(folder: Path) -> Release:
    """Read the referrals published by month and add three months each to quarters."""
    frame = load_tidy(folder / MONTHS_FILE).merge(
        load_populations(folder), on=["area_code", "year"], how="left"
    )
    symbols, rows = symbols_of("ees", "2024"), []
    chosen = frame[
        frame["area_code"].isin(wanted_areas()) & frame["year"].between(FIRST_QUARTERLY_YEAR, LAST_YEAR)
    ]
    for record in chosen.fillna("").sort_values(["area_code", "year"]).to_dict("records"):
        for quarter, months in enumerate(QUARTERS, start=1):
            rows.append(
                {
                    "indicator_id": "referral_rate",
                    "area_code": record["area_code"],
                    "period": f"{record['year'] - 1}-{record['year'] % 100:02d}-Q{quarter}",
                    "numerator": plain_figure(_sum(record, months), symbols),
                    "denominator": plain_figure(record["population"], symbols),
                    "value": "",
                    "provenance": "published",
                    "note": ROUNDED if record["geographic_level"] != "Local authority" else "",
                }
            )
    title = "Characteristics of children in need: 2024, referrals by month (table C6), added up to quarters"
    return Release("referrals-by-quarter-2024.csv", title, "2024", tuple(rows))


def looked_after(folder: Path) -> Release:
    """Read Children looked after 2021: numbers and rates of 2018."""
    frame = load_tidy(folder / LOOKED_AFTER)
    rows: list[Row] = []
    for group, indicator_id in LOOKED_AFTER_SPECS.items():
        spec = Spec(indicator_id, "rate_per_10000", ("number",), ("population_estimate",))
        records = frame[frame["population_count"].eq(group) & frame["year"].eq(LAST_YEAR)]
        rows += rows_of(records.set_index("area_code"), (spec,), LAST_YEAR, symbols=symbols_of("ees", "2021"))
    title = "Children looked after in England including adoptions: 2021"
    return Release("children-looked-after-2021.csv", title, "2021", tuple(rows))


def workforce(folder: Path) -> Release:
    """Read Children's social work workforce 2025: the census of 30 September 2017."""
    frame = load_tidy(folder / WORKFORCE)
    records = frame[frame["year"].eq(LAST_YEAR - 1) & frame["area_code"].notna()].set_index("area_code")
    symbols = symbols_of("ees", "2025")
    rows = rows_of(records, WORKFORCE_SPECS, LAST_YEAR, symbols=symbols, day=WORKFORCE_CENSUS)
    title = "Children's social work workforce: 2025"
    day = WORKFORCE_PUBLISHED
    return Release("social-work-workforce-2025.csv", title, "2025", tuple(rows), published=day)


def _sum(record: Mapping[Any, str], months: tuple[str, ...]) -> str:
    numbers = [as_number(record[month]) for month in months]
    missing = [record[month] for month, number in zip(months, numbers, strict=True) if number is None]
    return missing[0] if missing else str(sum(number for number in numbers if number is not None))
