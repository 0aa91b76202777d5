"""The commands about time: what later editions revised, and what changed since the last run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from kpi_lib.cli.change_tables import show_differences, show_revisions
from kpi_lib.cli.options import AreaOption, Raw
from kpi_lib.pack.known_day import revisions_at
from kpi_lib.pack.project import find_project
from kpi_lib.run.last_run import compare_sets, count_by_source

DIFFERENT = 11
"""Exit code of a comparison that found a difference; those below belong to errors."""

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
) -> None:
    """Show figures that a later edition revised: as first published, and as they are now."""
    project = find_project().with_raw(raw)
    found = revisions_at(project, indicator=indicator, area=area, as_known_on=as_known_on)
    shown = found if every else found.loc[found["is_revised"].astype(bool)]
    if as_json:
        typer.echo(
            json.dumps({"restated": len(found), "revised": _n_revised(found), "figures": _rows(shown)})
        )
    else:
        show_revisions(shown, n_restated=len(found), n_revised=_n_revised(found))


def diff(
    old: Annotated[
        Path | None, typer.Argument(help="A processed folder; the one kept by the last run by default.")
    ] = None,
    new: Annotated[Path | None, typer.Argument(help="Another; data/processed by default.")] = None,
    as_json: AsJson = False,
    raw: Raw = None,
) -> None:
    """Compare the figures of two processed folders; exits with 11 where they differ, with 0 where not."""
    found = compare_sets(find_project().with_raw(raw), old, new)
    by_source = count_by_source(found)
    if as_json:
        report = {"same": found.empty, "sources": _rows(by_source), "figures": _rows(found)}
        typer.echo(json.dumps(report))
    else:
        show_differences(found, by_source)
    if len(found):
        raise typer.Exit(DIFFERENT)


def _n_revised(found: pd.DataFrame) -> int:
    return int(found["is_revised"].astype(bool).sum())


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    days = frame.select_dtypes("datetime").columns
    plain = frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in days})
    rows: list[dict[str, object]] = json.loads(plain.to_json(orient="records"))
    return rows
