"""The commands about time: what later editions revised, and what changed since the last run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.box import SIMPLE
from rich.table import Column, Table

from kpi_lib.analysis.editions.differences import summarise_by_source
from kpi_lib.cli.messages import out
from kpi_lib.cli.options import AreaOption, Folder, Raw
from kpi_lib.core.rounding import round_half_up
from kpi_lib.pack.known_day import revisions_at
from kpi_lib.pack.project import find_project
from kpi_lib.run.last_run import compare_sets

DIFFERENT = 11
"""Exit code of a comparison that found a difference; those below belong to errors."""

ROWS_SHOWN = 60
"""Rows of a table that the terminal shows; the rest is counted."""
MISSING, MINUS = "–", "−"

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def revisions(
    indicator: Annotated[str, typer.Option(help="An indicator's id; all of them by default.")] = "",
    area: AreaOption = "",
    as_known_on: Annotated[
        str, typer.Option(metavar="DATE", help="Only what was published by the end of this day.")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Also figures restated without a change.")] = False,
    as_json: AsJson = False,
    raw: Raw = None,
    folder: Folder = None,
) -> None:
    """Show figures that a later edition revised: as first published, and as they are now."""
    project = find_project(folder).with_raw(raw)
    restated = revisions_at(project, indicator=indicator, area=area, as_known_on=as_known_on)
    revised = restated.loc[restated["is_revised"].astype(bool)]
    shown = restated if every else revised
    if as_json:
        report = {"restated": len(restated), "revised": len(revised), "figures": _rows(shown)}
        typer.echo(json.dumps(report))
    else:
        _show_revisions(shown, n_restated=len(restated), n_revised=len(revised))


def diff(
    old: Annotated[
        Path | None, typer.Argument(help="A processed folder; the one kept by the last run by default.")
    ] = None,
    new: Annotated[Path | None, typer.Argument(help="Another; data/processed by default.")] = None,
    as_json: AsJson = False,
    raw: Raw = None,
    folder: Folder = None,
) -> None:
    """Compare the figures of two processed folders; exits with 11 where they differ, with 0 where not."""
    differences = compare_sets(find_project(folder).with_raw(raw), old, new)
    by_source = summarise_by_source(differences)
    if as_json:
        report = {"same": differences.empty, "sources": _rows(by_source), "figures": _rows(differences)}
        typer.echo(json.dumps(report))
    else:
        _show_differences(differences, by_source)
    if len(differences):
        raise typer.Exit(DIFFERENT)


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    days = frame.select_dtypes("datetime").columns
    plain = frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in days})
    rows: list[dict[str, object]] = json.loads(plain.to_json(orient="records"))
    return rows


def _show_revisions(rows: pd.DataFrame, *, n_restated: int, n_revised: int) -> None:
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
        f"{n_restated:,} figures are stated in more than one edition; {n_revised:,} of them were revised."
    )


def _show_differences(rows: pd.DataFrame, by_source: pd.DataFrame) -> None:
    """Print how many figures of each source are new, revised and gone, then the figures."""
    if rows.empty:
        out.print("The two sets hold the same figures.")
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
        out.print(f"… and {n_rows - ROWS_SHOWN:,} more; --json lists all.")


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
