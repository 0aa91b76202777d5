"""The verbs an analyst begins with: load a quarter, look up an indicator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.apostrophes import straighten
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.project import find_project
from kpi_lib.pages.landing.page import LandingPage
from kpi_lib.run.record import load_editions


def load(
    quarter: str = "",
    area: str = "",
    as_known_on: str | date | None = None,
    *,
    project: str | Path | None = None,
) -> Pack:
    """Load one quarter of one area: its figures, its judgements and its pages.

    Parameters
    ----------
    quarter : such as `2017-18-Q4`, `Q4 2017/18` or `Jan-Mar 2018`; the newest when left out.
    area : an ONS code or a name; the home area of `kpi.toml` when left out.
    as_known_on : a day such as `2018-07-12`: the figures as they were known at its end, each from the
        edition that was the newest then. The newest editions at hand when left out.
    project : the council's folder; when left out the nearest with `kpi.toml`, here or above, so that a
        notebook in a council's folder reads that council's figures.

    Returns
    -------
    A `Pack`. Its frames: `figures()`, `changes()`, `comparisons()`, `revisions()`. Its pages: `overview`,
    `theme(id)`, `indicator(id)`, `benchmarks`, `reconciliation`, `quality`, `methods`.

    Raises
    ------
    DataError : no such quarter or day, no figures for it, or nothing known by then.
    CatalogueError : no such area, with the nearest name.
    SettingsError : there is no council's folder here or above.
    """
    named = None if project is None else find_project(Path(project))
    return load_pack(quarter, area, as_known_on=as_known_on, project=named)


def landing(quarter: str = "", area: str = "") -> LandingPage:
    """Load the landing page, which lists the executed editions; `quarter` and `area` are the latest's."""
    pack = load_pack(quarter, area)
    records = load_editions(find_project().editions, pack.area.area_code)
    rows = [(record.slug, record.title, record.first_page, len(record.pages)) for record in records]
    return LandingPage(pack, pd.DataFrame(rows, columns=["slug", "title", "first_page", "n_pages"]))


def indicators(words: str = "") -> pd.DataFrame:
    """Return the indicators whose titles, id or definition hold all of `words`, in catalogue order.

    Case and hyphens are ignored: "re-referrals" finds "Rereferrals".

    Returns
    -------
    Columns `id`, `title`, `theme`, `unit`, `polarity`, `definition`; all indicators when left out.
    """
    columns = ["id", "title", "theme", "unit", "polarity", "definition"]
    wanted = _plain(words).split()
    found = [
        {name: str(getattr(item, name)) for name in columns}
        for item in load_catalogue()
        if all(
            word in _plain(f"{item.id} {item.title} {item.plain_title} {item.definition}") for word in wanted
        )
    ]
    return pd.DataFrame(found, columns=columns)


def _plain(text: str) -> str:
    return straighten(text).lower().replace("-", "")
