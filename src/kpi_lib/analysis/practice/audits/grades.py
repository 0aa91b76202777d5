"""Ofsted's four points, best first, and the table that two auditors' grades make."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi_lib.core.errors import AnalysisError


class Grade(StrEnum):
    """A judgement on Ofsted's four-point scale."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"


POINTS = {str(grade): point for point, grade in enumerate(Grade, 1)}
"""1 outstanding to 4 inadequate, as Ofsted numbers them: the higher, the stricter."""
GOOD_OR_BETTER = (str(Grade.OUTSTANDING), str(Grade.GOOD))


def points_of(grades: pd.Series) -> pd.Series:
    """Return each grade as its point, 1 (outstanding) to 4 (inadequate); no grade (or "") is NaN.

    Raises AnalysisError on a word that is none of the four.
    """
    unknown = grades.notna() & ~grades.isin(["", *POINTS])
    if unknown.any():
        raise AnalysisError(
            "This is none of Ofsted's four grades",
            got=f"'{grades[unknown].iloc[0]}'",
            expected=", ".join(POINTS),
        )
    return grades.map(POINTS).astype("float64")


def select_moderated(audits: pd.DataFrame) -> pd.DataFrame:
    """Keep the audits with both grades, and add them as `_auditor` and `_moderator` points."""
    pointed = audits.assign(
        _auditor=points_of(audits["grade"]), _moderator=points_of(audits["moderator_grade"])
    )
    return pointed.dropna(subset=["_auditor", "_moderator"])


def select_second_grades(audits: pd.DataFrame) -> pd.DataFrame:
    """Keep the audits with a second grade: the moderated ones or, where there are none, a rehearsal's.

    Parameters
    ----------
    audits : records of the kind `audits`, whose `moderation` tells the two apart.
    """
    moderated = audits.loc[audits["moderation"].eq("moderated")]
    return moderated if len(moderated) else audits.loc[audits["moderation"].eq("rehearsal")]


def grade_table(moderated: pd.DataFrame) -> NDArray[np.int64]:
    """Return the 4 × 4 table of counts: auditor's grade down, moderator's across, outstanding first."""
    size = len(POINTS)
    cell = (moderated["_auditor"] - 1) * size + moderated["_moderator"] - 1
    return np.bincount(cell.astype("int64"), minlength=size * size).reshape(size, size)
