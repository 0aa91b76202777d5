"""Which measures need a decision and which verdicts are uncertain: the brief's rules about lead figures."""

from __future__ import annotations

import pandas as pd

FAR_BEYOND_CHANCE = "99.8"
COLUMNS = ["rule_id", "indicator_id"]


def summarise_brief_rules(leads: pd.DataFrame, *, fragile_below: float) -> pd.DataFrame:
    """Return which rules about single measures fit which lead figure.

    Parameters
    ----------
    leads : one row per indicator, with `change` and `comparison` (their verdicts, empty where there is
        none), `level` of the comparison, `target` (verdict against the council's target), `share_agreeing`
        (0 to 1, missing where nothing was tried), and `is_outermost` (untested, and past every neighbour at
        the worse end), `is_headline`, `is_kept` (the change remains when false flags are held down).
    fragile_below : share of ways of comparing that must agree.

    Returns
    -------
    One row per rule and indicator, columns `rule_id` and `indicator_id`, rule by rule in the order of
    `leads`. A decision rule names no indicator that one before it has named.
    """
    decisions, doubts = (
        [(rule_id, name) for rule_id, fits in rules.items() for name in leads.loc[fits, "indicator_id"]]
        for rules in (_decisions(leads), _doubts(leads, fragile_below))
    )
    first = pd.DataFrame(decisions, columns=COLUMNS, dtype="str").drop_duplicates("indicator_id")
    return pd.concat([first, pd.DataFrame(doubts, columns=COLUMNS, dtype="str")], ignore_index=True)


def _decisions(leads: pd.DataFrame) -> dict[str, pd.Series]:
    is_worse, got_worse = leads["comparison"].eq("worse"), leads["change"].eq("got_worse")
    is_far = leads["level"].eq(FAR_BEYOND_CHANCE) & leads["share_agreeing"].eq(1)
    return {
        "worse-and-got-worse": is_worse & got_worse,
        "worse-every-way": is_worse & is_far & leads["change"].ne("improved"),
        "got-worse": got_worse & ~is_worse,
        "worse-than-target": leads["target"].eq("worse"),
    }


def _doubts(leads: pd.DataFrame, fragile_below: float) -> dict[str, pd.Series]:
    cannot = leads["change"].eq("cannot_say") | leads["comparison"].eq("cannot_say")
    is_flag = leads["change"].isin(["improved", "got_worse", "rose", "fell"])
    is_shown = leads["is_headline"].astype(bool) | leads["comparison"].isin(["better", "worse"])
    return {
        "no-verdict": leads["is_headline"].astype(bool) & cannot,
        "beyond-neighbours": leads["is_outermost"].astype(bool),
        "fragile": is_shown & leads["share_agreeing"].lt(fragile_below),
        "may-be-chance": is_flag & ~leads["is_kept"].astype(bool),
    }
