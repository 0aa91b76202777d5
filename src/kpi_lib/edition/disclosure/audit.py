"""Does a built site tell anything of few people? Answered from its files alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from kpi_lib.core.errors import PublishError
from kpi_lib.edition.disclosure.code_phrases import find_in_code
from kpi_lib.edition.disclosure.findings import Finding, as_frame
from kpi_lib.edition.disclosure.flattened import held_rows, judge_flattened
from kpi_lib.edition.disclosure.phrases import find_phrases
from kpi_lib.edition.disclosure.pictures import judge_picture
from kpi_lib.edition.disclosure.pieces import Artefact
from kpi_lib.edition.disclosure.reading import read_site
from kpi_lib.edition.disclosure.rows import judge_row
from kpi_lib.edition.disclosure.tables import Table
from kpi_lib.edition.disclosure.together import judge_together
from kpi_lib.edition.disclosure.told import figures_told, home_of
from kpi_lib.edition.disclosure.totals import judge_totals


def audit_site(folder: Path, past: Sequence[Path] = ()) -> pd.DataFrame:
    """Return every disclosure in the files of a site.

    Parameters
    ----------
    folder : a built site; nothing else is read.
    past : sites published before, whose readers may lay them beside this one.

    Returns
    -------
    One row a finding: `file`, `where`, `rule`, `what`, `got`, `hint`; no row where nothing is told.

    Raises
    ------
    PublishError : the folder holds no file.
    """
    artefacts: list[Artefact] = []
    found: list[Finding] = []
    for artefact in read_site(folder):
        found += audit_artefact(artefact)
        artefacts.append(_without_pictures(artefact))
    if not artefacts:
        raise PublishError("There is no site to audit", where=str(folder), expected="a folder of built files")
    before = [_without_pictures(artefact) for site in past for artefact in read_site(site)]
    return as_frame([*found, *_audit_together(artefacts, before)])


def _without_pictures(artefact: Artefact) -> Artefact:
    """Return an artefact that lets go of its pictures, each of which keeps its whole page in memory."""
    return replace(artefact, pictures=())


def _audit_together(artefacts: Sequence[Artefact], before: Sequence[Artefact]) -> Iterator[Finding]:
    """Yield what the files of a site tell side by side, and beside those published before."""
    home = home_of(artefacts)
    told = [item for artefact in (*artefacts, *before) for item in figures_told(artefact, home)]
    yield from judge_together(told)
    rows = held_rows(artefacts)
    for artefact in artefacts:
        yield from judge_flattened(artefact, rows)


def audit_artefact(artefact: Artefact) -> Iterator[Finding]:
    """Yield what one file tells by itself."""
    for fault in artefact.faults:
        yield Finding(artefact.file, "file", "cannot be read", fault)
    for text in artefact.texts:
        if text.is_whole:
            continue
        for said in (find_in_code if text.is_code else find_phrases)(text.text):
            yield Finding(artefact.file, text.where, said.rule, said.what)
    for grid in artefact.grids:
        table = Table(grid)
        said_of_rows = [said for r in range(len(table.figures)) for said in judge_row(table, r)]
        for said in [*said_of_rows, *judge_totals(table)]:
            yield Finding(artefact.file, grid.where, said.rule, said.what)
    for picture in artefact.pictures:
        for said in judge_picture(picture):
            yield Finding(artefact.file, picture.where, said.rule, said.what)
