"""What the Director's brief names as needing a decision, or as uncertain: rules as data."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi_lib.catalogue.packaged import packaged_text, parse_entries
from kpi_lib.core.errors import CatalogueError, raise_all

RULES_FILE = "brief_rules.toml"

FRAGILE_BELOW = 0.9
"""Share of ways to make a comparison that must agree before its verdict is sound, as `fragile` says."""


class Part(StrEnum):
    """The part of the brief that a rule feeds."""

    DECISION = "decision"
    UNCERTAIN = "uncertain"


class BriefRule(BaseModel):
    """One rule: its title, the rule in words, and what a reader is asked to decide."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    section: Part
    title: Annotated[str, Field(min_length=1)]
    states: Annotated[str, Field(min_length=1)]
    asks: str = ""

    @model_validator(mode="after")
    def _asks_where_it_must(self) -> BriefRule:
        if (self.section is Part.DECISION) != bool(self.asks):
            raise ValueError("a decision rule says what it asks, the others ask nothing")
        return self


@lru_cache(maxsize=1)
def load_brief_rules() -> tuple[BriefRule, ...]:
    """Return the packaged rules in the order in which the brief names them."""
    return parse_brief_rules(packaged_text(RULES_FILE))


def parse_brief_rules(text: str) -> tuple[BriefRule, ...]:
    """Read rules from TOML; raises CatalogueError naming every fault at once."""
    rules, faults = parse_entries(tomllib.loads(text).get("rule", []), BriefRule, RULES_FILE)
    ids = [rule.id for rule in rules]
    if len(set(ids)) < len(ids):
        what = "Two rules of the brief share an id"
        faults.append(CatalogueError(what, where=RULES_FILE, got=", ".join(ids)))
    raise_all(faults)
    return tuple(rules)
