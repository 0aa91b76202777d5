"""What differs between two sets of observations, and between two editions' figures as printed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.catalogue.contracts import OBSERVATION_KEY

NEW, GONE, REVISED, CHANGED = "new", "gone", "revised", "changed"
COMPARED = ("numerator", "denominator", "value", "status", "provenance", "published")
KEY = list(OBSERVATION_KEY)
DIFFERENCES = [
    "change",
    *KEY,
    "what",
    *(name for column in COMPARED for name in (f"earlier_{column}", column)),
]

PRINTED_KEY = ["indicator_id", "area_code", "basis", "period", "statistic"]
PRINTED = [*PRINTED_KEY, "figure", "verdict", "editions"]
PRINTED_CHANGES = [
    "change", *PRINTED_KEY, "earlier_figure", "figure", "earlier_verdict", "verdict",
    "earlier_editions", "editions",
]  # fmt: skip


def summarise_differences(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return one row per figure that only one of two sets holds, or that both hold differently.

    A figure is an indicator, area and period in one edition of one source. Where it is in the
    file does not matter; its numbers, status, provenance and day of publication do.

    Parameters
    ----------
    old, new : observations of docs/architecture.md; a column that one of them lacks is not compared.

    Returns
    -------
    `differences` of docs/architecture.md: `change` (`new`, `revised`, `gone`), the key, `what` (the
    columns that differ, `, `-joined), and each compared column as it was (`earlier_…`) and as it is.
    """
    names = [name for name in COMPARED if name in old and name in new]
    both = _joined(old.drop_duplicates(KEY), new.drop_duplicates(KEY), KEY, names, REVISED)
    differs = pd.DataFrame({name: ~_same(both[f"earlier_{name}"], both[name]) for name in names})
    what = [
        ", ".join(name for name, is_other in zip(names, row, strict=True) if is_other)
        for row in differs.to_numpy()
    ]
    is_in_both = both["change"].eq(REVISED)
    rows = both.assign(what=pd.Series(what, both.index, dtype="str").where(is_in_both, ""))
    differences = rows.loc[~is_in_both | differs.any(axis=1)]
    ordered = differences.sort_values(["source", *KEY[:3], "edition"], kind="stable", ignore_index=True)
    return ordered.reindex(columns=DIFFERENCES)


def summarise_by_source(differences: pd.DataFrame) -> pd.DataFrame:
    """Return one row per source with how many of its figures are `new`, `revised` and `gone`."""
    counts = pd.crosstab(differences["source"].astype("str"), differences["change"].astype("str"))
    counts = counts.reindex(columns=[NEW, REVISED, GONE], fill_value=0)
    return counts.rename_axis(columns=None).reset_index()


def summarise_printed_changes(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return one row per figure or verdict that only one of two sets states, or that reads differently.

    Parameters
    ----------
    old, new : `printed` of docs/architecture.md, texts throughout.

    Returns
    -------
    `change` (`new`, `changed`, `gone`), the key, and figure, verdict and editions of the sources as they
    were (`earlier_…`) and as they are; in the order of the key.
    """
    both = _joined(old, new, PRINTED_KEY, PRINTED[len(PRINTED_KEY) :], CHANGED)
    differs = both["earlier_figure"].ne(both["figure"]) | both["earlier_verdict"].ne(both["verdict"])
    changes = both.loc[differs, PRINTED_CHANGES].fillna("")
    return changes.sort_values(PRINTED_KEY, kind="stable", ignore_index=True)


def select_corrections(changes: pd.DataFrame) -> pd.DataFrame:
    """Keep what readers of the earlier edition saw differently: changed or withdrawn, not new."""
    return changes.loc[changes["change"].isin([CHANGED, GONE])].reset_index(drop=True)


def _joined(
    old: pd.DataFrame, new: pd.DataFrame, key: list[str], names: Sequence[str], in_both: str
) -> pd.DataFrame:
    """Return all rows of both sets by key, the old columns as `earlier_…`, with `change`."""
    before = old[[*key, *names]].rename(columns={name: f"earlier_{name}" for name in names})
    both = before.merge(new[[*key, *names]], on=key, how="outer", indicator=True)
    words = {"left_only": GONE, "right_only": NEW, "both": in_both}
    return both.assign(change=both["_merge"].astype("str").map(words))


def _same(earlier: pd.Series, now: pd.Series) -> pd.Series:
    return earlier.eq(now) | (earlier.isna() & now.isna())
