"""The cleaned data as one area's edition may show it: what another council says of itself is left out."""

from __future__ import annotations

import pandas as pd

from kpi_lib.ingest.home_area import OF_ONE_COUNCIL, own_words, summarise_hand_written, summarise_own
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.processed import load_fresh, narrow_to
from kpi_lib.pack.project import Project


def select_of_area(processed: Processed, area_code: str) -> Processed:
    """Return the processed set without what councils of other areas say of themselves.

    Left out are all records of other areas and what is counted from them, and other areas' reported and
    illustrative figures. A file that holds such rows, and nothing of the area, is left out whole, with the
    published figures that it repeats. Published and local figures of other areas stay, for comparisons.
    """
    figures, records = processed.observations, processed.records
    own = summarise_own(figures, records)
    others = set(own.loc[own["area_code"].ne(area_code), "file"])
    if not others and all(rows["area_code"].eq(area_code).all() for rows in records.values()):
        return processed
    is_ours = figures["area_code"].eq(area_code)
    ours = {*own.loc[own["area_code"].eq(area_code), "file"], *figures.loc[is_ours, "source"]}
    counted = {str(file) for rows in records.values() for file in rows["file"].unique()}
    is_own = figures["provenance"].isin(OF_ONE_COUNCIL) | figures["source"].isin([*counted, *(others - ours)])
    kept = {kind: _of(rows, area_code) for kind, rows in records.items()}
    files = {item["path"] for item in processed.run["files"]} - (others - ours)
    return narrow_to(processed, figures.loc[is_ours | ~is_own].reset_index(drop=True), kept, files)


def left_out_words(project: Project, area_code: str) -> str:
    """Return in one line what an edition of an area leaves out; an empty text where that is nothing."""
    processed = load_fresh(project)
    listed = summarise_own(processed.observations, processed.records)
    own = pd.concat([listed, summarise_hand_written(project.raw)], ignore_index=True)
    return own_words(own.loc[own["area_code"].ne(area_code)])


def _of(rows: pd.DataFrame, area_code: str) -> pd.DataFrame:
    return rows.loc[rows["area_code"].eq(area_code)].reset_index(drop=True)
