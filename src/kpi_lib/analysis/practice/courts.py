"""Cases under the public law outline: weeks in pre-proceedings and in proceedings, and what may be shown.

Cases still open count for as long as they have been followed (Kaplan and Meier); only cases that began in
the last years are looked at, so that a file that holds no case from before loses none of the long ones.

References
----------
.. [1] Children Act 1989, section 32(1)(a), as amended by the Children and Families Act 2014, section 14:
   an application disposed of within 26 weeks of the day on which it was issued.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.analysis.practice.durations import (
    LIMIT_WEEKS,
    Stage,
    summarise_cohort_test,
    summarise_curves,
    summarise_durations,
    summarise_spells,
)
from kpi_lib.analysis.practice.records import each_group
from kpi_lib.analysis.withhold.small_counts import add_withheld

PRE_PROCEEDINGS, PROCEEDINGS = "pre_proceedings", "proceedings"
STAGES = {
    PRE_PROCEEDINGS: Stage("pre_proceedings_start", ("issue", "closed_without_court")),
    PROCEEDINGS: Stage("issue", ("final_order",)),
}
LIMITS = {PROCEEDINGS: LIMIT_WEEKS}
"""The weeks that the law sets [1]_; it sets none for pre-proceedings."""
YEARS = 3
ALL_COHORTS = ""
HIDDEN = {"hides_cases": [], "hides_ends": ["n_ended", "n_open"], "hides_share": ["n_within", "n_beyond"]}
"""What is hidden where a count is small, or the number of cases is."""
FIGURES = {
    "hides_cases": [
        "n_cases",
        "median",
        "median_lower",
        "median_upper",
        "lower_quartile",
        "upper_quartile",
    ],
    "hides_ends": ["n_ended", "n_open"],
    "hides_share": ["share_within", "share_lower", "share_upper"],
}
"""The figures that are missing where each is hidden."""


@dataclass(frozen=True, eq=False)
class CourtTimes:
    """How long the stages take, over all cohorts and cohort by cohort.

    lengths : one row per stage and cohort, oldest first, the row of all cohorts (empty `cohort`) after
        them: `summarise_durations` with what must be withheld (`add_hidden`).
    curves : the steps of each stage and cohort that may be drawn.
    tests : one row per stage: the newest cohort against the one before.
    """

    lengths: pd.DataFrame
    curves: pd.DataFrame
    tests: pd.DataFrame


def summarise_court_spells(cases: pd.DataFrame, as_at: pd.Timestamp) -> pd.DataFrame:
    """Return one row per case and stage begun in three years up to `as_at`; `cohort` is its year's last day.

    A cohort is the cases begun in the twelve months up to a day: `2018-03-31`, `2017-03-31` and so on,
    as text. Columns as in `durations.summarise_spells`.
    """
    spells = summarise_spells(cases, STAGES, as_at)
    ends = [as_at - pd.DateOffset(years=back) for back in range(YEARS, -1, -1)]
    labels = [f"{end:%Y-%m-%d}" for end in ends[1:]]
    cohort = pd.cut(spells["start"], pd.DatetimeIndex(ends), labels=labels).astype("str")
    return spells.assign(cohort=cohort).loc[spells["start"].gt(ends[0])].reset_index(drop=True)


def summarise_court_times(spells: pd.DataFrame, least: int) -> CourtTimes:
    """Return weeks by stage and cohort, curves and tests.

    Parameters
    ----------
    spells : from `summarise_court_spells`.
    least : the smallest count above 0 that may be shown; 1 withholds nothing.
    """
    by_cohort = summarise_durations(spells, ("stage", "cohort"))
    overall = summarise_durations(spells, ("stage",)).assign(cohort=ALL_COHORTS)
    lengths = pd.concat([by_cohort, overall], ignore_index=True).sort_values("stage", kind="stable")
    newest = sorted(spells["cohort"].unique())[-2:]
    return CourtTimes(
        add_hidden(lengths.reset_index(drop=True), spells, least),
        select_steps(summarise_curves(spells, ("stage", "cohort")), least),
        summarise_cohort_test(spells.loc[spells["cohort"].isin(newest)]),
    )


def add_hidden(lengths: pd.DataFrame, spells: pd.DataFrame, least: int) -> pd.DataFrame:
    """Add what a published page must not say: `hides_cases`, `hides_ends`, `hides_share`.

    `hides_ends`: how many ended or are open is small. `hides_share`: how many ended within the limit, or
    went beyond it, is small, so that the share would give it away. Where one row of a stage hides something
    all its rows do: a total less the others gives it away as well (`small_counts.add_withheld`). What is
    hidden is NaN.
    """
    counts = [_counts(_of(spells, row), float(row["limit"])) for _, row in lengths.iterrows()]
    counted = lengths.assign(n_within=[within for within, _ in counts], n_beyond=[over for _, over in counts])
    hidden = {
        name: add_withheld(counted, ["n_cases", *columns], least=least, by=["stage"])["is_withheld"]
        for name, columns in HIDDEN.items()
    }
    missing = {
        name: lengths[name].mask(hidden[flag])
        for flag, names in FIGURES.items()
        for name in names
        if name in lengths and hidden[flag].any()
    }
    return lengths.assign(**missing, **hidden)


def select_steps(curves: pd.DataFrame, least: int) -> pd.DataFrame:
    """Keep the steps of at least `least` cases ended each, while as many are still followed.

    The first step kept carries the ends of those left out before it, so the curve stays true where it is
    drawn and stops where fewer than `least` cases are followed.
    """
    kept = [_steps_kept(rows, least) for _, rows in each_group(curves, ("stage", "cohort"))]
    return curves.loc[[index for rows in kept for index in rows]].reset_index(drop=True)


def _steps_kept(steps: pd.DataFrame, least: int) -> list[int]:
    # with 6 as the least, steps of 2, 3 and 4 endings become one step of 9 at the third
    kept, ended = [int(steps.index[0])], 0
    for index, n_ended, n_at_risk in zip(
        steps.index[1:], steps["n_ended"].iloc[1:], steps["n_at_risk"].iloc[1:], strict=True
    ):
        ended += int(n_ended)
        is_last = least <= 1 and pd.isna(n_at_risk)
        if is_last or (ended >= least and n_at_risk >= least):
            kept.append(int(index))
            ended = 0
    return kept


def _of(spells: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    own = spells.loc[spells["stage"].eq(row["stage"])]
    return own if row["cohort"] == ALL_COHORTS else own.loc[own["cohort"].eq(row["cohort"])]


def _counts(spells: pd.DataFrame, limit: float) -> tuple[int, int]:
    is_beyond = spells["weeks"].gt(limit)
    return int((spells["has_ended"] & ~is_beyond).sum()), int(is_beyond.sum())
