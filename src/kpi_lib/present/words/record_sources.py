"""Who is behind records, in a sentence, and the visible mark of illustrative ones."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.core.status import Provenance
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import join_words, lower_first

_WHOSE = {
    Provenance.PUBLISHED: "published",
    Provenance.REPORTED: "as the council has reported",
    Provenance.LOCAL: "the council’s own records",
    Provenance.ILLUSTRATIVE: "illustrative records, not real ones",
}


def record_source_sentence(*records: pd.DataFrame) -> str:
    """Return where records come from: "Source: report to Cabinet; as the council has reported."."""
    rows = pd.concat([item[["source", "provenance"]] for item in records])
    titles = [title for title in dict.fromkeys(rows["source"]) if title]
    kinds = [kind for kind in Provenance if rows["provenance"].eq(kind.value).any()]
    told = [*titles, join_words([_WHOSE[kind] for kind in kinds])]
    return f"Source: {'; '.join(part for part in told if part)}." if len(rows) else ""


def report_words(*records: pd.DataFrame) -> str:
    """Return the reports that records are taken from, by their titles; "The report" where there is none."""
    rows = pd.concat([item[["source", "provenance"]] for item in records])
    reported = rows.loc[rows["provenance"].eq(Provenance.REPORTED.value), "source"]
    return join_words([f"“{title}”" for title in dict.fromkeys(reported) if title]) or "The report"


def has_illustrative(*records: pd.DataFrame) -> bool:
    """Say whether any of these records is illustrative."""
    return any(item["provenance"].eq(Provenance.ILLUSTRATIVE.value).any() for item in records)


def mark_lines(lines: Sequence[tuple[Mark, str]], *records: pd.DataFrame) -> list[tuple[Mark, str]]:
    """Return marked sentences, each begun with "Illustrative:" where any of these records is."""
    if not has_illustrative(*records):
        return list(lines)
    return [(mark, f"Illustrative: {lower_first(sentence)}") for mark, sentence in lines]
