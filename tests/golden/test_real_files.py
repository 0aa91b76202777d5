"""Files that DfE published, read whole: nothing lost, and figures typed by hand from the releases.

The folder of real files stands beside the project; without it the tests are skipped.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest

from frame_contracts import cells_schema, observations_schema
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.ingest import read_file
from kpi_lib.ingest.clean import Cleaned, clean_each, join_observations
from kpi_lib.ingest.reading import Reading

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "real"
FOLDERS = ("cin_ees_2024", "cla_ees_2021", "cla_ees_2025", "csww")
EDITIONS = {
    "csww/csww_headline_measures_2017_to_2022.csv": "2022",
    "csww/csww_indicators_2017_to_2025.csv": "2025",
}
NAMES = [
    path.relative_to(REAL).as_posix() for folder in FOLDERS for path in sorted((REAL / folder).glob("*.csv"))
]
DATA_SETS = {
    "cin_referrals", "cin_assessments", "cin_referrals_by_month", "cin_plans", "cin_repeat_plans",
    "cin_headline", "cin_population", "cla_rates", "cla_by_month", "cla_stability", "cla_adoption_times", "csww",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not NAMES, reason=f"the folder of real files is not here: {REAL}")

WORCESTERSHIRE, ENGLAND = "E10000034", "E92000001"


def edition_of(name: str) -> str:
    return EDITIONS.get(name) or name.split("/")[0][-4:]


@lru_cache(maxsize=1)
def readings() -> tuple[Reading, ...]:
    return tuple(read_file(REAL / name, edition=edition_of(name), name=name) for name in NAMES)


@lru_cache(maxsize=1)
def cleaned() -> tuple[Cleaned, ...]:
    return tuple(clean_each(readings(), load_catalogue(), load_areas()))


def observations() -> pd.DataFrame:
    return join_observations(one.observations for one in cleaned())


def rows_of(name: str) -> Iterator[list[str]]:
    """The same file by another route: the standard library's reader."""
    with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_file_is_one_row_of_cells(name: str) -> None:
    header, *body = rows_of(name)
    reading = readings()[NAMES.index(name)]
    summary, cells = reading.summary(), reading.cells
    assert (summary["layout"], summary["rows"]) == ("dfe_tidy", len(body))
    assert summary["cells"] == len(cells) == len(body) * len(header) == sum(reading.status_counts().values())
    assert list(reading.headers) == header
    assert cells["token"].tolist() == [token for row in body for token in row]
    assert cells["row"].iloc[-1] == len(body) + 1 and cells["column"].iloc[-1] == len(header)
    cells_schema().validate(cells)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_the_one_python_reads(name: str) -> None:
    cells = readings()[NAMES.index(name)].cells
    figures = cells[cells["number"].notna() & ~cells["token"].astype("str").str.contains(":")]
    assert [float(token) for token in figures["token"]] == figures["number"].tolist()


def test_every_data_set_is_recognised_and_no_symbol_is_unknown() -> None:
    assert {reading.dataset for reading in readings()} == DATA_SETS
    assert [issue for reading in readings() for issue in reading.issues] == []


def test_every_figure_is_in_observations_or_left_out_with_an_issue() -> None:
    for reading, one in zip(readings(), cleaned(), strict=True):
        assert one.wanted == len(one.observations) + one.left_out, reading.file
        joint = sum(issue.code == "joint-area" for issue in one.issues)
        assert (one.left_out > 0) == (joint > 0), reading.file
    observations_schema().validate(observations())


# Typed by hand from the releases: DfE, Characteristics of children in need 2024 (C1, C2, C6, D1, D3);
# Children looked after 2021 and 2025; Children's social work workforce 2022 and 2025.
FIGURES = [
    ("referral_rate", WORCESTERSHIRE, "2017-18", "2024", 4461, 116697, 382.3),
    ("referral_rate", ENGLAND, "2017-18", "2024", None, None, 559.6),
    ("rereferral_percent", WORCESTERSHIRE, "2017-18", "2024", 1081, 4461, 24.2),
    ("rereferral_percent", ENGLAND, "2017-18", "2024", None, None, 21.9),
    ("child_protection_plan_rate", WORCESTERSHIRE, "2018-03-31", "2024", 424, 116697, 36.3),
    ("child_protection_plan_rate", ENGLAND, "2018-03-31", "2024", None, None, 45.9),
    ("child_protection_repeat_percent", WORCESTERSHIRE, "2017-18", "2024", 176, 682, 25.8),
    ("assessment_45_days_percent", WORCESTERSHIRE, "2017-18", "2024", 4546, 5954, None),
    ("referral_rate", WORCESTERSHIRE, "2017-18-Q4", "2024", 870, 116697, None),
    ("referral_rate", WORCESTERSHIRE, "2023-24", "2024", 4784, 119641, 399.9),
    ("children_in_need_rate", ENGLAND, "2024-03-31", "2024", 399460, 11998646, 332.9),
    ("looked_after_rate", WORCESTERSHIRE, "2018-03-31", "2021", 796, 116938, 68),
    ("looked_after_start_rate", WORCESTERSHIRE, "2017-18", "2021", 281, 116938, 24),
    ("looked_after_rate", WORCESTERSHIRE, "2025-03-31", "2025", 1036, 120119, 86),
    ("looked_after_start_rate", ENGLAND, "2020-M04", "2021", 2150, None, None),
    ("placement_stability_percent", WORCESTERSHIRE, "2025-03-31", "2025", 306, 404, 76),
    ("caseload_average", WORCESTERSHIRE, "2017-09-30", "2025", 2689, 138, 19.5),
    ("caseload_average", WORCESTERSHIRE, "2017-09-30", "2022", 2718, 138, 19.7),
    ("social_worker_turnover_percent", WORCESTERSHIRE, "2025-09-30", "2025", 34.6, 281.5, 12.3),
    ("social_worker_agency_percent", WORCESTERSHIRE, "2025-09-30", "2025", 35, 316.5, 11.1),
]  # fmt: skip


@pytest.mark.parametrize(
    "figure", FIGURES, ids=lambda figure: f"{figure[0]}-{figure[1]}-{figure[2]}-{figure[3]}"
)
def test_a_known_figure_is_found(figure: tuple[str, str, str, str, float, float, float]) -> None:
    found = observations().set_index(["indicator_id", "area_code", "period", "edition"]).loc[[figure[:4]]]
    assert len(found) == 1
    for name, expected in zip(("numerator", "denominator", "value"), figure[4:], strict=True):
        if expected is not None:
            assert found[name].iloc[0] == pytest.approx(expected, rel=1e-12), name
    assert found["status"].iloc[0] == "ok"


def test_published_rates_follow_from_their_counts_but_for_a_few() -> None:
    issues = [issue for one in cleaned() for issue in one.issues]
    disagreeing = [issue for issue in issues if issue.code == "value-disagrees"]
    assert {issue.file for issue in disagreeing} == {name for name in NAMES if name.startswith("csww/")}
    assert len(disagreeing) < 0.005 * len(observations())


def test_the_files_are_as_they_were() -> None:
    before = {name: hashlib.sha256((REAL / name).read_bytes()).hexdigest() for name in NAMES}
    for name in NAMES[:3]:
        read_file(REAL / name).cells["token"].str.len()
    assert {name: hashlib.sha256((REAL / name).read_bytes()).hexdigest() for name in NAMES} == before
