"""Twenty small scorecards as councils keep them: each gives its figures to the last, or stops and says why."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import KpiError
from kpi_lib.ingest import check_raw, clean_raw, load_processed
from kpi_lib.ingest.add import take_in_file

FIELD = Path(__file__).resolve().parents[3] / "shared" / "field"
pytestmark = pytest.mark.skipif(not FIELD.is_dir(), reason="the samples (../shared/field) are absent")
HOME, SHROPSHIRE, HEREFORDSHIRE = "E10000034", "E06000051", "E06000019"
REPEAT, TIMELY, TWO_YEARS = (
    "rereferral_percent",
    "assessment_45_days_percent",
    "child_protection_two_years_percent",
)
CARE, PLANS = "looked_after_rate", "child_protection_plan_rate"
Q = [f"2024-25-Q{quarter}" for quarter in range(1, 5)]
BEFORE = [f"2023-24-Q{quarter}" for quarter in range(1, 5)]
MONTHS = [f"2018-M{month:02}" for month in range(4, 10)]
YEAR_OF_MONTHS = [*(f"2024-M{month:02}" for month in range(4, 13)), "2025-M01", "2025-M02", "2025-M03"]
REPEATS, TIMELIES = [18.8, 21.7, 24.2, 27.0], [81.0, 83.5, 86.2, 88.4]
Figures = dict[tuple[str, str, str], float]


def row(indicator: str, periods: list[str], values: list[float], area: str = HOME) -> Figures:
    return {(indicator, area, period): value for period, value in zip(periods, values, strict=True)}


EIGHT = row(REPEAT, Q, REPEATS) | row(TIMELY, Q, TIMELIES)
SIXTEEN = (
    EIGHT | row(REPEAT, BEFORE, [20.1, 20.9, 22.0, 21.3]) | row(TIMELY, BEFORE, [80.0, 79.5, 82.2, 84.4])
)
YEARS = ["2022-23", "2023-24"]
GIVES: dict[str, Figures] = {
    "S01-two-digit-years.csv": EIGHT,
    "S01b-control-four-digit-years.csv": EIGHT,
    "S02-council-name-and-year-over-quarter.csv": row(CARE, [*YEARS, *Q], [78.1, 79.0, 79.4, 80.2, 80.0, 79.7])
    | row(REPEAT, [*YEARS, *Q], [23.0, 22.1, *REPEATS]),
    "S03-two-row-header.csv": SIXTEEN,
    "X4-merged-two-row-header.xlsx": SIXTEEN,
    "S04-outturn-target-ytd-rag.csv": EIGHT | row(REPEAT, ["2023-24"], [22.1]) | row(TIMELY, ["2023-24"], [82.0]),
    "S05-actual-target-pairs.csv": row(REPEAT, Q[:2], REPEATS[:2]) | row(TIMELY, Q[:2], TIMELIES[:2]),
    "S08-quarters-down.csv": EIGHT,
    "S17b-genuine-small-with-sign.csv": row(TWO_YEARS, Q, [0.9, 0.6, 1.0, 0.8]),
    "S24-months-in-words.csv": row(PLANS, [*MONTHS, "2018-19-Q1", "2018-19-Q2"],
                                   [50.1, 50.4, 50.9, 51.2, 51.0, 50.8, 50.9, 50.8])
    | row(REPEAT, MONTHS, [38, 39, 30, 31, 32, 31]),
    "S25-area-column-called-LA.csv": row(REPEAT, Q[:2], [18.3, 20.3], SHROPSHIRE)
    | row(TIMELY, Q[:2], [71.0, 73.5], HEREFORDSHIRE),
    "S26-performance-indicator-column.csv": row(REPEAT, Q[:2], [18.3, 20.3]),
    "X1b-percent-format-two-quarters.xlsx": row(REPEAT, Q[:2], REPEATS[:2]) | row(TIMELY, Q[:2], TIMELIES[:2])
    | row("child_protection_repeat_percent", Q[:2], [100, 23.5]) | row(TWO_YEARS, Q[:2], [0.8, 1.2]),
    "X2-monthly-date-headers.xlsx": row(PLANS, [*YEAR_OF_MONTHS, *Q],
                                        [36.1, 36.4, 36.9, 37.2, 37, 36.8, 36.5, 36.2, 36, 35.9, 35.4, 35.1,
                                         36.9, 36.8, 36, 35.1])
    | row(REPEAT, YEAR_OF_MONTHS, [18, 19, 20, 21, 22, 21, 20, 19, 23, 25, 24, 26]),
}  # fmt: skip
STOPS = {
    "S09-local-names.csv": "names are not settled yet",
    "S13-quarter-title-years-across.csv": "A title says one quarter or month, the headings say years",
    "S17-genuine-small-percentages.csv": "name is not settled yet",
    "S18-count-into-rate.csv": "far outside all that was published",
    "S28-ytd-labelled-as-year.csv": "had not ended",
}
"""By file, words of its stop."""
OTHERS = {"M1-ees-quarters.csv"}


def add(name: str, raw: Path) -> None:
    shutil.copy(FIELD / name, raw / name)
    (raw / name).chmod(0o644)
    edition = "2024-10" if name.startswith("S28") else "2025-05"
    take_in_file(
        raw / name, raw, answers={"publisher": "T", "edition": edition, "licence": "I"}, home_area=HOME
    )


def cleaned(raw: Path) -> pd.DataFrame:
    """Return the observations of a raw folder that check passes."""
    assert not check_raw(raw, home_area=HOME)["severity"].eq("stop").any()
    clean_raw(raw, raw.parent / "processed", home_area=HOME)
    return load_processed(raw.parent / "processed").observations


def values(observations: pd.DataFrame) -> Figures:
    keys = zip(observations["indicator_id"], observations["area_code"], observations["period"], strict=True)
    return dict(zip(keys, observations["value"], strict=True))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def test_every_file_is_expected() -> None:
    assert {path.name for path in FIELD.iterdir()} == {*GIVES, *STOPS, *OTHERS}


@pytest.mark.parametrize("name", GIVES)
def test_a_file_gives_its_figures_and_no_other(raw: Path, name: str) -> None:
    add(name, raw)
    assert values(cleaned(raw)) == pytest.approx(GIVES[name])


@pytest.mark.parametrize("name", STOPS)
def test_a_file_stops_and_says_why(raw: Path, name: str) -> None:
    with pytest.raises(KpiError) as caught:
        add(name, raw)
    assert STOPS[name] in caught.value.as_text()


def test_names_once_accepted_give_their_figures(raw: Path) -> None:
    name = "S09-local-names.csv"
    with pytest.raises(KpiError):
        add(name, raw)
    lines = (raw / "names.toml").read_text().splitlines()
    answered, is_open = [], False
    for line in lines:
        is_open = is_open or line == "[[row]]"
        if is_open and line.startswith("# indicator"):
            line, is_open = line.removeprefix("# "), False
        answered.append(line)
    (raw / "names.toml").write_text("\n".join(answered) + "\n")
    add(name, raw)
    found = values(cleaned(raw))
    assert len(found) == 14 and {key[0] for key in found} == {
        REPEAT, TIMELY, CARE, "three_placements_percent", "initial_conference_15_days_percent",
        "child_protection_repeat_percent", "care_leaver_education_employment_percent",
    }  # fmt: skip


def test_a_unit_once_answered_gives_the_values_as_they_are(raw: Path) -> None:
    name = "S17-genuine-small-percentages.csv"
    with pytest.raises(KpiError):
        add(name, raw)
    text = (raw / "names.toml").read_text()
    (raw / "names.toml").write_text(text.replace('# unit = "percent"', 'unit = "percent"'))
    add(name, raw)
    assert values(cleaned(raw)) == pytest.approx(
        row(TWO_YEARS, Q, [0.9, 0.6, 1.0, 0.8]) | row(TIMELY, Q, TIMELIES)
    )


def test_counts_of_quarters_give_no_rate_without_a_population(raw: Path) -> None:
    add("M1-ees-quarters.csv", raw)
    found = cleaned(raw)
    of_repeat = found[found["indicator_id"].eq(REPEAT)]
    assert of_repeat["period"].tolist() == Q
    assert of_repeat["value"].tolist() == REPEATS
    assert of_repeat["numerator"].tolist() == [190, 215, 260, 297]
    assert of_repeat["denominator"].tolist() == [1010, 990, 1075, 1100]
    assert not found["indicator_id"].eq("referral_rate").any()
