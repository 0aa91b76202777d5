"""What all names of one indicator say together: what a name of it must say, and what it may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.catalogue.names.name_meaning import STATE, Meaning, meaning_of
from kpi_lib.catalogue.names.plain_names import plain_name

Part = Literal["value", "numerator", "denominator"]
"""What of an indicator a name may be of."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What all names of one indicator, or of one part of it, say together."""

    indicator: Indicator
    part: Part
    names: Mapping[str, Meaning]
    codes: frozenset[str]
    own_codes: frozenset[str]

    @property
    def needed(self) -> frozenset[str]:
        """What every one of its names says; a stock need not be said to be one."""
        said = (item.things | item.moments for item in self.names.values())
        return frozenset.intersection(*said) - {STATE}

    @property
    def allowed(self) -> frozenset[str]:
        """What any of its names says; a stock may always be said to be one."""
        said = frozenset[str]().union(*(item.things | item.moments for item in self.names.values()))
        return said | {STATE} if self.indicator.kind is Kind.STOCK else said - {STATE}

    def may_be_bare(self, things: frozenset[str]) -> bool:
        """Say whether a name that states no unit says as much as one of its own that states none.

        "Care leavers in EET" is the share; "Adoptions" may be a count of them.
        """
        bare = (item for item in self.names.values() if not item.marks)
        return any(item.things | item.moments <= things | {STATE} for item in bare)

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in its names."""
        return frozenset[str]().union(*(item.numbers for item in self.names.values()))


def known_names(indicator: Indicator, part: Part, names: Iterable[str]) -> KnownNames:
    """Return what some names of an indicator, or of a part of it, say together."""
    own = frozenset(map(plain_name, indicator.codes))
    also = frozenset(map(plain_name, indicator.search_words))
    return KnownNames(indicator, part, {name: meaning_of(name) for name in names}, own | also, own)
