"""What each distinct token of a sheet looks like before anything is known of its source; and each column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.symbols import load_symbols
from kpi_lib.core.areas import is_area_code, normalise_area_name
from kpi_lib.core.periods import EARLIEST_YEAR, LATEST_YEAR
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.sheets.tokens import Meanings, is_band, parse_marked_number, parse_number
from kpi_lib.ingest.table import KEY, VALUE, rows_of_body

ERROR = re.compile(r"#[A-Z/0!?]+|=.+", re.DOTALL)
_YEAR = re.compile(r"(\d{4})(?:\s?[-/–]\s?\d{2,4})?(?:\s*\([A-Za-z]+\))?", re.ASCII)
_LONGEST_NAME = 80
MOSTLY = 0.5


@dataclass(frozen=True)
class Kinds:
    """Per distinct token of a grid: nothing, a figure or what may be in the place of one, a doubtful figure.

    A year or a band is doubtful: headers hold them too. "#DIV/0!" is in the place of a figure. An area's
    code is in no header.
    """

    blank: np.ndarray
    figure: np.ndarray
    doubtful: np.ndarray
    year: np.ndarray
    code: np.ndarray

    @property
    def figure_not_year(self) -> np.ndarray:
        """Which tokens are figures that cannot be years either."""
        return self.figure & ~self.year


@lru_cache(maxsize=1)
def kinds_of(grid: Grid) -> Kinds:
    """Return what the distinct tokens of a grid look like."""
    words = [str(token).strip() for token in grid.tokens]
    year = np.array([is_year(word) for word in words], dtype=bool)
    figure = np.array([_is_figure(word) for word in words], dtype=bool)
    band = np.array([is_band(word) for word in words], dtype=bool)
    blank = np.array([not word for word in words], dtype=bool)
    code = np.array([is_area_code(word) for word in words], dtype=bool)
    return Kinds(blank, figure | year, year | band, year, code)


def is_year(word: str) -> bool:
    """Say whether a text is a year, financial or not, with or without a mark: `2015-16`, `2018 (Rev)`."""
    match = _YEAR.fullmatch(word)
    return bool(match) and EARLIEST_YEAR <= int(match[1]) <= LATEST_YEAR


def is_place(word: str) -> bool:
    """Say whether a text names an area of the catalogue."""
    short = word.strip()
    return len(short) <= _LONGEST_NAME and normalise_area_name(short) in load_areas().code_by_name


def _is_figure(word: str) -> bool:
    # whatever its source may mean by it: "c" is a figure that is suppressed, "<5" a band, "#DIV/0!" an error
    return bool(word) and (
        word in _known_symbols()
        or parse_number(word) is not None
        or parse_marked_number(word) is not None
        or is_band(word)
        or bool(ERROR.fullmatch(word))
    )


@lru_cache(maxsize=1)
def _known_symbols() -> frozenset[str]:
    families = load_symbols().values()
    return frozenset(word for family in families for part in family.range for word in part.symbols if word)


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
