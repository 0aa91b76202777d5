"""How many flags the whole edition raises, how many chance alone would, and how many remain."""

from __future__ import annotations

import pandas as pd

from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.words.marks import AGO, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import format_number

RULES = {
    "changes": f"Changes {AGO}",
    "comparisons": f"Comparisons with {NEIGHBOURS_AVERAGE}",
    "trends": "Trends over years and quarters",
    "control_charts": "Newest points of control charts",
}
NOTES = ("A control chart gives no p-value, so all its flags remain.",)


def show_flags(flags: pd.DataFrame, *, rate: float) -> Shown:
    """Return the false-flag budget in one sentence, and rule by rule in a box that opens.

    Parameters
    ----------
    flags : one row per rule: tests, flags, flags kept, false flags to expect.
    rate : the false discovery rate that is controlled, such as 0.05.
    """
    if not flags["n_tests"].sum():
        return show_note("No figure of this edition could be tested.")
    return show_together(
        show_note(budget_sentence(flags, rate)),
        show_closed("Show the tests, rule by rule", _table(flags, rate)),
    )


def budget_sentence(flags: pd.DataFrame, rate: float) -> str:
    """Return "Of 38 tests, about 2 would raise a flag by chance alone; 14 did; 11 remain …"."""
    tests, raised, kept = (int(flags[name].sum()) for name in ("n_tests", "n_flags", "n_kept"))
    by_chance = format_number(float(flags["expected_false"].sum()))
    return (
        f"Of {tests} tests, about {by_chance} would raise a flag by chance alone; {raised} did; {kept} "
        f"remain after controlling the false discovery rate at {format_number(100 * rate)}%."
    )


def _table(flags: pd.DataFrame, rate: float) -> Shown:
    numbers = ("Tests", "Flags by chance alone", "Flags raised", "Flags that remain")
    columns = [Column("Rule"), *(Column(name, is_number=True) for name in numbers)]
    rows = [
        [
            Cell(RULES[row["rule"]]),
            Cell(str(row["n_tests"])),
            Cell(format_number(row["expected_false"], 1)),
            Cell(str(row["n_flags"])),
            Cell(str(row["n_kept"])),
        ]
        for _, row in flags.iterrows()
    ]
    caption = f"The false-flag budget, false discovery rate {format_number(100 * rate)}%"
    return show_table(Table(caption, columns, [Group(rows)], NOTES))
