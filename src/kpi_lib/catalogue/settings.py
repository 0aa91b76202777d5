"""The council's own settings, `kpi.toml`: who it is and how it wants to be compared."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, ValidationInfo

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.neighbours import known_models
from kpi_lib.catalogue.targets import TARGETS, Target
from kpi_lib.catalogue.toml_files import Words, load_toml, not_valid
from kpi_lib.core.areas import Level, normalise_area_name
from kpi_lib.core.errors import SettingsError, nearest

SETTINGS_FILE = "kpi.toml"

RECONCILIATION_PERCENT = 0.5
"""How far a local figure may be from the published one beyond what rounding can do, in per cent of it.

DfE corrects a year's figures in later releases by about as much: Worcestershire's referrals of 2017-18
rose from 381.5 to 382.3 per 10,000 between the releases of 2020 and 2024, which is 0.2%.
"""


class Average(StrEnum):
    """How the neighbours' figures become one: mean (DfE's LAIT), median (DfE's CSC dashboard), pooled."""

    MEAN = "mean"
    MEDIAN = "median"
    POOLED = "pooled"


class PublisherChoice(StrEnum):
    """Which publisher builds the site; `auto` takes Quarto where it is installed."""

    AUTO = "auto"
    QUARTO = "quarto"
    EMBEDDED = "embedded"


def _is_authority(code: str) -> str:
    """Return the code of an authority, in capitals; a former code is taken for the one in force."""
    areas = load_areas()
    codes = {area.area_code: area for area in areas if area.level is Level.AUTHORITY}
    if areas.current_code.get(code.upper(), "") in codes:
        return code.upper()
    nearest_to = areas.code_by_name.get(normalise_area_name(code), code)
    raise not_valid(
        "the ONS code of a local authority, such as E10000034", nearest(nearest_to, codes, cutoff=0.8)
    )


def _is_model(model: str, info: ValidationInfo) -> str:
    models = known_models(info.context)  # of the council's folder
    if model not in models:
        hint = nearest(model, models) or "import a model with: kpi neighbours import FILE"
        raise not_valid(" or ".join(models), hint)
    return model


class Settings(BaseModel):
    """All settings; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    council: Words = "Worcestershire County Council"
    home_area: Annotated[Words, AfterValidator(_is_authority)] = "E10000034"
    neighbour_model: Annotated[Words, AfterValidator(_is_model)] = "2021-04"
    average: Average = Average.MEAN
    minimum_neighbours: Annotated[int, Strict(), Field(ge=1, le=10)] = 5
    publisher: PublisherChoice = PublisherChoice.AUTO
    national: Annotated[bool, Strict()] = True
    reconciliation_percent: Annotated[float, Strict(), Field(ge=0, le=100, allow_inf_nan=False)] = (
        RECONCILIATION_PERCENT
    )
    target: tuple[Target, ...] = ()


def load_settings(folder: Path) -> Settings:
    """Read `kpi.toml` in `folder` (defaults where there is none); raises SettingsError with every fault."""
    path = folder / SETTINGS_FILE
    return load_toml(path, Settings, TARGETS, SettingsError, context=folder) if path.exists() else Settings()


def check_council(settings: Settings) -> None:
    """Raise SettingsError where `council` names another authority than `home_area`, and not that one.

    A name without an authority in it, such as that of a trust, is nobody else's. One with an authority that
    the home area follows (Northamptonshire, of North Northamptonshire) is its own.
    """
    areas = load_areas()
    home = areas.find(code=settings.home_area)
    words = set(normalise_area_name(settings.council).split())
    named = {
        code
        for name, code in areas.code_by_name.items()
        if words.issuperset(name.split()) and areas[code].level is Level.AUTHORITY
    }
    if named and not named & areas.lineage(home.area_code):
        others = ", ".join(sorted(areas.words(code) for code in named))
        raise SettingsError(
            f"Setting 'council' names another council than that of {home.name}, the home area",
            where=SETTINGS_FILE,
            got=f"'{settings.council}' ({others})",
            expected=f"the council of {home.name} ({home.area_code})",
            hint=f'write council = "…" with its name, or the home_area of {others}',
        )
