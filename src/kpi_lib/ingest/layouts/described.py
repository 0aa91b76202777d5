"""Flat layouts that a description in `catalogue/data/layouts/` knows by their header."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np

from kpi_lib.catalogue.datasets import DataSet, find_dataset, match_dataset
from kpi_lib.catalogue.layouts import LayoutDescription, Shape, load_layouts
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.editions import newest_year, template_of
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.layouts import lait, wide
from kpi_lib.ingest.layouts.figures import Lookups, Translation
from kpi_lib.ingest.layouts.layout import (
    SYMBOL_LENGTH,
    Layout,
    Source,
    head_names,
    issues_of_edition,
    need_rows,
    read_rectangle,
)
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import Meanings, parse_tokens
from kpi_lib.ingest.table import KEY, VALUE

MOSTLY = 0.5
TIMES = {"year", "years", "time", "date", "datecode"}
_FIGURES: Mapping[str, Callable[[Reading, Lookups], Translation]] = {
    "sfr_wide": wide.translate, "lait_long": lait.translate,
}  # fmt: skip
"""The described layouts that give figures of indicators; others give cells only."""


def find_header(grid: Grid, description: LayoutDescription) -> int | None:
    """Return the row near the top, from 0, that is this layout's header, or None."""
    rows = enumerate(head_names(grid))
    return next((place for place, names in rows if description.knows_header(names)), None)


def read(grid: Grid, source: Source, description: LayoutDescription) -> Reading:
    """Return the reading of a flat file; empty rows are left out, rows above the header are notes.

    Raises
    ------
    ReadError : no row is this layout's header, or nothing is under it.
    """
    header = find_header(grid, description)
    if header is None:
        raise ReadError(
            "The header of this layout is not found",
            where=source.name,
            expected="a row with " + ", ".join(f"'{name}'" for name in description.columns),
            hint=f"catalogue/data/layouts/{description.id}.toml describes it",
        )
    body = need_rows(grid, header, source, with_text=True)
    headers = grid.row(header)
    dataset = _dataset(headers, source, description)
    edition = source.edition or newest_year(_times(grid, headers, header, body))
    symbols = select_symbols(description.symbols, edition)
    meanings = parse_tokens(grid.tokens, symbols, dataset.forms if dataset else ())
    roles = _roles(grid, headers, body, description, meanings)
    return read_rectangle(
        grid, header, body, roles, meanings, source, description.id,
        dataset=dataset.id if dataset else "",
        edition=edition,
        issues=issues_of_edition(source, edition) if VALUE in roles else (),
    )  # fmt: skip


def _dataset(headers: list[str], source: Source, description: LayoutDescription) -> DataSet | None:
    if source.dataset:
        return find_dataset(source.dataset)
    return match_dataset([*headers, *(template_of(header)[0] for header in headers)], description.id)


def _times(grid: Grid, headers: list[str], header: int, body: np.ndarray) -> Iterable[str]:
    """Yield the texts in which a file says its time: titles, headers, and columns named for time."""
    yield from headers
    yield from grid.lines(range(header))
    for place, name in enumerate(headers):
        if TIMES & set(name.casefold().replace("_", " ").split()):
            yield from (str(token) for token in grid.tokens.take(np.unique(grid.codes[body, place])))


def _roles(
    grid: Grid, headers: list[str], body: np.ndarray, description: LayoutDescription, meanings: Meanings
) -> list[str]:
    return [
        VALUE if description.is_figure(name) and not _is_prose(grid.codes[body, place], meanings) else KEY
        for place, name in enumerate(headers)
    ]


def _is_prose(codes: np.ndarray, meanings: Meanings) -> bool:
    """Say whether a column holds words: few figures, and texts too long for symbols."""
    distinct = np.unique(codes)
    stated = distinct[~meanings.is_blank[distinct]]
    others = stated[~meanings.is_known[stated]]
    # "x", ".." and a few figures are symbols; "See note 3 on methods" in most cells makes a column of words
    if not len(stated) or len(others) <= MOSTLY * len(stated):
        return False
    lengths = meanings.tokens.take(others).str.strip().str.len()
    return bool((lengths > SYMBOL_LENGTH).mean() > MOSTLY)


def _layout(description: LayoutDescription) -> Layout:
    return Layout(
        description.id,
        lambda grid, source: find_header(grid, description) is not None,
        partial(read, description=description),
        _FIGURES.get(description.id),
    )


LAYOUTS = tuple(
    _layout(description) for description in load_layouts().values() if description.shape is Shape.FLAT
)
