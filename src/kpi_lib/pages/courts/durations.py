"""How long court cases take: a sentence a stage, the table by cohort, the curves of each stage."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from kpi_lib.pages.courts.words import (
    NO_CASES,
    STAGES,
    cohort_words,
    length_sentence,
    test_sentence,
    weeks_words,
    year_words,
)
from kpi_lib.present.charts.survival_curve import draw_curves
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_lines, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.marks import CANNOT_SAY, LEVEL, NO_CLEAR_CHANGE, Mark
from kpi_lib.present.words.numbers import Row, format_number, is_missing, lower_first, sentence_case

EVERY_WEEKS = 4
METHOD = (
    "The curve is Kaplan and Meier’s: a case that is still open counts for as long as it has been followed, "
    "and then no more. Leaving such cases out would make the work look quicker than it is.",
    "The band is the 95% interval (log(−log) scale); whether two years differ is the log-rank test.",
)
WITHHELD = "withheld"
TABLE = "Weeks by stage and by the year the stage began"
LIMIT_SOURCE = (
    "26 weeks: the limit that the Children and Families Act 2014, section 14, sets for care proceedings. The "
    "law sets none for pre-proceedings; the same yardstick is shown for both."
)


SHARES = (
    "A year’s share is of the cases that began in it, and the last row’s of those of all three years, open "
    "cases allowed for. The indicator “Care proceedings finished within 26 weeks” is of the cases that ended "
    "in its period, whenever they began, so it differs from both."
)


def small_count_rule(least: int) -> str:
    """Return the rule of what a published page withholds, in one sentence."""
    return (
        f"Counts of 1 to {least - 1} are withheld, and so is every count or share of the same stage that "
        "would tell them."
    )


def show_lengths(lengths: pd.DataFrame, day: date, least: int) -> Shown:
    """Return how long each stage takes: a sentence a stage, then the table by stage and cohort.

    The table's caption says the day, for of one cohort fewer have ended on an earlier day: without it two
    editions would state different figures, or withhold and print, under the same name.

    Parameters
    ----------
    lengths : from `analysis.practice.courts.summarise_court_times`.
    day : the day on which cases are counted as ended or open.
    least : the smallest count shown, for the rule under the table.
    """
    if lengths.empty:
        return show_note(f"{NO_CASES}.")
    overall = lengths.loc[lengths["cohort"].eq("")]
    lines = [(_mark(row), length_sentence(row)) for _, row in overall.iterrows()]
    columns = {
        "Began in the": lambda row: year_words(str(row["cohort"])),
        number("Median", "weeks"): lambda row: _hidden(row, "cases") or _with_interval(row, "median"),
        number("In 26 weeks", "%"): lambda row: _hidden(row, "share") or _with_interval(row, "share_within"),
        number("Begun"): lambda row: _hidden(row, "cases") or format_number(row["n_cases"]),
        number("Ended"): lambda row: _hidden(row, "ends") or format_number(row["n_ended"]),
        number("Open"): lambda row: _hidden(row, "ends") or format_number(row["n_open"]),
    }
    by_stage = {STAGES[str(stage)]: rows for stage, rows in lengths.groupby("stage", sort=True)}
    caption = f"{TABLE}, as of {day_words(day)}"
    notes = ["In brackets: 95% intervals.", SHARES, LIMIT_SOURCE, small_count_rule(least)]
    return show_together(show_lines(lines), show_rows(caption, by_stage, columns, notes=notes, name=TABLE))


def _mark(row: Row) -> Mark:
    if is_missing(row["median"]):
        return CANNOT_SAY
    return Mark(LEVEL, "", "similar")


def _hidden(row: Row, what: str) -> Cell | None:
    """Return that a figure is withheld, where it is; else nothing."""
    return missing(WITHHELD) if row[f"hides_{what}"] else None


def _with_interval(row: Row, name: str) -> Cell:
    if is_missing(row[name]):
        return missing("not yet known")
    what, digits = ("median", 1) if name == "median" else ("share", 0)
    ends = (row[f"{what}_{side}"] for side in ("lower", "upper"))
    low, high = ("…" if is_missing(end) else format_number(end, digits) for end in ends)
    return Cell(format_number(row[name], digits), note=f"({low} to {high})")


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
    cohorts = {f"Year to {pd.Timestamp(cohort):%B %Y}": cohort for cohort in own["cohort"]}
    drawn = {name: steps.loc[steps["cohort"].eq(cohort)] for name, cohort in cohorts.items()}
    test = tests.loc[tests["stage"].eq(stage)]
    # A curve of one step is the point where all cases are open: nothing has ended yet that could be drawn.
    if not drawn or test.empty or own["hides_cases"].any() or all(len(curve) < 2 for curve in drawn.values()):
        return show_note(f"{STAGES[stage]}: too few cases to draw a curve.")
    pictures = wide_and_narrow(draw_curves, drawn, limit)
    caption, table = _caption(stage, own, test.iloc[0]), _steps_table(stage, own, list(drawn.values()))
    return show_record_chart(pictures, caption, table, records)


def _caption(stage: str, own: pd.DataFrame, test: Row) -> Caption:
    newest = lower_first(cohort_words(own.iloc[-1]["cohort"]))
    medians = [f"{sentence_case(cohort_words(row['cohort']))}: {_median(row)}" for _, row in own.iterrows()]
    return Caption(
        title=f"{STAGES[stage]}: cases still open, by weeks",
        finding=f"{STAGES[stage]}: {_finding(own, test)}",
        alt=f"{STAGES[stage]}, cases still open by weeks since the stage began. {'; '.join(medians)}. "
        f"{test_sentence(test)}.",
        unit="Cases still open, per cent, by weeks since the stage began",
        marks=[(_test_mark(test), test_sentence(test))],
        notices=[f"Blue: {newest}, with its 95% interval; grey: the year before."],
        method=METHOD,
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


def _test_mark(test: Row) -> Mark:
    if test["verdict"] == "cannot_say":
        return CANNOT_SAY
    return Mark("▲", "differ", "neutral") if test["verdict"] == "differ" else NO_CLEAR_CHANGE


def _steps_table(stage: str, own: pd.DataFrame, curves: list[pd.DataFrame]) -> Shown:
    weeks = range(0, int(max(steps["weeks"].max() for steps in curves)) + 1, EVERY_WEEKS)
    names = [number(cohort_words(str(cohort)), "%") for cohort in own["cohort"]]
    shares = {name: partial(_open_at, steps) for name, steps in zip(names, curves, strict=True)}
    columns = {"After": lambda row: f"{row['week']} weeks", **shares}
    return show_rows(f"{STAGES[stage]}: per cent of cases still open", pd.DataFrame({"week": weeks}), columns)


def _open_at(steps: pd.DataFrame, row: Row) -> Cell | str:
    if row["week"] > steps["weeks"].max():
        return missing("not followed so long")
    return format_number(steps.loc[steps["weeks"].le(row["week"]), "open_share"].iloc[-1])
