"""The council's own settings, `kpi.toml`: who it is and how it wants to be compared."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, ValidationInfo, field_validator

from kpi_lib.catalogue.areas import Area, declare_areas, load_areas
from kpi_lib.catalogue.neighbours import known_models
from kpi_lib.catalogue.targets import TARGETS, Target
from kpi_lib.catalogue.toml_files import Entries, Words, load_toml, not_valid
from kpi_lib.core.areas import Level, is_area_code, is_invented, normalise_area_name
from kpi_lib.core.errors import SettingsError, nearest
from kpi_lib.core.periods import Frequency, find_period

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


def _is_invented_code(code: str) -> str:
    if not (is_area_code(code.upper()) and is_invented(code.upper())):
        raise not_valid("a code of an invented area: X and eight digits, such as X10000001")
    return code.upper()


def _is_no_place(name: str) -> str:
    code = load_areas().code_by_name.get(normalise_area_name(name))
    if code and not is_invented(code):
        raise not_valid("a name that no place has", "a real area needs no entry: write its code at home_area")
    return name


def _is_quarter(text: str) -> str:
    period = find_period(text)
    if period is None or period.frequency is not Frequency.QUARTER:
        raise not_valid("a quarter such as 2017-18-Q4")
    return period.label


Quarter = Annotated[Words, AfterValidator(_is_quarter)]


def _is_model(model: str, info: ValidationInfo) -> str:
    models = known_models(info.context)  # of the council's folder
    if model not in models:
        hint = nearest(model, models) or "import a model with: kpi neighbours import FILE"
        raise not_valid(" or ".join(models), hint)
    return model


class InventedArea(BaseModel):
    """An area that no place is: the example council's or a neighbour of it. Its code begins with X.

    `population` are its children aged 0 to 17, from which its figures were drawn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    area_code: Annotated[Words, AfterValidator(_is_invented_code)]
    name: Annotated[Words, AfterValidator(_is_no_place)]
    population: Annotated[int, Strict(), Field(ge=1)]

    @property
    def as_area(self) -> Area:
        """The area as the catalogue has it: an authority without a region."""
        return Area(self.area_code, dfe_number=self.area_code, name=self.name, level=Level.AUTHORITY)


INVENTED_AREAS = Entries("area", InventedArea, "area_code")


class Settings(BaseModel):
    """All settings; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: tuple[InventedArea, ...] = ()
    council: Words = "Worcestershire County Council"
    home_area: Words = "E10000034"
    neighbour_model: Annotated[Words, AfterValidator(_is_model)] = "2021-04"
    average: Average = Average.MEAN
    minimum_neighbours: Annotated[int, Strict(), Field(ge=1, le=10)] = 5
    publisher: PublisherChoice = PublisherChoice.AUTO
    national: Annotated[bool, Strict()] = True
    reconciliation_percent: Annotated[float, Strict(), Field(ge=0, le=100, allow_inf_nan=False)] = (
        RECONCILIATION_PERCENT
    )
    target: tuple[Target, ...] = ()
    show_empty: Annotated[bool, Strict()] = False
    latest: tuple[Quarter, ...] = ()

    @field_validator("home_area")
    @classmethod
    def _is_home(cls, code: str, info: ValidationInfo) -> str:
        """Return a code that the file itself declares, or that of an authority."""
        declared = {area.area_code for area in info.data.get("area", ())}
        return code.upper() if code.upper() in declared else _is_authority(code)


def load_settings(folder: Path) -> Settings:
    """Read `kpi.toml` in `folder` (defaults where there is none); raises SettingsError with every fault."""
    path = folder / SETTINGS_FILE
    if not path.exists():
        return Settings()
    settings = load_toml(path, Settings, [TARGETS, INVENTED_AREAS], SettingsError, context=folder)
    declare_areas(area.as_area for area in settings.area)
    return settings


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
