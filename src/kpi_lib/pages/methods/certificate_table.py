"""The certificate as a table: what was compared with numbers computed elsewhere, and how it went."""

from __future__ import annotations

import re

import pandas as pd

from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.words.numbers import format_count

A_BILLIONTH = "1e-9"


def show_certificate(certificate: pd.DataFrame | None) -> Shown:
    """Return one row per table of outside numbers, and the day on which it was checked.

    Parameters
    ----------
    certificate : file, cases, passed, largest_relative_error, tolerance, source, date; or nothing.
    """
    if certificate is None or certificate.empty:
        return show_note("No certificate is kept in docs/certificate.csv.")
    rows = [
        [
            Cell(str(row["file"]).removesuffix(".csv").replace("_", " ")),
            Cell(format_count(row["cases"])),
            Cell(format_count(row["passed"])),
            Cell(_error_words(float(row["largest_relative_error"]))),
            Cell(str(row["tolerance"]).replace(A_BILLIONTH, "a billionth")),
            Cell(_tools(str(row["source"]))),
        ]
        for _, row in certificate.iterrows()
    ]
    numbers = ("Cases", "Reproduced", "Largest difference, of the figure", "Difference allowed")
    columns = [Column("Table"), *(Column(name, is_number=True) for name in numbers), Column("Computed by")]
    cases, passed = int(certificate["cases"].sum()), int(certificate["passed"].sum())
    day = pd.Timestamp(str(certificate["date"].max()))
    caption = f"{format_count(passed)} of {format_count(cases)} cases reproduced, {day.day} {day:%B %Y}"
    return show_table(Table(caption, columns, [Group(rows)], name="Cases reproduced"))


def _error_words(error: float) -> str:
    """Return the largest relative error as a reader takes it in: "none", "under a billionth", "0.0000467"."""
    if not error:
        return "none"
    return "under a billionth" if error < float(A_BILLIONTH) else f"{error:.7f}"


def _tools(source: str) -> str:
    """Return the names of the tools alone, without whose they are and which version."""
    return re.sub(r"[\w.-]+/([\w.-]+)@[0-9a-f]+", r"\1", source)
