"""Answers next to those who were asked, and what people spoke of."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.analysis.practice.grouping import summarise_groups
from kpi_lib.core.errors import AnalysisError

ASKED_BY = ("quarter", "who", "channel")
TONES = ("good", "change")


def add_invited(answers: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """Add to each row of answers `n_invited`, how many of its group were asked in that quarter and channel.

    Raises
    ------
    AnalysisError : answers of people who were not asked, or more answers than people who answered.
    """
    keys = list(ASKED_BY)
    asked = contacts[[*keys, "n_invited", "n_answered"]].rename(columns={"n_answered": "_answered"})
    joined = answers.merge(asked, on=keys, how="left", validate="many_to_one")
    wrong = joined["_answered"].isna() | joined["n_answered"].gt(joined["_answered"])
    if wrong.any():
        row = joined.loc[wrong].iloc[0]
        most = "nobody: none were asked" if pd.isna(row["_answered"]) else f"at most {row['_answered']}"
        raise AnalysisError(
            "More people answered a question than answered at all",
            where=", ".join(str(row[name]) for name in (*keys, "question")),
            got=f"{row['n_answered']} answers",
            expected=most,
            hint="hold feedback_answers.csv against feedback_contacts.csv",
        )
    return joined.drop(columns="_answered")


def summarise_mentions(themes: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return one row per group: how many people raised it, as good (`n_good`) or to change (`n_change`).

    Returns
    -------
    Also `n_mentions`, both together; in the order of the groups' names.
    """
    return summarise_groups(themes, by, _mentions)


def rank_mentions(found: pd.DataFrame) -> pd.DataFrame:
    """Return groups with the one most often raised first.

    What is withheld comes last and in the order in which it came, so rank after withholding: a withheld count
    in its place between two others would be reported by them.
    """
    return found.sort_values("n_mentions", ascending=False, kind="stable", ignore_index=True)


def _mentions(rows: pd.DataFrame) -> dict[str, int]:
    counts = [int(rows.loc[rows["tone"].eq(tone), "n_mentions"].sum()) for tone in TONES]
    return {"n_good": counts[0], "n_change": counts[1], "n_mentions": sum(counts)}
