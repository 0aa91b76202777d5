"""What a preview of a file says, as sections of lines for the terminal, and as one page.

The page is a file that needs no other, with the colours of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.names.plain_names import plain_name
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.issues import NOTE, STOP, WARN
from kpi_lib.ingest.layouts.scorecard.plan import Shape
from kpi_lib.ingest.preview.file import Preview
from kpi_lib.ingest.preview.tables import UNITS
from kpi_lib.present.ink.theme import css_variables

TEMPLATE = "preview_page.html"
SHAPES = {
    Shape.INDICATORS_DOWN: "indicators down, periods across",
    Shape.PERIODS_DOWN: "periods down, indicators across",
    Shape.FIGURE_A_ROW: "a figure a row, its indicator and period beside it",
    Shape.ONE_PERIOD: "one period, named above or by the file or sheet",
}
MARK = "?"
"""Next to every guess that is a question."""
_UNIT_WORDS = {unit.value: words for unit, words in UNITS.items()}
_SEVERITIES = {STOP: "stop", WARN: "warning", NOTE: "note"}
Fields = Mapping[Hashable, Any]

_TABLES = {
    "table": "Table", "sheet": "Sheet", "shape": "Read as", "header_rows": "Header in rows", "rows": "Rows",
    "titles": "Titles say", "asks": "To settle",
}  # fmt: skip
_COLUMNS = {
    "column": "Column", "heading": "Heading", "holds": "Holds", "period": "Period", "area": "Area",
    "unit": "Unit", "why_left_out": "Left out because", "asks": "To settle",
}  # fmt: skip
_SERIES = {
    "place": "Row", "name": "Name", "indicator": "Indicator", "area": "Area", "unit": "Unit",
    "figures": "Figures", "first": "First", "newest": "Newest", "cells": "Cells",
    "why_left_out": "Left out because", "asks": "To settle",
}  # fmt: skip
_CELLS = {"status": "Status", "cells": "Cells"}
_FIGURES = {
    "title": "Indicator", "indicator_id": "Id", "unit": "Unit", "figures": "Figures",
    "without_number": "Without a number", "areas": "Areas", "first_period": "First",
    "newest_period": "Newest",
}  # fmt: skip
_STOPS = {
    "where": "Where", "what": "What", "got": "Got", "expected": "Expected", "answers": "Suggestions",
    "hint": "What to do",
}  # fmt: skip
_SAID_ONCE = ("what", "expected", "hint")
_ISSUES = {"level": "", "where": "Where", "what": "What", "got": "Got", "hint": "What to do"}
"""The columns of each section with their headings."""
_PIECE = re.compile(r"\s+|[^\s_]{1,18}_*|_+")
"""Spaces, or letters of a word that are kept in one line: 18 of them, or up to an underscore."""


@dataclass(frozen=True)
class Line:
    """One line of a section: its texts, and whether it is to be settled first or left out."""

    texts: tuple[str, ...]
    is_question: bool = False
    is_left_out: bool = False


@dataclass(frozen=True)
class Section:
    """A table of lines under headings; columns in which no line says anything are not among them."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def preview_facts(preview: Preview) -> list[str]:
    """Return the sentences above the tables: layout, figures, whose they are, and how many questions."""
    reading = preview.reading
    shape = f" ({SHAPES[Shape(reading.layout)]})" if preview.is_own else ""
    dataset = f", {reading.dataset}" if reading.dataset else ""
    edition = f", edition {reading.edition}" if reading.edition else ""
    first = f"{reading.file}: {reading.layout} layout, {reading.rows:,} row{'s' * (reading.rows != 1)}"
    facts = [f"{first}{shape}{dataset}{edition}", _count(preview)]
    if preview.assumed_area:
        area = load_areas().words(preview.assumed_area)
        facts.append(f"{MARK} It names no area: its figures are taken as {area}’s; --area says another")
    n_stops = len(preview.stops)
    if n_stops:
        facts.append(f"{MARK} {n_stops:,} thing{'s' * (n_stops != 1)} to settle first, marked {MARK}")
    return facts


def preview_sections(preview: Preview) -> list[Section]:
    """Return the tables of a preview: a scorecard's headers, columns, rows; any file's figures and issues."""
    own = [_of_tables(preview), *_of_each_table(preview)] if preview.is_own else [_of_cells(preview)]
    sections = [*own, _of_figures(preview), _left_out(preview), _to_settle(preview)]
    return [section for section in sections if section.lines]


