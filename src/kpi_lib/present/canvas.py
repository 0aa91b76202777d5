"""Empty pictures in the house style, and their way out as SVG and PNG.

Figures are made without pyplot: nothing is shared between two charts and nothing has to be closed.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from kpi_lib.present.theme import CHART_STYLE

UNITS_PER_INCH = 72
"""One unit of an SVG is one CSS pixel at its drawn width, and one point of text."""

PNG_DENSITY = 144
"""Pixels to the inch of the picture for documents: twice its size on the page."""


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
    axes.tick_params(labelsize=size.text, pad=6)
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


def text_width(axes: Axes, text: str, size: float, weight: str = "normal") -> float:
    """Return how wide one line of text is drawn, in pixels."""
    canvas = axes.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg), "asked for a width on a picture that new_axes did not make"
    width, _, _ = canvas.get_renderer().get_text_width_height_descent(
        text, FontProperties(size=size, weight=weight), False
    )
    return float(width)


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
