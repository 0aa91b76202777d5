"""The page of data quality: what was read, what was not, and what is behind each figure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.core.status import Status
from kpi_lib.ingest.national import NATIONAL
from kpi_lib.pack.pack import Pack
from kpi_lib.pages.data_quality.tables import show_issues, show_provenance, show_statuses
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.present.shown.display import Shown, show_note, show_text
from kpi_lib.present.shown.frame_table import show_frame


@dataclass(frozen=True)
class QualityPage:
    """What was read, what was not, and what is behind each figure."""

    pack: Pack

    @property
    def title(self) -> str:
        """The page's heading: how much was read and how much of it is in doubt."""
        run = self.pack.processed.run
        text = f"{self._counted} from {len(run['files'])} files"
        return f"{text}, with {run['issues']:,} issue{'s' * (run['issues'] != 1)}"

    def context(self) -> Shown:
        """Return one sentence on how much was read."""
        run = self.pack.processed.run
        cells = sum(file["cells"] for file in run["files"])
        n_packaged = sum(file["layout"] == NATIONAL for file in run["files"])
        n_read = len(run["files"]) - n_packaged
        packaged = f"Figures of {n_packaged} more, of DfE’s, come with the package. " if n_packaged else ""
        return show_note(
            f"{n_read} files were read, {cells:,} cells in all, each kept with its row, column and status. "
            f"{packaged}They hold {self._counted}; {run['issues']:,} issues are listed below."
        )

    def files(self) -> Shown:
        """Return one row per raw file: what it is, which edition, how much was read."""
        run = self.pack.processed.run
        files = pd.DataFrame(run["files"]).merge(
            pd.DataFrame(run["manifest"])[["path", "title"]], on="path", how="left"
        )
        labels = {
            "path": "File",
            "title": "What it is",
            "publisher": "Publisher",
            "edition": "Edition",
            "rows": "Rows",
            "cells": "Cells",
            "observations": "Figures",
            "issues": "Issues",
        }
        return show_frame(files, "Files read", labels)

    def statuses(self) -> Shown:
        """Return how many figures of each source are there, and why the others are not."""
        return show_statuses(self.pack.processed.observations)

    def provenance(self) -> Shown:
        """Return how many figures of each source are published, reported or local."""
        return show_provenance(self.pack.processed.observations)

    def issues(self) -> Shown:
        """Return every issue found in the files."""
        names = {area.area_code: area.name for area in load_areas()}
        return show_issues(self.pack.processed.issues, names)

    @property
    def _counted(self) -> str:
        """How many figures are there, and how many places have none and say why."""
        is_there = self.pack.processed.observations["status"].eq(Status.OK.value)
        text = f"{is_there.sum():,} figures"
        return f"{text} and {n:,} that are withheld or missing" if (n := (~is_there).sum()) else text

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "data_quality")

    def ledger(self) -> Shown:
        """Return the page's counts as plain text."""
        files = pd.DataFrame(self.pack.processed.run["files"])
        totals = files[["rows", "cells", "observations", "issues"]].sum()
        return show_text("\n".join(f"{name} | {count}" for name, count in totals.items()))
