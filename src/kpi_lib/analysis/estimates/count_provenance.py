"""Who is behind the counts next to a figure, where it is somebody else than behind the figure itself."""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.status import Provenance

COUNTS_DRAWN_UP = "the counts beside it are illustrative"
"""The words by which a figure's note says so (docs/data-contract.md)."""


def add_count_provenance(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `counts_provenance`: the figure's own, or illustrative where its note says that of its counts."""
    says_so = rows["note"].astype("str").str.contains(COUNTS_DRAWN_UP, regex=False)
    own = rows["provenance"].astype("str")
    return rows.assign(counts_provenance=own.mask(says_so, Provenance.ILLUSTRATIVE.value).astype("str"))


def has_borrowed_counts(rows: pd.DataFrame) -> pd.Series:
    """Say of each figure whether it is real while its counts are illustrative: they prove nothing of it."""
    is_drawn_up = rows["counts_provenance"].eq(Provenance.ILLUSTRATIVE)
    return is_drawn_up & rows["provenance"].ne(Provenance.ILLUSTRATIVE)
