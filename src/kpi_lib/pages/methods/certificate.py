"""The certificate that the project keeps: what the tests recomputed of numbers computed elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.tables import number, show_rows
from kpi_lib.present.words.numbers import format_count

CERTIFICATE_FILE = Path("docs") / "certificate.csv"
A_BILLIONTH = "1e-9"


def load_certificate(root: Path) -> pd.DataFrame | None:
    """Return the certificate that the project keeps, one row a table, or nothing where it keeps none."""
    path = root / CERTIFICATE_FILE
    if not path.is_file():
        return None
    return pd.read_csv(path, dtype={"tolerance": "str", "source": "str"}, keep_default_na=False)


def show_certificate(certificate: pd.DataFrame | None) -> Shown:
    """Return one row per table of outside numbers, and the day on which it was checked.

    Parameters
    ----------
    certificate : file, cases, passed, largest_relative_error, tolerance, source, date; or nothing.
    """
    if certificate is None or certificate.empty:
        return show_note("No certificate is kept in docs/certificate.csv.")
    columns = {
        "Table": lambda row: str(row["file"]).removesuffix(".csv").replace("_", " "),
        number("Cases"): lambda row: format_count(row["cases"]),
        number("Reproduced"): lambda row: format_count(row["passed"]),
        number("Largest difference, of the figure"): lambda row: _error_words(
            float(row["largest_relative_error"])
        ),
        number("Difference allowed"): lambda row: str(row["tolerance"]).replace(A_BILLIONTH, "a billionth"),
        "Computed by": lambda row: _tools(str(row["source"])),
    }
    cases, passed = int(certificate["cases"].sum()), int(certificate["passed"].sum())
    day = pd.Timestamp(str(certificate["date"].max()))
    caption = f"{format_count(passed)} of {format_count(cases)} cases reproduced, {day.day} {day:%B %Y}"
    return show_rows(caption, certificate, columns, name="Cases reproduced")


def _error_words(error: float) -> str:
    """Return the largest relative error as a reader takes it in: "none", "under a billionth", "0.0000467"."""
    if not error:
        return "none"
    return "under a billionth" if error < float(A_BILLIONTH) else f"{error:.7f}"


def _tools(source: str) -> str:
    """Return the names of the tools alone, without whose they are and which version."""
    return re.sub(r"[\w.-]+/([\w.-]+)@[0-9a-f]+", r"\1", source)
