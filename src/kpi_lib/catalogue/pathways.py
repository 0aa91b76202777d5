"""What must be true between figures: rules as data, from `pathways.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kpi_lib.catalogue.indicators import Catalogue, load_catalogue
from kpi_lib.catalogue.packaged import packaged_text, parse_entries
from kpi_lib.core.errors import CatalogueError, nearest, raise_all

RULES_FILE = "pathways.toml"


class Relation(StrEnum):
    """How the left side compares with the right side."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    EQUALS = "equals"


class Term(BaseModel):
    """One count of a side: of which indicator, which part, added or taken off, now or a period before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    part: Literal["numerator", "denominator"] = "numerator"
    sign: Literal[1, -1] = 1
    before: bool = False


class Bound(BaseModel):
    """How far the sides may be apart: a percentage of the right side or a count, whichever is more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    percent: Annotated[float, Field(ge=0, le=100)] = 0
    count: Annotated[float, Field(ge=0)] = 0
    reason: Annotated[str, Field(min_length=1)]


class Rule(BaseModel):
    """One thing that must be true of an area in a period; without a bound for a basis it is not judged.

    `first_year` is the first financial year in which it can be true: records began, or changed, in it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=1)]
    why: Annotated[str, Field(min_length=1)]
    left: Annotated[tuple[Term, ...], Field(min_length=1)]
    relation: Relation
    right: Annotated[tuple[Term, ...], Field(min_length=1)]
    quarter: Bound | None = None
    year: Bound | None = None
    first_year: Annotated[str, Field(alias="since", pattern=r"^(\d{4}-\d{2})?$")] = ""

    @property
    def bounds(self) -> Mapping[str, Bound]:
        """The bound of each basis in which the rule is judged."""
        both = {"quarter": self.quarter, "year": self.year}
        return {basis: bound for basis, bound in both.items() if bound is not None}

    @property
    def terms(self) -> tuple[Term, ...]:
        """All counts of both sides."""
        return (*self.left, *self.right)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators of both sides, each once, in order."""
        return tuple(dict.fromkeys(term.indicator for term in self.terms))


@lru_cache(maxsize=1)
def load_pathways() -> tuple[Rule, ...]:
    """Read the packaged rules; raises CatalogueError naming every fault at once."""
    return parse_pathways(packaged_text(RULES_FILE), load_catalogue())


def parse_pathways(text: str, catalogue: Catalogue) -> tuple[Rule, ...]:
    """Read rules from TOML text; raises CatalogueError naming every fault at once."""
    rules, faults = parse_entries(tomllib.loads(text).get("rule", []), Rule, RULES_FILE)
    raise_all([*faults, *_faults_across(rules, catalogue)])
    return tuple(rules)


def _faults_across(rules: list[Rule], catalogue: Catalogue) -> list[CatalogueError]:
    ids = [rule.id for rule in rules]
    faults = [
        CatalogueError(
            "A rule is there twice", where=RULES_FILE, got=f"'{name}'", expected="one entry per id"
        )
        for name in sorted({name for name in ids if ids.count(name) > 1})
    ]
    faults += [
        CatalogueError(
            "Unknown indicator",
            where=f"{RULES_FILE}, {rule.id}",
            got=f"'{name}'",
            expected="an id of the catalogue",
            hint=nearest(name, catalogue.indicators),
        )
        for rule in rules
        for name in rule.indicators
        if name not in catalogue
    ]
    return faults
