"""What a file may hold at most: the reader ends within seconds beyond it, and needs 600 MB up to it.

One table for every container; docs/layouts.md states it for users.
"""

from __future__ import annotations

from kpi_lib.core.errors import ReadError

MOST_BYTES = 200_000_000
"""Of any file; the largest of the field is a CSV file of 70 million."""
MOST_OLD_BYTES = 30_000_000
"""Of an .xls workbook, which is read whole and has at most 65,536 rows in a sheet."""
MOST_UNPACKED = 200_000_000
"""Bytes of all parts of a workbook that are read; the largest of the field has 30 million."""
MOST_ROWS = 2_000_000
"""Of a text or a Parquet file."""
MOST_SHEET_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of a sheet, as spreadsheets have them; no other table may have more columns either."""
MOST_CELLS = 20_000_000
"""In the rectangle that holds all filled cells of a file; the largest of the field has 12 million."""
MOST_WRITTEN = 6_000_000
"""Cells that a workbook writes down, the empty ones with a colour included."""
MOST_TEXTS, MOST_LETTERS = 1_000_000, 50_000_000
"""Distinct texts and numbers of one sheet or text file, and their letters together."""
MOST_FIGURES = 600_000
"""In one file of the kinds that people keep: each is looked at on its own."""
MOST_MERGES = 100_000
"""Merged ranges of one sheet."""


def need_room(rows: int, width: int, where: str, most_rows: int = MOST_ROWS) -> None:
    """Raise ReadError where a sheet would have too many rows, columns or cells."""
    for got, unit, most in (
        (width, "columns", MOST_COLUMNS),
        (rows, "rows", most_rows),
        (rows * width, "cells", MOST_CELLS),
    ):
        if got > most:
            raise ReadError(
                "The file is too large to be laid out as a table",
                where=where or None,
                got=f"{rows:,} rows, the widest of {width:,} cells",
                expected=f"at most {most:,} {unit}",
                hint="look for one very long row or one cell far away, or split the file",
            )


def need_fewer_figures(figures: int, where: str) -> None:
    """Raise ReadError where a file of the kinds that people keep states more than `MOST_FIGURES`."""
    if figures > MOST_FIGURES:
        raise ReadError(
            "The file states more figures than any that people keep",
            where=where,
            got=f"{figures:,} figures",
            expected=f"at most {MOST_FIGURES:,}",
            hint="look for rows that were copied again and again, or split the file",
        )


def need_fewer_texts(texts: int, letters: int, where: str) -> None:
    """Raise ReadError where a sheet has more than `MOST_TEXTS` distinct texts, or they are too long."""
    for got, unit, most in (
        (texts, "different texts and numbers", MOST_TEXTS),
        (letters, "letters in different texts", MOST_LETTERS),
    ):
        if got > most:
            raise ReadError(
                "The file holds too many different texts for a table of figures",
                where=where or None,
                got=f"{got:,} {unit}",
                expected=f"at most {most:,}",
                hint="leave out columns that name single records or hold long remarks, or split the file",
            )
