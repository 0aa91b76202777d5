"""Which columns of an undescribed table hold figures, and which say what the figures are about."""

from __future__ import annotations

import numpy as np

from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.sheets.tokens import Meanings
from kpi_lib.ingest.table import KEY, VALUE, rows_of_body

MOSTLY = 0.5


def roles_by_content(grid: Grid, body: np.ndarray, meanings: Meanings) -> list[str]:
    """Return the role of each column: `value` where at least half of its distinct tokens could be figures.

    A column without any token says nothing, and one of bands alone (ages, times) says what a row is about:
    both are keys.
    """
    codes = rows_of_body(grid, body)
    has_number = share_of(codes, ~np.isnan(meanings.numbers), meanings.is_blank) > 0
    is_value = (share_of(codes, meanings.is_known, meanings.is_blank) >= MOSTLY) & has_number
    return [VALUE if value else KEY for value in is_value]


def share_of(codes: np.ndarray, wanted: np.ndarray, blank: np.ndarray) -> np.ndarray:
    """Return, per column, the share of its distinct tokens that are wanted, empty ones aside; 0 where none.

    Parameters
    ----------
    codes : rows × columns places of tokens.
    wanted, blank : per token.
    """
    shares = np.zeros(codes.shape[1])
    for column in range(codes.shape[1]):  # one at a time: a large table fills the memory
        distinct = np.unique(codes[:, column])
        stated = distinct[~blank[distinct]]
        shares[column] = wanted[stated].sum() / max(len(stated), 1)
    return shares
