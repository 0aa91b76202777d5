"""Every family of outside numbers, through the same certificate that `kpi certify` prints."""

from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.analysis.certify import FAMILIES, certify_tables

ORACLES = Path(__file__).resolve().parents[3] / "shared" / "oracles"

pytestmark = pytest.mark.skipif(
    not ORACLES.is_dir(), reason="the folder of oracle tables (../shared/oracles) is not beside this project"
)


@pytest.fixture(scope="module")
def certificate() -> pd.DataFrame:
    tables = {
        path.name: pd.read_csv(path, dtype=str, keep_default_na=False) for path in ORACLES.glob("*.csv")
    }
    return certify_tables(tables).set_index("file")


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_case_is_reproduced(certificate: pd.DataFrame, family: str) -> None:
    row = certificate.loc[f"{family}.csv"]
    assert row["cases"] >= 6
    assert row["passed"] == row["cases"], row["failed"]


def test_full_precision_is_full(certificate: pd.DataFrame) -> None:
    full = certificate.loc[certificate["tolerance"].eq("1e-9")]
    assert len(full) == len(FAMILIES) - 2  # the sources of two tables print, or bisect to, fewer digits
    assert full["largest_relative_error"].max() <= 1e-9
