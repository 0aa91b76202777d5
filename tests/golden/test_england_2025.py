"""Every file of DfE's newest editions is known by its description, or by its layout where it is no tidy file."""

from pathlib import Path

import pytest

from kpi_lib.ingest import read_file

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "england_2025"
DATA_SETS = {
    "absence_la.csv": "pupil_absence",
    "b1_children_in_need_2013_to_2025.csv": "cin_children",
    "c3_factors_identified_at_end_of_assessment_2018_to_2025.csv": "cin_factors",
    "d3_cpps_subsequent_plan_2013_to_2025.csv": "cin_repeat_plans",
    "d5_cpps_at31march_by_duration_2013_to_2025.csv": "cin_plans_by_duration",
    "ks2_la.csv": "key_stage_2",
    "la_care_leavers_accommodation_suitability.csv": "care_leavers",
    "la_care_leavers_activity.csv": "care_leavers",
    "la_cla_during_year_new_placements.csv": "cla_health",
    "la_cla_school_moves.csv": "cla_school_moves",
    "la_cla_swcount.csv": "cla_social_workers",
    "la_conviction_health_outcome_cla.csv": "cla_health",
}
LAYOUTS = {
    "RO3_LA_Data_2024-25_data_by_LA.ods": "report_table",
    "RSX_LA_Data_2024-25_data_by_LA.ods": "report_table",
    "ons-ethnic-population-la.csv": "table",
}

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="DfE's files (../shared/data/england_2025) are absent"
)


def test_every_file_of_the_folder_is_named_here() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.suffix != ".md"} == {*DATA_SETS, *LAYOUTS}


@pytest.mark.parametrize(("name", "dataset"), DATA_SETS.items())
def test_a_tidy_file_is_known_by_its_description(name: str, dataset: str) -> None:
    reading = read_file(FOLDER / name)
    assert (reading.layout, reading.dataset) == ("dfe_tidy", dataset)
    assert "unknown-data-set" not in {issue.code for issue in reading.issues}


@pytest.mark.parametrize(("name", "layout"), LAYOUTS.items())
def test_another_file_is_known_by_its_layout(name: str, layout: str) -> None:
    assert read_file(FOLDER / name).layout == layout
