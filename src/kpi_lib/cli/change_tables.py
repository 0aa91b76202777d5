"""How the terminal shows revisions and differences: as tables, the longest of them cut with a word."""

from __future__ import annotations

import pandas as pd
from rich.box import SIMPLE
from rich.table import Column, Table

from kpi_lib.cli.messages import out
from kpi_lib.core.rounding import round_half_up

ROWS_SHOWN = 60
MISSING, MINUS = "–", "−"


def show_revisions(rows: pd.DataFrame, *, n_restated: int, n_revised: int) -> None:
    """Print one line per revised figure, then how many were stated again at all."""
    if len(rows):
        table = _table("Indicator", "Period", "First published", "Now", "Change")
        for _, row in rows.head(ROWS_SHOWN).iterrows():
            places = int(row["decimals"])
            table.add_row(
                str(row["indicator_id"]),
                str(row["period"]),
                _stated(row["first_value"], row["first_status"], row["first_edition"], places),
                _stated(row["value"], row["status"], row["edition"], places),
                _change(row["difference"], places),
            )
        out.print(table)
        _say_what_is_cut(len(rows))
    out.print(
        f"{n_restated:,} figures are stated in more than one edition; {n_revised:,} of them were revised.",
        markup=False,
    )


def show_differences(rows: pd.DataFrame, by_source: pd.DataFrame) -> None:
    """Print how many figures of each source are new, revised and gone, then the figures."""
    if rows.empty:
        out.print("The two sets hold the same figures.", markup=False)
        return
    counts = _table("Source", "New", "Revised", "Gone")
    for _, row in by_source.iterrows():
        counts.add_row(str(row["source"]), *(f"{row[name]:,}" for name in ("new", "revised", "gone")))
    out.print(counts)
    table = _table("Change", "Indicator", "Area", "Period", "Source", "Before", "Now", "What")
    for _, row in rows.head(ROWS_SHOWN).iterrows():
        about = [str(row[name]) for name in ("change", "indicator_id", "area_code", "period", "source")]
        table.add_row(*about, _figure(row, "earlier_"), _figure(row, ""), str(row["what"]))
    out.print(table)
    _say_what_is_cut(len(rows))


def _table(*headings: str) -> Table:
    """Return an empty table whose long names are folded, never cut."""
    return Table(*(Column(heading, overflow="fold") for heading in headings), box=SIMPLE)


def _say_what_is_cut(n_rows: int) -> None:
    if n_rows > ROWS_SHOWN:
        out.print(f"… and {n_rows - ROWS_SHOWN:,} more; --json lists all.", markup=False)


def _stated(value: float, status: str, edition: str, places: int) -> str:
    words = str(status).replace("_", " ") if pd.isna(value) else _number(value, places)
    return f"{words} ({edition})"


def _change(difference: float, places: int) -> str:
    return MISSING if pd.isna(difference) else ("+" if difference > 0 else "") + _number(difference, places)


def _number(value: float, places: int) -> str:
    return f"{round_half_up(value, places):,}".replace("-", MINUS)


def _figure(row: pd.Series, when: str) -> str:
    """Return a figure's value, else its counts, else why there is none."""
    value, top, bottom = (row[f"{when}{name}"] for name in ("value", "numerator", "denominator"))
    if pd.notna(value):
        return f"{value:g}"
    if pd.notna(top):
        return f"{top:g}" + (f" of {bottom:g}" if pd.notna(bottom) else "")
    status = row[f"{when}status"]
    return MISSING if pd.isna(status) else str(status).replace("_", " ")
