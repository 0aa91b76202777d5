"""Counts for and against one under the other: two bars a row, from zero, with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from matplotlib.axes import Axes

from kpi_lib.present.charts.bar_rows import TEXT, new_bar_rows
from kpi_lib.present.ink.bars import draw_bar
from kpi_lib.present.ink.canvas import house_style
from kpi_lib.present.ink.theme import light

BAR, GAP, BESIDE = 14, 2, 6
ROLES = ("home", "worse")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One theme with two counts and how each is written; a count that is withheld draws no bar."""

    label: str
    counts: tuple[float, float]
    texts: tuple[str, str]
    is_illustrative: bool = False


def draw_count_rows(rows: Sequence[CountRow], *, is_narrow: bool = False) -> Axes:
    """Draw two bars for each row, the first row at the top: bars of illustrative counts are pale.

    Parameters
    ----------
    rows : at least one; bars share one scale that begins at zero.
    """
    with house_style():
        texts = [words for row in rows for words in row.texts]
        labels = [row.label for row in rows]
        axes, middles = new_bar_rows(labels, len(ROLES) * BAR, beside=texts, is_narrow=is_narrow)
        axes.set_xlim(0, max(1.0, *(count for row in rows for count in row.counts)))
        for row, middle in zip(rows, middles, strict=True):
            _draw_row(axes, row, middle - BAR, TEXT[is_narrow])
    return axes


def _draw_row(axes: Axes, row: CountRow, top: float, text: float) -> None:
    for place, (count, words, role) in enumerate(zip(row.counts, row.texts, ROLES, strict=True)):
        low = top + BAR * place
        draw_bar(axes, (0.0, low), count, BAR - GAP, role, is_illustrative=row.is_illustrative,
                 gid=f"bar-{role}")  # fmt: skip
        axes.annotate(
            words, (count if isfinite(count) else 0, low + (BAR - GAP) / 2), xytext=(BESIDE, 0),
            textcoords="offset points", ha="left", va="center", fontsize=text - 1, color=light("text"),
            gid="figure",
        )  # fmt: skip
