"""The certificate as a table: what was compared with numbers computed elsewhere, and how it went."""

from __future__ import annotations

import re

import pandas as pd

from kpi_lib.present.display import Shown, show_note
from kpi_lib.present.tables import Cell, Column, Group, Table, show_table
from kpi_lib.present.words import format_count


def show_certificate(certificate: pd.DataFrame | None) -> Shown:
    """Return one row per table of outside numbers, and the day on which it was checked.

    Parameters
    ----------
    certificate : file, cases, passed, largest_relative_error, tolerance, source, date; or nothing.
    """
    if certificate is None or certificate.empty:
        return show_note("No certificate is kept: kpi certify FOLDER --write docs/certificate.csv makes one.")
    rows = [
        [
            Cell(str(row["file"]).removesuffix(".csv").replace("_", " ")),
            Cell(format_count(row["cases"])),
            Cell(format_count(row["passed"])),
            Cell(f"{row['largest_relative_error']:.0e}" if row["largest_relative_error"] else "0"),
            Cell(str(row["tolerance"])),
            Cell(_tools(str(row["source"]))),
        ]
        for _, row in certificate.iterrows()
    ]
    numbers = ("Cases", "Reproduced", "Largest relative error", "Tolerance")
    columns = [Column("Table"), *(Column(name, is_number=True) for name in numbers), Column("Computed by")]
    cases, passed = int(certificate["cases"].sum()), int(certificate["passed"].sum())
    day = pd.Timestamp(str(certificate["date"].max()))
    caption = f"{format_count(passed)} of {format_count(cases)} cases reproduced, {day.day} {day:%B %Y}"
    return show_table(Table(caption, columns, [Group(rows)], name="Cases reproduced"))


def _tools(source: str) -> str:
    """Return the names of the tools alone, without whose they are and which version."""
    return re.sub(r"[\w.-]+/([\w.-]+)@[0-9a-f]+", r"\1", source)
