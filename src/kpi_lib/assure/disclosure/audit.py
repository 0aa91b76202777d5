"""Does a built site tell anything of few people? Answered from its files alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pandas as pd

from kpi_lib.assure.disclosure.findings import Finding, as_frame
from kpi_lib.assure.disclosure.readers.files import read_site
from kpi_lib.assure.disclosure.readers.pieces import Artefact
from kpi_lib.assure.disclosure.rules.code_phrases import find_in_code
from kpi_lib.assure.disclosure.rules.flattened import HeldRow, held_rows, judge_flattened, may_flatten
from kpi_lib.assure.disclosure.rules.phrases import find_phrases
from kpi_lib.assure.disclosure.rules.pictures import judge_picture
from kpi_lib.assure.disclosure.rules.rows import judge_row
from kpi_lib.assure.disclosure.rules.tables import Table
from kpi_lib.assure.disclosure.rules.together import judge_together
from kpi_lib.assure.disclosure.rules.told import Told, areas_of, figures_told, home_of
from kpi_lib.assure.disclosure.rules.totals import judge_totals
from kpi_lib.assure.disclosure.rules.words import plain
from kpi_lib.assure.release.archive import load_site_records
from kpi_lib.core.errors import PublishError


def audit_site(folder: Path, past: Sequence[Path] = ()) -> pd.DataFrame:
    """Return every disclosure in the files of a site.

    Parameters
    ----------
    folder : a built site; nothing else is read.
    past : sites published before, whose readers may lay them next to this one.

    Returns
    -------
    One row a finding: see `as_frame`; no row where nothing is reported.

    Raises
    ------
    PublishError : the folder holds no file.
    """
    found: list[Finding] = []
    kept: list[Kept] = []
    for artefact in read_site(folder):
        tables = [Table(grid) for grid in artefact.grids]
        found += audit_artefact(artefact, tables)
        kept.append(_keep(artefact, tables))
    if not kept:
        raise PublishError("There is no site to audit", where=str(folder), expected="a folder of built files")
    before = [
        told
        for site in past
        for artefact in read_site(site)
        for told in figures_told(artefact, map(Table, artefact.grids))
    ]
    areas = {record.slug: record.area_code for record in load_site_records(folder)}
    return as_frame([*found, *_audit_together(kept, before)], areas)


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a file is laid next to the others: to keep all tables and pictures of a site takes too much."""

    in_words: Artefact
    told: Sequence[Told]
    rows: Sequence[HeldRow]
    areas: Sequence[str]
    captions: Sequence[str]


def _keep(artefact: Artefact, tables: Sequence[Table]) -> Kept:
    """Let go of a judged file but for its long texts, the figures it tells and the rows it holds back."""
    long = tuple(text for text in artefact.texts if may_flatten(artefact, text))
    return Kept(
        Artefact(artefact.file, long),
        tuple(figures_told(artefact, tables)),
        tuple(held_rows(tables)),
        tuple(areas_of(tables)),
        tuple({plain(table.grid.caption) for table in tables}),
    )


def _audit_together(kept: Sequence[Kept], before: Sequence[Told]) -> Iterator[Finding]:
    """Yield what the files of a site tell side by side, and next to those published before."""
    home = home_of(area for item in kept for area in item.areas)
    told = chain((told for item in kept for told in item.told), before)
    yield from judge_together(item.at_home(home) for item in told)
    rows = {(row.caption, row.texts): row for item in kept for row in item.rows}
    captions = {name for item in kept for name in item.captions}
    for item in kept:
        yield from judge_flattened(item.in_words, rows.values(), captions)


def audit_artefact(artefact: Artefact, tables: Sequence[Table]) -> Iterator[Finding]:
    """Yield what one file tells by itself; `tables` are its grids, with their figures parsed."""
    for fault in artefact.faults:
        yield Finding(artefact.file, "file", "cannot be read", fault)
    for text in artefact.texts:
        if text.is_whole:
            continue
        for said in (find_in_code if text.is_code else find_phrases)(text.text):
            yield Finding(artefact.file, text.where, said.rule, said.what)
    for table in tables:
        said_of_rows = [said for r in range(len(table.figures)) for said in judge_row(table, r)]
        for said in [*said_of_rows, *judge_totals(table)]:
            yield Finding(artefact.file, table.grid.where, said.rule, said.what)
    for picture in artefact.pictures:
        for said in judge_picture(picture):
            yield Finding(artefact.file, picture.where, said.rule, said.what)
