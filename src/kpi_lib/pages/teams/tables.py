"""Audits by team, and teams next to the council's own figures, as tables of an internal page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.pages.teams.words import quarter_words, totals_sentence
from kpi_lib.present.shown.display import Shown, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import NO_BREAK, Row, format_count, format_number, is_missing


def show_audits_by_team(quality: pd.DataFrame, agreement: pd.DataFrame, *, is_illustrative: bool) -> Shown:
    """Return each team's audits of the year: good or better with its interval, and second grades.

    Parameters
    ----------
    quality : `summarise_quality` by team.
    agreement : `summarise_agreement` by team.
    """
    if quality.empty:
        return show_note("No case audit of this year is in the raw files.")
    second = {str(row["team"]): row for _, row in agreement.iterrows()}
    columns = [
        Column("Team"), Column("Audits", is_number=True),
        Column("Good or better", unit="% (95% interval)", is_number=True),
        Column("Second grades", is_number=True), Column("Same grade", is_number=True),
    ]  # fmt: skip
    rows = [
        [
            Cell(str(row["team"]).replace(" ", NO_BREAK)),
            Cell(format_number(row["n_audits"])),
            Cell(
                format_number(row["value"]),
                note=f"({format_number(row['lower'])} to {format_number(row['upper'])})",
            ),
            *(_of(second, str(row["team"]), name) for name in ("n_moderated", "n_agreed")),
        ]
        for _, row in quality.iterrows()
    ]
    note = "A team’s few audits say little: the intervals are wide. A second grade may be a rehearsal’s."
    caption = "Case audits of the year, by team" + (" (illustrative)" if is_illustrative else "")
    return show_table(Table(caption, columns, [Group(rows)], [note], kind="compact"))


def show_totals(totals: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Shown:
    """Return whether the teams add up to the council, and where they do not."""
    told = show_note(totals_sentence(totals))
    apart = totals.loc[~totals["is_same"].astype(bool)]
    if apart.empty:
        return told
    columns = [
        Column("Share"), Column("Quarter"), Column("All teams", is_number=True),
        Column("Council", is_number=True),
    ]  # fmt: skip
    rows = [
        [
            Cell(indicators[str(row["indicator_id"])].plain_title),
            Cell(quarter_words(str(row["period"]))),
            _pair(row["numerator"], row["denominator"]),
            _pair(row["council_numerator"], row["council_denominator"]),
        ]
        for _, row in apart.iterrows()
    ]
    return show_together(
        told, show_table(Table("Where teams do not add up to the council", columns, [Group(rows)]))
    )


def _of(second: Mapping[str, Row], team: str, name: str) -> Cell:
    return Cell(format_number(second[team][name])) if team in second else missing("none")


def _pair(above: float, below: float) -> Cell:
    if is_missing(above) or is_missing(below):
        return missing("not given")
    return Cell(f"{format_count(above)} of {format_count(below)}")
