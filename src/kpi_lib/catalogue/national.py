"""The national figures: what DfE has published of every authority, region and England, in the package itself.

Facts under the Open Government Licence v3.0, carried over by `scripts/carry_over_national.py`: for each
figure the release that states it, the day from which it was known, and where it stands in DfE's file. No
figure of England or a region is made by adding up authorities; a missing one is a status.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, StringIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.contracts import OBSERVATIONS
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.packaged import DATA, packaged_text
from kpi_lib.core.periods import parse_period
from kpi_lib.core.status import Provenance

FOLDER = "national"
FIGURES_FILE, SOURCES_FILE = "figures.parquet", "sources.csv"
FIGURES_SCHEMA = pa.schema(
    [
        *((name, pa.dictionary(pa.int32(), pa.string())) for name in ("indicator_id", "area_code", "period")),
        *((name, pa.float64()) for name in ("numerator", "denominator", "value")),
        *((name, pa.dictionary(pa.int32(), pa.string())) for name in ("status", "token", "source")),
        *((name, pa.int32()) for name in ("row", "column")),
        ("note", pa.dictionary(pa.int32(), pa.string())),
    ]
)
"""The columns of the packaged file; the others of `observations` follow from `period` and `source`."""
_TEXTS = tuple(
    name for name in FIGURES_SCHEMA.names if pa.types.is_dictionary(FIGURES_SCHEMA.field(name).type)
)


@dataclass(frozen=True, slots=True)
class NationalSource:
    """One file of DfE's that figures were carried over from, as a manifest would list it.

    `id` stands in the figures' `source`; `file` is DfE's name of the file and `sha256` its fingerprint.
    `published` is the day of the release where a source gives it; `known_from` the day from which its figures
    count as known: that day, or what its edition says.
    """

    id: str
    publisher: str
    title: str
    edition: str
    published: str
    known_from: str
    licence: str
    file: str
    sha256: str
    note: str = ""


@lru_cache(maxsize=1)
def load_national_sources() -> Mapping[str, NationalSource]:
    """Read the packaged table of sources, by id, in the order of their releases."""
    rows = pd.read_csv(
        StringIO(packaged_text(f"{FOLDER}/{SOURCES_FILE}")), dtype=str, keep_default_na=False
    ).to_dict("records")
    sources = [NationalSource(**{str(name): str(value) for name, value in row.items()}) for row in rows]
    return {source.id: source for source in sources}


def load_national_figures(
    areas: Collection[str] | None = None, indicators: Collection[str] | None = None
) -> pd.DataFrame:
    """Return what DfE has published, every edition of it: one row per figure and source.

    Parameters
    ----------
    areas : ONS codes, former ones included; all authorities, regions and England when left out.
    indicators : indicator ids; all when left out.

    Returns
    -------
    A new frame of `observations` (docs/architecture.md) with `provenance` published: values in the
    indicators' units, `status` and `token` of those that are missing, `source` a key of
    `load_national_sources`, `row` and `column` where the figure stands in that file, counted from 1.

    Raises
    ------
    CatalogueError : no such area or indicator, with the nearest.

    >>> load_national_figures(["E10000034"], ["referral_rate"])["period"].max()
    '2024-25'
    """
    table = _load_table()
    if areas is not None:
        codes = sorted({load_areas().find(code=code).area_code for code in areas})
        table = table.filter(pc.is_in(table["area_code"], pa.array(codes, pa.string())))
    if indicators is not None:
        ids = sorted({load_catalogue()[indicator].id for indicator in indicators})
        table = table.filter(pc.is_in(table["indicator_id"], pa.array(ids, pa.string())))
    return _as_observations(table)


@lru_cache(maxsize=1)
def _load_table() -> pa.Table:
    return pq.read_table(BytesIO((DATA / FOLDER / FIGURES_FILE).read_bytes()))


def _as_observations(table: pa.Table) -> pd.DataFrame:
    """Return the rows with all columns of the contract, and its types."""
    figures = table.to_pandas()
    periods = _looked_up(figures["period"], _period_columns())
    sources = _looked_up(figures["source"], _source_columns())
    plain = figures.astype(dict.fromkeys(_TEXTS, "str"))
    whole = pd.concat([plain, periods, sources], axis=1).assign(provenance=Provenance.PUBLISHED.value)
    return whole[list(OBSERVATIONS)].astype({"provenance": "str"})


def _looked_up(keys: pd.Series, columns: pd.DataFrame) -> pd.DataFrame:
    """Return the row of `columns` for each key, under the index of the keys."""
    places = columns.index.get_indexer(keys.cat.categories)[keys.cat.codes.to_numpy()]
    return columns.take(np.asarray(places)).set_axis(keys.index)


@lru_cache(maxsize=1)
def _period_columns() -> pd.DataFrame:
    labels = pc.unique(_load_table()["period"].combine_chunks().dictionary).to_pylist()
    periods = [parse_period(label) for label in labels]
    days = {"period_start": [p.start for p in periods], "period_end": [p.end for p in periods]}
    texts = {"frequency": [p.frequency.value for p in periods], "year": [p.year for p in periods]}
    dates = {name: pd.to_datetime(pd.Series(rows)).astype("datetime64[us]") for name, rows in days.items()}
    frame = pd.DataFrame({**{name: pd.Series(rows, dtype="str") for name, rows in texts.items()}, **dates})
    return frame.set_axis(labels)


@lru_cache(maxsize=1)
def _source_columns() -> pd.DataFrame:
    sources = load_national_sources()
    known = pd.to_datetime(pd.Series([source.known_from for source in sources.values()]))
    edition = pd.Series([source.edition for source in sources.values()], dtype="str")
    return pd.DataFrame({"edition": edition, "published": known.astype("datetime64[us]")}).set_axis(
        list(sources)
    )
