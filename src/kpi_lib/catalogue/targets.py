"""A council's own targets, from `kpi.toml`, laid over the catalogue's indicators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kpi_lib.catalogue.indicators import Catalogue, Measure
from kpi_lib.core.errors import SettingsError, raise_all

LARGEST_SHARE = 100.0


class Target(BaseModel):
    """The value an indicator is meant to reach, in its own unit, and who set it where."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    value: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    source: Annotated[str, Field(min_length=1)]


def with_targets(catalogue: Catalogue, targets: Iterable[Target]) -> Catalogue:
    """Return the catalogue with these targets in the place of its own.

    Raises
    ------
    CatalogueError : an indicator that does not exist, with the nearest.
    SettingsError : two targets for one indicator, or a share over 100 %; all such faults together.
    """
    changed = dict(catalogue.indicators)
    faults: list[SettingsError] = []
    seen: set[str] = set()
    for target in targets:
        indicator = catalogue[target.indicator]
        if indicator.id in seen:
            faults.append(_fault(target, "is there twice", "one target for each indicator"))
        if indicator.measure is Measure.PROPORTION and target.value > LARGEST_SHARE:
            faults.append(_fault(target, "is over 100%", "a percentage from 0 to 100"))
        seen.add(indicator.id)
        update = {"target": target.value, "target_source": target.source}
        changed[indicator.id] = indicator.model_copy(update=update)
    raise_all(faults)
    return Catalogue(catalogue.themes, changed, catalogue.retired_ids)


def _fault(target: Target, what: str, expected: str) -> SettingsError:
    return SettingsError(
        f"The target for '{target.indicator}' {what}",
        where="kpi.toml, [[target]]",
        got=f"{target.value:g}",
        expected=expected,
        hint="see docs/settings.md",
    )
