"""Empty pictures in the house style, and their way out as SVG and PNG.

Figures are made without pyplot: nothing is shared between two charts and nothing has to be closed.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO, StringIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from kpi_lib.present.ink.theme import CHART_STYLE

UNITS_PER_INCH = 72
"""One unit of an SVG is one CSS pixel at its drawn width, and one point of text."""

PNG_DENSITY = 144
"""Pixels to the inch of the picture for documents: twice its size on the page."""


TEXT_HEIGHT, LINE_HEIGHT = 1.2, 1.25
"""How high a line of text is drawn, and from one line to the next, in sizes of text."""


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width and height, size of text and outer margins, all in pixels."""

    width: float
    height: float
    text: float
    left: float = 44
    right: float = 12
    top: float = 30
    bottom: float = 30

    @property
    def is_narrow(self) -> bool:
        """Whether the picture is for a phone."""
        return self.width < 480


WIDE = Size(720, 405, 13)
NARROW = Size(360, 270, 12, left=36, right=8, top=28, bottom=28)


@contextmanager
def house_style() -> Generator[None]:
    """Draw in the house style within this block and leave matplotlib's settings as they were."""
    with mpl.rc_context(dict(CHART_STYLE)):
        yield


def new_axes(size: Size) -> Axes:
    """Return empty axes of one picture of the given size, inside its margins."""
    figure = Figure(figsize=(size.width / UNITS_PER_INCH, size.height / UNITS_PER_INCH), dpi=UNITS_PER_INCH)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.tick_params(labelsize=size.text, pad=TICK_PAD)
    place_axes(axes, size)
    return axes


def place_axes(axes: Axes, size: Size, *, left: float = 0, right: float = 0) -> None:
    """Set the plot inside the picture's margins, with `left` and `right` pixels more for labels."""
    width = size.width - size.left - size.right - left - right
    height = size.height - size.top - size.bottom
    axes.set_position(
        (
            (size.left + left) / size.width,
            size.bottom / size.height,
            width / size.width,
            height / size.height,
        )
    )


TICK_PAD = 6
"""Pixels between the axis and its tick labels."""
TICK_LENGTH = 3.5
"""Length of a tick in pixels, for which matplotlib leaves room even where none is drawn."""

EDGE = 2.0
"""Pixels that tick labels keep from the picture's edge."""


def make_room_for_values(axes: Axes, size: Size) -> None:
    """Move the plot's left edge in until the widest label of the vertical axis fits next to it.

    The axis must have its limits, its ticks and how they are written.
    """
    axis, (low, high) = axes.yaxis, sorted(axes.get_ylim())
    texts = axis.get_major_formatter().format_ticks(list(axis.get_majorticklocs()))
    seen = [text for at, text in zip(axis.get_majorticklocs(), texts, strict=True) if low <= at <= high]
    widest = max((text_width(axes, text, size.text) for text in seen), default=0.0)
    _narrow_plot(axes, size, left=widest + TICK_PAD + TICK_LENGTH + EDGE)


def make_room_for_last_tick(axes: Axes, size: Size) -> None:
    """Move the plot's right edge in until the last label of the horizontal axis fits in the picture."""
    low, high = axes.get_xlim()
    place, text = max((tick, label.get_text()) for tick, label in _ticks(axes) if low <= tick <= high)
    beyond = (high - place) / (high - low)
    half = text_width(axes, text, size.text) / 2
    frame = axes.get_window_extent()
    if frame.x1 - beyond * frame.width + half > size.width - EDGE:
        right = (size.width - EDGE - half - frame.x0 * beyond) / (1 - beyond)
        _narrow_plot(axes, size, right=size.width - right)


def make_room_below(axes: Axes, size: Size, more: float) -> Size:
    """Make the picture `more` pixels higher under its plot, which keeps its size; return the picture's."""
    plot = axes.get_window_extent().frozen()
    grown = replace(size, height=size.height + more, bottom=size.bottom + more)
    _figure(axes).set_size_inches(grown.width / UNITS_PER_INCH, grown.height / UNITS_PER_INCH)
    axes.set_position(
        (
            plot.x0 / grown.width,
            (plot.y0 + more) / grown.height,
            plot.width / grown.width,
            plot.height / grown.height,
        )
    )
    return grown


def _ticks(axes: Axes) -> list[tuple[float, Text]]:
    return list(zip((float(tick) for tick in axes.get_xticks()), axes.get_xticklabels(), strict=True))


def _narrow_plot(axes: Axes, size: Size, *, left: float = 0, right: float = 0) -> None:
    """Leave at least `left` and `right` pixels next to the plot."""
    box = axes.get_position()
    x0, x1 = max(box.x0, left / size.width), min(box.x1, 1 - right / size.width)
    axes.set_position((x0, box.y0, x1 - x0, box.height))


def text_width(axes: Axes, text: str, size: float, weight: str = "normal") -> float:
    """Return how wide one line of text is drawn, in pixels."""
    canvas = axes.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg), "asked for a width on a picture that new_axes did not make"
    width, _, _ = canvas.get_renderer().get_text_width_height_descent(
        text, FontProperties(size=size, weight=weight), False
    )
    return float(width)


def wrap_words(axes: Axes, text: str, room: float, size: float) -> list[str]:
    """Return a text in lines no wider than `room` pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(axes, longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _figure(axes: Axes) -> Figure:
    figure = axes.figure
    return figure if isinstance(figure, Figure) else figure.figure


def raw_svg(axes: Axes) -> str:
    """Return the picture as matplotlib writes it, text as text, without a date."""
    target = StringIO()
    with house_style():
        _figure(axes).savefig(target, format="svg", transparent=True, metadata={"Date": None})
    return target.getvalue()


def to_png(axes: Axes) -> bytes:
    """Return the picture for documents: light, on white, the same bytes every time."""
    target = BytesIO()
    with house_style():
        _figure(axes).savefig(
            target, format="png", dpi=PNG_DENSITY, facecolor="white", metadata={"Software": None}
        )
    return target.getvalue()
