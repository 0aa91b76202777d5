"""The scales of a picture, read from the numbers and periods along its edges."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.rules.figures import parse_figure
from kpi_lib.assure.disclosure.rules.spans import parse_span
from kpi_lib.assure.disclosure.rules.words import plain

TICK_OFFSET = 4.93
"""How far below its tick the baseline of a number of 13 pixels stands."""
STRAIGHT = 1.0
"""By how many pixels the numbers of one axis may stand off a straight line."""


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text in a picture and where it is."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale along one direction: `value = slope × pixels + start`; its labels."""

    slope: float
    start: float
    labels: frozenset[Label]

    def at(self, pixels: float) -> float:
        """Return the value at a place."""
        return self.slope * pixels + self.start

    def pixels(self, value: float) -> float:
        """Return the place of a value."""
        return (value - self.start) / self.slope


def labels_of(root: _Element) -> list[Label]:
    """Return the texts of a picture with their places, moved where a transform moves them."""
    found = []
    for part in root.iter("text", "{http://www.w3.org/2000/svg}text"):
        text = plain("".join(part.itertext()))
        place = _place(part)
        if text and place is not None:
            found.append(Label(text, *place))
    return found


def number_scale(labels: Sequence[Label], *, upright: bool) -> Scale | None:
    """Return the scale of the numbers along the left (`upright`) or lower edge, if there is one."""
    lines: dict[float, list[tuple[Label, float]]] = defaultdict(list)
    for label in labels:
        figure = parse_figure(label.text.replace("−", "-"))
        if (
            figure.number is not None
            and figure.upper is None
            and not figure.tail
            and not re.search(r"[A-Za-z]", label.text)
        ):
            lines[round(label.x if upright else label.y)].append((label, figure.number))
    return _best([_fit(pairs, upright=upright) for pairs in lines.values()])


def period_scale(labels: Sequence[Label]) -> Scale | None:
    """Return the scale of the quarters or years named along the lower edge, in quarters."""
    lines: dict[float, list[tuple[Label, float]]] = defaultdict(list)
    for label in labels:
        if (span := parse_span(label.text)) is not None:
            lines[round(label.y)].append((label, float(span.last)))
    return _best([_fit(pairs, upright=False) for pairs in lines.values()])


def _fit(pairs: Sequence[tuple[Label, float]], *, upright: bool) -> Scale | None:
    offset = TICK_OFFSET if upright else 0.0
    places = np.array([(label.y - offset) if upright else label.x for label, _ in pairs])
    values = np.array([value for _, value in pairs])
    if len(pairs) < 2 or len(set(values)) < 2 or np.ptp(places) < STRAIGHT:
        return None
    slope, start = np.polyfit(places, values, 1)
    off = np.abs(slope * places + start - values).max() / max(abs(slope), 1e-9)
    if off > STRAIGHT or abs(slope) < 1e-9:
        return None
    return Scale(float(slope), float(start), frozenset(label for label, _ in pairs))


def _best(scales: Sequence[Scale | None]) -> Scale | None:
    return max(
        (scale for scale in scales if scale is not None), key=lambda scale: len(scale.labels), default=None
    )


def _place(part: _Element) -> tuple[float, float] | None:
    moved = re.search(r"translate\(\s*([-\d.]+)[ ,]+([-\d.]+)", part.get("transform", ""))
    x, y = part.get("x"), part.get("y")
    if x is None and moved is None:
        child = next((item for item in part.iter(etree.Element) if item.get("x")), None)
        x, y = (child.get("x"), child.get("y")) if child is not None else (None, None)
    try:
        here = (float((x or "0").split()[0]), float((y or "0").split()[0]))
    except ValueError:
        return None
    return (here[0] + float(moved[1]), here[1] + float(moved[2])) if moved else here
