# ruff: noqa: E501 (the samples are wide)
"""Draws scorecards of random shape, spelling, unit, token and noise, with the figures that are in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

import scorecard_files as files
import scorecard_shapes as shapes
from scorecard_figures import (
    AREAS,
    BLANK,
    DAY_SPELLINGS,
    DENOMINATOR,
    HEREFORDSHIRE,
    HOME,
    INDICATORS,
    MONTH_SPELLINGS,
    NUMERATOR,
    QUARTER_SPELLINGS,
    SHROPSHIRE,
    VALUE,
    YEAR_SPELLINGS,
    YTD_SPELLINGS,
    Cell,
    Series,
    Stated,
    catalogue_indicator,
    draw_figure,
    draw_months,
    draw_quarters,
    spelling,
    spelt,
    status_of,
    year_of,
)
from scorecard_noise import add_columns, add_rows, around
from scorecard_shapes import Style, Table

from kpi_lib.catalogue.indicators import Kind, Measure, Unit
from kpi_lib.core.periods import Frequency, Period, quarter_of, snapshot

Key = tuple[str, str, str]
Figure = tuple[float | None, float | None, float | None, str]
ENGLAND = "England"
PARTS_DRAWN = ((VALUE,), (VALUE,), (NUMERATOR, DENOMINATOR), (NUMERATOR, DENOMINATOR, VALUE))


@dataclass(frozen=True)
class Scorecard:
    """A file of some shape, and the figures in it: by indicator, area and period."""

    shape: str
    name: str
    data: bytes
    figures: Mapping[Key, Figure]


@dataclass
class Draw:
    """What a shape is made of."""

    chance: Random
    style: Style
    sheets: list[files.SheetCells]
    stem: str = "scorecard"

    def add(self, table: Table, titles: tuple[str, ...] = (), name: str = "") -> None:
        """Add a sheet with a table, with noise in it and around it."""
        add_columns(self.chance, table)
        rows, merges, hidden = add_rows(self.chance, table)
        above, below = around(self.chance, titles)
        down = len(above)
        merged = [(r + down, c, s + down, d) for r, c, s, d in merges]
        sheet = name or self.chance.choice(["Scorecard", "Sheet1", "Data", "CSC"])
        self.sheets.append(
            files.SheetCells(sheet, [*above, *rows, *below], merged, {row + down for row in hidden})
        )


def draw_series(
    chance: Random, style: Style, periods: list[Period], *, parts: tuple[str, ...] | None = None,
    kinds: tuple[Kind, ...] = tuple(Kind), areas: bool = True,
) -> list[Series]:  # fmt: skip
    """Return series of a few indicators, of the home area or of several, one of which may be England."""
    chosen = [one for one in map(catalogue_indicator, INDICATORS) if one.kind in kinds]
    parts = parts or chance.choice(PARTS_DRAWN)
    of = [HOME]
    if areas and chance.random() < 0.2:
        of = chance.choice(
            [[HOME, SHROPSHIRE], [SHROPSHIRE, HEREFORDSHIRE], [HOME, ENGLAND], [HOME, SHROPSHIRE, ENGLAND]]
        )
    drawn = []
    for indicator in chance.sample(chosen, chance.randint(1, min(5, len(chosen)))):
        name = spelt_name(chance, indicator.id, indicator.title, style, indicator.unit is Unit.PERCENT)
        for area in of:
            series = Series(indicator, area, name, "")
            for period in periods:
                series.figures[period] = draw_figure(
                    chance, indicator, HOME if area == ENGLAND else area, period, parts
                )
            drawn.append(series)
    return drawn


def spelt_name(chance: Random, indicator_id: str, title: str, style: Style, is_percent: bool) -> str:
    if style.unit == "heading" and is_percent:
        return f"{title} {chance.choice(['(%)', '(percentage)', '(per cent)'])}"
    return chance.choice([title, title, title, title.upper(), f" {title}", title.replace(" ", "  ", 1), indicator_id,
                          title.replace("’", "'"), title + ":"])  # fmt: skip


def truth(all_series: list[Series]) -> dict[Key, Figure]:
    """Return the figures that a reader of the cells would say are there; blank ones are not."""
    found = {}
    for series in all_series:
        if series.area != ENGLAND:
            for period, parts in series.figures.items():
                status = status_of(parts)
                if status:
                    found[(series.indicator.id, series.area, period.label)] = (*_numbers(parts), status)
    return found


def _numbers(parts: Mapping[str, Stated]) -> tuple[float | None, float | None, float | None]:
    numerator, denominator, value = (
        parts[part].number if part in parts else None for part in (NUMERATOR, DENOMINATOR, VALUE)
    )
    return numerator, denominator, value


# ---- one function a shape -------------------------------------------------------------------------------


def across(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    prefix = draw.chance.random() < 0.15
    all_series = draw_series(draw.chance, draw.style, periods, parts=(VALUE,), areas=not prefix)
    say = (lambda period: f"Worcestershire {spell(period).strip()}") if prefix else spell
    draw.add(shapes.periods_across(draw.chance, all_series, periods, say, draw.style))
    return all_series


def years_and_quarters(draw: Draw) -> list[Series]:
    quarters = draw_quarters(draw.chance)
    years = [one for one in dict.fromkeys(map(year_of, quarters)) if one.end < quarters[0].start] or [
        year_of(quarters[0]).shift(-1)
    ]
    periods = [*years, *quarters]
    in_years, in_quarters = spelling(draw.chance, YEAR_SPELLINGS), spelling(draw.chance, QUARTER_SPELLINGS)
    all_series = draw_series(draw.chance, draw.style, periods)
    head = "one" if len(shapes.drawn_parts(all_series)) == 1 else "over"

    def spell(period: Period) -> str:
        return in_years(period) if period.frequency is Frequency.YEAR else in_quarters(period)

    draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style, head))
    return all_series


def year_over_quarter(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance)
    all_series = draw_series(draw.chance, draw.style, periods)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style, "two"))
    return all_series


def with_targets(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance, 4)
    all_series = draw_series(draw.chance, draw.style, periods, parts=(VALUE,))
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    extras = draw.chance.choice([("Target",), ("Target", "RAG"), ("RAG",)])
    head = draw.chance.choice(["one", "over", "two"])
    draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style, head, extras))
    return all_series


def parts_across(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance, 4)
    parts = draw.chance.choice(PARTS_DRAWN[2:])
    all_series = draw_series(draw.chance, draw.style, periods, parts=parts)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    head = draw.chance.choice(["one", "over", "two"])
    draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style, head))
    return all_series


def parts_down(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance)
    parts = draw.chance.choice(PARTS_DRAWN[2:])
    all_series = draw_series(draw.chance, draw.style, periods, parts=parts)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    head = draw.chance.choice(["one", "two"])
    draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style, head, part_rows=True))
    return all_series


def down(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance)
    all_series = draw_series(draw.chance, draw.style, periods)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    head = draw.chance.choice(["one", "two"])
    draw.add(shapes.periods_down(draw.chance, all_series, periods, spell, draw.style, head))
    return all_series


def long(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance)
    all_series = draw_series(draw.chance, draw.style, periods)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    head = draw.chance.choice(["one", "two"])
    draw.add(shapes.figure_a_row(draw.chance, all_series, periods, spell, draw.style, head))
    return all_series


def one_period(draw: Draw) -> list[Series]:
    (period,) = draw_quarters(draw.chance)[:1]
    all_series = draw_series(draw.chance, draw.style, [period])
    table = shapes.one_period(draw.chance, all_series, period, draw.style)
    where = draw.chance.choice(["title", "sheet", "file"])
    if where == "title":
        said = spelt(draw.chance.choice(QUARTER_SPELLINGS), period).strip()
        draw.add(
            table,
            (
                draw.chance.choice(["{}", "Performance report {}", "Scorecard: {}", "{} scorecard"]).format(
                    said
                ),
            ),
        )
    elif where == "sheet":
        draw.add(
            table, name=spelt(draw.chance.choice(["Q{q} {Y}-{b}", "{a}-{b} Q{q}", "{M1}-{M3} {C}"]), period)
        )
        draw.stem = "sheet-only"
    else:
        draw.add(table)
        draw.stem = spelt(
            draw.chance.choice(["scorecard-{Y}-{b}-Q{q}", "Q{q} {a}-{b} scorecard", "CSC_{Y}-{b}_Q{q}"]),
            period,
        )
    return all_series


def sheet_a_quarter(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance, 4)
    all_series = draw_series(draw.chance, draw.style, periods)
    template = draw.chance.choice(["Q{q} {Y}-{b}", "{a}-{b} Q{q}", "{M1}-{M3} {C}", "Q{q} {a}-{b}"])
    for period in periods:
        draw.add(shapes.one_period(draw.chance, all_series, period, draw.style), name=spelt(template, period))
    if draw.chance.random() < 0.5:
        draw.sheets.insert(0, _notes())
    draw.stem = "sheets"
    return all_series


def sheet_a_theme(draw: Draw) -> list[Series]:
    periods = draw_quarters(draw.chance)
    all_series = draw_series(draw.chance, draw.style, periods, areas=False)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    half = (len(all_series) + 1) // 2
    for name, some in (("Front door", all_series[:half]), ("In care", all_series[half:])):
        if some:
            head = "two" if len(shapes.drawn_parts(some)) > 1 else "one"
            draw.add(shapes.periods_across(draw.chance, some, periods, spell, draw.style, head), name=name)
    draw.sheets.insert(0, _notes())
    draw.stem = "sheets"
    return all_series


def _notes() -> files.SheetCells:
    lines = ["Notes", "Figures are from the case system.", "c: suppressed", "Contact: performance team"]
    return files.SheetCells("Notes", [[Cell(line)] for line in lines])


def months(draw: Draw) -> list[Series]:
    periods = draw_months(draw.chance)
    kinds = draw.chance.choice([(Kind.STOCK,), (Kind.FLOW,), tuple(Kind)])
    all_series = draw_series(draw.chance, draw.style, periods, kinds=kinds)
    if any(NUMERATOR in shapes.drawn_parts([series]) for series in all_series):
        head, date_format = draw.chance.choice(["one", "over"]), ""
    else:
        head, date_format = "one", draw.chance.choice(["", "mmm-yy"])
    spell = spelling(draw.chance, MONTH_SPELLINGS)
    if draw.chance.random() < 0.3 and not date_format:
        draw.add(shapes.periods_down(draw.chance, all_series, periods, spell, draw.style, "one"))
    else:
        draw.add(
            shapes.periods_across(
                draw.chance, all_series, periods, spell, draw.style, head, date_format=date_format
            )
        )
    for series in all_series:
        series.figures |= _quarters_of(series)
    return all_series


def _quarters_of(series: Series) -> dict[Period, dict[str, Stated]]:
    """Return the quarters that months make: of a state its last month, of a flow the sum of its counts."""
    made: dict[Period, dict[str, Stated]] = {}
    for year in range(2023, 2027):
        for quarter in range(1, 5):
            whole = quarter_of(year, quarter)
            inside = [
                parts
                for month, parts in series.figures.items()
                if whole.start <= month.start and month.end <= whole.end
            ]
            last = next((parts for month, parts in series.figures.items() if month.end == whole.end), None)
            if series.indicator.kind is Kind.STOCK:
                made |= {} if last is None else {whole: last}
            elif len(inside) == 3 and all(
                one.get(part, Stated()).number is not None
                for one in inside
                for part in (NUMERATOR, DENOMINATOR)
            ):
                above = sum(one[NUMERATOR].number or 0 for one in inside)
                below = sum(one[DENOMINATOR].number or 0 for one in inside)
                below = inside[0][DENOMINATOR].number if series.indicator.measure is Measure.RATE else below
                made[whole] = {NUMERATOR: Stated(above), DENOMINATOR: Stated(below)}
    return made


def to_date(draw: Draw) -> list[Series]:
    """Counts to the end of each quarter: what is put in are the quarters' own."""
    year = draw.chance.choice([2024, 2025])
    periods = [quarter_of(year, quarter) for quarter in range(1, draw.chance.randint(2, 5))]
    all_series = draw_series(
        draw.chance, draw.style, periods, parts=(NUMERATOR, DENOMINATOR), kinds=(Kind.FLOW,)
    )
    written = []
    for series in all_series:
        for parts in series.figures.values():
            for part, stated in parts.items():
                parts[part] = Stated(
                    stated.number if stated.number is not None else 100.0 if part == NUMERATOR else 116_697.0
                )
        written.append(replace(series, figures=_summed(series)))
    spell = spelling(draw.chance, YTD_SPELLINGS)
    draw.add(
        shapes.periods_across(
            draw.chance, written, periods, spell, draw.style, draw.chance.choice(["one", "over"])
        )
    )
    return all_series


