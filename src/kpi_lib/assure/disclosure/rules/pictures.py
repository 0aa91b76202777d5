"""What the words in a picture disclose: its labels, and the names of its marks.

Where marks are is not judged: figures are withheld before anything is drawn, and a chart and its table are
made from the same rows, so that a mark at a withheld figure needs a table that prints it, which `rows` finds.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.artefact import Picture
from kpi_lib.assure.disclosure.rules.figures import is_small, parse_figure
from kpi_lib.assure.disclosure.rules.phrases import Disclosure
from kpi_lib.assure.disclosure.rules.tables import Meaning, Table
from kpi_lib.assure.disclosure.rules.words import plain

STRAIGHT = 1.0
"""By how many pixels the numbers of one axis may be off a straight line."""
_BARE_END = re.compile(r"(?:^|[:=,–—-] ?)[1-5]$")
_COUNTED = re.compile(r"^(\d[\d,]*) ([a-z][a-z ]+)$", re.IGNORECASE)
_OF_OTHERS = re.compile(r"per 1[\d,]*0|£|weeks|days|cases")


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text in a picture and where it is, in pixels from its upper left corner."""

    text: str
    x: float
    y: float


def judge_picture(picture: Picture) -> Iterator[Disclosure]:
    """Yield what the labels of a picture and the names of its marks say of few people."""
    labels = list(_labels_of(picture.root))
    if not labels:
        return
    table = Table(picture.grid) if picture.grid is not None else None
    name = table.grid.caption if table is not None else labels[0].text
    texts = [*_bare_numbers(labels, picture.root.get("aria-label", "")), *_names_of_marks(picture, labels)]
    if table is not None and Meaning.COUNT in table.meanings:
        texts += _words_on_bars(labels)
    yield from (Disclosure("small count", f"{name}: {text}") for text in texts)


def _bare_numbers(labels: Sequence[Label], name: str) -> Iterator[str]:
    """Yield the numbers 1 to 5 on no axis of a picture, unless its name calls them a rate or a share."""
    ticks = _ticks(labels)
    for label in labels:
        is_bare = label not in ticks and label.text.isdigit() and is_small(float(label.text))
        if is_bare and not re.search(rf"\b{label.text}(?:%| per \d)", name):
            yield f"the number {label.text}"


def _names_of_marks(picture: Picture, labels: Sequence[Label]) -> Iterator[str]:
    """Yield names of marks that end in a bare 1 to 5: "Redditch: 3", where the scale is not of rates."""
    if any(_OF_OTHERS.search(label.text) for label in labels):
        return
    for part in picture.root.iter("{*}title", "{*}desc"):
        text = plain("".join(part.itertext()))
        if _BARE_END.search(text):
            yield f"the name of a mark, {text}"


def _words_on_bars(labels: Sequence[Label]) -> Iterator[str]:
    """Yield "3 went well" where several bars of counts have such words."""
    matches = [match for label in labels if (match := _COUNTED.match(label.text))]
    n_of = Counter(match[2].lower() for match in matches)
    for match in matches:
        if is_small(float(match[1].replace(",", ""))) and n_of[match[2].lower()] > 1:
            yield f"the words {match.group()}"


def _labels_of(root: _Element) -> Iterator[Label]:
    for part in root.iter("{*}text"):
        text, place = plain("".join(part.itertext())), _place(part)
        if text and place is not None:
            yield Label(text, *place)


def _place(part: _Element) -> tuple[float, float] | None:
    """Return where a text is: its own place or that of its first part, moved where a transform moves it."""
    moved = re.search(r"translate\(\s*([-\d.]+)[ ,]+([-\d.]+)", part.get("transform", ""))
    child = next((inner for inner in part.iter(etree.Element) if inner.get("x")), None)
    if child is None and moved is None:
        return None
    x, y = (0.0, 0.0) if child is None else (float(child.get(name, "0").split()[0]) for name in ("x", "y"))
    return (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)


def _ticks(labels: Sequence[Label]) -> set[Label]:
    """Return the numbers along the axes: the most in one line whose distances are those of their values.

    0, 10 and 20 below each other, as far apart as 10 and 20 are; the numbers next to bars are not.
    """
    ticks: set[Label] = set()
    for is_upright in (True, False):
        lines: dict[int, list[tuple[Label, float]]] = defaultdict(list)
        for label in labels:
            figure = parse_figure(label.text.replace("−", "-"))
            is_number = figure.number is not None and figure.upper is None and not figure.tail
            if is_number and not re.search(r"[A-Za-z]", label.text):
                lines[round(label.x if is_upright else label.y)].append((label, figure.number or 0.0))
        scales = [line for line in lines.values() if _is_scale(line, is_upright=is_upright)]
        ticks.update(label for label, _ in max(scales, key=len, default=[]))
    return ticks


def _is_scale(line: Sequence[tuple[Label, float]], *, is_upright: bool) -> bool:
    places = np.array([label.y if is_upright else label.x for label, _ in line])
    values = np.array([value for _, value in line])
    if len(set(values)) < 2 or np.ptp(places) < STRAIGHT:
        return False
    slope, start = np.polyfit(places, values, 1)
    return abs(slope) > 0 and float(np.abs(slope * places + start - values).max() / abs(slope)) <= STRAIGHT
