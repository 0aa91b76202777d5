"""A council's own file that yields no figure is an error, never a success."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpi_lib.catalogue.datasets import is_national
from kpi_lib.core.errors import KpiError, NoFiguresError
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.clean import Cleaned
from kpi_lib.ingest.issues import STOP
from kpi_lib.ingest.layouts.scorecard.layout import SCORECARDS
from kpi_lib.ingest.manifest import Manifest, ManifestEntry
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.headings import parse_heading

MOST_SHOWN = 3
_MOST_TEXTS = 400
_WITHOUT_FIGURES = {"records", "names"}
_LEFT_OUT = {"left-out-row", "left-out-column", "left-out-sheet", "comparator-row", "rolling-year"}
"""Codes of the notes that say why something gives no figure."""


def is_own(entry: ManifestEntry, layout: str) -> bool:
    """Say whether a listed file is one of figures that a council keeps itself.

    One of a scorecard's layouts always is; another is unless its publisher is a national body.
    """
    if layout in _WITHOUT_FIGURES or entry.provenance not in (None, Provenance.LOCAL, Provenance.REPORTED):
        return False
    return layout in SCORECARDS or not is_national(entry.publisher)


def own_files(manifest: Manifest) -> set[str]:
    """Return the paths of the listed files of figures that a council keeps itself."""
    return {entry.path for entry in manifest if is_own(entry, entry.layout)}


def fault_of_no_figures(entry: ManifestEntry, reading: Reading, cleaned: Cleaned) -> KpiError | None:
    """Return the error of an own file that gives no figure while no stop says why, or nothing."""
    has_figure = cleaned.observations["token"].str.strip().ne("").any()
    has_stop = any(issue.severity == STOP for issue in cleaned.issues)
    if has_figure or has_stop or not is_own(entry, reading.layout):
        return None
    left_out = [issue.what for issue in cleaned.issues if issue.code in _LEFT_OUT]
    return error_of_no_figures(entry.path, reading, left_out)


def error_of_no_figures(path: str, reading: Reading, left_out: Sequence[str] = ()) -> NoFiguresError:
    """Return the error of a file of figures in which none is found; `left_out` says what was left out."""
    hint = f"kpi read {path} shows what is understood, docs/your-scorecard.md what can be read"
    if left_out:
        more = f"; and {len(left_out) - MOST_SHOWN} more" if len(left_out) > MOST_SHOWN else ""
        return NoFiguresError(
            "No figure is found in this file: all of it is left out",
            where=path,
            got="; ".join(left_out[:MOST_SHOWN]) + more,
            expected="at least one row or column that gives figures",
            hint=hint,
        )
    headers = [header for header in reading.headers if header.strip()]
    if not any(parse_heading(text).has_time for text in (*headers, *_texts(reading))):
        return NoFiguresError(
            "No figure is found in this file: nothing says of which period they are",
            where=path,
            got=f"headings {', '.join(repr(text) for text in headers[:MOST_SHOWN])}",
            expected="a quarter, month or year in a heading, a column, a title or the sheet's name",
            hint="write the quarter over the figures, such as Q1 2024/25",
        )
    return NoFiguresError(
        "No figure is found in this file",
        where=path,
        got=f"layout {reading.layout}, {reading.rows:,} rows",
        expected="names of indicators, periods and figures where they meet",
        hint=hint,
    )


def _texts(reading: Reading) -> Iterator[str]:
    """Yield the distinct texts of each column, those of the first rows."""
    for table in reading.tables:
        for place in range(len(table.headers)):
            yield from table.texts(place).head(_MOST_TEXTS).unique()
