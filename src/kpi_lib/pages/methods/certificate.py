"""The certificate: a folder of outside numbers read and reproduced, and the record of it that is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from kpi_lib.analysis.certify import certify_tables, select_failures
from kpi_lib.core.errors import AnalysisError, nearest, raise_all
from kpi_lib.disk.replace import write_file

CERTIFICATE_FILE = Path("docs") / "certificate.csv"
KEPT = ["file", "cases", "passed", "largest_relative_error", "tolerance", "source", "date"]
NOTES = {".md", ".txt"}


def certify_folder(folder: Path) -> pd.DataFrame:
    """Return the certificate of a folder of oracle tables; see `certify_tables`.

    Raises
    ------
    AnalysisError : no such folder, a file that is no table and no note, a table that cannot be read,
        and all that `certify_tables` raises.
    """
    if not folder.is_dir():
        raise AnalysisError("There is no such folder", where=str(folder), expected="a folder of tables")
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    raise_all(_unknown(path) for path in files if path.suffix not in {".csv", *NOTES})
    return certify_tables({path.name: _table(path) for path in files if path.suffix == ".csv"})


def has_failed(certificate: pd.DataFrame) -> bool:
    """Say whether any case of any table was missed."""
    return not select_failures(certificate).empty


def save_certificate(certificate: pd.DataFrame, path: Path, day: date) -> None:
    """Write a certificate with its date; raises AnalysisError for one with a miss, and writes nothing."""
    if has_failed(certificate):
        missed = ", ".join(select_failures(certificate)["file"])
        raise AnalysisError("A certificate with misses is not kept", got=missed)
    dated = certificate.assign(date=day.isoformat())[KEPT]
    write_file(path, dated.to_csv(index=False, lineterminator="\n"))


def load_certificate(root: Path) -> pd.DataFrame | None:
    """Return the certificate that the project keeps, or nothing where it keeps none."""
    path = root / CERTIFICATE_FILE
    return pd.read_csv(path, dtype={"source": "str"}) if path.is_file() else None


def _unknown(path: Path) -> AnalysisError:
    return AnalysisError(
        "Unknown file among the oracle tables",
        where=str(path),
        expected="tables as .csv, notes as .md or .txt",
        hint=nearest(path.suffix, [".csv"]),
    )


def _table(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (ValueError, OSError) as error:
        raise _unreadable(path, str(error)) from error
    if not isinstance(table.index, pd.RangeIndex):
        raise _unreadable(path, "rows with more cells than columns")
    return table


def _unreadable(path: Path, why: str) -> AnalysisError:
    return AnalysisError(
        "An oracle table cannot be read", where=str(path), got=why, expected="one header row, UTF-8, commas"
    )
