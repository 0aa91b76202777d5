"""A council's own targets, from `kpi.toml`, laid over the catalogue's indicators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, ValidationInfo, field_validator

from kpi_lib.catalogue.indicators import Catalogue, Measure, load_catalogue
from kpi_lib.catalogue.toml_files import Entries, Words, not_valid
from kpi_lib.core.errors import nearest

LARGEST_SHARE = 100.0


def _is_indicator(text: str) -> str:
    known = load_catalogue().indicators
    if text not in known:
        raise not_valid(
            "the id of an indicator", lambda: nearest(text, known) or "see the codebook in README.md"
        )
    return text


class Target(BaseModel):
    """The value an indicator is meant to reach, in its own unit, and who set it where."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: Annotated[Words, AfterValidator(_is_indicator)]
    value: Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)]
    source: Words

    @field_validator("value")
    @classmethod
    def _is_possible(cls, value: float, info: ValidationInfo) -> float:
        indicator = load_catalogue().indicators.get(info.data.get("indicator", ""))
        if indicator and indicator.measure is Measure.PROPORTION and value > LARGEST_SHARE:
            raise not_valid("a percentage from 0 to 100")
        return value


TARGETS = Entries("target", Target, "indicator")


def with_targets(catalogue: Catalogue, targets: Iterable[Target]) -> Catalogue:
    """Return the catalogue with these targets in the place of its own.

    Raises
    ------
    CatalogueError : an indicator that does not exist, with the nearest.
    """
    changed = dict(catalogue.indicators)
    for target in targets:
        indicator = catalogue[target.indicator]
        update = {"target": target.value, "target_source": target.source}
        changed[indicator.id] = indicator.model_copy(update=update)
    return Catalogue(catalogue.themes, changed, catalogue.retired_ids)
