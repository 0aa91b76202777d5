"""The words of the carry-over: which areas are wanted, and how one published figure becomes one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Kind, load_catalogue
from kpi_lib.catalogue.neighbours import load_neighbours
from kpi_lib.catalogue.settings import Settings
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.status import Provenance, Status

COLUMNS = ("indicator_id", "area_code", "period", "numerator", "denominator", "value", "provenance", "note")
FIRST_YEAR, LAST_YEAR = 2013, 2018
YEAR_END, WORKFORCE_CENSUS = "03-31", "09-30"

Row = dict[str, str]

# The Government Statistical Service's symbol for each status: what the pack's own files use.
PACK_SYMBOL = {
    Status.SUPPRESSED: "c",
    Status.NOT_AVAILABLE: "x",
    Status.NOT_APPLICABLE: "z",
    Status.LOW_RELIABILITY: "u",
    Status.ROUNDS_TO_ZERO: "k",
}


@dataclass(frozen=True)
class Spec:
    """Where a release keeps one indicator: the columns of its value and of its counts (added up)."""

    indicator_id: str
    value: str = ""
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Release:
    """One release of a source: what the manifest says of it, and its rows.

    `rows` may stand for a figure today; `earlier` hold what the release said of figures that a later one
    states as well. `published` is the day of the release, where a source for it was found.
    """

    file: str
    title: str
    edition: str
    rows: tuple[Row, ...]
    note: str = ""
    published: str = ""
    earlier: tuple[Row, ...] = ()


@lru_cache(maxsize=1)
def wanted_areas() -> tuple[str, ...]:
    """Return the codes wanted: home area, neighbours in all models, their predecessors, region, England."""
    areas, home = load_areas(), Settings().home_area
    lists = load_neighbours()
    near = lists.loc[lists["area_code"].eq(home), ["neighbour_code", "neighbour_number"]]
    numbers = set(near["neighbour_number"])
    before = {area.area_code for area in areas if numbers & set(area.successors)}
    return tuple(sorted({home, *near["neighbour_code"], *before, areas[home].region_code, ENGLAND}))


def label(indicator_id: str, year: int, day: str = YEAR_END) -> str:
    """Return the period of a figure of the financial year that ends in `year`: its days for a stock."""
    if load_catalogue()[indicator_id].kind is Kind.FLOW:
        return f"{year - 1}-{year % 100:02d}"
    return f"{year if day == YEAR_END else year - 1}-{day}"


def rows_of(
    records: pd.DataFrame,
    specs: Sequence[Spec],
    year: int,
    *,
    symbols: Mapping[str, Status],
    day: str = YEAR_END,
    areas: Sequence[str] | None = None,
) -> list[Row]:
    """Return one row per area and spec; `records` has text columns and is indexed by area code.

    `areas` are the codes wanted; those of `wanted_areas` when left out.
    """
    near = wanted_areas() if areas is None else areas
    found, by_area = [], _by_area(records, specs, near)
    for spec in specs:
        for area_code in near:
            if area_code not in by_area:
                continue
            record = by_area[area_code]
            tokens = [_total(record, names) for names in (spec.numerator, spec.denominator)]
            tokens.append(str(record[spec.value]) if spec.value else "")
            figures = [plain_figure(token, symbols) for token in tokens]
            if not any(figures):
                continue
            notes = [spec.note, *_changed(tokens, figures)]
            found.append(
                {
                    "indicator_id": spec.indicator_id,
                    "area_code": area_code,
                    "period": label(spec.indicator_id, year, day),
                    **dict(zip(("numerator", "denominator", "value"), figures, strict=True)),
                    "provenance": Provenance.PUBLISHED.value,
                    "note": "; ".join(filter(None, notes)),
                }
            )
    return found


def _by_area(records: pd.DataFrame, specs: Sequence[Spec], areas: Sequence[str]) -> dict[str, Row]:
    """Return the columns that the specs name, of the areas; an area's first record stands for it."""
    named = (name for spec in specs for name in (*spec.numerator, *spec.denominator, spec.value) if name)
    near = records.loc[records.index.isin(areas), list(dict.fromkeys(named))]
    kept: dict[str, Row] = near.loc[~near.index.duplicated()].to_dict("index")
    return kept


def plain_figure(token: str, symbols: Mapping[str, Status]) -> str:
    """Return a number without separators or float dust, or the pack's symbol for what the token means."""
    number = as_number(token)
    if number is not None:
        return f"{float(number):.12g}"
    if not token.strip():
        return ""
    return PACK_SYMBOL[symbols[token.strip()]]


def as_number(token: str) -> Decimal | None:
    """Return the number that a token spells, or None."""
    try:
        number = Decimal(token.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def symbols_of(family: str, edition: str) -> Mapping[str, Status]:
    """Return what symbols mean in one edition, from the catalogue."""
    return select_symbols(family, edition)


def is_number(text: str) -> bool:
    """Say whether a figure of a row is a number rather than a symbol or nothing."""
    return as_number(text) is not None


def _total(record: Mapping[str, str] | pd.Series, names: tuple[str, ...]) -> str:
    tokens = [str(record[name]) for name in names]
    numbers = [as_number(token) for token in tokens]
    missing = [token for token, number in zip(tokens, numbers, strict=True) if number is None]
    if missing or not tokens:
        return next(iter(missing), "")
    return str(sum(number for number in numbers if number is not None))


def _changed(tokens: Sequence[str], figures: Sequence[str]) -> list[str]:
    symbols = {
        token.strip() for token, figure in zip(tokens, figures, strict=True) if token.strip() != figure
    }
    return [f"'{symbol}' in the source" for symbol in sorted(symbols) if as_number(symbol) is None and symbol]
