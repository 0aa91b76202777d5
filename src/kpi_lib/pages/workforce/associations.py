"""Whether the workforce and practice move together, on the page: association only, never cause."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.charts.associations import LagRows, draw_associations, lag_words
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.marks import CANNOT_SAY, LEVEL, UP, Mark
from kpi_lib.present.words.numbers import (
    Row,
    format_number,
    is_missing,
    join_words,
    lower_first,
    number_words,
)

ONLY = "Association only: it does not say that one brings about the other."
METHOD = (
    "Two series that both drift, or both have a winter, look related whatever they measure. So each has its "
    "straight trend and its season taken out first; what is left is ranked and correlated (Spearman), now "
    "and up to four quarters later.",
    "Quarters that remember the one before count for less (effective number of pairs, Bretherton and others "
    "1999). Testing many pairs finds some by luck, so only those are named that stay when no more than 5 in "
    "100 named ones may be luck (false discovery rate, Benjamini and Hochberg 1995). Fewer than 12 quarters "
    "on both sides: cannot say.",
)


def show_associations(
    following: Indicator, found: pd.DataFrame, indicators: Mapping[str, Indicator], *, is_illustrative: bool
) -> Shown:
    """Return whether the leading measures move with one that follows, lag by lag.

    Parameters
    ----------
    found : from `summarise_associations`, of this following indicator.
    is_illustrative : whether any of the series is illustrative.
    """
    if found["correlation"].isna().all():
        return show_note(f"{following.title}: too few quarters on both sides to test. {ONLY}")
    rows = [LagRows(indicators[str(name)].title, lags) for name, lags in found.groupby("leading", sort=False)]
    wide, narrow = (
        draw_associations(rows, is_illustrative=is_illustrative, is_narrow=is_narrow)
        for is_narrow in (False, True)
    )
    words = f"{_finding(following, found, indicators)}; association only{' (illustrative)' * is_illustrative}"
    caption = Caption(
        title=f"What moves with: {lower_first(following.title)}",
        finding=words,
        alt=f"{words}. {_strongest(found, indicators)} {ONLY}",
        unit=f"Rank correlation with {lower_first(following.title)}, trend and season taken out, from −1 "
        f"(opposite) to 1 (together){', illustrative' * is_illustrative}",
        marks=[(_mark(found), ONLY.rstrip("."))],
        notices=[
            "Line: where the correlation probably lies (95% interval).",
            *(["Hollow and dotted: illustrative quarters."] if is_illustrative else []),
        ],
        method=METHOD,
    )
    return show_chart(wide, narrow, caption, _table(found, indicators))


def _finding(following: Indicator, found: pd.DataFrame, indicators: Mapping[str, Indicator]) -> str:
    together = found.loc[found["verdict"].eq("associated"), "leading"].unique()
    n = int(found["correlation"].notna().sum())
    if not len(together):
        tests = f"{number_words(n)} test{'s' * (n != 1)} made"
        what = lower_first(following.title)
        return f"Nothing measured here moves with {what} by more than chance would explain ({tests})"
    names = join_words([lower_first(indicators[str(name)].title) for name in together])
    return f"By more than chance would explain, these move with {lower_first(following.title)}: {names}"


def _strongest(found: pd.DataFrame, indicators: Mapping[str, Indicator]) -> str:
    row = found.sort_values("correlation", key=abs).dropna(subset=["correlation"]).iloc[-1]
    size, name = format_number(row["correlation"], 2), indicators[str(row["leading"])].title
    return f"The largest correlation is {size}: {lower_first(name)}, {lag_words(int(row['lag']))}."


def _mark(found: pd.DataFrame) -> Mark:
    if found["verdict"].eq("associated").any():
        return Mark(UP, "associated", "neutral")
    return Mark(LEVEL, "no clear association", "similar")


def _table(found: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Shown:
    groups = [
        Group([_cells(row) for _, row in lags.iterrows()], indicators[str(name)].title)
        for name, lags in found.groupby("leading", sort=False)
    ]
    columns = [
        Column("When"), Column("Quarters", is_number=True), Column("Correlation", is_number=True),
        Column("95% interval", is_number=True), Column("Verdict"),
    ]  # fmt: skip
    return show_table(Table("Correlation by lag", columns, groups, [ONLY]))


def _cells(row: Row) -> list[Cell]:
    first = [Cell(lag_words(int(row["lag"]))), Cell(format_number(row["n_pairs"]))]
    if is_missing(row["correlation"]):
        return [*first, missing(CANNOT_SAY.word), missing("none"), missing(CANNOT_SAY.word)]
    return [
        *first,
        Cell(format_number(row["correlation"], 2)),
        Cell(f"{format_number(row['lower'], 2)} to {format_number(row['upper'], 2)}"),
        Cell(str(row["verdict"]).replace("_", " ")),
    ]
