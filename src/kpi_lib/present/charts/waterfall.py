"""From one amount to another by steps: each step starts where the one before ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kpi_lib.present.ink.bars import draw_bar
from kpi_lib.present.ink.canvas import WIDE, Size, house_style, new_axes
from kpi_lib.present.ink.theme import HAIRLINE, light

WIDE_WATERFALL = Size(WIDE.width, 320, 13, left=12, right=12, top=28, bottom=40)
NARROW_WATERFALL = Size(360, 300, 11, left=4, right=4, top=26, bottom=40)
BAR = 0.66
HEADROOM = 1.08
"""The axis ends this much above the highest bar."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: a whole amount (`is_total`), or a change from the amount before it."""

    label: str
    amount: float
    text: str
    is_total: bool = False


def draw_waterfall(
    steps: Sequence[Step], *, is_illustrative: bool = False, size: Size = WIDE_WATERFALL
) -> Axes:
    """Draw steps from left to right, a rise in the colour of a concern, a fall in that of home.

    Parameters
    ----------
    steps : the first is a total; in order.
    is_illustrative : bars are pale with a strong edge.
    """
    spans = _spans(steps)
    with house_style():
        axes = new_axes(size)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        top, bottom = max(high for _, high in spans), min(low for low, _ in spans)
        axes.set(xlim=(-0.5, len(steps) - 0.5), ylim=(bottom, bottom + (top - bottom) * HEADROOM))
        axes.set_xticks(range(len(steps)), [step.label for step in steps], fontsize=size.text)
        axes.tick_params(axis="x", length=0)
        for place, (step, (low, high)) in enumerate(zip(steps, spans, strict=True)):
            _draw_step(axes, place, step, (low, high), size, is_illustrative=is_illustrative)
        _join(axes, steps)
    return axes


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    spans, level = [], 0.0
    for step in steps:
        start = 0.0 if step.is_total else level
        level = start + step.amount
        spans.append((min(start, level), max(start, level)))
    return spans


def _draw_step(
    axes: Axes, place: int, step: Step, span: tuple[float, float], size: Size, *, is_illustrative: bool
) -> None:
    low, high = span
    role = "similar" if step.is_total else "worse" if step.amount > 0 else "home"
    draw_bar(axes, (place - BAR / 2, low), BAR, high - low, role, is_illustrative=is_illustrative, gid="step")
    axes.annotate(step.text, (place, high), xytext=(0, 4), textcoords="offset points", ha="center",
                  va="bottom", fontsize=size.text, color=light("text"), gid="figure")  # fmt: skip


def _join(axes: Axes, steps: Sequence[Step]) -> None:
    level = 0.0
    for place, step in enumerate(steps[:-1]):
        level = step.amount if step.is_total else level + step.amount
        axes.plot([place + BAR / 2, place + 1 - BAR / 2], [level] * 2, color=light("muted"),
                  linewidth=HAIRLINE, gid="join")  # fmt: skip
