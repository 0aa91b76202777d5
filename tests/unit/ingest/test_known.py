"""The second clock: the day from which a figure was known, by the manifest, by its row or by a rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from frame_contracts import observations_schema
from kpi_lib.core.errors import ManifestError
from kpi_lib.ingest import add_file, clean_raw, load_processed
from kpi_lib.ingest.manifest import ManifestEntry

HEADER = "indicator_id,area_code,period,numerator,denominator,value,provenance,published,note\n"
ROW = "referral_rate,E10000034,2017-18,4461,,381.5,published,{day},\n"
ANSWERS = {"publisher": "DfE", "licence": "OGL v3.0"}


def entry(**said: str) -> ManifestEntry:
    fixed = {"path": "a.csv", "layout": "long", "publisher": "DfE", "licence": "OGL", "sha256": "0" * 64}
    return ManifestEntry.model_validate({**fixed, **said})


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"published": "2020-11-26", "edition": "2020", "retrieved": "2026-11-23"}, date(2020, 11, 26)),
        ({"edition": "2020", "retrieved": "2026-11-23"}, date(2020, 12, 31)),  # known by its year: the end
        ({"edition": "2017-18-Q4"}, date(2018, 4, 1)),  # a return: the day after the quarter ends
        ({"edition": "2017-18"}, date(2018, 4, 1)),
        ({"edition": "2018-07-12"}, date(2018, 7, 12)),  # a report of that day
        ({"edition": "2018-02", "retrieved": "2026-11-23"}, date(2018, 2, 28)),  # known by its month
        ({"edition": "2011-12"}, date(2012, 4, 1)),  # a financial year, not December 2011
        ({"edition": "final", "retrieved": "2026-11-23"}, date(2026, 11, 23)),
        ({"edition": "final"}, None),
    ],
)
def test_the_day_follows_the_stated_rule(said: dict[str, str], day: date | None) -> None:
    assert entry(**said).known_from == day


def test_a_day_that_does_not_exist_is_refused_by_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER + ROW.format(day=""), encoding="utf-8")
    with pytest.raises(ManifestError, match="published") as error:
        add_file(
            tmp_path / "a.csv", tmp_path, answers={**ANSWERS, "edition": "2020", "published": "2020-02-30"}
        )
    assert "a day that exists" in str(error.value)


def cleaned(tmp_path: Path, rows: str, **said: str) -> pd.DataFrame:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.csv").write_text(HEADER + rows, encoding="utf-8")
    add_file(raw / "a.csv", raw, answers={**ANSWERS, **said})
    clean_raw(raw, tmp_path / "processed")
    return load_processed(tmp_path / "processed").observations


def test_every_observation_carries_its_day_and_a_row_s_own_comes_first(tmp_path: Path) -> None:
    rows = ROW.format(day="") + ROW.format(day="2018-07-12").replace("2017-18", "2016-17")
    found = cleaned(tmp_path, rows, edition="2020", published="2020-11-26")
    observations_schema().validate(found)
    days = found.set_index("period")["published"].dt.strftime("%Y-%m-%d")
    assert days.to_dict() == {"2017-18": "2020-11-26", "2016-17": "2018-07-12"}


def test_a_figure_may_be_of_no_known_day(
    clean: Callable[..., tuple[pd.DataFrame, pd.DataFrame]],
) -> None:
    found, issues = clean(HEADER + ROW.format(day=""))
    observations_schema().validate(found)
    assert found["published"].isna().tolist() == [True]
    assert issues.empty


def test_a_row_s_day_that_is_none_stops_the_run(
    clean: Callable[..., tuple[pd.DataFrame, pd.DataFrame]],
) -> None:
    found, issues = clean(
        HEADER + ROW.format(day="autumn 2018") + ROW.format(day="").replace("2017-18", "2016-17")
    )
    (fault,) = issues.to_dict("records")
    assert (fault["severity"], fault["code"], fault["row"], fault["got"]) == (
        "stop", "unknown-day", 2, "'autumn 2018'",
    )  # fmt: skip
    assert found["period"].tolist() == ["2016-17"]