def _summed(series: Series) -> dict[Period, dict[str, Stated]]:
    above = below = 0.0
    summed = {}
    for period, parts in series.figures.items():
        above += parts[NUMERATOR].number or 0
        whole = parts[DENOMINATOR].number or 0
        below = whole if series.indicator.measure is Measure.RATE else below + whole
        summed[period] = {NUMERATOR: Stated(above), DENOMINATOR: Stated(below)}
    return summed


def days(draw: Draw) -> list[Series]:
    """States on the last day of quarters."""
    periods = [snapshot(period.end) for period in draw_quarters(draw.chance)]
    all_series = draw_series(draw.chance, draw.style, periods, parts=(VALUE,), kinds=(Kind.STOCK,))
    spell = spelling(draw.chance, DAY_SPELLINGS)
    if draw.chance.random() < 0.5:
        draw.add(shapes.periods_down(draw.chance, all_series, periods, spell, draw.style, "one"))
    else:
        draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style))
    return all_series


def year_in_title(draw: Draw) -> list[Series]:
    year = draw.chance.choice([2023, 2024, 2025])
    periods = [quarter_of(year, quarter) for quarter in range(1, 5)]
    all_series = draw_series(draw.chance, draw.style, periods, parts=(VALUE,))
    spell = spelling(draw.chance, ("Q{q}", "Quarter {q}", "Qtr {q}", "{M1}-{M3}", "Q{q} ({M1}-{M3})"))
    title = spelt(
        draw.chance.choice(["Children's services scorecard {Y}/{b}", "{Y}-{b}", "Performance {a}/{b}"]),
        periods[0],
    )
    draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style), (title,))
    return all_series


