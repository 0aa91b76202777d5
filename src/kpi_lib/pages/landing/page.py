"""The landing page of the site: the latest edition in tiles, and a link to every edition."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kpi_lib.pack.pack import Pack
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import number, show_rows
from kpi_lib.present.shown.tiles import show_tiles


@dataclass(frozen=True)
class LandingPage:
    """Where a reader of the site begins.

    Parameters
    ----------
    editions : the executed ones, the newest first: `slug` (the folder), `title`, `first_page` (its address
        from the site's root, without an ending) and `n_pages`.
    """

    pack: Pack
    editions: pd.DataFrame

    @property
    def title(self) -> str:
        """The page's heading."""
        return f"Children’s services in figures: {self.pack.area.name}"

    def latest(self) -> Shown:
        """Return the headline indicators of the latest edition as tiles that lead to it."""
        pack = self.pack
        headlines = pack.headlines_of(indicator for indicator in pack.shown if indicator.is_headline)
        folder = pack.quarter.label.lower() if self.editions.empty else self.editions["slug"].iloc[0]
        link = f"editions/{folder}/indicators/{{slug}}.html"
        return show_tiles(headlines, pack.results.estimates, link=link)

    def list(self) -> Shown:
        """Return a table of all editions, the newest first, each a link to its overview."""
        if self.editions.empty:
            return show_note("No edition has been executed yet.")
        columns = {
            "Edition": lambda row: Cell(row["title"], href=f"{row['first_page']}.html"),
            number("Pages"): lambda row: str(row["n_pages"]),
        }
        return show_rows("Each quarter’s edition, the newest first", self.editions, columns)
