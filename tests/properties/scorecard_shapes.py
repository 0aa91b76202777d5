# ruff: noqa: E501 (the samples are wide)
"""Scorecards of every shape that councils use: each function lays series out as a table of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from scorecard_figures import (
    AREAS,
    BARE_QUARTERS,
    BARE_YEARS,
    BLANK,
    DENOMINATOR,
    NUMERATOR,
    VALUE,
    Cell,
    Series,
    Spell,
    Stated,
    spelling,
    year_of,
)

from kpi_lib.catalogue.indicators import Unit
from kpi_lib.core.periods import Period

ALL_PARTS = (NUMERATOR, DENOMINATOR, VALUE)
PART_WORDS = {
    NUMERATOR: ("Numerator", "Num", "NUMERATOR"),
    DENOMINATOR: ("Denominator", "Denom", "Den"),
    VALUE: ("Value", "Result", "Actual", "Performance"),
}  # fmt: skip
INDICATOR_WORDS = (
    "Indicator",
    "Measure",
    "KPI",
    "Performance Indicator",
    "Description",
    "Indicator name",
    "PI",
)
AREA_WORDS = ("LA", "Area", "Local authority", "Council", "Authority", "Geography", "LA name")
UNIT_WORDS = ("Unit", "Units", "Unit of measure", "Format")
VALUE_WORDS = ("Value", "Actual", "Result", "Figure", "Performance", "Outturn")
UNIT_OF = {Unit.PERCENT: ("%", "Percentage", "per cent"), Unit.PER_10000: ("per 10,000", "Rate per 10,000"),
           Unit.CASES: ("Cases",)}  # fmt: skip


@dataclass
class Table:
    """Rows of headings over rows of figures; merges count from the first heading, (row, column) twice."""

    header: list[list[Cell]]
    body: list[list[Cell]]
    starts: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_across: bool = True

    @property
    def width(self) -> int:
        return max(map(len, [*self.header, *self.body]))


@dataclass(frozen=True)
class Style:
    """How one file writes what its cells state."""

    unit: str
    thousands: bool
    words: dict[str, str]


def draw_style(chance: Random) -> Style:
    unit = chance.choice(["none", "none", "none", "sign", "sign", "column", "heading"])
    words = {part: chance.choice(PART_WORDS[part]) for part in ALL_PARTS}
    return Style(unit, chance.random() < 0.3, words)


def cell_of(chance: Random, stated: Stated, part: str, series: Series, style: Style) -> Cell:
    """Return the cell of a part of a figure: in a workbook mostly a number, in text as it would be shown."""
    if stated.number is None:
        return Cell(stated.token)
    number = stated.number
    if part == VALUE and style.unit == "sign" and series.indicator.unit is Unit.PERCENT:
        text = f"{number:.1f}%" if chance.random() < 0.8 else f"{number:g} %"
        return Cell(text) if chance.random() < 0.3 else Cell(text, float(f"{number / 100:.12g}"), "0.0%")
    if style.thousands and number >= 1000 and number == int(number):
        return Cell(f"{number:,.0f}", number, "#,##0")
    text = f"{number:g}" if number != int(number) or part != VALUE else f"{number:.1f}"
    return Cell(text, number, chance.choice(["", "0.0"]) if part == VALUE else "")


def texts(*words: str) -> list[Cell]:
    return [Cell(word) for word in words]


def unit_word(chance: Random, series: Series) -> str:
    return chance.choice(UNIT_OF[series.indicator.unit])


@dataclass
class Labels:
    """The columns of words left of the figures: the indicator's, and maybe area and unit."""

    heads: list[str]
    kinds: list[str]

    def of(self, chance: Random, series: Series, name: str) -> list[Cell]:
        words = {"indicator": name, "area": AREAS.get(series.area, series.area), "unit": series.unit}
        return texts(*(words[kind] for kind in self.kinds))


def draw_labels(chance: Random, all_series: Sequence[Series], style: Style) -> Labels:
    kinds = ["indicator"]
    if len({series.area for series in all_series}) > 1 or chance.random() < 0.15:
        kinds.insert(chance.randint(0, 1), "area")
    if style.unit == "column":
        kinds.append("unit")
        for series in all_series:
            series.unit = unit_word(chance, series)
    words = {"indicator": INDICATOR_WORDS, "area": AREA_WORDS, "unit": UNIT_WORDS}
    return Labels([chance.choice(words[kind]) for kind in kinds], kinds)


