"""What a picture draws: points, bars and lines, in pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_CORNERS = re.compile(r"[MLHVZCQ]", re.IGNORECASE)
_NOT_DRAWN = frozenset(("defs", "clippath", "clipPath", "marker", "symbol", "pattern", "mask"))


@dataclass(frozen=True, slots=True)
class Point:
    """A mark at one place."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle between two corners."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """An open line through its corners."""

    corners: tuple[Point, ...]


def marks_of(root: _Element) -> Iterator[Point | Bar | Line]:
    """Yield the points, bars and lines of a picture, without its clips and definitions."""
    for part in _drawn(root):
        try:
            yield from _mark(etree.QName(part).localname, part)
        except ValueError:
            continue


def _drawn(root: _Element) -> Iterator[_Element]:
    """Yield an element and all in it that is drawn, in the order in which it stands."""
    walk = etree.iterwalk(root, events=("start",))
    for _, part in walk:
        yield part
        if etree.QName(part).localname in _NOT_DRAWN:
            walk.skip_subtree()


def _mark(tag: str, part: _Element) -> Iterator[Point | Bar | Line]:
    if tag == "use" and part.get("x") is not None:
        yield Point(float(part.get("x", "0")), float(part.get("y", "0")))
    elif tag in ("circle", "ellipse"):
        yield Point(float(part.get("cx", "0")), float(part.get("cy", "0")))
    elif tag == "rect":
        x, y = float(part.get("x", "0")), float(part.get("y", "0"))
        yield Bar(x, y, x + float(part.get("width", "0")), y + float(part.get("height", "0")))
    elif tag == "line":
        ends = [float(part.get(name, "0")) for name in ("x1", "y1", "x2", "y2")]
        yield Line((Point(ends[0], ends[1]), Point(ends[2], ends[3])))
    elif tag in ("polyline", "polygon"):
        numbers = [float(text) for text in _NUMBERS.findall(part.get("points", ""))]
        yield Line(tuple(Point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)))
    elif tag == "path":
        yield from _of_path(part.get("d", ""), part.get("style", "") + part.get("fill", ""))


def _of_path(d: str, style: str) -> Iterator[Point | Bar | Line]:
    numbers = [float(text) for text in _NUMBERS.findall(d)]
    letters = set(_CORNERS.findall(d.upper()))
    if not letters <= {"M", "L", "Z"} or len(numbers) < 4:
        return
    corners = tuple(Point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False))
    across, down = {round(point.x, 1) for point in corners}, {round(point.y, 1) for point in corners}
    if len(across) == 2 and len(down) == 2 and "Z" in letters:
        if "none" not in style:
            yield Bar(min(across), min(down), max(across), max(down))
        return
    if "Z" not in letters:
        yield Line(corners)