def preview_page(preview: Preview) -> str:
    """Return the page as HTML; every text of the file is escaped."""
    source = (files("kpi_lib.publish") / "templates" / TEMPLATE).read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["breakable"] = _breakable
    return environment.from_string(source).render(
        name=preview.reading.file,
        facts=preview_facts(preview),
        sections=preview_sections(preview),
        mark=MARK,
        light=css_variables(dark=False),
        dark=css_variables(dark=True),
    )


def save_preview_page(preview: Preview, path: Path) -> None:
    """Write the page; raises StorageError, an older page untouched."""
    write_file(path, preview_page(preview))


def _count(preview: Preview) -> str:
    n_figures, n_indicators = preview.n_figures, len(preview.figures)
    if not n_figures:
        return "No figure of an indicator is found in it"
    silent = int(preview.figures["without_number"].sum())
    of_them = "none with" if silent == n_figures else f"{silent:,} of them without"
    numbers = f", {of_them} a number" * bool(silent)
    others = {"target": preview.n_targets, "comment": preview.n_comments}
    more = "".join(f", {n:,} {word}{'s' * (n != 1)}" for word, n in others.items() if n)
    return (
        f"{n_figures:,} figure{'s' * (n_figures != 1)} of"
        f" {n_indicators:,} indicator{'s' * (n_indicators != 1)}{numbers}{more}"
    )


def _of_tables(preview: Preview) -> Section:
    tables = preview.tables
    shown = tables.assign(
        shape=tables["layout"].map(lambda layout: SHAPES[Shape(layout)]),
        titles=_each(tables, lambda row: ", ".join(filter(None, [_areas(row["area_code"]), row["period"]]))),
    )
    return _section("Tables and their headers", shown, _TABLES, is_question=shown["asks"].ne(""))


def _of_each_table(preview: Preview) -> list[Section]:
    sections = []
    for table in preview.tables["table"]:
        of = f" of table {table}" if len(preview.tables) > 1 else ""
        columns = preview.columns[preview.columns["table"].eq(table)]
        series = preview.series[preview.series["table"].eq(table)]
        sections += [_of_columns(columns, of), _of_series(series, of, preview.assumed_area)]
    return sections


def _of_columns(columns: pd.DataFrame, of: str) -> Section:
    shown = columns.assign(area=columns["area_code"].map(_areas))
    is_left_out = shown["why_left_out"].ne("") | shown["holds"].eq("left out")
    is_question = shown["asks"].ne("")
    return _section(f"Columns{of}", shown, _COLUMNS, is_question=is_question, is_left_out=is_left_out)


def _of_series(series: pd.DataFrame, of: str, assumed: str) -> Section:
    areas = series["area_code"].map(lambda code: _areas(code) + f" {MARK}" * (code == assumed != ""))
    shown = series.assign(
        indicator=_each(series, _indicator),
        area=areas,
        unit=_each(series, _unit),
        figures=series["figures"].map(lambda n: f"{n:,}" if n else ""),
        first=_each(series, lambda row: _figure(row, "first")),
        newest=_each(series, lambda row: _figure(row, "newest")),
        cells=series["cells"].where(series["figures"].eq(0), ""),
    )
    is_question, is_left_out = shown["asks"].ne(""), shown["why_left_out"].ne("")
    return _section(f"Rows{of}", shown, _SERIES, is_question=is_question, is_left_out=is_left_out)


def _of_cells(preview: Preview) -> Section:
    counts = preview.reading.status_counts()
    rows = [(status.replace("_", " "), f"{count:,}") for status, count in counts.items()]
    return _section("Cells", pd.DataFrame(rows, columns=["status", "cells"]), _CELLS)


def _of_figures(preview: Preview) -> Section:
    figures = preview.figures
    shown = figures.assign(
        unit=figures["unit"].map(_UNIT_WORDS),
        figures=figures["figures"].map("{:,}".format),
        without_number=figures["without_number"].map(lambda n: f"{n:,}" if n else ""),
        areas=figures["areas"].map("{:,}".format),
    )
    return _section("Figures it gives", shown, _FIGURES)