def drawn_parts(all_series: Sequence[Series]) -> list[str]:
    first = next(iter(all_series[0].figures.values()))
    return [part for part in ALL_PARTS if part in first]


def periods_across(
    chance: Random, all_series: list[Series], periods: list[Period], spell: Spell, style: Style,
    head: str = "one", extras: Sequence[str] = (), part_rows: bool = False, date_format: str = "",
) -> Table:  # fmt: skip
    """Indicators down and periods across.

    Parameters
    ----------
    head : `one` row of headings, `two` (a year over quarters), or `over` (a period over what is under it).
    extras : besides the figure, what each period has: Target, RAG.
    """
    labels = draw_labels(chance, all_series, style)
    parts = drawn_parts(all_series)
    under = [style.words[part] for part in parts] if not part_rows and len(parts) > 1 else [""]
    if extras:
        under = [style.words[VALUE], *extras]
    n = len(labels.heads)
    header, merges = _heads(chance, labels, periods, spell, under, head, date_format)
    table = Table(header, [], merges=merges)
    part_heads = part_rows and chance.choice(["column", "suffix", "below"])
    for series in all_series:
        table.starts.append(len(table.body))
        if part_rows:
            table.body += _rows_of_parts(chance, labels, series, periods, parts, style, str(part_heads))
            continue
        row = labels.of(chance, series, series.name)
        for period in periods:
            figure = series.figures[period]
            if extras:
                row.append(cell_of(chance, figure[VALUE], VALUE, series, style))
                row += [_extra(chance, word) for word in extras]
            else:
                row += [cell_of(chance, figure[part], part, series, style) for part in parts]
        table.body.append(row)
    if part_heads == "column":
        for cells in table.header[:-1]:
            cells.insert(n, BLANK)
        table.header[-1].insert(n, Cell(chance.choice(["Part", "Type", "Data type"])))
        table.merges = [(r, c + 1, s, d + 1) for r, c, s, d in table.merges]
    return table


def _extra(chance: Random, word: str) -> Cell:
    if word == "Target":
        number = chance.randint(10, 95)
        return Cell(str(number), float(number))
    return Cell(chance.choice(["R", "A", "G", "Red", "Green", "", "Improving"]))


def _rows_of_parts(
    chance: Random, labels: Labels, series: Series, periods: list[Period], parts: list[str], style: Style, how: str
) -> list[list[Cell]]:  # fmt: skip
    rows = []
    ordered = [VALUE, NUMERATOR, DENOMINATOR] if how == "below" and VALUE in parts else parts
    if how == "below" and VALUE not in parts:
        rows.append(labels.of(chance, series, series.name) + [BLANK] * len(periods))
    for at, part in enumerate(ordered):
        word, name = style.words[part], series.name
        if how == "suffix":
            name = f"{series.name} - {word}"
        elif how == "below" and part != VALUE:
            name = word
        row = labels.of(chance, series, name)
        if how == "column":
            row.append(Cell(word))
            if at and chance.random() < 0.3:
                row[labels.kinds.index("indicator")] = BLANK
        rows.append(
            row + [cell_of(chance, series.figures[period][part], part, series, style) for period in periods]
        )
    return rows


def _heads(
    chance: Random, labels: Labels, periods: list[Period], spell: Spell, under: Sequence[str], head: str,
    date_format: str,
) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]]]:  # fmt: skip
    n, width = len(labels.heads), len(under)
    lead, blank = texts(*labels.heads), [BLANK] * len(labels.heads)
    if head == "one":
        cells = [
            Cell(spell(period), day=period.end if date_format else None, format=date_format) if not word
            else Cell(f"{spell(period).strip()} {word}") for period in periods for word in under
        ]  # fmt: skip
        return [lead + cells], []
    is_merged = chance.random() < 0.5
    is_top = chance.random() < 0.5
    merges: list[tuple[int, int, int, int]] = []
    if head == "over":
        top = [Cell(spell(period)) if not at else BLANK for period in periods for at in range(width)]
        if is_merged:
            merges = [(0, n + at * width, 0, n + at * width + width - 1) for at in range(len(periods))]
        low = texts(*(word for _ in periods for word in under))
        return [(lead if is_top else blank) + top, (blank if is_top else lead) + low], merges
    year, quarter = spelling(chance, BARE_YEARS), spelling(chance, BARE_QUARTERS)
    years = [year_of(period) for period in periods for _ in under]
    top = [Cell(year(one)) if not at or years[at - 1] != one else BLANK for at, one in enumerate(years)]
    middle = [Cell(quarter(period)) if not at else BLANK for period in periods for at in range(width)]
    if is_merged:
        for one in dict.fromkeys(years):
            first, many = years.index(one), years.count(one)
            merges += [(0, n + first, 0, n + first + many - 1)] if many > 1 else []
    rows = [(lead if is_top else blank) + top, (blank if is_top else lead) + middle]
    if width > 1:
        rows.append(blank + texts(*(word for _ in periods for word in under)))
    return rows, merges


