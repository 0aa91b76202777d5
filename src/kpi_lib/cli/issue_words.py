"""What `kpi add` and `kpi check` say of issues: the council's own files first, the worst first."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.cli.messages import count_words, out
from kpi_lib.ingest.add import Added
from kpi_lib.ingest.issues import NOTE, STOP, WARN, frame_of_issues
from kpi_lib.pack.reconciliation import BETWEEN_FIGURES

ORDER = {STOP: 0, WARN: 1, NOTE: 2}
WORDS = {STOP: "stop", WARN: "warning", NOTE: "note"}
MOST_GROUPS = 20
"""Groups of issues that are printed; the rest is counted."""


def show_added(added: Added, *, home: str, as_json: bool = False) -> None:
    """Print what the manifest now says of a file, how many figures it gives, and its issues, grouped."""
    entry = added.entry
    if as_json:
        fields = {"entry": entry.model_dump(mode="json"), "figures": added.figures}
        issues = [asdict(issue) for issue in added.issues]
        out.print(json.dumps({**fields, "issues": issues}, ensure_ascii=False))
        return
    edition = f", edition {entry.edition}" if entry.edition else ""
    area = f", area {entry.area}" if entry.area else ""
    out.print(f"Listed {entry.path}: {entry.layout} layout, {entry.publisher}{edition}{area}")
    if entry.area and entry.area == home:
        out.print(f"  It names no area: its figures are taken as {load_areas().words(home)}'s")
    if added.figures:
        out.print(f"  {count_words(added.figures, 'figure')}")
    show_grouped(frame_of_issues(added.issues), {entry.path})


def show_checked(issues: pd.DataFrame, folder: Path, own: Collection[str], *, as_json: bool = False) -> None:
    """Print which figures do not fit together, the issues of own files, and how many issues there are."""
    if as_json:
        out.print(issues.to_json(orient="records", force_ascii=False))
        return
    for _, issue in issues.loc[issues["code"].isin(BETWEEN_FIGURES)].iterrows():
        out.print(f"  {issue['what']}: got {issue['got']}; expected {issue['expected']}")
    show_grouped(issues.loc[~issues["code"].isin(BETWEEN_FIGURES)], own)
    counts = issues["severity"].value_counts()
    said = ", ".join(f"{count} of severity {severity}" for severity, count in counts.items()) or "no issue"
    out.print(f"Checked {folder}: fit to use, {said}")


def show_grouped(issues: pd.DataFrame, own: Collection[str]) -> None:
    """Print the issues of some files, a line for each sentence, and how many more there are elsewhere."""
    ours = issues.loc[issues["file"].isin(list(own))]
    groups = [
        (ORDER.get(str(severity), 3), -len(rows), rows)
        for (severity, _, _), rows in ours.groupby(["severity", "file", "what"], sort=False)
    ]
    for _, _, rows in sorted(groups, key=lambda group: group[:2])[:MOST_GROUPS]:
        first = rows.iloc[0]
        place = f", row {first['row']}" if not pd.isna(first["row"]) else ""
        times = f" ({len(rows)} times)" if len(rows) > 1 else ""
        got = f": got {first['got']}" if first["got"] else ""
        severity = WORDS.get(str(first["severity"]), str(first["severity"]))
        out.print(f"  {severity}: {first['what']}{times} ({first['file']}{place}){got}")
        if first["hint"] and first["severity"] != NOTE:
            out.print(f"    hint: {first['hint']}")
    more = max(0, len(groups) - MOST_GROUPS)
    if more:
        out.print(f"  and {more} more kinds of issue in these files: kpi check --json lists them")
