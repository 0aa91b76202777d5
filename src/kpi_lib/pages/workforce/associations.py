"""Whether the workforce and practice move together, on the page: association only, never cause."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.charts.associations import draw_associations, lag_words
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.figures.records import wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.marks import CANNOT_SAY, CHANCE, LEVEL, UP, Mark
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
    following: Indicator, associations: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> Shown:
    """Return whether the leading measures move with one that follows, lag by lag.

    Parameters
    ----------
    associations : from `summarise_associations`, of this following indicator.
    """
    if associations["correlation"].isna().all():
        return show_note(f"{following.title}: too few quarters on both sides to test. {ONLY}")
    titled = associations.assign(title=[indicators[str(name)].title for name in associations["leading"]])
    words = f"{_finding(following, titled)}; association only"
    caption = Caption(
        title=f"What moves with: {lower_first(following.title)}",
        finding=words,
        alt=f"{words}. {_strongest(titled)} {ONLY}",
        unit=f"Rank correlation with {lower_first(following.title)}, trend and season taken out, from −1 "
        "(opposite) to 1 (together)",
        marks=[(_mark(titled), ONLY.rstrip("."))],
        notices=["Line: where the correlation probably lies (95% interval)."],
        method=METHOD,
    )
    return show_chart(*wide_and_narrow(draw_associations, titled), caption, _table(titled))


def _finding(following: Indicator, associations: pd.DataFrame) -> str:
    together = associations.loc[associations["verdict"].eq("associated"), "title"].unique()
    n, what = int(associations["correlation"].notna().sum()), lower_first(following.title)
    if not len(together):
        tests = f"{number_words(n)} test{'s' * (n != 1)} made"
        return f"Nothing measured here moves with {what} by {CHANCE} ({tests})"
    names = join_words([lower_first(title) for title in together])
    return f"By {CHANCE}, these move with {what}: {names}"


def _strongest(associations: pd.DataFrame) -> str:
    row = associations.sort_values("correlation", key=abs).dropna(subset=["correlation"]).iloc[-1]
    size = format_number(row["correlation"], 2)
    return f"The largest correlation is {size}: {lower_first(row['title'])}, {lag_words(int(row['lag']))}."


def _mark(associations: pd.DataFrame) -> Mark:
    if associations["verdict"].eq("associated").any():
        return Mark(UP, "associated", "neutral")
    return Mark(LEVEL, "no clear association", "similar")


def _table(associations: pd.DataFrame) -> Shown:
    columns = {
        "When": lambda row: lag_words(int(row["lag"])),
        number("Quarters"): lambda row: format_number(row["n_pairs"]),
        number("Correlation"): lambda row: _gap(row) or format_number(row["correlation"], 2),
        number("95% interval"): lambda row: (
            _gap(row, "none") or f"{format_number(row['lower'], 2)} to {format_number(row['upper'], 2)}"
        ),
        "Verdict": lambda row: _gap(row) or str(row["verdict"]).replace("_", " "),
    }
    by_measure = {str(title): lags for title, lags in associations.groupby("title", sort=False)}
    return show_rows("Correlation by lag", by_measure, columns, notes=[ONLY])


def _gap(row: Row, words: str = CANNOT_SAY.word) -> Cell | None:
    """Return why a pair that could not be tested has no figure; else nothing."""
    return missing(words) if is_missing(row["correlation"]) else None
