"""What was read, as tables: statuses, provenance, issues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from kpi_lib.core.status import Provenance, Status
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import format_count, is_missing, sentence_case

SEVERITIES = {
    "stop": "Stops the run",
    "warn": "Worth checking",
    "note": "For the record",
}
TEXTS = {"got": "Found", "expected": "Expected", "hint": "What to do"}
AREA_CODE = re.compile(r"\bE\d{8}\b")
ISSUES_SHOWN = 200
"""More issues than this of one severity are counted, not listed."""


def show_issues(issues: pd.DataFrame, names: Mapping[str, str] | None = None) -> Shown:
    """Return every issue by severity: what is wrong, where, what was found and what to do.

    Parameters
    ----------
    issues : frame of docs/architecture.md; may be empty.
    names : area code → name, stated in place of the code.
    """
    if issues.empty:
        return show_note("No issues were found in the files read.")
    groups, notes = [], []
    texts = {
        name: label for name, label in TEXTS.items() if name != "hint" or issues[name].fillna("").ne("").any()
    }
    for severity, label in SEVERITIES.items():
        rows = issues[issues["severity"] == severity]
        if len(rows):
            shown = [_issue(row, texts, names or {}) for _, row in rows.head(ISSUES_SHOWN).iterrows()]
            groups.append(Group(shown, f"{label}: {format_count(len(rows))}"))
        if len(rows) > ISSUES_SHOWN:
            notes.append(f"{label}: the first {ISSUES_SHOWN} of {format_count(len(rows))} are listed.")
    columns = [Column(name) for name in ("What", "Where", *texts.values())]
    return show_table(Table("Issues in the files read", columns, groups, notes))


def _issue(row: pd.Series, columns: Iterable[str], names: Mapping[str, str]) -> list[Cell]:
    texts = ["" if is_missing(row[name]) else str(row[name]) for name in columns]
    named = [AREA_CODE.sub(lambda code: names.get(code[0], code[0]), text) for text in texts]
    return [
        Cell(str(row["what"])),
        Cell(_where(row)),
        *(Cell(text) if text else missing("not stated") for text in named),
    ]


def _where(row: pd.Series) -> str:
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
    order = [status.value for status in Status]
    labels = [sentence_case(Status(status).words) for status in order]
    return _counts(observations, "status", order, labels, "Figures by source and status")


def show_provenance(observations: pd.DataFrame) -> Shown:
    """Return how many figures of each source are published, reported, local or illustrative."""
    order = [kind.value for kind in Provenance]
    labels = [sentence_case(Provenance(kind).words) for kind in order]
    return _counts(observations, "provenance", order, labels, "Figures by source and provenance")


def _counts(frame: pd.DataFrame, column: str, order: list[str], labels: list[str], caption: str) -> Shown:
    if frame.empty:
        return show_note("No figures were read.")
    counts = pd.crosstab(
        frame["source"].astype(str), frame[column].astype(str), margins=True, margins_name="All"
    )
    used = [(kind, label) for kind, label in zip(order, labels, strict=True) if kind in counts.columns]
    rows = [
        [
            Cell(str(source)),
            *(Cell(format_count(counts.loc[source, kind])) for kind in [*(kind for kind, _ in used), "All"]),
        ]
        for source in counts.index
    ]
    columns = [
        Column("Source"),
        *(Column(label, is_number=True) for _, label in used),
        Column("All", is_number=True),
    ]
    return show_table(Table(caption, columns, [Group(rows)]))
