"""Does a built site disclose anything of few people? Answered from its files alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kpi_lib.assure.disclosure.findings import Finding, as_frame
from kpi_lib.assure.disclosure.readers.artefact import Artefact
from kpi_lib.assure.disclosure.readers.files import read_site
from kpi_lib.assure.disclosure.rules.across_files import judge_across_files
from kpi_lib.assure.disclosure.rules.keyed_figures import KeyedFigure, area_of, keyed_figures
from kpi_lib.assure.disclosure.rules.phrases import find_in_code, find_in_text
from kpi_lib.assure.disclosure.rules.pictures import judge_picture
from kpi_lib.assure.disclosure.rules.rows import judge_row
from kpi_lib.assure.disclosure.rules.running_text import (
    WithheldRow,
    judge_running_text,
    may_hold_rows,
    withheld_rows,
)
from kpi_lib.assure.disclosure.rules.tables import Table
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
    One row a finding: see `as_frame`; no row where nothing is disclosed.

    Raises
    ------
    PublishError : the folder holds no file.
    """
    findings: list[Finding] = []
    digests: list[Digest] = []
    for artefact in read_site(folder):
        tables = [Table(grid) for grid in artefact.grids]
        findings += _judge_artefact(artefact, tables)
        digests.append(Digest.of(artefact, tables))
    if not digests:
        raise PublishError("There is no site to audit", where=str(folder), expected="a folder of built files")
    before = [
        figure
        for site in past
        for artefact in read_site(site)
        for figure in keyed_figures(artefact, map(Table, artefact.grids))
    ]
    areas = {record.slug: record.area_code for record in load_site_records(folder)}
    return as_frame([*findings, *_judge_together(digests, before)], areas)


@dataclass(frozen=True, slots=True)
class Digest:
    """What of a file is laid next to the others: to keep all tables and pictures of a site takes too much."""

    in_words: Artefact
    figures: Sequence[KeyedFigure]
    rows: Sequence[WithheldRow]
    areas: Sequence[str]
    captions: Sequence[str]

    @classmethod
    def of(cls, artefact: Artefact, tables: Sequence[Table]) -> Digest:
        """Keep a judged file's long texts, its figures and the rows in which it withholds some."""
        return cls(
            Artefact(artefact.file, [text for text in artefact.texts if may_hold_rows(artefact, text)]),
            list(keyed_figures(artefact, tables)),
            [row for table in tables for row in withheld_rows(table)],
            [area for table in tables if (area := area_of(table))],
            list({plain(table.grid.caption) for table in tables}),
        )


def _judge_together(digests: Sequence[Digest], before: Sequence[KeyedFigure]) -> Iterator[Finding]:
    """Yield what the files of a site disclose side by side, and next to those published before.

    A table that names no area is of the site's own: that which most tables name.
    """
    n_of = Counter(area for digest in digests for area in digest.areas)
    home = next((area for area, _ in n_of.most_common(1)), "")
    figures = [*(figure for digest in digests for figure in digest.figures), *before]
    yield from judge_across_files(figure.at_home(home) for figure in figures)
    rows = {(row.caption, row.texts): row for digest in digests for row in digest.rows}
    captions = {caption for digest in digests for caption in digest.captions}
    for digest in digests:
        yield from judge_running_text(digest.in_words, rows.values(), captions)


def _judge_artefact(artefact: Artefact, tables: Sequence[Table]) -> Iterator[Finding]:
    """Yield what one file discloses by itself; `tables` are its grids, with their figures parsed."""
    for fault in artefact.faults:
        yield Finding(artefact.file, "file", "cannot be read", fault)
    for text in artefact.texts:
        if not text.is_whole:
            for part in (find_in_code if text.is_code else find_in_text)(text.text):
                yield Finding(artefact.file, text.where, part.rule, part.got)
    for table in tables:
        rows = [part for r in range(len(table.figures)) for part in judge_row(table, r)]
        for part in [*rows, *judge_totals(table)]:
            yield Finding(artefact.file, table.grid.where, part.rule, part.got)
    for picture in artefact.pictures:
        for part in judge_picture(picture):
            yield Finding(artefact.file, picture.where, part.rule, part.got)
