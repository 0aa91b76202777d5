"""From the readings of a raw folder to its records by kind, and to what they add to each file's cleaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.record_kinds.kinds import find_record_kind, load_record_kinds
from kpi_lib.ingest.clean import Cleaned, join_observations
from kpi_lib.ingest.issues import STOP, Issue
from kpi_lib.ingest.layouts.records import NAME
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.records.check import check_records
from kpi_lib.ingest.records.count import count_observations
from kpi_lib.ingest.records.typed import parse_records


def add_records(
    readings: Sequence[Reading],
    cleaned: Sequence[Cleaned],
    catalogue: Catalogue,
    areas: Areas,
) -> tuple[list[Cleaned], dict[str, pd.DataFrame]]:
    """Return each file's cleaning with the issues and observations of its records, and the records by kind.

    Parameters
    ----------
    readings, cleaned : the files and what became of them, in the same order.

    Returns
    -------
    The cleaned files; and a frame per kind that any file holds, one row per record, in the order of the
    files and their rows. Where a stop is among the issues no indicator is counted.
    """
    parsed = [parse_records(item, areas) for item in readings if item.layout == NAME]
    frames = _join(parsed, [item.dataset for item in readings if item.layout == NAME])
    unread = [issue for item in readings if item.layout == NAME for issue in item.found]
    unread += [issue for _, found in parsed for issue in found]
    issues = [*(issue for _, found in parsed for issue in found), *check_records(frames, catalogue, unread)]
    is_sound = not any(issue.severity == STOP for issue in (*issues, *unread))
    counted = _count(frames, readings) if is_sound else join_observations([])
    return [
        _with(item, reading.file, issues, counted) for item, reading in zip(cleaned, readings, strict=True)
    ], frames


def _join(
    parsed: Sequence[tuple[pd.DataFrame, list[Issue]]], kinds: Sequence[str]
) -> dict[str, pd.DataFrame]:
    parts: dict[str, list[pd.DataFrame]] = {kind: [] for kind in load_record_kinds() if kind in kinds}
    for (frame, _), kind in zip(parsed, kinds, strict=True):
        parts[kind].append(frame)
    return {kind: pd.concat(frames, ignore_index=True) for kind, frames in parts.items()}


def _count(frames: Mapping[str, pd.DataFrame], readings: Sequence[Reading]) -> pd.DataFrame:
    editions = {reading.file: reading.edition for reading in readings}
    return join_observations(
        count_observations(rows, find_record_kind(kind), editions) for kind, rows in frames.items()
    )


def _with(cleaned: Cleaned, file: str, issues: Sequence[Issue], counted: pd.DataFrame) -> Cleaned:
    own = [issue for issue in issues if issue.file == file]
    rows = counted.loc[counted["source"].eq(file)]
    if not own and rows.empty:
        return cleaned
    observations = join_observations([cleaned.observations, rows])
    wanted = cleaned.wanted + len(rows)
    return replace(cleaned, observations=observations, issues=(*cleaned.issues, *own), wanted=wanted)
