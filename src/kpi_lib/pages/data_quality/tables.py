"""What was read, as tables: statuses, provenance, issues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import pandas as pd

from kpi_lib.core.status import Provenance, Status
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.numbers import Row, format_count, is_missing, sentence_case

SEVERITIES = {
    "stop": "Stops the run",
    "warn": "Worth checking",
    "note": "For the record",
}
TEXTS = {"got": "Found", "expected": "Expected", "hint": "What to do"}
AREA_CODE = re.compile(r"\bE\d{8}\b")
ISSUES_SHOWN = 200
"""More issues than this of one severity are counted, not listed."""

ALL_FIGURES = "All figures"


def show_issues(issues: pd.DataFrame, names: Mapping[str, str] | None = None) -> Shown:
    """Return every issue by severity: what is wrong, where, what was found and what to do.

    Parameters
    ----------
    issues : frame of docs/architecture.md; may be empty.
    names : area code → name, stated in place of the code.
    """
    if issues.empty:
        return show_note("No issues were found in the files read.")
    texts = {
        label: partial(_text, name, names or {})
        for name, label in TEXTS.items()
        if name != "hint" or issues[name].fillna("").ne("").any()
    }
    groups, notes = {}, []
    for severity, label in SEVERITIES.items():
        rows = issues[issues["severity"] == severity]
        if len(rows):
            groups[f"{label}: {format_count(len(rows))}"] = rows.head(ISSUES_SHOWN)
        if len(rows) > ISSUES_SHOWN:
            notes.append(f"{label}: the first {ISSUES_SHOWN} of {format_count(len(rows))} are listed.")
    columns = {"What": lambda row: str(row["what"]), "Where": _where, **texts}
    return show_rows("Issues in the files read", groups, columns, notes=notes)


def _text(name: str, names: Mapping[str, str], row: Row) -> Cell | str:
    if is_missing(row[name]) or not str(row[name]):
        return missing("not stated")
    return AREA_CODE.sub(lambda code: names.get(code[0], code[0]), str(row[name]))


def _where(row: Row) -> str:
    parts = [str(row["file"])]
    if not is_missing(row["row"]):
        parts.append(f"row {int(row['row'])}")
    if not is_missing(row["column"]) and str(row["column"]):
        parts.append(f"column {row['column']}")
    return ", ".join(parts)


def show_statuses(observations: pd.DataFrame) -> Shown:
    """Return how many figures of each source have which status; every observation is counted once.

    Parameters
    ----------
    observations : frame with `source` and `status`.
    """
    return _show_counts(observations, "status", Status, "Figures by source and status")


def show_provenance(observations: pd.DataFrame) -> Shown:
    """Return how many figures of each source are published, reported or local."""
    return _show_counts(observations, "provenance", Provenance, "Figures by source and provenance")


def _show_counts(
    observations: pd.DataFrame, column: str, kinds: type[Status] | type[Provenance], caption: str
) -> Shown:
    if observations.empty:
        return show_note("No figures were read.")
    sources, named = observations["source"].astype(str), observations[column].astype(str)
    counts = pd.crosstab(sources, named, margins=True, margins_name=ALL_FIGURES).reset_index()
    labels = {kind.value: sentence_case(kind.words) for kind in kinds if kind.value in counts}
    labels |= {ALL_FIGURES: ALL_FIGURES}
    numbers = {number(label): partial(_count, name) for name, label in labels.items()}
    return show_rows(caption, counts, {"Source": lambda row: row["source"], **numbers})


def _count(name: str, row: Row) -> str:
    return format_count(row[name])
