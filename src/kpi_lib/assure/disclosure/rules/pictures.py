"""What a picture tells by where its marks stand, next to what its table withholds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from kpi_lib.assure.disclosure.readers.drawn import Bar, Line, Point, marks_of
from kpi_lib.assure.disclosure.readers.pieces import Picture
from kpi_lib.assure.disclosure.readers.scales import Label, Scale, labels_of, number_scale, period_scale
from kpi_lib.assure.disclosure.rules.counting import is_small
from kpi_lib.assure.disclosure.rules.figures import parse_figure
from kpi_lib.assure.disclosure.rules.headings import Meaning
from kpi_lib.assure.disclosure.rules.phrases import Said
from kpi_lib.assure.disclosure.rules.spans import parse_span
from kpi_lib.assure.disclosure.rules.tables import Table
from kpi_lib.assure.disclosure.rules.words import NOUN, plain

NEAR = 2.5
"""Pixels within which two marks are at the same place."""
ROW = 9.0
"""Pixels within which a mark is on the row of a label."""
_NAMES_OF_MARKS = ("title", "desc", "{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc")
_BARE_END = re.compile(r"(?:^|[:=,–—-] ?)[1-5]$")
MEASURED = 3
"""Bars whose words must agree before the scale of a picture without numbers is taken from them."""
EVEN = 0.08
_TOLD = re.compile(r"^(\d[\d,]*) ([a-z][a-z ]+)$", re.IGNORECASE)
_COUNT_AXIS = re.compile(
    rf"^(?:number(?: of .*)?|count|{NOUN}|number of|times .*|.*\({NOUN}\))$", re.IGNORECASE
)
_OTHER_AXIS = re.compile(r"per ?cent|per 10,000|£|weeks|days|average|rate|%", re.IGNORECASE)


class Drawing:
    """A picture with its scales and marks, and the table that goes with it."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.labels = labels_of(picture.root)
        self.marks = list(marks_of(picture.root)) if self.labels else []
        self.table = Table(picture.grid) if picture.grid is not None else None

    @cached_property
    def upright(self) -> Scale | None:
        """The scale of numbers along the left edge."""
        return number_scale(self.labels, upright=True)

    @cached_property
    def level(self) -> Scale | None:
        """The scale of numbers along the lower edge."""
        return number_scale(self.labels, upright=False)

    @cached_property
    def counts_people(self) -> bool:
        """Whether its scale counts people or cases: its axis says so, or its table has nothing but counts."""
        words = [label.text for label in self.labels]
        if any(_OTHER_AXIS.search(word) for word in words):
            return False
        if any(_COUNT_AXIS.match(word) for word in words):
            return True
        meanings = set(self.table.meanings[1:]) if self.table else set()
        return bool(meanings) and meanings <= {Meaning.COUNT, Meaning.TOTAL, Meaning.BASE}


def judge_picture(picture: Picture) -> Iterator[Said]:
    """Yield what the marks and labels of a picture tell."""
    drawing = Drawing(picture)
    if not drawing.labels:
        return
    name = drawing.labels[0].text if drawing.table is None else drawing.table.grid.caption
    told = (*_small_labels(drawing), *_small_titles(drawing), *_small_told(drawing))
    yield from (Said("small count", f"{name}: {words}") for words in told)
    if drawing.counts_people:
        yield from (Said("small count", f"{name}: a mark at {value:.3g}") for value in _small_marks(drawing))
    if drawing.table is not None:
        for words in _drawn_though_withheld(drawing, drawing.table):
            yield Said("drawn though withheld", f"{name}, {words}")


def _small_labels(drawing: Drawing) -> Iterator[str]:
    """Yield the numbers 1 to 5 that are in a picture and on no scale."""
    scaled = {label for scale in (drawing.upright, drawing.level) if scale for label in scale.labels}
    for label in drawing.labels:
        figure = parse_figure(label.text)
        if label not in scaled and label.text.isdigit() and figure.number and is_small(figure.number):
            yield f"the number {label.text}"


def _small_titles(drawing: Drawing) -> Iterator[str]:
    """Yield names of marks that end in a bare 1 to 5: "Redditch: 3", where the scale is not of rates."""
    if any(re.search(r"per 1[\d,]*0|£|weeks|days|cases", label.text) for label in drawing.labels):
        return
    for part in drawing.picture.root.iter(*_NAMES_OF_MARKS):
        text = plain("".join(part.itertext()))
        if _BARE_END.search(text):
            yield f"the name of a mark, {text}"


def _small_told(drawing: Drawing) -> Iterator[str]:
    """Yield "3 went well" where bars of counts are reported that way, and bars left without words."""
    if drawing.table is None or Meaning.COUNT not in drawing.table.meanings:
        return
    told = [(label, found) for label in drawing.labels if (found := _TOLD.match(label.text))]
    tails = [found[2].lower() for _, found in told]
    for label, found in told:
        if is_small(float(found[1].replace(",", ""))) and tails.count(found[2].lower()) > 1:
            yield f"the words {label.text}"
    yield from _small_bars(drawing, [(label, float(found[1].replace(",", ""))) for label, found in told])


