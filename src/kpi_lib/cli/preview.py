"""What `kpi read` shows of a file before it is listed: sentences, then a table for each section."""

from __future__ import annotations

from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from kpi_lib.cli.messages import out
from kpi_lib.ingest.preview.file import Preview
from kpi_lib.publish.preview import MARK, Line, Section, preview_facts, preview_sections

LINES_SHOWN = 60
WIDTH_OF_FILES = 200
"""Columns of a table that goes into a file or a pipe, which have no width of their own."""


def show_preview(preview: Preview, page: Path | None = None) -> None:
    """Print what is understood of a file; texts are shown as typed, names folded and never cut."""
    for fact in preview_facts(preview):
        out.print(fact)
    wide = Console(file=out.file, width=max(out.width, WIDTH_OF_FILES), markup=False, emoji=False)
    for section in preview_sections(preview):
        (out if out.is_terminal else wide).print(_table(section))
        if len(section.lines) > LINES_SHOWN:
            more = len(section.lines) - LINES_SHOWN
            out.print(f"… and {more:,} more; --html PAGE shows all")
    if page is not None:
        out.print(f"The same as a page: {page}")


def _table(section: Section) -> Table:
    columns = [Column(Text(heading), overflow="fold") for heading in ("", *section.headings)]
    table = Table(*columns, title=Text(section.title), title_justify="left", box=SIMPLE)
    for line in _first(section):
        style = "bold" if line.is_question else "dim" if line.is_left_out else ""
        mark = MARK if line.is_question else ""
        table.add_row(mark, *(Text(text) for text in line.texts), style=style)
    return table


def _first(section: Section) -> list[Line]:
    """Return the lines that are shown: questions first where not all are."""
    if len(section.lines) <= LINES_SHOWN:
        return list(section.lines)
    return sorted(section.lines, key=lambda line: not line.is_question)[:LINES_SHOWN]
