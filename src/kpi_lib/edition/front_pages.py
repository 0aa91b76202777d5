"""The pages about the whole edition: the overview and the data quality."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.false_flags import FALSE_DISCOVERY_RATE
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.neighbours import load_models
from kpi_lib.core.status import Provenance, Status
from kpi_lib.edition.brief_page import FILE_NAME
from kpi_lib.edition.page_footer import show_page_footer
from kpi_lib.edition.prose.commentary import OVERVIEW, show_section
from kpi_lib.edition.since import show_all_since_last_quarter
from kpi_lib.present.brief import show_brief
from kpi_lib.present.dates import day_words
from kpi_lib.present.display import Shown, show_note, show_text, show_together
from kpi_lib.present.document import show_pointer
from kpi_lib.present.flags import show_flags
from kpi_lib.present.frame_table import show_frame
from kpi_lib.present.headline import Headline
from kpi_lib.present.ledger import show_ledger
from kpi_lib.present.lists import show_changes, show_standings
from kpi_lib.present.quality_tables import show_issues, show_provenance, show_statuses
from kpi_lib.present.stability_words import stability_short
from kpi_lib.present.tables import Cell, Column, Group, Table, show_table
from kpi_lib.present.tiles import show_tiles
from kpi_lib.present.titles import changes_title

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack

TO_INDICATOR = "indicators/{slug}.html"
OWN, DRAWN_UP = "kpi-lib", "Drawn up for this site, not real records"
TO_BRIEF = "The same quarter as a brief for the Director, in numbered paragraphs"


@dataclass(frozen=True)
class OverviewPage:
    """The quarter in one page."""

    pack: Pack

    @property
    def title(self) -> str:
        """The page's heading: the area, the quarter and what was found."""
        pack = self.pack
        return changes_title(f"{pack.area.name}, {pack.quarter.words}", pack.headlines.values())

    def context(self) -> Shown:
        """Return one sentence on what the page rests on."""
        pack = self.pack
        model = load_models()[pack.settings.neighbour_model]["title"]
        note = show_note(
            f"Figures to {day_words(pack.quarter.end)}, compared with ten statistical neighbours "
            f"({model}), the region and England."
        )
        return show_together(note, show_pointer(FILE_NAME, TO_BRIEF))

    def brief(self) -> Shown:
        """Return the headline indicators, a sentence each."""
        return show_brief(self._headlines, link=TO_INDICATOR)

    def commentary(self) -> Shown | None:
        """Return what the council itself says of the quarter, if anything, marked as its own."""
        return show_section(self.pack, OVERVIEW)

    def tiles(self) -> Shown:
        """Return the headline indicators as tiles."""
        return show_tiles(self._headlines, self.pack.results.estimates, link=TO_INDICATOR)

    def changes(self) -> Shown:
        """Return what got worse, improved, moved and shows no clear change on a year ago."""
        kept = self.pack.budget.kept_changes
        return show_changes(self.pack.headlines.values(), kept, link=TO_INDICATOR)

    def standings(self) -> Shown:
        """Return what is worse and what is better than the neighbours' average."""
        return show_standings(self.pack.headlines.values(), self._agreement, link=TO_INDICATOR)

    def since_last_quarter(self) -> Shown:
        """Return the measures judged otherwise than in the edition before, and those with new figures."""
        return show_all_since_last_quarter(self.pack, self.pack.headlines.values(), link=TO_INDICATOR)

    def flags(self) -> Shown:
        """Return how many flags the edition raises, how many chance alone would, and how many remain."""
        return show_flags(self.pack.budget.flags, rate=FALSE_DISCOVERY_RATE)

    def themes(self) -> Shown:
        """Return the themes with the question each answers, as links to their pages."""
        rows = [
            [Cell(theme.title, href=f"themes/{theme.id}.html"), Cell(theme.question)]
            for theme in self.pack.catalogue.themes
        ]
        columns = [Column("Theme"), Column("What it asks")]
        return show_table(
            Table("The themes", columns, [Group(rows)], is_caption_hidden=True, has_links=False)
        )

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "overview")

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""
        return show_ledger(self._headlines)

    @property
    def _agreement(self) -> dict[str, str]:
        rows = {item.indicator.id: item.comparison for item in self.pack.headlines.values()}
        return {name: stability_short(self.pack.stability_of(row)) for name, row in rows.items()}

    @cached_property
    def _headlines(self) -> list[Headline]:
        return self.pack.headlines_of(item for item in self.pack.catalogue if item.is_headline)


@dataclass(frozen=True)
class QualityPage:
    """What was read, what was not, and what stands behind each figure."""

    pack: Pack

    @property
    def title(self) -> str:
        """The page's heading: how much was read and how much of it is in doubt."""
        run = self.pack.processed.run
        told = f"{self._counted} from {len(run['files'])} files"
        return f"{told}, with {run['issues']:,} issue{'s' * (run['issues'] != 1)}"

    def context(self) -> Shown:
        """Return one sentence on how much was read."""
        run = self.pack.processed.run
        cells = sum(item["cells"] for item in run["files"])
        return show_note(
            f"{len(run['files'])} files were read, {cells:,} cells in all, each kept with its row, column "
            f"and status. They hold {self._counted}; {run['issues']:,} issues are listed "
            "below."
        )

    def files(self) -> Shown:
        """Return one row per raw file: what it is, which edition, how much was read."""
        run = self.pack.processed.run
        files = pd.DataFrame(run["files"]).merge(
            pd.DataFrame(run["manifest"])[["path", "title"]], on="path", how="left"
        )
        files = files.assign(
            title=files["title"] + files["path"].map(self._drawn_up).fillna(""),
            publisher=files["publisher"].mask(files["publisher"].str.startswith(OWN), DRAWN_UP),
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
        """Return how many figures of each source are published, reported, local or illustrative."""
        return show_provenance(self.pack.processed.observations)

    def issues(self) -> Shown:
        """Return every issue found in the files."""
        names = {area.area_code: area.name for area in load_areas()}
        return show_issues(self.pack.processed.issues, names)

    @property
    def _counted(self) -> str:
        """How many figures are there, and how many places have none and say why."""
        is_there = self.pack.processed.observations["status"].eq(Status.OK.value)
        told = f"{is_there.sum():,} figures"
        return f"{told} and {n:,} that are withheld or missing" if (n := (~is_there).sum()) else told

    @property
    def _drawn_up(self) -> dict[str, str]:
        """The files of which all or some figures or records are illustrative, and how their titles say so."""
        run, rows = self.pack.processed.run, self.pack.processed.observations
        shares = (
            rows["provenance"].eq(Provenance.ILLUSTRATIVE.value).groupby(rows["source"].astype(str)).mean()
        )
        known = {path: ", illustrative" if share == 1 else ", partly illustrative"
                 for path, share in shares.items() if share}  # fmt: skip
        known |= {
            item["path"]: ", illustrative"
            for item in run["manifest"]
            if item.get("provenance") == "illustrative"
        }
        named = {item["path"] for item in run["manifest"] if "illustrative" in item["title"]}
        return {str(path): words for path, words in known.items() if path not in named}

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        return show_page_footer(self.pack, "data_quality")

    def ledger(self) -> Shown:
        """Return the page's counts as plain text."""
        files = pd.DataFrame(self.pack.processed.run["files"])
        totals = files[["rows", "cells", "observations", "issues"]].sum()
        return show_text("\n".join(f"{name} | {count}" for name, count in totals.items()))
