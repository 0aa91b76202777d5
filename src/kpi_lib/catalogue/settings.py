"""The council's own settings, `kpi.toml`: who it is and how it wants to be compared."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.targets import Target
from kpi_lib.core.areas import Level, normalise_area_name
from kpi_lib.core.errors import SettingsError, nearest, raise_all

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


class Settings(BaseModel):
    """All settings; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    council: str = "Worcestershire County Council"
    home_area: Annotated[str, Field(pattern=r"^E\d{8}$")] = "E10000034"
    neighbour_model: str = "2021-04"
    average: Average = Average.MEAN
    minimum_neighbours: Annotated[int, Field(ge=1, le=10)] = 5
    publisher: PublisherChoice = PublisherChoice.AUTO
    reconciliation_percent: Annotated[float, Field(ge=0, le=100)] = RECONCILIATION_PERCENT
    target: tuple[Target, ...] = ()


def load_settings(folder: Path) -> Settings:
    """Read `kpi.toml` in `folder` (defaults where there is none); raises SettingsError with every fault."""
    path = folder / SETTINGS_FILE
    if not path.exists():
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("This is not valid TOML", where=str(path), got=str(error)) from error
    except ValidationError as error:
        raise_all(_fault(path, item) for item in error.errors())
        raise


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


def _fault(path: Path, fault: ErrorDetails) -> SettingsError:
    name = ".".join(str(part) for part in fault["loc"])
    return SettingsError(
        f"Setting '{name}' is not valid",
        where=str(path),
        got=repr(fault["input"]),
        expected=fault["msg"],
        hint="" if name in Settings.model_fields else nearest(name, Settings.model_fields),
    )
