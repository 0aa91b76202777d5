"""Joins the packaged national figures to those of a council's own folder; no raw file is needed for them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from kpi_lib.catalogue.national import NationalSource, load_national_figures, load_national_sources
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.checks import KEY
from kpi_lib.ingest.clean import join_observations
from kpi_lib.ingest.manifest import ManifestEntry

LONG, NATIONAL = "long", "national"
"""The layout that an entry of a packaged source has, and the word by which the list of files knows it."""
NATIONAL_FOLDER = "national/"
"""How the `source` of a packaged figure begins; the rest is its source's id."""


def with_national_figures(observations: pd.DataFrame, areas: Collection[str] | None = None) -> pd.DataFrame:
    """Return the figures of a raw folder, and after them the packaged ones.

    What a published raw file states in the same edition is left out of the packaged ones: the council's file
    leads. All other editions stay, so that the newest leads and any past day has its own.

    Parameters
    ----------
    observations : the cleaned figures of the raw folder.
    areas : ONS codes; every authority, region and England when left out.
    """
    packaged = load_national_figures(areas)
    published = observations.loc[observations["provenance"].eq(Provenance.PUBLISHED.value), KEY]
    is_stated = pd.MultiIndex.from_frame(packaged[KEY]).isin(pd.MultiIndex.from_frame(published))
    kept = packaged.loc[~is_stated]
    named = kept.assign(source=(NATIONAL_FOLDER + kept["source"]).astype("str"))
    return join_observations([observations, named])


def is_national_figure(observations: pd.DataFrame) -> pd.Series:
    """Say of each figure whether it comes with the package."""
    return observations["source"].astype("str").str.startswith(NATIONAL_FOLDER)


def is_packaged_alone(sources: str) -> bool:
    """Say whether all of several sources, divided by semicolons, are packaged ones.

    >>> is_packaged_alone("national/a/b; national/a/c"), is_packaged_alone("national/a/b; own.csv")
    (True, False)
    """
    return all(source.strip().startswith(NATIONAL_FOLDER) for source in sources.split(";"))


def entries_of(observations: pd.DataFrame) -> list[ManifestEntry]:
    """Return what a manifest would say of the sources of the packaged figures that are among these."""
    stated = set(observations.loc[is_national_figure(observations), "source"].unique())
    entries = [_entry(source) for source in load_national_sources().values()]
    return [entry for entry in entries if entry.path in stated]


def _entry(source: NationalSource) -> ManifestEntry:
    noted = f"{source.file}, carried over into the package"
    return ManifestEntry(
        path=NATIONAL_FOLDER + source.id,
        layout=LONG,
        publisher=source.publisher,
        title=source.title,
        edition=source.edition,
        published=source.published,
        licence=source.licence,
        sha256=source.sha256,
        note="; ".join(filter(None, (noted, source.note))),
    )