def _small_bars(drawing: Drawing, told: Sequence[tuple[Label, float]]) -> Iterator[str]:
    """Yield bars without words as long as a count of 1 to 5, where the others' words give the scale."""
    bars = [mark for mark in drawing.marks if isinstance(mark, Bar)]
    pairs = [(bar, n) for label, n in told for bar in bars if n and bar.top - 2 <= label.y <= bar.bottom + 4]
    units = sorted((bar.right - bar.left) / n for bar, n in pairs)
    if len(units) < MEASURED:
        return
    unit = units[len(units) // 2]
    for bar in bars:
        count = (bar.right - bar.left) / unit
        if (
            bar not in [known for known, _ in pairs]
            and is_small(round(count))
            and abs(count - round(count)) < EVEN
        ):
            yield f"a bar as long as {count:.3g}"


def _small_marks(drawing: Drawing) -> Iterator[float]:
    """Yield the counts of 1 to 5 at which points stand, or that bars are long."""
    bars = [mark for mark in drawing.marks if isinstance(mark, Bar)]
    points = [mark for mark in drawing.marks if isinstance(mark, Point)]
    for scale, upright in ((drawing.upright, True), (drawing.level, False)):
        if scale is None:
            continue
        lengths = [
            abs(scale.slope) * ((bar.bottom - bar.top) if upright else (bar.right - bar.left)) for bar in bars
        ]
        places = [scale.at(point.y if upright else point.x) for point in points]
        step = max(0.03, abs(scale.slope) * 0.3)
        yield from (
            value
            for value in (*lengths, *places)
            if is_small(round(value)) and abs(value - round(value)) <= step < 0.5
        )
        return


def _drawn_though_withheld(drawing: Drawing, table: Table) -> Iterator[str]:
    periods = period_scale(drawing.labels)
    for r, row in enumerate(table.figures):
        if not any(figure.is_withheld for figure in row[1:]) or _is_value_shown(table, r):
            continue
        span = parse_span(row[0].text)
        if periods is not None and span is not None and drawing.upright is not None:
            yield from _at_period(drawing, table, r, periods.pixels(span.last), drawing.upright)
        elif drawing.level is not None:
            yield from _at_label(drawing, table, r, drawing.level)


def _is_value_shown(table: Table, r: int) -> bool:
    """Say whether the row's own share or value is printed, its counts alone being withheld."""
    own = [i for i, meaning in enumerate(table.meanings) if meaning in (Meaning.VALUE, Meaning.SHARE)]
    return bool(own) and own[0] < len(table.figures[r]) and table.figures[r][own[0]].number is not None


def _at_period(drawing: Drawing, table: Table, r: int, x: float, scale: Scale) -> Iterator[str]:
    """Yield a withheld period at which a point stands, or the line of the figures has a corner."""
    explained = [scale.pixels(number) for number in _numbers(table, r)]
    for mark in drawing.marks:
        corners = [mark] if isinstance(mark, Point) else _corners_of_own(drawing, table, mark, scale)
        if isinstance(mark, Bar) and abs((mark.left + mark.right) / 2 - x) < NEAR:
            corners = [Point(x, mark.top)]
        for corner in corners:
            if abs(corner.x - x) < NEAR and not _is_explained(corner.y, explained, scale):
                yield f"{table.labels[r]}: a mark at {scale.at(corner.y):.3g}"


def _is_explained(place: float, explained: Sequence[float], scale: Scale) -> bool:
    return any(abs(place - other) <= max(NEAR, 0.5 / max(abs(scale.slope), 1e-9)) for other in explained)


def _corners_of_own(drawing: Drawing, table: Table, mark: Point | Bar | Line, scale: Scale) -> list[Point]:
    """Return the corners of a line that goes through the printed figures of the table, else none."""
    periods = period_scale(drawing.labels)
    if not isinstance(mark, Line) or periods is None or len(mark.corners) < 2:
        return []
    own = next(
        (i for i, meaning in enumerate(table.meanings) if meaning in (Meaning.VALUE, Meaning.SHARE)), None
    )
    if own is None:
        return []
    printed = [
        (periods.pixels(span.last), scale.pixels(row[own].number or 0))
        for row in table.figures
        if own < len(row) and row[own].number is not None and (span := parse_span(row[0].text)) is not None
    ]
    reach = max(NEAR, 0.6 / max(abs(scale.slope), 1e-9))
    met = sum(any(abs(c.x - x) < NEAR and abs(c.y - y) <= reach for c in mark.corners) for x, y in printed)
    is_own = met >= 2 and met >= 0.6 * len(printed) and len({round(c.y) for c in mark.corners}) > 1
    return list(mark.corners) if is_own else []


def _at_label(drawing: Drawing, table: Table, r: int, scale: Scale) -> Iterator[str]:
    """Yield a withheld row on whose line a point stands, or a bar that is as long as no printed number."""
    explained = [scale.pixels(number) for number in _numbers(table, r)]
    for label in _labels_of_row(drawing, table, r):
        for mark in drawing.marks:
            place = _on_row(mark, label)
            if place is not None and not _is_explained(place, explained, scale):
                yield f"{table.labels[r]}: a mark at {scale.at(place):.3g}"


def _labels_of_row(drawing: Drawing, table: Table, r: int) -> list[Label]:
    """Return the labels in the picture that name a row: those under its band, where the picture has bands.

    "Carers" names a row under each question of a survey; only one of them may be withheld.
    """
    band, bands = table.grid.bands[r], set(table.grid.bands)
    heads = [label for label in drawing.labels if label.text in bands]
    named = [label for label in drawing.labels if label.text == table.labels[r]]
    if not any(head.text == band for head in heads):
        return named
    above = {label: [head for head in heads if head.y <= label.y] for label in named}
    return [
        label
        for label in named
        if not above[label] or max(above[label], key=lambda head: head.y).text == band
    ]


def _on_row(mark: Point | Bar | Line, label: Label) -> float | None:
    if isinstance(mark, Point):
        return mark.x if abs(mark.y - label.y) < ROW else None
    if isinstance(mark, Bar) and mark.top - ROW < label.y < mark.bottom + ROW and mark.bottom - mark.top < 40:
        return mark.right if mark.right - mark.left > NEAR else None
    return None


def _numbers(table: Table, r: int) -> list[float]:
    return [n for figure in table.figures[r][1:] for n in (figure.number, figure.upper) if n is not None]
