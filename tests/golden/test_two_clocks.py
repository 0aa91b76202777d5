"""The same figure as first published and as revised: through the bundle, and from DfE's own files.

Figures typed by hand from DfE's releases. Referrals per 10,000 children, Worcestershire, year to 31 March
2018: 381.5 in Children in need 2020, 382.3 in that of 2024. Cases per social worker, 30 September 2017:
19.7 in Children's social work workforce 2022, 19.5 in that of 2025.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

import kpi_lib as kpi
from kpi_lib.ingest import add_file
from kpi_lib.pack.known_day import revisions_at
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import Project, project_at

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "real"
DFE = (
    # file, edition, the day from which the test's own manifest has it known
    ("cin_ees_2020/c1_children_in_need_referrals_and_rereferrals_2013_to_2020.csv", "2020", "2020-11-26"),
    ("cin_ees_2024/c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv", "2024", "2024-12-31"),
    ("cin_ees_2024/ons_mid-year_population_estimates_2012_to_2023.csv", "2024", "2024-12-31"),
    ("csww/csww_headline_measures_2017_to_2022.csv", "2022", "2023-02-23"),
    ("csww/csww_indicators_2017_to_2025.csv", "2025", "2026-03-01"),
)
KNOWN = [
    ("referral_rate", "2021-06-30", 381.5, "2020"),
    ("referral_rate", "2025-06-30", 382.3, "2024"),
    ("caseload_average", "2023-06-30", 19.7, "2022"),
    ("caseload_average", "2026-06-30", 19.5, "2025"),
]


def of_2018(pack: kpi.Pack, indicator_id: str) -> pd.Series:
    rows = pack.figures(indicator_id, basis="year")
    return rows.loc[rows["period"].eq("2017-18")].iloc[0]


@pytest.mark.parametrize(("indicator_id", "day", "value", "edition"), KNOWN)
def test_the_bundle_gives_what_was_known_on_the_day(
    worcestershire: Project, indicator_id: str, day: str, value: float, edition: str
) -> None:
    row = of_2018(load_pack("2017-18-Q4", project=worcestershire, as_known_on=day), indicator_id)
    assert (row["value"], row["edition"]) == (value, edition)


def test_without_a_day_the_newest_edition_stands(worcestershire: Project) -> None:
    pack = load_pack("2017-18-Q4", project=worcestershire)
    assert [of_2018(pack, name)["value"] for name in ("referral_rate", "caseload_average")] == [382.3, 19.5]


def test_on_the_day_of_the_report_only_older_figures_were_known(worcestershire: Project) -> None:
    # DfE's figures of 2017-18 came out after July 2018; the report's own 770 referrals were there.
    pack = load_pack("2017-18-Q4", project=worcestershire, as_known_on="2018-07-12")
    years = pack.figures("referral_rate", basis="year")
    assert years.iloc[-1][["period", "value", "edition"]].tolist() == ["2016-17", 473.7, "2017"]
    quarters = pack.figures("referral_rate", basis="quarter")
    assert quarters[["period", "numerator", "provenance"]].values.tolist() == [
        ["2017-18-Q4", 770, "reported"]
    ]
    assert pack.words == "Worcestershire, January to March 2018, as known on 12 July 2018."
    assert pack.processed.observations["published"].max() == pd.Timestamp("2018-07-12")


def test_a_pack_lists_its_revisions_and_its_page_shows_both_values(worcestershire: Project) -> None:
    pack = load_pack("2017-18-Q4", project=worcestershire)
    row = pack.revisions("referral_rate").query("period == '2017-18'").iloc[0]
    assert (row["first_value"], row["value"], row["values"]) == (381.5, 382.3, "381.5; 382.3")
    shown = kpi.pages.indicator(pack, "referral_rate").table().text
    assert "Year to 31 March 2018 | 381.5 2020 edition | 382.3 2024 edition | +0.8" in shown
    assert "Revised since" not in kpi.pages.indicator(pack, "looked_after_rate").table().text
    on_the_day = load_pack("2017-18-Q4", project=worcestershire, as_known_on="2021-06-30").revisions(
        "referral_rate"
    )
    assert "2017-18" not in set(on_the_day["period"])


@pytest.fixture(scope="module")
def from_dfe(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that reads DfE's own files by a manifest of its own."""
    project = project_at(tmp_path_factory.mktemp("dfe"))
    (project.root / "kpi.toml").write_text("national = false\n", encoding="utf-8")
    project.raw.mkdir(parents=True)
    for name, edition, day in DFE:
        copy = project.raw / f"{edition}-{Path(name).name}"
        shutil.copyfile(REAL / name, copy)
        answers = {"publisher": "DfE", "edition": edition, "licence": "OGL v3.0", "published": day}
        add_file(copy, project.raw, answers={**answers, "provenance": "published"})
    return project


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the folder of real files is not here: {REAL}")
@pytest.mark.parametrize(("indicator_id", "day", "value", "edition"), KNOWN)
def test_dfe_s_own_files_give_what_was_known_on_the_day(
    from_dfe: Project, indicator_id: str, day: str, value: float, edition: str
) -> None:
    row = of_2018(load_pack("2017-18-Q4", as_known_on=day, project=from_dfe), indicator_id)
    assert (row["value"], row["edition"]) == (value, edition)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the folder of real files is not here: {REAL}")
def test_dfe_s_own_files_tell_the_same_revisions_as_the_bundle(from_dfe: Project) -> None:
    rows = revisions_at(from_dfe, indicator="referral_rate").set_index("period")["values"]
    assert rows["2016-17"] == "473.7; 473.1"
    assert rows["2017-18"] == "381.5; 382.3"