def tables_by_year(draw: Draw) -> list[Series]:
    """A table for each year below the other, its year in a title over it and quarters alone in its headings."""
    years = draw.chance.choice([(2023, 2024), (2024, 2025)])
    periods = {year: [quarter_of(year, quarter) for quarter in range(1, 5)] for year in years}
    all_series = draw_series(
        draw.chance, draw.style, [*periods[years[0]], *periods[years[1]]], parts=(VALUE,)
    )
    spell = spelling(draw.chance, ("Q{q}", "Quarter {q}", "{M1}-{M3}", "Q{q} ({M1}-{M3})"))
    said = draw.chance.choice(["{Y}/{b}", "Performance in {a}/{b}", "Financial year {Y}-{b}"])
    rows: list[list[Cell]] = []
    for year in years:
        table = shapes.periods_across(draw.chance, all_series, periods[year], spell, draw.style)
        rows += [[Cell(spelt(said, periods[year][0]))], *[[BLANK]] * draw.chance.randint(0, 1)]
        rows += [*table.header, *table.body, [BLANK]]
    draw.sheets.append(files.SheetCells("Scorecard", rows))
    return all_series


def tables_by_council(draw: Draw) -> list[Series]:
    """A table for each council below the other, its name in a title over it."""
    periods = draw_quarters(draw.chance, 4)
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    everything, rows = [], list[list[Cell]]()
    for area in draw.chance.sample([HOME, SHROPSHIRE, HEREFORDSHIRE], 2):
        all_series = draw_series(draw.chance, draw.style, periods, parts=(VALUE,), areas=False)
        for series in all_series:
            series.area = area
        table = shapes.periods_across(draw.chance, all_series, periods, spell, draw.style)
        rows += [[Cell(AREAS[area])], *table.header, *table.body, [BLANK]]
        everything += all_series
    draw.sheets.append(files.SheetCells("Scorecard", rows))
    return everything


