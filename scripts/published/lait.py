"""DfE's Local Authority Interactive Tool: values of 2016 to 2018 that no other file at hand holds."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.areas import Level
from kpi_lib.core.rounding import round_half_up
from published.ees import PLANS, load_populations, load_tidy
from published.figures import (
    LAST_YEAR,
    WORKFORCE_CENSUS,
    Release,
    Row,
    Spec,
    as_number,
    rows_of,
    symbols_of,
)

FILE = "lait/bds_long_0.parquet"
PUBLISHED = "2026-04-30"  # known by its month alone: the end of it
POPULATION_NOTE = "population of Characteristics of children in need 2024"
ENDED_NOTE = "plans ended from Characteristics of children in need 2024"
ROUNDED = "counts rounded by DfE to the nearest 5, or 10 for regions and England"
UNKNOWN_LENGTH = "the total is left out, as it misses conferences of unknown length"

CONFERENCES = ("10_ICPC", "15_ICPC", "20_ICPC", "21_ICPC")
SPECS = (
    Spec("children_in_need_rate", "CIN", (), ("population",), POPULATION_NOTE),
    Spec("section_47_rate", "Section_47", (), ("population",), POPULATION_NOTE),
    Spec("initial_conference_rate", "ISCP_Conf", CONFERENCES, ("population",), POPULATION_NOTE),
    Spec("initial_conference_15_days_percent", "CP_conf_15days", CONFERENCES[:2], CONFERENCES),
    Spec("child_protection_two_years_percent", "CPPlans2yrsActive", (), ("CPP_Num",)),
    Spec(
        "child_protection_ceased_two_years_percent", "CPPlans2yrs", ("CPRDuration",), ("ended",), ENDED_NOTE
    ),
    Spec(
        "child_protection_review_percent",
        "RevCP",
        ("CPP_Reviewed_InReqTimeScl",),
        ("CPP_31March_3MnthorMore",),
    ),
    Spec("looked_after_start_rate", "", ("LACnum_Start",), ("population",), POPULATION_NOTE),
    Spec("three_placements_percent", "LACStable_2016on", ("LACStableNum_2016on",), ("LACnum",)),
    Spec("placement_over_20_miles_percent", "LACDistance", (), ("LACnum",)),
    Spec("health_check_percent", "LACHealth%"),
    Spec("dental_check_percent", "LACDental%"),
    Spec("special_guardianship_percent", "", ("LAC_ceased_SGO",), ("LACceased",)),
    Spec("care_leaver_accommodation_percent", "CareLeaverAcc", ("NoCareLeaverAcc",), ("NoCareLeavers",)),
    Spec("placement_unit_cost", "LACFinance"),
)
WORKFORCE_SPECS = (
    Spec("caseload_average", "Work_Force_AvgNumCase_SW", ("Work_Force_Num_CaseHeld",)),
    Spec("social_worker_turnover_percent", "Work_Force_TO_Rate"),
    Spec("social_worker_vacancy_percent", "Work_Force_Vac_Rate"),
    Spec("social_worker_agency_percent", "Work_Force_Agecy_Rate"),
    Spec("social_worker_absence_percent", "Work_Force_SWAbsence"),
)
# From 2018 the tool's count of care leavers in education, employment or training is of a later revision:
# over all authorities it gives the published percentage of 2016 and 2017 (99 of 100, within DfE's rounding to
# 5) but contradicts that of 2018 (86 of 100), so it is used for the first two years only.
LAST_YEAR_OF_COUNTS = 2017

# Numerators of these are rounded in the tool up to 2017; denominators of care leavers as well.
LAST_YEAR_OF_ROUNDING = 2017
ROUNDED_COUNTS = (
    "three_placements_percent",
    "special_guardianship_percent",
    "care_leaver_accommodation_percent",
    "care_leaver_education_employment_percent",
)

HALF_OF_TEN = 5  # DfE rounds the counts of regions and England to 10

# The counts that are sums over known lengths, by the indicator that they would falsify.
SUMMED = {"initial_conference_rate": "numerator", "initial_conference_15_days_percent": "denominator"}


def interactive_tool(folder: Path) -> Release:
    """Read the tool's data of April 2026 for 2015-16 to 2017-18, and the workforce census of 2016."""
    rows: list[Row] = []
    symbols = symbols_of("lait", "2026")
    for year in range(2016, LAST_YEAR + 1):
        records = load_year(folder, year)
        held = [_held(_noted(spec, year), records) for spec in (*SPECS, _in_education(year))]
        rows += rows_of(records, [spec for spec in held if spec], year, symbols=symbols)
    census = load_year(folder, 2016)
    rows += rows_of(census, WORKFORCE_SPECS, 2017, symbols=symbols, day=WORKFORCE_CENSUS)
    title = "Local Authority Interactive Tool, data of April 2026"
    settled = tuple(_without_odd_counts(row) for row in rows)
    return Release("interactive-tool-2026.csv", title, "2026", settled, published=PUBLISHED)


