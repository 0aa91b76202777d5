"""The indicators: what each measures, in which unit, and which way is better.

Source of the definitions: DfE's statistics named in each entry of `indicators.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi_lib.catalogue.packaged import find_entry, packaged_text, parse_entries
from kpi_lib.core.errors import CatalogueError, nearest, raise_all

INDICATORS_FILE = "indicators.toml"
PER_HUNDRED, PER_TEN_THOUSAND = 100, 10_000


class Unit(StrEnum):
    """What a value is counted in."""

    PERCENT = "percent"
    PER_10000 = "per_10000"
    COUNT = "count"
    CASES = "cases"
    WEEKS = "weeks"
    DAYS = "days"
    POUNDS = "pounds"
    MILLION_POUNDS = "million_pounds"


class Polarity(StrEnum):
    """Which way is better; demand measures are neutral."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"


class Kind(StrEnum):
    """A flow adds up over quarters; a stock is counted on one day and does not."""

    FLOW = "flow"
    STOCK = "stock"


class Measure(StrEnum):
    """The statistic, which decides the interval: a share of counted events, a rate of events
    per population, an average, a plain count or an amount."""

    PROPORTION = "proportion"
    RATE = "rate"
    MEAN = "mean"
    COUNT = "count"
    AMOUNT = "amount"


class Theme(BaseModel):
    """One part of the report; `id` is its page's name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    title: str
    question: str


class Indicator(BaseModel):
    """One defined measure.

    `multiplier` is 100 for a percentage and 10,000 for a rate: the value is numerator over
    denominator times multiplier. `is_local` means a local definition with no national comparator.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    theme: str
    title: str
    plain_title: str
    definition: str
    numerator: str
    denominator: str = ""
    unit: Unit
    measure: Measure
    multiplier: Annotated[int, Field(gt=0)] = 1
    decimals: Annotated[int, Field(ge=0, le=4)] = 1
    polarity: Polarity
    kind: Kind
    frequency: Annotated[str, Field(pattern=r"^(quarter|year)$")] = "quarter"
    target: float | None = None
    target_source: str = ""
    dfe_source: str = ""
    is_local: bool = False
    is_headline: bool = False
    notes: str = ""
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    search_words: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Indicator:
        expected = {Unit.PERCENT: PER_HUNDRED, Unit.PER_10000: PER_TEN_THOUSAND}.get(self.unit)
        if expected and self.multiplier != expected:
            raise ValueError(f"unit {self.unit} needs multiplier {expected}, not {self.multiplier}")
        if self.measure in (Measure.PROPORTION, Measure.RATE) and not self.denominator:
            raise ValueError("a proportion or rate needs a denominator")
        if self.target is not None and not self.target_source:
            raise ValueError("a target needs target_source: who set it, and where")
        if not self.is_local and not self.dfe_source:
            raise ValueError("an indicator with a national comparator needs dfe_source")
        return self

    @property
    def slug(self) -> str:
        """The indicator's page name: its id with hyphens."""
        return self.id.replace("_", "-")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All indicators and themes, in the order in which pages list them.

    Two catalogues are equal only where they are one, so that what is made from one can be kept.
    """

    themes: tuple[Theme, ...]
    indicators: Mapping[str, Indicator]
    retired_ids: frozenset[str] = frozenset()

    def __getitem__(self, indicator_id: str) -> Indicator:
        if indicator_id in self.indicators:
            return self.indicators[indicator_id]
        raise CatalogueError(
            "Unknown indicator",
            got=f"'{indicator_id}'",
            expected=f"one of the catalogue's {len(self.indicators)} ids",
            hint=nearest(indicator_id, self.indicators) or "see the codebook in README.md",
        )

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def __len__(self) -> int:
        return len(self.indicators)

    def __contains__(self, indicator_id: object) -> bool:
        return indicator_id in self.indicators

    def by_id(self, field: str) -> dict[str, Any]:
        """Return one field of every indicator: `frame["indicator_id"].map(catalogue.by_id("unit"))`."""
        return {indicator.id: getattr(indicator, field) for indicator in self}

    def theme(self, theme_id: str) -> Theme:
        """Return one theme; raises CatalogueError with the nearest name."""
        return find_entry({theme.id: theme for theme in self.themes}, theme_id, "Unknown theme")

    def in_theme(self, theme_id: str) -> tuple[Indicator, ...]:
        """Return the indicators of one theme, in catalogue order."""
        wanted = self.theme(theme_id).id
        return tuple(indicator for indicator in self if indicator.theme == wanted)


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """Read the packaged `indicators.toml`; raises CatalogueError naming every fault at once."""
    return parse_catalogue(packaged_text(INDICATORS_FILE))


def parse_catalogue(text: str) -> Catalogue:
    """Read a catalogue from TOML text; raises CatalogueError naming every fault at once."""
    raw = tomllib.loads(text)
    hint = "docs/adding-an-indicator.md lists every field"
    themes, faults = parse_entries(raw.get("theme", []), Theme, INDICATORS_FILE, hint=hint)
    indicators, more = parse_entries(raw.get("indicator", []), Indicator, INDICATORS_FILE, hint=hint)
    retired = frozenset(raw.get("retired_ids", []))
    raise_all([*faults, *more, *_faults_across(indicators, {theme.id for theme in themes}, retired)])
    return Catalogue(tuple(themes), {indicator.id: indicator for indicator in indicators}, retired)


def _faults_across(
    indicators: list[Indicator], themes: set[str], retired: frozenset[str]
) -> list[CatalogueError]:
    faults, seen = [], set()
    for indicator in indicators:
        where = f"{INDICATORS_FILE}, {indicator.id}"
        if indicator.theme not in themes:
            faults.append(
                CatalogueError(
                    "Unknown theme",
                    where=where,
                    got=f"'{indicator.theme}'",
                    expected=", ".join(sorted(themes)),
                    hint=nearest(indicator.theme, themes),
                )
            )
        if indicator.id in seen:
            faults.append(
                CatalogueError(
                    "Indicator id is there twice",
                    where=where,
                    expected="one entry per id",
                    hint="rename or remove one of them",
                )
            )
        if indicator.id in retired:
            faults.append(
                CatalogueError(
                    "Indicator id was retired",
                    where=where,
                    expected="an id never used before",
                    hint="choose a new id; old editions still use this one",
                )
            )
        seen.add(indicator.id)
    return faults