def other_council(draw: Draw) -> list[Series]:
    """A scorecard whose title names another council than the one that lists it."""
    periods = draw_quarters(draw.chance)
    all_series = draw_series(draw.chance, draw.style, periods, parts=(VALUE,), areas=False)
    for series in all_series:
        series.area = SHROPSHIRE
        series.figures = {
            period: draw_figure(draw.chance, series.indicator, SHROPSHIRE, period, (VALUE,))
            for period in periods
        }
    spell = spelling(draw.chance, QUARTER_SPELLINGS)
    title = draw.chance.choice(
        ["Shropshire Council", "Shropshire children's scorecard", "Scorecard, Shropshire"]
    )
    draw.add(shapes.periods_across(draw.chance, all_series, periods, spell, draw.style), (title,))
    return all_series


SHAPES: tuple[Callable[[Draw], list[Series]], ...] = (
    across, years_and_quarters, year_over_quarter, with_targets, parts_across, parts_down, down, long, one_period,
    sheet_a_quarter, sheet_a_theme, months, to_date, days, year_in_title, other_council,
    tables_by_year, tables_by_council,
)  # fmt: skip


def draw_scorecard(number: int) -> Scorecard:
    """Return scorecard `number` in one container of those that can hold it; it is always the same."""
    cards = draw_scorecards(number)
    return cards[number // len(SHAPES) % len(cards)]


def draw_scorecards(number: int) -> list[Scorecard]:
    """Return scorecard `number` in each container that can hold it."""
    chance = Random(number)
    shape = SHAPES[number % len(SHAPES)]
    draw = Draw(chance, shapes.draw_style(chance), [])
    figures = truth(shape(draw))
    made = [("xlsx", files.as_xlsx(draw.sheets)), ("ods", files.as_ods(draw.sheets))]
    if len(draw.sheets) == 1 and draw.stem != "sheet-only":
        made.append(("csv", files.as_csv(draw.sheets[0], chance)))
    return [Scorecard(shape.__name__, f"{draw.stem}.{end}", data, figures) for end, data in made]
