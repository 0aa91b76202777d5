"""What those who answered said, and how far it could be from what all who were asked would have said.

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

import numpy as np
import pandas as pd

from kpi_lib.analysis.change.year_on_year import difference_limits
from kpi_lib.analysis.intervals.formulas import wilson_limits
from kpi_lib.analysis.practice.grouping import summarise_groups
from kpi_lib.analysis.practice.surveys.responses import PER_CENT, share_of

WIDEST_BOUNDS = 20.0
"""Points of per cent: bounds wider than this (a response below 80 %) compare with nothing; ours."""
ROSE, FELL = "rose", "fell"
ROSE_AMONG_ANSWERS, FELL_AMONG_ANSWERS = "rose_among_answers", "fell_among_answers"
NO_CLEAR_CHANGE, CANNOT_SAY = "no_clear_change", "cannot_say"


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
    `is_too_wide` above 20.
    """
    return summarise_groups(answers, by, _answers)


def add_answer_changes(found: pd.DataFrame, by: Sequence[str], *, order: str = "period") -> pd.DataFrame:
    """Add to each row of `summarise_answers` how it compares with the one before it in its series.

    Parameters
    ----------
    by : the columns that name a series; `order` sorts within it.

    Returns
    -------
    `earlier` (the `order` compared with) and its `earlier_value`, `change` in points among answers with
    `change_lower`, `change_upper` (MOVER); `verdict`: `rose`, `fell` (the outer bounds lie
    apart, so whatever the silent think), `rose_among_answers`, `fell_among_answers`
    (the interval leaves 0 out, but silence could undo it), `no_clear_change` or `cannot_say`; `reason`.
    """
    rows = found.sort_values([*by, order], kind="stable")
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
        earlier=groups[order].shift(),
        earlier_value=before["value"],
        change=rows["value"] - before["value"],
        change_lower=low,
        change_upper=high,
        verdict=verdict,
        reason=[_WORDS[word] for word in verdict],
    ).loc[found.index]


def _answers(rows: pd.DataFrame) -> dict[str, object]:
    counts = rows[["n_invited", "n_answered", "n_positive"]].sum().astype("int64")
    invited, answered, positive = (int(count) for count in counts)
    told: dict[str, object] = {str(name): int(count) for name, count in counts.items()}
    told |= share_of("value", positive, answered, "Nobody answered.")
    if not invited:
        bounds = ("bound_lower", "bound_upper", "outer_lower", "outer_upper", "bound_width")
        return {**told, **dict.fromkeys(bounds, np.nan), "is_too_wide": True}
    least, most = positive, positive + invited - answered
    low, high = wilson_limits([least, most], [invited, invited], multiplier=PER_CENT)
    width = (most - least) / invited * PER_CENT
    return {
        **told,
        "bound_lower": least / invited * PER_CENT,
        "bound_upper": most / invited * PER_CENT,
        "outer_lower": float(low[0]),
        "outer_upper": float(high[1]),
        "bound_width": width,
        "is_too_wide": width > WIDEST_BOUNDS,
    }


_WORDS = {
    ROSE: "More said so, whatever those who did not answer think.",
    FELL: "Fewer said so, whatever those who did not answer think.",
    ROSE_AMONG_ANSWERS: "More of those who answered said so; those who did not could undo it.",
    FELL_AMONG_ANSWERS: "Fewer of those who answered said so; those who did not could undo it.",
    NO_CLEAR_CHANGE: "The answers differ by no more than chance would explain.",
    CANNOT_SAY: "There is nothing earlier, or nobody answered.",
}
