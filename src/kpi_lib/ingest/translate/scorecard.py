"""The scorecard: each cell under a period states one figure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.apostrophes import straighten
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.issues import NOTE, STOP, Issue, issues_of_each
from kpi_lib.ingest.layouts.scorecard import AREA, INDICATOR, PART, period_of
from kpi_lib.ingest.reading import Reading, Table
from kpi_lib.ingest.tokens import STATUSES
from kpi_lib.ingest.translate.figures import (
    FIGURES,
    Surroundings,
    Translation,
    add_period_columns,
    areas_then,
    find_area,
    issues_of_words,
    map_distinct,
)

PARTS = ("value", "numerator", "denominator")
_STATUS_WORDS = np.array([status.value for status in STATUSES], dtype=object)


def translate(reading: Reading, around: Surroundings) -> Translation:
    """Return the figures of a scorecard; a heading between rows is noted, an unknown indicator stops."""
    (table,) = reading.tables
    words = _parsed_words(table, reading, around)
    silent = table.meanings.is_blank[table.codes[:, table.is_value]].all(axis=1)
    heading = words["indicator_id"].isna().to_numpy() & silent
    good = words[["indicator_id", "area_code", "part"]].notna().all(axis=1).to_numpy() & ~heading
    cells = _cells_of_figures(table, words, good)
    then = areas_then(around.areas, cells["area_code"], cells["place"], cells["when"].tolist())
    cells = cells.assign(area_code=then)
    figures = _joined_parts(cells)
    issues = _issues(table, reading, words, heading, around)
    periods = int(table.is_value.sum())
    stated = int((~heading).sum()) * periods
    inside = len(cells) - len(figures)
    return Translation(figures, issues, stated - inside, stated - len(cells))


def _parsed_words(table: Table, reading: Reading, around: Surroundings) -> pd.DataFrame:
    titles = _indicator_titles(around.catalogue)
    named = table.find(*INDICATOR)
    names = table.texts(named if named is not None else 0)
    area, part = table.find(*AREA), table.find(*PART)
    listed = pd.Series(reading.area, index=names.index, dtype="str")
    places = listed if area is None else table.texts(area).replace("", reading.area)
    parts = pd.Series("value", index=names.index) if part is None else table.texts(part).str.lower()
    return pd.DataFrame(
        {
            "indicator_id": map_distinct(names, lambda text: titles.get(_plain(text))),
            "area_code": map_distinct(places, lambda text: find_area(around.areas, text)),
            "place": places,
            "part": parts.replace("", "value").where(parts.replace("", "value").isin(PARTS)),
            "provenance": reading.provenance or Provenance.LOCAL.value,
        }
    )


def _indicator_titles(catalogue: Catalogue) -> dict[str, str]:
    spellings = [
        (item, text) for item in catalogue for text in (item.plain_title, item.title, item.slug, item.id)
    ]
    return {_plain(text): item.id for item, text in spellings}


def _plain(text: str) -> str:
    return " ".join(straighten(text).replace("_", " ").replace("-", " ").split()).casefold()


def _cells_of_figures(table: Table, words: pd.DataFrame, good: np.ndarray) -> pd.DataFrame:
    """Return one row per figure cell of the good rows."""
    parts = []
    for place in np.flatnonzero(table.is_value):
        codes = table.codes[good, place]
        parts.append(
            words[good].assign(
                when=pd.Series(
                    [period_of(table.headers[place])] * len(codes), words.index[good], dtype=object
                ),
                number=table.meanings.numbers[codes],
                status=_STATUS_WORDS[table.meanings.statuses[codes]],
                token=table.meanings.tokens.take(codes),
                row=table.rows[good],
                column=table.columns[place],
                note="",
            )
        )
    return pd.concat(parts, ignore_index=True)


def _joined_parts(cells: pd.DataFrame) -> pd.DataFrame:
    """Return one row per figure: the parts of one indicator, area and period side by side."""
    key = ["indicator_id", "area_code", "when"]
    again = cells.groupby([*key, "part"]).cumcount()
    ordered = cells.assign(
        again=again, order=cells["part"].map({name: place for place, name in enumerate(PARTS)})
    ).sort_values(["order", "row", "column"], kind="stable")
    wide = ordered.pivot(index=[*key, "again"], columns="part", values="number").reindex(columns=list(PARTS))
    first = ordered.drop_duplicates([*key, "again"]).set_index([*key, "again"])
    joined = first.drop(columns=["number", "part", "order"]).join(wide).reset_index()
    joined = joined.sort_values(["row", "column"], kind="stable", ignore_index=True)
    text = ("indicator_id", "area_code", "provenance", "status", "token", "note")
    figures = add_period_columns(joined, joined["when"]).astype(dict.fromkeys(text, "str"))
    return figures.astype({"row": "int32", "column": "int32"})[list(FIGURES)]


def _issues(
    table: Table, reading: Reading, words: pd.DataFrame, heading: np.ndarray, around: Surroundings
) -> tuple[Issue, ...]:
    named = table.find(*INDICATOR) or 0
    titles = [text for item in around.catalogue for text in (item.id, item.title)]
    unknown = words["indicator_id"].isna().to_numpy() & ~heading
    found = issues_of_words(table, reading, named, unknown, "unknown-indicator", "Unknown indicator", titles)
    place, part = table.find(*AREA), table.find(*PART)
    lost = words["area_code"].isna().to_numpy() & ~heading
    if place is not None:
        names = [area.name for area in around.areas]
        found += issues_of_words(table, reading, place, lost, "unknown-area", "Unknown area", names)
    elif lost.any():
        got = f"'{reading.area}'" if reading.area else "no area"
        found.append(
            Issue(STOP, "unknown-area", "The area of the scorecard is not known", reading.file, got=got,
                  expected="a column area, or the area in manifest.toml",
                  hint=f"kpi add {reading.file} --area CODE, with the area's ONS code")
        )  # fmt: skip
    if part is not None:
        odd = words["part"].isna().to_numpy() & ~heading
        header = table.headers[part].strip()
        found += issues_of_each(
            table.rows[odd].tolist(),
            lambda row: Issue(STOP, "unknown-part", "A row is neither value, numerator nor denominator",
                              reading.file, row, header, expected=", ".join(PARTS)),
        )  # fmt: skip
    rows = table.rows[heading]
    if len(rows):
        found.append(
            Issue(NOTE, "heading-row", f"{len(rows)} rows hold no figure", reading.file, int(rows[0]))
        )
    return tuple(found)
