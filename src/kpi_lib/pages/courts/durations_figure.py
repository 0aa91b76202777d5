"""The curves of one stage on the page: the newest cohort against the one before, with words and table."""

from __future__ import annotations

import pandas as pd

from kpi_lib.pages.courts.words import STAGES, cohort_words, test_sentence, weeks_words
from kpi_lib.present.charts.survival_curve import NARROW_CURVES, WIDE_CURVES, Curve, draw_curves
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.marks import CANNOT_SAY, NO_CLEAR_CHANGE, Mark
from kpi_lib.present.words.numbers import Row, format_number, is_missing, lower_first, sentence_case
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence

ROLES = ("similar", "home")
EVERY_WEEKS = 4
METHOD = (
    "The curve is Kaplan and Meier’s: a case that is still open counts for as long as it has been followed, "
    "and then no more. Leaving such cases out would make the work look quicker than it is.",
    "The band is the 95% interval (log(−log) scale); whether two years differ is the log-rank test.",
)


def show_stage(
    stage: str,
    lengths: pd.DataFrame,
    curves: pd.DataFrame,
    tests: pd.DataFrame,
    *,
    limit: float,
    records: pd.DataFrame,
) -> Shown:
    """Return the curves of one stage: the newest cohort against the one before, with the test.

    Parameters
    ----------
    limit : weeks that the law allows the stage; NaN where it sets none.
    records : the court cases, which say where they come from.
    """
    own = lengths.loc[lengths["stage"].eq(stage) & lengths["cohort"].ne("")].iloc[-2:]
    steps = curves.loc[curves["stage"].eq(stage)]
    drawn = [
        Curve(steps.loc[steps["cohort"].eq(row["cohort"])], _label(row), role, row["median"], role == "home")
        for (_, row), role in zip(own.iterrows(), ROLES[len(ROLES) - len(own) :], strict=True)
    ]
    test = tests.loc[tests["stage"].eq(stage)]
    if not drawn or test.empty or own["hides_cases"].any() or all(len(curve.steps) < 2 for curve in drawn):
        return show_note(f"{STAGES[stage]}: too few cases to draw a curve.")
    is_drawn_up = has_illustrative(records)
    wide, narrow = (
        draw_curves(drawn, limit, is_illustrative=is_drawn_up, size=size)
        for size in (WIDE_CURVES, NARROW_CURVES)
    )
    table = _steps_table(stage, own, drawn)
    return show_chart(wide, narrow, _caption(stage, own, test.iloc[0], records), table)


def _caption(stage: str, own: pd.DataFrame, test: Row, records: pd.DataFrame) -> Caption:
    newest = lower_first(cohort_words(own.iloc[-1]["cohort"]))
    is_drawn_up = has_illustrative(records)
    told = [f"{sentence_case(cohort_words(row['cohort']))}: {_median(row)}" for _, row in own.iterrows()]
    mark = CANNOT_SAY if test["verdict"] == "cannot_say" else _plain(test)
    return Caption(
        title=f"{STAGES[stage]}: cases still open, by weeks",
        finding=f"{STAGES[stage]}: {_finding(own, test)}" + (" (illustrative)" if is_drawn_up else ""),
        alt=f"{STAGES[stage]}, cases still open by weeks since the stage began. {'; '.join(told)}. "
        + f"{test_sentence(test)}.",
        unit="Cases still open, per cent, by weeks since the stage began" + (", illustrative" * is_drawn_up),
        marks=[(mark, test_sentence(test))],
        notices=[
            f"Blue: {newest}, with its 95% interval; grey: the year before.",
            *(["Dotted: illustrative."] if is_drawn_up else []),
        ],
        method=METHOD,
        source=record_source_sentence(records),
    )


def _finding(own: pd.DataFrame, test: Row) -> str:
    if len(own) < 2 or own["median"].isna().any() or test["verdict"] == "cannot_say":
        return "no comparison with the year before can be made yet"
    before, now = own["median"].iloc[-2], own["median"].iloc[-1]
    figures = f"median {weeks_words(now)} weeks, {weeks_words(before)} the year before"
    if test["verdict"] != "differ":
        return f"no clear change ({figures})"
    if now == before:
        return f"not the same course as the year before ({figures})"
    return f"{'quicker' if now < before else 'slower'} than the year before ({figures})"


def _median(row: Row) -> str:
    return "no median yet" if is_missing(row["median"]) else f"median {weeks_words(row['median'])} weeks"


def _label(row: Row) -> str:
    return f"Year to {pd.Timestamp(row['cohort']):%B %Y}"


def _plain(test: Row) -> Mark:
    return Mark("▲", "differ", "neutral") if test["verdict"] == "differ" else NO_CLEAR_CHANGE


def _steps_table(stage: str, own: pd.DataFrame, drawn: list[Curve]) -> Shown:
    longest = int(max(curve.steps["weeks"].max() for curve in drawn))
    rows = [
        [Cell(f"{week} weeks"), *(_open_at(curve.steps, week) for curve in drawn)]
        for week in range(0, longest + 1, EVERY_WEEKS)
    ]
    columns = [
        Column("After"),
        *(Column(cohort_words(str(c)), unit="%", is_number=True) for c in own["cohort"]),
    ]
    return show_table(Table(f"{STAGES[stage]}: per cent of cases still open", columns, [Group(rows)]))


def _open_at(steps: pd.DataFrame, week: int) -> Cell:
    if week > steps["weeks"].max():
        return missing("not followed so long")
    return Cell(format_number(steps.loc[steps["weeks"].le(week), "open_share"].iloc[-1]))