def _to_settle(preview: Preview) -> Section:
    stops = preview.stops
    shown = stops.assign(
        where=_each(stops, _where), answers=_each(stops, lambda stop: _suggested(preview.suggestions, stop))
    )
    # one fault of many rows, such as a unit that twenty rows lack, is worded once and then only placed
    repeats = {name: shown[name].where(shown[name].ne(shown[name].shift()), "") for name in _SAID_ONCE}
    return _section("To settle first", shown.assign(**repeats), _STOPS, is_question=True)


def _left_out(preview: Preview) -> Section:
    is_of_column = (
        preview.issues["code"].eq("left-out-column") & preview.is_own
    )  # the table of columns has it
    issues = preview.issues[preview.issues["severity"].ne(STOP) & ~is_of_column]
    ordered = issues.sort_values("severity", key=lambda texts: texts.ne(WARN), kind="stable")
    alike = ordered.groupby(["severity", "what"], sort=False, dropna=False)["code"].transform("size")
    first = ordered.assign(n=alike).drop_duplicates(["severity", "what"])
    shown = first.assign(
        level=first["severity"].map(_SEVERITIES),
        where=_each(first, _where),
        what=_each(first, lambda row: row["what"] + (f" ({row['n']:,} times)" if row["n"] > 1 else "")),
    )
    is_note = shown["severity"].eq(NOTE)
    return _section("Left out, and worth knowing", shown, _ISSUES, is_left_out=is_note)


def _each(rows: pd.DataFrame, text_of: Callable[[Fields], str]) -> list[str]:
    return [text_of(row) for row in rows.to_dict("records")]


def _section(
    title: str,
    rows: pd.DataFrame,
    headings: Mapping[str, str],
    *,
    is_question: pd.Series | bool = False,
    is_left_out: pd.Series | bool = False,
) -> Section:
    """Return rows as a section, without the columns in which no row says anything.

    Parameters
    ----------
    headings : each column of `rows` that is shown → its heading.
    """
    texts = rows[list(headings)].astype("str")
    filled = [name for name in headings if texts[name].ne("").any()]
    marks = rows.assign(is_question=is_question, is_left_out=is_left_out)[["is_question", "is_left_out"]]
    lines = zip(
        texts[filled].itertuples(index=False, name=None),
        *(marks[name].tolist() for name in marks),
        strict=True,
    )
    return Section(title, tuple(headings[name] for name in filled), tuple(Line(*line) for line in lines))


def _suggested(suggestions: pd.DataFrame, issue: Fields) -> str:
    """Return the answers that the question of an issue may have, or that there is none."""
    asks = {"unknown-indicator": "indicator", "unit-unknown": "unit"}.get(str(issue["code"]), "")
    said = f"{issue['got']} {issue['what']}"
    own = [
        row for row in suggestions.to_dict("records") if row["asks"] == asks and f"'{row['name']}'" in said
    ]
    if own and not own[0]["answer"]:
        return "nothing in the catalogue is like it"
    return "; ".join(
        row["answer"]
        + (f" ({row['title']})" if row["title"] else "")
        + (f", its {row['part']}" if row["part"] not in ("", "value") else "")
        for row in own
    )


def _where(issue: Fields) -> str:
    row = "" if pd.isna(issue["row"]) else f"row {int(issue['row'])}"
    column = f"column '{issue['column']}'" if issue["column"] else ""
    return ", ".join(filter(None, [row, column]))


def _areas(codes: str) -> str:
    return ", ".join(load_areas().words(code) for code in codes.split(", ") if code)


def _indicator(row: Fields) -> str:
    """Return the indicator of a row: its id, and its title where the row has another name."""
    if not row["indicator_id"]:
        return ""
    part = f", its {row['part']}" if row["part"] not in ("", "value") else ""
    if plain_name(row["title"]) == plain_name(row["name"]):
        return row["indicator_id"] + part
    return f"{row['title']}{part} ({row['indicator_id']})"


def _unit(row: Fields) -> str:
    stated = row["stated_unit"]
    return row["unit"] + (f" (stated as {stated})" if stated and stated != row["unit"] else "")


def _figure(row: Fields, which: str) -> str:
    value = row[f"{which}_value"]
    return "" if pd.isna(value) else f"{row[f'{which}_period']}: {value:,.10g}"


def _breakable(text: str) -> Markup:
    """Return a text, escaped, whose longest words may be broken: a name without spaces widens no column."""
    return Markup("<wbr>").join(_PIECE.findall(text))
