"""What figures have been: ranges typed from DfE's releases, and the whole file made again from them."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from kpi_lib.catalogue.indicators import Unit, load_catalogue
from kpi_lib.catalogue.ranges import RANGES_FILE, Range, parse_ranges, seen_range
from kpi_lib.core.errors import CatalogueError
from kpi_lib.core.periods import Frequency

PROJECT = Path(__file__).resolve().parents[3]
SHARED = PROJECT.parent / "shared" / "data"
WORCESTERSHIRE = "E10000034"


def _packaged() -> str:
    return (files("kpi_lib.catalogue") / "data" / RANGES_FILE).read_text(encoding="utf-8")


def test_an_authority_has_its_own_range_and_all_together_a_wider_one() -> None:
    # Re-referrals of Worcestershire in Children in need 2025, 2013 to 2025: 13.6 (lowest) to 24.2 (highest).
    own, everywhere = seen_range("rereferral_percent", WORCESTERSHIRE), seen_range("rereferral_percent")
    assert own == Range(13.6, 24.2, Unit.PERCENT)
    assert everywhere is not None
    assert everywhere.lowest < own.lowest
    assert everywhere.highest > own.highest
    assert 18.8 in own
    assert 0.188 not in own
    assert 1010 not in everywhere


def test_a_quarters_events_are_a_fourth_of_a_years_and_a_share_is_the_same() -> None:
    # Referrals per 10,000 of Worcestershire: 275.7 to 473.7 a year, so 68.925 to 118.425 a quarter.
    quarter = seen_range("referral_rate", WORCESTERSHIRE, Frequency.QUARTER)
    assert quarter == Range(pytest.approx(68.925), pytest.approx(118.425), Unit.PER_10000)
    share = seen_range("rereferral_percent", WORCESTERSHIRE, Frequency.QUARTER)
    assert share == seen_range("rereferral_percent", WORCESTERSHIRE)
    stock = seen_range("looked_after_rate", WORCESTERSHIRE, Frequency.QUARTER)
    assert stock == seen_range("looked_after_rate", WORCESTERSHIRE)


def test_a_former_code_leads_to_the_area_in_force() -> None:
    assert seen_range("referral_rate", "E10000023") == seen_range("referral_rate", "E06000065")


def test_a_local_indicator_has_no_range() -> None:
    assert seen_range("supervision_on_time_percent") is None


def test_an_unknown_indicator_or_area_is_named() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'referral_rate'"):
        seen_range("referal_rate")
    with pytest.raises(CatalogueError, match="Unknown area"):
        seen_range("referral_rate", "E10000099")


def test_every_range_lies_in_that_of_all_authorities() -> None:
    ranges = dict(parse_ranges(_packaged()))
    for (indicator_id, _), own in ranges.items():
        everywhere = ranges[indicator_id, ""]
        assert everywhere.lowest <= own.lowest <= own.highest <= everywhere.highest


def test_every_indicator_that_dfe_gives_for_authorities_has_a_range() -> None:
    assert {
        item.id for item in load_catalogue() if not item.is_local and seen_range(item.id) is None
    } == set()


def test_a_range_in_another_unit_is_refused() -> None:
    text = "# source\nindicator_id,area_code,lowest,highest,unit\nreferral_rate,,1,2,percent\n"
    with pytest.raises(CatalogueError, match="per_10000"):
        dict(parse_ranges(text))


def test_the_file_is_small() -> None:
    assert len(_packaged().encode()) <= 600_000


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="DfE's files are not beside the project (../shared)")
def test_carrying_over_again_gives_the_same_file(tmp_path: Path) -> None:
    made = tmp_path / RANGES_FILE
    script = PROJECT / "scripts" / "carry_over_ranges.py"
    subprocess.run([sys.executable, str(script), str(SHARED), "--to", str(made)], check=True, cwd=PROJECT)
    assert made.read_text(encoding="utf-8") == _packaged()
