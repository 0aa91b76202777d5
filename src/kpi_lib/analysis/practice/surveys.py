"""What families say: how many were asked and answered, what they said, and what silence could hide.

The worst case assumes nothing of those who did not answer: all of them might have said yes, or none.
Between those bounds lies what all would have said. Waves or groups whose bounds overlap cannot be
ranked by the answers alone.

References
----------
.. [1] Manski, C.F. (1989), Anatomy of the selection problem, J. Hum. Resour. 24:343-360.
.. [2] Horowitz, J.L. and Manski, C.F. (1998), Censoring of outcomes and regressors due to survey
   nonresponse, J. Econometrics 84:37-58 (bounds of intervals).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.year_on_year import FELL, NO_CLEAR_CHANGE, ROSE, difference_limits
from kpi_lib.analysis.compare.verdicts import CANNOT_SAY
from kpi_lib.analysis.practice.records import PER_CENT, named_share, share_of, summarise_groups
from kpi_lib.core.errors import AnalysisError


def summarise_responses(surveys: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return one row per group: coverage and response as shares of people, with 95 % intervals.

    Parameters
    ----------
    surveys : one row a survey, group of people and channel, whole numbers: `n_eligible` whom it
        concerns, `n_invited` of them asked, `n_answered` of those.

    Returns
    -------
    The three counts added up; `coverage` = invited ÷ eligible and `response` = answered ÷ invited in
    per cent, each with `_lower`, `_upper` (Wilson) and `_reason`, empty but where nobody could count.
    """
    return summarise_groups(surveys, by, _responses)


def _share(name: str, count: float, base: float, nobody: str) -> dict[str, object]:
    """Return a share as columns `name`, `_lower`, `_upper`, `_reason`."""
    return {**named_share(name, count, base), f"{name}_reason": "" if base > 0 else nobody}


def _responses(rows: pd.DataFrame) -> dict[str, object]:
    counts = rows[["n_eligible", "n_invited", "n_answered"]].sum()
    eligible, invited, answered = (float(count) for count in counts)
    return {
        **{str(name): int(count) for name, count in counts.items()},
        **_share("coverage", invited, eligible, "Nobody was eligible."),
        **_share("response", answered, invited, "Nobody was asked."),
    }


WIDEST_BOUNDS = 20.0
"""Points of per cent: bounds wider than this (a response below 80 %) compare with nothing; ours."""
ROSE_AMONG_ANSWERS, FELL_AMONG_ANSWERS = "rose_among_answers", "fell_among_answers"


