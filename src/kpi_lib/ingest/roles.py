"""Which columns of an undescribed table hold figures, and which say what the figures are about."""

from __future__ import annotations

import numpy as np

from kpi_lib.ingest.grid import Grid
from kpi_lib.ingest.reading import KEY, VALUE

MOSTLY = 0.5


def roles_by_content(grid: Grid, body: np.ndarray, is_known: np.ndarray) -> list[str]:
    """Return the role of each column: `value` where at least half of its distinct tokens could be figures.

    A column without any token is a key: it says nothing.
    """
    blank = grid.tokens.str.strip() == ""
    return [_role(np.unique(grid.codes[body, place]), is_known, blank) for place in range(grid.shape[1])]


def _role(distinct: np.ndarray, is_known: np.ndarray, blank: np.ndarray) -> str:
    stated = distinct[~blank[distinct]]
    return VALUE if len(stated) and is_known[stated].mean() >= MOSTLY else KEY
