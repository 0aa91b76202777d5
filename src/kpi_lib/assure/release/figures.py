"""The figures of an edition as its pages print them: kept with it, so that editions can be compared."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd

from kpi_lib.analysis.editions.differences import PRINTED
from kpi_lib.disk.replace import write_file
from kpi_lib.pack.edition import Edition
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import Project
from kpi_lib.present.words.printed import printed_figures
from kpi_lib.run.record import FIGURES_FILE


def save_figures(project: Project, edition: Edition, *, is_unchanged: bool) -> None:
    """Write every figure and verdict of an executed edition into its folder, unless no page was run anew.

    Raises
    ------
    DataError : the edition has no figures. StorageError : the folder cannot be written.
    """
    path = project.editions / edition.slug / FIGURES_FILE
    if is_unchanged and path.is_file():
        return
    pack = load_pack(edition.quarter.label, edition.area_code, project=project)
    printed = printed_figures(
        pack.figures(area="all"),
        pack.changes(),
        pack.in_force,
        pack.catalogue,
        area_code=edition.area_code,
        average=pack.settings.average,
    )
    write_file(path, printed.to_csv(index=False, lineterminator="\n"))


def load_figures(folder: Path | zipfile.Path, area_code: str) -> pd.DataFrame:
    """Read the printed figures in an edition's folder, all of them text; none where there is no file.

    Parameters
    ----------
    area_code : of the edition: editions released by earlier versions do not state it in each row.
    """
    path = folder / FIGURES_FILE
    if not path.is_file():
        return pd.DataFrame(columns=PRINTED, dtype="str")
    text = path.read_text(encoding="utf-8")
    figures = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    named = figures if "area_code" in figures else figures.assign(area_code=area_code)
    return named[PRINTED]
