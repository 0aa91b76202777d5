"""Earlier editions of releases in DfE's tidy layout: what was said before the release that stands today."""

from __future__ import annotations

from pathlib import Path

from published.ees import YEARS, load_tidy
from published.figures import LAST_YEAR, WORKFORCE_CENSUS, Release, Row, Spec, rows_of, symbols_of

CIN = "cin_ees_2020"
CIN_SPECS = {
    f"{CIN}/c1_children_in_need_referrals_and_rereferrals_2013_to_2020.csv": (
        Spec("referral_rate", "Referrals_rate", ("Referrals",)),
        Spec("rereferral_percent", "Re_referrals_percent", ("Re_referrals",), ("Referrals",)),
        Spec("referral_nfa_percent", "No_Further_Action_percent", ("No_Further_Action",), ("Referrals",)),
        Spec("referral_not_in_need_percent", "Not_in_Need_percent", ("Not_in_Need",), ("Referrals",)),
    ),
    f"{CIN}/d1_child_protection_plans_2013_to_2020.csv": (
        Spec("child_protection_plan_rate", "CPP_At31_rate", ("CPP_At31",)),
        Spec("child_protection_start_rate", "CPP_start_rate", ("CPP_start",)),
        Spec("child_protection_end_rate", "CPP_end_rate", ("CPP_end",)),
    ),
}
CIN_PUBLISHED = "2020-11-26"
CIN_NOTE = "The populations behind the rates are not in the release's files."

WORKFORCE = "csww/csww_headline_measures_2017_to_2022.csv"
WORKFORCE_SPECS = (
    Spec("caseload_average", "caseload_fte", ("cases",), ("case_holders_fte",)),
    Spec("social_worker_turnover_percent", "turnover_rate_fte_%", ("leaver_fte",), ("social_worker_fte",)),
    Spec(
        "social_worker_vacancy_percent",
        "vacancy_rate_fte_%",
        ("vacancy_fte",),
        ("vacancy_fte", "social_worker_fte"),
    ),
    Spec(
        "social_worker_agency_percent",
        "agency_worker_rate_fte_%",
        ("agency_fte",),
        ("agency_fte", "social_worker_fte"),
    ),
    Spec("social_worker_absence_percent", "absence_rate_fte_%", ("working_days_lost_fte",)),
)
WORKFORCE_PUBLISHED = "2023-02-23"


def children_in_need_2020(folder: Path) -> Release:
    """Read Characteristics of children in need 2020: referrals and plans, 2012-13 to 2017-18."""
    rows: list[Row] = []
    for file, specs in CIN_SPECS.items():
        frame = load_tidy(folder / file)
        for year in YEARS:
            records = frame[frame["year"].eq(year) & frame["area_code"].notna()].set_index("area_code")
            rows += rows_of(records, specs, year, symbols=symbols_of("ees", "2020"))
    title = "Characteristics of children in need: 2020"
    file = "children-in-need-2020.csv"
    return Release(file, title, "2020", (), CIN_NOTE, CIN_PUBLISHED, tuple(rows))


def workforce_2022(folder: Path) -> Release:
    """Read Children's social work workforce 2022: the census of 30 September 2017."""
    frame = load_tidy(folder / WORKFORCE)
    chosen = frame["year"].eq(LAST_YEAR - 1) & frame["area_code"].notna()
    records = frame[chosen].set_index("area_code")
    symbols = symbols_of("ees", "2022")
    rows = rows_of(records, WORKFORCE_SPECS, LAST_YEAR, symbols=symbols, day=WORKFORCE_CENSUS)
    title = "Children's social work workforce: 2022"
    return Release("social-work-workforce-2022.csv", title, "2022", (), "", WORKFORCE_PUBLISHED, tuple(rows))