def summarise_answers(answers: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return one row per group: the share who said so, its interval, and the bounds for silence.

    Parameters
    ----------
    answers : whole numbers: `n_invited` asked, `n_answered` who answered the question, `n_positive` of
        those who said so. Rows of one group are added up.

    Returns
    -------
    `value` with `value_lower`, `value_upper` (Wilson, 95 %) in per cent of answers, `value_reason`;
    `bound_lower` = positive ÷ invited and `bound_upper` = (positive + silent) ÷ invited [1]_;
    `outer_lower`, `outer_upper`, Wilson's lower limit of the one and upper limit of the other, which
    hold the truth whatever the silent think, 19 times in 20 or more [2]_; `bound_width` in points and
    `is_too_wide` above 20. Of 100 asked, 60 answered and 45 of those said yes: 75 % of answers, but all who
    were asked would have said so by 45 % to 85 %.
    """
    return summarise_groups(answers, by, _answers)


def add_answer_changes(waves: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add to each row of `summarise_answers` how it compares with the one before it in its series.

    Parameters
    ----------
    by : the columns that name a series; `period` orders it.

    Returns
    -------
    `earlier` (the period compared with) and its `earlier_value`, `change` in points among answers with
    `change_lower`, `change_upper` (MOVER); `verdict`: `rose`, `fell` (the outer bounds lie
    apart, so whatever the silent think), `rose_among_answers`, `fell_among_answers`
    (the interval leaves 0 out, but silence could undo it), `no_clear_change` or `cannot_say`; `reason`.
    """
    rows = waves.sort_values([*by, "period"], kind="stable")
    groups = rows.groupby(list(by), observed=True, dropna=False)
    names = ["value", "value_lower", "value_upper", "outer_lower", "outer_upper"]
    before = groups[names].shift()
    low, high = difference_limits(*(rows[name] for name in names[:3]), *(before[name] for name in names[:3]))
    verdict = np.select(
        [
            rows["outer_lower"].gt(before["outer_upper"]),
            rows["outer_upper"].lt(before["outer_lower"]),
            low > 0,
            high < 0,
            ~np.isfinite(low),
        ],
        [ROSE, FELL, ROSE_AMONG_ANSWERS, FELL_AMONG_ANSWERS, CANNOT_SAY],
        NO_CLEAR_CHANGE,
    )
    return rows.assign(
        earlier=groups["period"].shift(),
        earlier_value=before["value"],
        change=rows["value"] - before["value"],
        change_lower=low,
        change_upper=high,
        verdict=verdict,
        reason=[_WORDS[word] for word in verdict],
    ).loc[waves.index]


def _answers(rows: pd.DataFrame) -> dict[str, object]:
    counts = rows[["n_invited", "n_answered", "n_positive"]].sum().astype("int64")
    invited, answered, positive = (int(count) for count in counts)
    # all who were silent would have said no, or all of them yes
    least, outer_lower, _ = share_of(positive, invited)
    most, _, outer_upper = share_of(positive + invited - answered, invited)
    width = (invited - answered) / invited * PER_CENT if invited else nan
    return {
        **{str(name): int(count) for name, count in counts.items()},
        **_share("value", positive, answered, "Nobody answered."),
        "bound_lower": least,
        "bound_upper": most,
        "outer_lower": outer_lower,
        "outer_upper": outer_upper,
        "bound_width": width,
        "is_too_wide": not width <= WIDEST_BOUNDS,  # nor where nobody was asked
    }


_WORDS = {
    ROSE: "More said so, whatever those who did not answer think.",
    FELL: "Fewer said so, whatever those who did not answer think.",
    ROSE_AMONG_ANSWERS: "More of those who answered said so; those who did not could undo it.",
    FELL_AMONG_ANSWERS: "Fewer of those who answered said so; those who did not could undo it.",
    NO_CLEAR_CHANGE: "The answers differ by no more than chance would explain.",
    CANNOT_SAY: "There is nothing earlier, or nobody answered.",
}


INVITED_BY = ["quarter", "who", "channel"]
TONES = ("good", "change")


def add_invited(answers: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """Add to each row of answers `n_invited`, how many of its group were asked in that quarter and channel.

    Raises
    ------
    AnalysisError : answers of people who were not asked, or more answers than people who answered.
    """
    invited = contacts[[*INVITED_BY, "n_invited", "n_answered"]].rename(columns={"n_answered": "_answered"})
    joined = answers.merge(invited, on=INVITED_BY, how="left", validate="many_to_one")
    wrong = joined["_answered"].isna() | joined["n_answered"].gt(joined["_answered"])
    if wrong.any():
        row = joined.loc[wrong].iloc[0]
        most = "nobody: none were asked" if pd.isna(row["_answered"]) else f"at most {row['_answered']}"
        raise AnalysisError(
            "More people answered a question than answered at all",
            where=", ".join(str(row[name]) for name in (*INVITED_BY, "question")),
            got=f"{row['n_answered']} answers",
            expected=most,
            hint="compare feedback_answers.csv with feedback_contacts.csv",
        )
    return joined.drop(columns="_answered")


def summarise_mentions(themes: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return one row per group: how many people raised it, as good (`n_good`) or to change (`n_change`).

    Returns
    -------
    Also `n_mentions`, both together; in the order of the groups' names.
    """
    return summarise_groups(themes, by, _mentions)


def rank_mentions(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return groups with the one most often raised first.

    What is withheld comes last and in the order in which it came, so rank after withholding: a withheld count
    in its place between two others would be reported by them.
    """
    return mentions.sort_values("n_mentions", ascending=False, kind="stable", ignore_index=True)


def _mentions(rows: pd.DataFrame) -> dict[str, int]:
    counts = [int(rows.loc[rows["tone"].eq(tone), "n_mentions"].sum()) for tone in TONES]
    return {"n_good": counts[0], "n_change": counts[1], "n_mentions": sum(counts)}
