"""A project without a raw file: its pack has DfE's figures, dated and cited, and no one else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.neighbours import areas_around
from kpi_lib.core.errors import DataError
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.processed import load_fresh
from kpi_lib.pack.project import Project, project_at
from kpi_lib.pack.quarters import newest_quarters
from kpi_lib.pack.reconciliation import reconcile_pack
from kpi_lib.pages.citation import citation, sources_of
from kpi_lib.run.data import check_figures

LEEDS = "E08000035"
SETTINGS = f'council = "Leeds City Council"\nhome_area = "{LEEDS}"\nneighbour_model = "2025-05"\n'


def project_of(folder: Path, settings: str = SETTINGS) -> Project:
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "data" / "raw" / "manifest.toml").write_text("")
    (folder / "kpi.toml").write_text(settings)
    return project_at(folder)


@pytest.fixture(scope="module")
def leeds(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_of(tmp_path_factory.mktemp("leeds"))


@pytest.fixture(scope="module")
def pack(leeds: Project) -> Pack:
    return load_pack("2024-25-Q4", project=leeds)


def test_most_indicators_have_a_verdict_against_neighbours(pack: Pack) -> None:
    rows = pack.comparisons(basis="year")
    rows = rows.loc[
        rows["period"].eq("2024-25")
        & rows["comparator"].eq("neighbours")
        & rows["model"].eq("2025-05")
        & rows["average"].eq("mean")
    ]
    assert len(rows) >= 30
    # means and weekly costs have no interval; assessments of 2025 are published without any count
    assert set(rows.loc[rows["verdict"].eq("cannot_say"), "indicator_id"]) <= {
        "caseload_average", "social_worker_absence_percent", "placement_unit_cost",
        "assessment_45_days_percent",
    }  # fmt: skip


def test_a_figure_names_its_edition_and_that_of_its_counts(pack: Pack) -> None:
    (row,) = pack.figures("health_check_percent", basis="year").tail(1).to_dict("records")
    indicator = load_catalogue()["health_check_percent"]
    said = citation(row, indicator, "Leeds", sources_of(pack))
    assert "Department for Education, Local Authority Interactive Tool, data of April 2026" in said
    assert "its counts, Children looked after in England including adoptions, 2025 edition" in said


def test_a_day_before_the_newest_edition_has_the_one_before(leeds: Project) -> None:
    before = load_pack("2019-20-Q4", as_known_on="2021-06-30", project=leeds)
    (then,) = before.figures("referral_rate", basis="year").tail(1).to_dict("records")
    assert (then["period"], then["edition"]) == ("2019-20", "2020")
    now = load_pack("2019-20-Q4", project=leeds).figures("referral_rate", basis="year").tail(1)
    assert now["edition"].tolist() == ["2026-04"]


def test_the_pack_keeps_the_figures_that_the_area_is_read_with(pack: Pack) -> None:
    assert set(pack.processed.observations["area_code"]) <= areas_around(LEEDS)
    listed = {file["path"]: file["observations"] for file in pack.processed.run["files"]}
    assert sum(listed.values()) == len(pack.processed.observations)


def test_the_newest_quarter_is_that_of_the_newest_census(leeds: Project) -> None:
    newest = newest_quarters(load_fresh(leeds).observations, LEEDS, 2)
    assert [quarter.label for quarter in newest] == ["2024-25-Q4", "2025-26-Q2"]


def test_another_area_is_read_with_its_own_neighbours(leeds: Project) -> None:
    kent = load_pack("2024-25-Q4", "Kent", project=leeds)
    rows = kent.comparisons("looked_after_rate", basis="year")
    assert rows.loc[rows["comparator"].eq("neighbours"), "n_available"].ge(8).all()


def test_a_check_of_it_says_nothing_that_a_council_cannot_put_right(leeds: Project) -> None:
    assert check_figures(leeds).empty
    rows = reconcile_pack(load_pack("2024-25-Q4", project=leeds)).pathways
    assert "breach" not in set(rows["status"])


def test_the_setting_switches_them_off(tmp_path: Path) -> None:
    without = project_of(tmp_path, SETTINGS + "national = false\n")
    with pytest.raises(DataError, match="no figures for Leeds"):
        load_pack("2024-25-Q4", project=without)
