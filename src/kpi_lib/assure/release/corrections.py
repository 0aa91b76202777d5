"""Corrections: figures of released editions that a release makes read otherwise, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kpi_lib.analysis.editions.differences import select_corrections
from kpi_lib.assure.release.difference import Difference
from kpi_lib.assure.release.log import Correction, Log
from kpi_lib.core.periods import parse_period
from kpi_lib.run.record import EditionRecord

WITHDRAWN = "no longer stated"
SEPARATOR = "; "


def find_corrections(
    difference: Difference, explained: pd.DataFrame, records: Iterable[EditionRecord]
) -> tuple[Correction, ...]:
    """Return what a candidate corrects in released editions, in their order; `why` is empty where unknown.

    Parameters
    ----------
    explained : the rows of `corrections.csv`.
    records : the editions, to tell the area and quarter of each.

    A row of the table is the reason; else that the figure, or one that it is compared with, comes from a
    file or edition of a source from which it did not come before.
    """
    about = {record.slug: (record.area_code, record.quarter) for record in records}
    rows = [row for _, row in select_corrections(difference.figures).iterrows()]
    return tuple(_correction(row, _why(row, *about.get(row["slug"], ("", "")), explained)) for row in rows)


def past_corrections(log: Log) -> list[tuple[int, Correction]]:
    """Return the corrections of all releases, newest release first, each with the release's number."""
    return [(entry.release, item) for entry in reversed(log) for item in entry.corrections]


def _correction(row: pd.Series, why: str) -> Correction:
    now = (row["figure"], row["verdict"]) if row["change"] == "changed" else (WITHDRAWN, "")
    return Correction(
        slug=row["slug"],
        area_code=row["area_code"],
        indicator_id=row["indicator_id"],
        basis=row["basis"],
        period=row["period"],
        statistic=row["statistic"],
        old=_words(row["earlier_figure"], row["earlier_verdict"]),
        new=_words(*now),
        why=why,
    )


def _words(figure: str, verdict: str) -> str:
    plain = verdict.replace("_", " ")
    return f"{figure} ({plain})" if figure and plain else figure or plain


def _why(row: pd.Series, area_code: str, quarter: str, explained: pd.DataFrame) -> str:
    label = parse_period(row["period"]).label
    fits = (
        explained["indicator_id"].eq(row["indicator_id"])
        & explained["area_code"].eq(area_code)
        & explained["edition"].isin(["", quarter])
        & explained["period"].isin(["", label])
    )
    if fits.any():
        found = explained.loc[fits].iloc[0]
        return f"{found['reason']} ({found['source']})"
    before, now = (set(row[name].split(SEPARATOR)) - {""} for name in ("earlier_editions", "editions"))
    newer = sorted(now - before)
    return f"revised by the source: {SEPARATOR.join(newer)}" if newer else ""