def periods_down(
    chance: Random, all_series: list[Series], periods: list[Period], spell: Spell, style: Style, head: str
) -> Table:
    """Periods down and indicators across, each in one column or in one for each part."""
    parts = drawn_parts(all_series)
    areas = list(dict.fromkeys(series.area for series in all_series))
    with_area = len(areas) > 1 or chance.random() < 0.15
    is_split = head == "two"
    lead = ["Year", "Quarter"] if is_split else [chance.choice(["Quarter", "Period", "Reporting period"])]
    lead = [*([chance.choice(AREA_WORDS)] if with_area else []), *lead]
    first = [series for series in all_series if series.area == areas[0]]
    names = [series.name for series in first]
    if len(parts) == 1:
        header = [texts(*lead, *names)]
    elif chance.random() < 0.5:
        header = [texts(*lead, *(f"{name} - {style.words[part]}" for name in names for part in parts))]
    else:
        top = [Cell(name) if not at else BLANK for name in names for at in range(len(parts))]
        header = [
            [BLANK] * len(lead) + top,
            texts(*lead, *(style.words[part] for _ in names for part in parts)),
        ]
    table = Table(header, [], is_across=False)
    year, quarter = spelling(chance, BARE_YEARS), spelling(chance, BARE_QUARTERS)
    fills = chance.random() < 0.5
    for area in areas:
        before = None
        for period in periods:
            words = [spell(period)]
            if is_split:
                words = [
                    "" if fills and before == year_of(period) else year(year_of(period)),
                    quarter(period),
                ]
            before = year_of(period)
            row = texts(*([AREAS.get(area, area)] if with_area else []), *words)
            for series in (one for one in all_series if one.area == area):
                row += [cell_of(chance, series.figures[period][part], part, series, style) for part in parts]
            table.starts.append(len(table.body))
            table.body.append(row)
    return table


def figure_a_row(
    chance: Random, all_series: list[Series], periods: list[Period], spell: Spell, style: Style, head: str
) -> Table:
    """A long table: a figure in each row, or a part of one, its columns in any order."""
    labels = draw_labels(chance, all_series, style)
    parts = drawn_parts(all_series)
    is_melted = len(parts) > 1 and chance.random() < 0.4
    times = (
        ["Year", "Quarter"] if head == "two" else [chance.choice(["Quarter", "Period", "Reporting quarter"])]
    )
    ends = (
        ["Component", chance.choice(VALUE_WORDS)]
        if is_melted
        else [chance.choice(VALUE_WORDS)]
        if parts == [VALUE]
        else [style.words[part] for part in parts]
    )
    heads = [*labels.heads, *times, *ends]
    order = chance.sample(range(len(heads)), len(heads))
    year, quarter = spelling(chance, BARE_YEARS), spelling(chance, BARE_QUARTERS)
    rows = []
    for series in all_series:
        for period in periods:
            words = [year(year_of(period)), quarter(period)] if head == "two" else [spell(period)]
            row = labels.of(chance, series, series.name) + texts(*words)
            cells = [cell_of(chance, series.figures[period][part], part, series, style) for part in parts]
            if is_melted:
                rows += [
                    [*row, Cell(style.words[part]), cell] for part, cell in zip(parts, cells, strict=True)
                ]
            else:
                rows.append(row + cells)
    if chance.random() < 0.3:
        chance.shuffle(rows)
    table = Table([texts(*(heads[at] for at in order))], [[row[at] for at in order] for row in rows])
    table.starts = list(range(len(rows)))
    return table


def one_period(chance: Random, all_series: list[Series], period: Period, style: Style) -> Table:
    """A table whose period is said around it."""
    labels = draw_labels(chance, all_series, style)
    parts = drawn_parts(all_series)
    ends = [chance.choice(VALUE_WORDS)] if parts == [VALUE] else [style.words[part] for part in parts]
    body = [
        labels.of(chance, series, series.name)
        + [cell_of(chance, series.figures[period][part], part, series, style) for part in parts]
        for series in all_series
    ]
    return Table([texts(*labels.heads, *ends)], body, starts=list(range(len(body))))
