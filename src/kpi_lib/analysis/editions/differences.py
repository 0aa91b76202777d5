"""What differs between two sets of observations: new, gone and revised figures, source by source."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.contracts import OBSERVATION_KEY

NEW, GONE, REVISED = "new", "gone", "revised"
CHANGES = (NEW, REVISED, GONE)
COMPARED = ("numerator", "denominator", "value", "status", "provenance", "published")
KEY = list(OBSERVATION_KEY)
DIFFERENCES = ["change", *KEY, "what", *(name for item in COMPARED for name in (f"earlier_{item}", item))]


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
    before, after = (frame.drop_duplicates(KEY)[[*KEY, *names]] for frame in (old, new))
    before = before.rename(columns={name: f"earlier_{name}" for name in names})
    both = before.merge(after, on=KEY, how="outer", indicator=True)
    differs = pd.DataFrame({name: ~_same(both[f"earlier_{name}"], both[name]) for name in names})
    side = both["_merge"].astype("str")
    change = side.map({"left_only": GONE, "right_only": NEW, "both": REVISED})
    what = [
        ", ".join(name for name, is_other in zip(names, row, strict=True) if is_other)
        for row in differs.to_numpy()
    ]
    is_known = side.eq("both")
    rows = both.assign(change=change, what=pd.Series(what, both.index, dtype="str").where(is_known, ""))
    found = rows.loc[~is_known | differs.any(axis=1)]
    ordered = found.sort_values(["source", *KEY[:3], "edition"], kind="stable", ignore_index=True)
    return ordered.reindex(columns=DIFFERENCES)


def summarise_by_source(differences: pd.DataFrame) -> pd.DataFrame:
    """Return one row per source with how many of its figures are `new`, `revised` and `gone`."""
    counts = pd.crosstab(differences["source"].astype("str"), differences["change"].astype("str"))
    counts = counts.reindex(columns=list(CHANGES), fill_value=0)
    return counts.rename_axis(columns=None).reset_index()


def _same(earlier: pd.Series, now: pd.Series) -> pd.Series:
    return earlier.eq(now) | (earlier.isna() & now.isna())
