"""`docs/certificate.csv`, which the methods page shows, is what the bundled tables give.

`pytest tests/oracles --write-certificate` writes it anew, with the day.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from families import FAMILIES
from oracle_runner import TABLES, read_folder, recompute

from kpi_lib.pages.methods.certificate import CERTIFICATE_FILE, load_certificate

ROOT = Path(__file__).parents[2]
EXACT = ["file", "cases", "passed", "tolerance", "source"]
ERROR = "largest_relative_error"
NOISE = 1e-10  # how far two processors' rounding may set an error apart: a tenth of the tolerance


@pytest.fixture(scope="module")
def certificate(pytestconfig: pytest.Config) -> pd.DataFrame:
    """What the bundled tables give; written to the project where that is asked for and nothing is missed."""
    tables = read_folder(TABLES)
    recomputed = [recompute(name, tables) for name in tables]
    certificate = pd.DataFrame(recomputed).drop(columns="failed")
    if pytestconfig.getoption("write_certificate", False) and all(each.is_reproduced for each in recomputed):
        dated = certificate.assign(date=date.today().isoformat())
        dated.to_csv(ROOT / CERTIFICATE_FILE, index=False, lineterminator="\n")
    return certificate


@pytest.fixture(scope="module")
def kept(certificate: pd.DataFrame) -> pd.DataFrame:
    """What the project keeps, read after it may have been written."""
    kept = load_certificate(ROOT)
    assert kept is not None
    return kept


def test_every_family_has_a_bundled_table() -> None:
    assert set(read_folder(TABLES)) == set(FAMILIES)


def test_the_certificate_is_what_the_tables_give(certificate: pd.DataFrame, kept: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(kept[EXACT], certificate[EXACT])
    assert list(kept[ERROR]) == pytest.approx(list(certificate[ERROR]), rel=1e-6, abs=NOISE)
    assert pd.to_datetime(kept["date"]).notna().all()


def test_the_certificate_has_no_miss(kept: pd.DataFrame) -> None:
    assert (kept["passed"] == kept["cases"]).all()


def test_full_precision_is_full(certificate: pd.DataFrame) -> None:
    full = certificate.loc[certificate["tolerance"].eq("1e-9")]
    assert len(full) == len(FAMILIES) - 2  # the sources of two tables print, or bisect to, fewer digits
    assert full[ERROR].max() <= 1e-9