def _in_education(year: int) -> Spec:
    counts = ("CareLeaverEETNum",) if year <= LAST_YEAR_OF_COUNTS else ()
    return Spec("care_leaver_education_employment_percent", "CareLeaverEET", counts, ("NoCareLeavers",))


def _noted(spec: Spec, year: int) -> Spec:
    if spec.indicator_id not in ROUNDED_COUNTS or year > LAST_YEAR_OF_ROUNDING:
        return spec
    return replace(spec, note="; ".join(filter(None, (spec.note, ROUNDED))))


def _held(spec: Spec, records: pd.DataFrame) -> Spec | None:
    """Return the spec without counts that the tool lacks for the year; None where it holds nothing."""
    numerator, denominator = (
        names if set(names) <= set(records.columns) else () for names in (spec.numerator, spec.denominator)
    )
    value = spec.value if spec.value in records else ""
    return (
        replace(spec, value=value, numerator=numerator, denominator=denominator)
        if value or numerator
        else None
    )


def _without_odd_counts(row: Row) -> Row:
    """Leave out a count of conferences that contradicts the published value beyond the rounding of counts.

    The tool counts conferences by length only, so those of unknown length are missing from the sum.
    """
    indicator = load_catalogue()[row["indicator_id"]]
    above, below, value = (as_number(row[name]) for name in ("numerator", "denominator", "value"))
    if indicator.id not in SUMMED or not above or not below or value is None:
        return row
    is_authority = load_areas()[row["area_code"]].level is Level.AUTHORITY
    slack = 0 if is_authority else len(CONFERENCES) * HALF_OF_TEN
    shares = ((above - slack) / (below + slack), (above + slack) / (below - slack))
    least, most = (round_half_up(share * indicator.multiplier, indicator.decimals) for share in shares)
    if least <= value <= most:
        return row
    note = "; ".join(filter(None, (row["note"], UNKNOWN_LENGTH)))
    return {**row, SUMMED[indicator.id]: "", "note": note}


def load_year(folder: Path, year: int) -> pd.DataFrame:
    """Read one year as text: one row per area, one column per measure, population and plans ended joined.

    The tool spells a year `2018`, or `2017-18 (OT)` for outturn; both end in the same March.
    """
    frame = _load_tool(folder)
    spellings = [str(year), f"{year - 1}-{year % 100:02d} (OT)"]
    frame = frame.loc[frame["Years"].isin(spellings)]
    number = frame["LA Number"].map(lambda value: f"{value:.0f}")
    chosen = frame.assign(area_code=number.map(load_areas().code_by_number), number=number)
    chosen = chosen[chosen["area_code"].notna()]
    wide = chosen.pivot_table(index="area_code", columns="Short Desc", values="Values", aggfunc="first")
    return wide.join(_others(folder, year)).fillna("")


@lru_cache(maxsize=1)
def _load_tool(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / FILE)


def _others(folder: Path, year: int) -> pd.DataFrame:
    people, plans = load_populations(folder), load_tidy(folder / PLANS)
    population = people[people["year"].eq(year)].set_index("area_code")["population"]
    ended = plans[plans["year"].eq(year)].set_index("area_code")["CPP_end"].rename("ended")
    return pd.concat([population, ended], axis=1)
