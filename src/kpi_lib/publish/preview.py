"""What a preview of a file says, as sections of lines for the terminal, and as one page.

The page is a file that needs no other, with the colours of the site.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
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
    headings = ("Table", "Sheet", "Read as", "Header in rows", "Rows", "Titles say", "To settle")
    lines = []
    for row in preview.tables.to_dict("records"):
        said = ", ".join(filter(None, [_areas(row["area_code"]), row["period"]]))
        texts = (str(row["table"]), row["sheet"], SHAPES[Shape(row["layout"])], row["header_rows"],
                 row["rows"], said, row["asks"])  # fmt: skip
        lines.append(Line(texts, bool(row["asks"])))
    return _section("Tables and their headers", headings, lines)


def _of_each_table(preview: Preview) -> list[Section]:
    sections = []
    for table in preview.tables["table"]:
        of = f" of table {table}" if len(preview.tables) > 1 else ""
        columns = preview.columns[preview.columns["table"].eq(table)]
        series = preview.series[preview.series["table"].eq(table)]
        sections += [_of_columns(columns, of), _of_series(series, of, preview.assumed_area)]
    return sections


def _of_columns(columns: pd.DataFrame, of: str) -> Section:
    headings = ("Column", "Heading", "Holds", "Period", "Area", "Unit", "Left out because", "To settle")
    lines = [
        Line(
            (row["column"], row["heading"], row["holds"], row["period"], _areas(row["area_code"]),
             row["unit"], row["why_left_out"], row["asks"]),
            bool(row["asks"]), bool(row["why_left_out"]) or row["holds"] == "left out",
        )
        for row in columns.to_dict("records")
    ]  # fmt: skip
    return _section(f"Columns{of}", headings, lines)


def _of_series(series: pd.DataFrame, of: str, assumed: str) -> Section:
    headings = ("Row", "Name", "Indicator", "Area", "Unit", "Figures", "First", "Newest", "Cells",
                "Left out because", "To settle")  # fmt: skip
    lines = []
    for row in series.to_dict("records"):
        is_assumed = bool(assumed) and row["area_code"] == assumed
        area = _areas(row["area_code"]) + f" {MARK}" * is_assumed
        figures = f"{row['figures']:,}" if row["figures"] else ""
        texts = (row["place"], row["name"], _indicator(row), area, _unit(row), figures,
                 _figure(row, "first"), _figure(row, "newest"), "" if row["figures"] else row["cells"],
                 row["why_left_out"], row["asks"])  # fmt: skip
        lines.append(Line(texts, bool(row["asks"]), bool(row["why_left_out"])))
    return _section(f"Rows{of}", headings, lines)


def _of_cells(preview: Preview) -> Section:
    counts = preview.reading.status_counts()
    lines = [Line((status.replace("_", " "), f"{count:,}")) for status, count in counts.items()]
    return _section("Cells", ("Status", "Cells"), lines)


def _of_figures(preview: Preview) -> Section:
    headings = ("Indicator", "Id", "Unit", "Figures", "Without a number", "Areas", "First", "Newest")
    lines = [
        Line((row["title"], row["indicator_id"], _UNIT_WORDS[row["unit"]], f"{row['figures']:,}",
              f"{row['without_number']:,}" if row["without_number"] else "", f"{row['areas']:,}",
              row["first_period"], row["newest_period"]))
        for row in preview.figures.to_dict("records")
    ]  # fmt: skip
    return _section("Figures it gives", headings, lines)


def _to_settle(preview: Preview) -> Section:
    headings = ("Where", "What", "Got", "Expected", "Suggestions", "What to do")
    lines = []
    for issue in preview.stops.to_dict("records"):
        texts = (_where(issue), issue["what"], issue["got"], issue["expected"],
                 _suggested(preview.suggestions, issue), issue["hint"])  # fmt: skip
        lines.append(Line(texts, is_question=True))
    return _section("To settle first", headings, _without_repeats(lines, {1, 3, 5}))


def _without_repeats(lines: Sequence[Line], places: Set[int]) -> list[Line]:
    """Return the lines without the texts, in some places, that the line above has too."""
    above: Sequence[str] = [""] * len(lines[0].texts) if lines else []
    result = []
    for line in lines:
        texts = tuple(
            "" if place in places and text == above[place] else text for place, text in enumerate(line.texts)
        )
        result.append(replace(line, texts=texts))
        above = line.texts
    return result


def _left_out(preview: Preview) -> Section:
    is_beside_column = preview.issues["code"].eq("left-out-column") & preview.is_own
    issues = preview.issues[preview.issues["severity"].ne(STOP) & ~is_beside_column]
    ordered = issues.sort_values("severity", key=lambda texts: texts.ne(WARN), kind="stable")
    lines = []
    for _, rows in ordered.groupby(["severity", "what"], sort=False, dropna=False):
        first = rows.iloc[0].to_dict()
        times = f" ({len(rows):,} times)" if len(rows) > 1 else ""
        texts = (_SEVERITIES[first["severity"]], _where(first), first["what"] + times, first["got"])
        lines.append(Line((*texts, first["hint"]), is_left_out=first["severity"] == NOTE))
    return _section("Left out, and worth knowing", ("", "Where", "What", "Got", "What to do"), lines)


def _section(title: str, headings: Sequence[str], lines: Sequence[Line]) -> Section:
    """Return a section without the columns in which no line says anything."""
    said = [place for place in range(len(headings)) if any(line.texts[place] for line in lines)]
    kept = tuple(
        Line(tuple(str(line.texts[place]) for place in said), line.is_question, line.is_left_out)
        for line in lines
    )
    return Section(title, tuple(headings[place] for place in said), kept)


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
