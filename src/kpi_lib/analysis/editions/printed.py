"""What differs between two editions' figures as printed: a correction is a figure that reads otherwise."""

from __future__ import annotations

import pandas as pd

PRINTED_KEY = ["indicator_id", "area_code", "basis", "period", "statistic"]
PRINTED = [*PRINTED_KEY, "figure", "verdict", "editions"]
COMPARED = ["figure", "verdict"]
NEW, CHANGED, GONE = "new", "changed", "gone"
PRINTED_CHANGES = [
    "change", *PRINTED_KEY, "earlier_figure", "figure", "earlier_verdict", "verdict",
    "earlier_editions", "editions",
]  # fmt: skip


def summarise_printed_changes(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return one row per figure or verdict that only one of two sets states, or that reads otherwise.

    Parameters
    ----------
    old, new : `printed` of docs/architecture.md, texts throughout.

    Returns
    -------
    `change` (`new`, `changed`, `gone`), the key, and figure, verdict and editions of the sources as they
    were (`earlier_…`) and as they are; in the order of the key.
    """
    names = [*COMPARED, "editions"]
    before = old[[*PRINTED_KEY, *names]].rename(columns={name: f"earlier_{name}" for name in names})
    both = before.merge(new[[*PRINTED_KEY, *names]], on=PRINTED_KEY, how="outer", indicator="side")
    differs = pd.Series(False, both.index)
    for name in COMPARED:
        differs |= both[f"earlier_{name}"].ne(both[name])
    change = both["side"].astype("str").map({"left_only": GONE, "right_only": NEW, "both": CHANGED})
    texts = {name: both[name].fillna("") for name in PRINTED_CHANGES if name in both}
    found = both.assign(change=change, **texts).loc[differs, PRINTED_CHANGES]
    return found.sort_values(PRINTED_KEY, kind="stable", ignore_index=True)


def select_corrections(changes: pd.DataFrame) -> pd.DataFrame:
    """Keep what readers of the earlier edition saw differently: changed or withdrawn, not new."""
    return changes.loc[changes["change"].isin([CHANGED, GONE])].reset_index(drop=True)
