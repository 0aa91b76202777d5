"""Empty pictures in the house style, words on them, and their way out as SVG and PNG.

Figures are made without pyplot: nothing is shared between two charts and nothing has to be closed.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO, StringIO
from typing import Any, Self

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation

from kpi_lib.present.ink.theme import CHART_STYLE, light

UNITS_PER_INCH = 72
"""One unit of an SVG is one CSS pixel at its drawn width, and one point of text."""

PNG_DENSITY = 144
"""Pixels to the inch of the picture for documents: twice its size on the page."""


TEXT_HEIGHT, LINE_HEIGHT = 1.2, 1.25
"""How high a line of text is drawn, and from one line to the next, in sizes of text."""


IN_PIXELS, IN_PLOT, IN_ROW = "figure points", "axes fraction", ("axes fraction", "data")
"""Where words are: so many pixels from the picture's corner; a share of the plot; a share of it, in a row."""


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

    def deeper(self, more: float) -> Self:
        """Return a picture `more` pixels higher under its plot, which stays as large."""
        return replace(self, height=self.height + more, bottom=self.bottom + more)


WIDE = Size(720, 405, 13)
NARROW = Size(360, 270, 12, left=36, right=8, top=28, bottom=28)


@contextmanager
def house_style() -> Generator[None]:
    """Draw in the house style within this block and leave matplotlib's settings as they were."""
    with mpl.rc_context(dict(CHART_STYLE)):
        yield


def new_axes(size: Size, *, right: float = 0) -> Axes:
    """Return empty axes inside the margins of one picture, with `right` pixels more for labels."""
    figure = Figure(figsize=(size.width / UNITS_PER_INCH, size.height / UNITS_PER_INCH), dpi=UNITS_PER_INCH)
    FigureCanvasAgg(figure)
    width = size.width - size.left - size.right - right
    height = size.height - size.top - size.bottom
    start, bottom = size.left / size.width, size.bottom / size.height
    axes = figure.add_axes((start, bottom, width / size.width, height / size.height))
    axes.tick_params(labelsize=size.text, pad=TICK_PAD)
    return axes


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
    widest = max((text_width(text, size.text) for text in seen), default=0.0)
    _narrow_plot(axes, size, left=widest + TICK_PAD + TICK_LENGTH + EDGE)


def make_room_for_last_tick(axes: Axes, size: Size) -> None:
    """Move the plot's right edge in until the last label of the horizontal axis fits in the picture."""
    low, high = axes.get_xlim()
    labels = zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
    place, text = max((float(tick), label.get_text()) for tick, label in labels if low <= tick <= high)
    beyond = (high - place) / (high - low)
    half = text_width(text, size.text) / 2
    frame = axes.get_window_extent()
    if frame.x1 - beyond * frame.width + half > size.width - EDGE:
        right = (size.width - EDGE - half - frame.x0 * beyond) / (1 - beyond)
        _narrow_plot(axes, size, right=size.width - right)


def _narrow_plot(axes: Axes, size: Size, *, left: float = 0, right: float = 0) -> None:
    """Leave at least `left` and `right` pixels next to the plot."""
    box = axes.get_position()
    x0, x1 = max(box.x0, left / size.width), min(box.x1, 1 - right / size.width)
    axes.set_position((x0, box.y0, x1 - x0, box.height))


@lru_cache(maxsize=1)
def _ruler() -> RendererAgg:
    """Return what measures text; all pictures have its density."""
    return FigureCanvasAgg(Figure(dpi=UNITS_PER_INCH)).get_renderer()


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide one line of text is drawn in the house's font, in pixels."""
    weight = "bold" if is_bold else "normal"
    font = FontProperties(family=str(CHART_STYLE["font.family"]), size=size, weight=weight)
    width, _, _ = _ruler().get_text_width_height_descent(text, font, False)
    return float(width)


def wrap_words(text: str, room: float, size: float) -> list[str]:
    """Return a text in lines no wider than `room` pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def write(
    axes: Axes,
    words: str,
    at: tuple[Any, Any],
    gid: str,
    *,
    anchor: str = "W",
    shift: tuple[float, float] = (0, 0),
    role: str = "text",
    text: float | None = None,
    is_bold: bool = False,
    coords: Any = "data",
    **options: Any,
) -> Annotation:
    """Write words `shift` pixels from a place, whether or not that place is in the plot.

    Parameters
    ----------
    at : in data units, unless `coords` says otherwise.
    gid : what the words are, by which tests and other words find them.
    anchor : which point of the words is there: "W" their left end, "S" the middle of their lower edge, "C" …
    role : the role of the palette that colours them.
    text : their size; that of the picture where it is not stated.
    options : matplotlib's, such as `zorder`.
    """
    sides = {"ha": "left" if "W" in anchor else "right" if "E" in anchor else "center"}
    sides["va"] = "bottom" if "S" in anchor else "top" if "N" in anchor else "center"
    size = axes.xaxis.get_tick_params()["labelsize"] if text is None else text
    look = {"color": light(role), "fontsize": size, "fontweight": "bold" if is_bold else "normal", **sides}
    options = {"xycoords": coords, "textcoords": "offset points", "annotation_clip": False, **options}
    return axes.annotate(words, at, xytext=shift, gid=gid, **look, **options)


def raw_svg(axes: Axes) -> str:
    """Return the picture as matplotlib writes it, text as text, without a date."""
    target = StringIO()
    _save(axes, target, format="svg", transparent=True, metadata={"Date": None})
    return target.getvalue()


def to_png(axes: Axes) -> bytes:
    """Return the picture for documents: light, on white, the same bytes every time."""
    target = BytesIO()
    _save(axes, target, format="png", dpi=PNG_DENSITY, facecolor="white", metadata={"Software": None})
    return target.getvalue()


def _save(axes: Axes, target: StringIO | BytesIO, **options: Any) -> None:
    figure = axes.get_figure(root=True)
    assert figure is not None, "asked for the picture of axes that are in none"
    with house_style():
        figure.savefig(target, **options)
