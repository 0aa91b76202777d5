"""Shares one under the other on one scale from 0 to 100: a dot, its interval, and bounds beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import Size, house_style, new_axes, text_width
from kpi_lib.present.ink.strokes import DASHED
from kpi_lib.present.ink.theme import HOME_WIDTH, OTHER_WIDTH, light

WIDTHS = (720, 360)
TEXT = 13, 12
ROW, NARROW_ROW, HEADING = 30, 48, 32
TOP, BOTTOM, GAP = 26, 34, 14
BAND, DOT = 10, 8
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One share in per cent with its interval.

    `outer_lower` and `outer_upper` are drawn as a broad band: what the share could be had everybody
    answered. `text` is what is at the right end; a new `group` starts a heading.
    """

    label: str
    value: float
    lower: float
    upper: float
    text: str
    group: str = ""
    outer_lower: float = nan
    outer_upper: float = nan
    is_illustrative: bool = False
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A line across all rows, such as all audits together."""

    value: float
    label: str


def draw_share_rows(
    rows: Sequence[ShareRow], reference: Reference | None = None, *, is_narrow: bool = False
) -> Axes:
    """Draw shares as rows, the first at the top: labels next to a wide picture, above rows of a narrow one.

    Parameters
    ----------
    rows : at least one; a row without a value shows its text alone.
    """
    places, height = _places(rows, is_narrow)
    text = TEXT[is_narrow]
    with house_style():
        size = Size(WIDTHS[is_narrow], TOP + height + BOTTOM, text, left=12, right=12, top=TOP, bottom=BOTTOM)
        axes = new_axes(size)
        left, right = _margins(axes, rows, text, is_narrow)
        axes.set_position(
            (
                left / size.width,
                BOTTOM / size.height,
                (size.width - left - right) / size.width,
                height / size.height,
            )
        )
        axes.set(xlim=(0, 100), ylim=(height, 0), yticks=[])
        axes.set_xticks(TICKS, [f"{tick}%" for tick in TICKS])
        axes.grid(True, axis="x")
        axes.spines["bottom"].set_visible(False)
        if reference is not None and isfinite(reference.value):
            _draw_reference(axes, reference, text)
        for row, place in zip(rows, places, strict=True):
            _draw_row(axes, row, place)
            _label_row(axes, row, place, text, is_narrow=is_narrow)
        _write_headings(axes, rows, places, left, text, is_narrow=is_narrow)
    return axes


def _places(rows: Sequence[ShareRow], is_narrow: bool) -> tuple[list[float], float]:
    """Return the height at which each row stands, and the height of all, in pixels from the top."""
    places, height, group = [], 0.0, ""
    for row in rows:
        height += HEADING if row.group != group else 0
        group = row.group
        places.append(height + (NARROW_ROW - ROW / 2 if is_narrow else ROW / 2))
        height += NARROW_ROW if is_narrow else ROW
    return places, height


def _margins(axes: Axes, rows: Sequence[ShareRow], text: float, is_narrow: bool) -> tuple[float, float]:
    if is_narrow:
        return 14, 18
    labels, figures = (max(text_width(axes, words, text) for words in column) for column in _texts(rows))
    return labels + GAP + 12, figures + GAP + 4


def _texts(rows: Sequence[ShareRow]) -> tuple[list[str], list[str]]:
    return [row.label for row in rows], [row.text for row in rows]


def _draw_row(axes: Axes, row: ShareRow, place: float) -> None:
    if isfinite(row.outer_lower) and isfinite(row.outer_upper):
        axes.plot([row.outer_lower, row.outer_upper], [place] * 2, color=light("other"), linewidth=BAND,
                  solid_capstyle="butt", zorder=1.5, gid="bounds")  # fmt: skip
    if isfinite(row.lower) and isfinite(row.upper):
        axes.plot([row.lower, row.upper], [place] * 2, color=light("home"), linewidth=HOME_WIDTH,
                  solid_capstyle="butt", zorder=2, gid="interval")  # fmt: skip
    if isfinite(row.value):
        axes.plot([row.value], [place], "o", color=light("home"), markersize=DOT, markeredgewidth=1.6,
                  markerfacecolor=light("ground" if row.is_illustrative else "home"), clip_on=False,
                  zorder=3, gid="share")  # fmt: skip


def _label_row(axes: Axes, row: ShareRow, place: float, text: float, *, is_narrow: bool) -> None:
    up = ROW * 0.72 if is_narrow else 0
    for words, at, side, shift in (
        (row.label, 0, "left" if is_narrow else "right", 0 if is_narrow else -GAP),
        (row.text, 1, "right" if is_narrow else "left", 0 if is_narrow else GAP),
    ):
        axes.annotate(
            words, (at, place), xycoords=("axes fraction", "data"), xytext=(shift, up),
            textcoords="offset points", ha=side, va="center", fontsize=text, color=light("text"),
            annotation_clip=False, gid="label" if at == 0 else "figure",
        )  # fmt: skip


def _write_headings(
    axes: Axes,
    rows: Sequence[ShareRow],
    places: Sequence[float],
    left: float,
    text: float,
    *,
    is_narrow: bool,
) -> None:
    group = ""
    for row, place in zip(rows, places, strict=True):
        if row.group != group:
            up = NARROW_ROW - ROW / 2 + 8 if is_narrow else ROW / 2 + 10
            axes.annotate(
                row.group, (0, place), xycoords=("axes fraction", "data"),
                xytext=(0 if is_narrow else 12 - left, up), textcoords="offset points", ha="left",
                va="center", fontsize=text, fontweight="bold", color=light("text"),
                annotation_clip=False, gid="heading",
            )  # fmt: skip
        group = row.group


def _draw_reference(axes: Axes, reference: Reference, text: float) -> None:
    axes.axvline(reference.value, color=light("similar"), linewidth=OTHER_WIDTH, linestyle=DASHED, zorder=1,
                 gid="reference")  # fmt: skip
    side = "left" if reference.value < TICKS[2] else "right"
    axes.annotate(
        reference.label, (reference.value, 1), xycoords=("data", "axes fraction"), xytext=(0, 6),
        textcoords="offset points", ha=side, va="bottom", fontsize=text, color=light("muted"),
        gid="reference-name",
    )  # fmt: skip
