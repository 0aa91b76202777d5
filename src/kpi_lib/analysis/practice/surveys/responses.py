"""How many of those concerned were asked, and how many of those asked answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpi_lib.analysis.intervals.formulas import wilson_limits
from kpi_lib.analysis.practice.grouping import summarise_groups

PER_CENT = 100


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


def share_of(name: str, count: float, base: float, nobody: str) -> dict[str, object]:
    """Return a share in per cent as columns `name`, `_lower`, `_upper`, `_reason`."""
    if not base > 0:
        gone = dict.fromkeys((name, f"{name}_lower", f"{name}_upper"), np.nan)
        return {**gone, f"{name}_reason": nobody}
    low, high = wilson_limits(count, base, multiplier=PER_CENT)
    return {
        name: count / base * PER_CENT,
        f"{name}_lower": float(low),
        f"{name}_upper": float(high),
        f"{name}_reason": "",
    }


def _responses(rows: pd.DataFrame) -> dict[str, object]:
    counts = rows[["n_eligible", "n_invited", "n_answered"]].sum()
    eligible, invited, answered = (float(count) for count in counts)
    return {
        **{str(name): int(count) for name, count in counts.items()},
        **share_of("coverage", invited, eligible, "Nobody was eligible."),
        **share_of("response", answered, invited, "Nobody was asked."),
    }
