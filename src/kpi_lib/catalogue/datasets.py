"""The data sets that DfE publishes: how a file is recognised and which of its columns say what.

One TOML file per data set in `datasets/`. A new edition that renames a column needs one more alias,
not one more line of code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kpi_lib.catalogue.layouts import plain
from kpi_lib.catalogue.packaged import find_entry, load_each

POPULATION = "population"
RESEMBLES = 0.5  # the share of a data set's columns that makes a file look like it


class PeriodKind(StrEnum):
    """What `time_period` 2018 means in a data set."""

    FINANCIAL_YEAR = "financial_year"  # the year to 31 March 2018
    CENSUS_MARCH = "census_march"  # the state on 31 March 2018
    CENSUS_SEPTEMBER = "census_september"  # the state on 30 September 2018
    MID_YEAR = "mid_year"  # the population on 30 June 2018
    MONTH_COLUMNS = "month_columns"  # twelve columns, April 2017 to March 2018
    MONTH_NAMES = "month_names"  # `time_identifier` holds a month of the calendar year 2018


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class DataSetMeasure(BaseModel):
    """How one indicator is in a data set.

    Several columns under `numerator` or `denominator` are added up. `denominator = "population"`
    is the population aged 0 to 17 in the middle of the year before. `where` selects rows by the
    labels of a key column; with `denominator_where` the denominator is the numerator's column in the
    row of the same group that carries those labels. In the interactive tool, whose every row is one number,
    `numerator_where` and `denominator_where` name the rows that hold the counts of the same area and time;
    those of several labels are added up. `months` lists twelve columns, April to March, which become the
    four quarters.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    value: str = ""
    numerator: Names = ()
    denominator: Names = ()
    months: Names = ()
    where: Mapping[str, Names] = {}
    numerator_where: Mapping[str, Names] = {}
    denominator_where: Mapping[str, Names] = {}
    period: PeriodKind | None = None
    note: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the measure reads, by its canonical name."""
        named = (self.value, *self.numerator, *self.denominator, *self.months, *self.where)
        return tuple(dict.fromkeys(name for name in named if name and name != POPULATION))


NATIONAL_PUBLISHERS = (
    "department for education", "dfe", "office for national statistics", "ons", "ofsted", "cafcass",
    "ministry of", "hm ", "home office", "office for health", "ohid", "nhs", "department of health",
    "local government association",
)  # fmt: skip
"""How the names of bodies begin whose files are not a council's own."""


def is_national(publisher: str) -> bool:
    """Say whether a publisher is a national body, whose tables need hold no figure of an indicator."""
    return publisher.casefold().startswith(NATIONAL_PUBLISHERS)


class DataSet(BaseModel):
    """One data set of DfE's, through all its editions.

    A file belongs to it when the tidy layout's own columns and all of `columns` are in its header,
    under these names or their `aliases`; case and outer spaces are ignored. `keys` are columns that
    hold labels, so they are never read as figures. `forms` names number forms that only this data set
    uses (`years_months`: 01:10 is 22 months). In the layout `sfr_wide` a name may hold `{year}`; with
    `one_year` the whole file is about one year, whatever year a column's name claims.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    title: str
    publisher: str = "Department for Education"
    layout: str = "dfe_tidy"
    symbols: str = "ees"
    columns: Names
    keys: Names = ()
    aliases: Mapping[str, Names] = {}
    forms: Names = ()
    period: PeriodKind
    one_year: bool = False
    population: str = ""
    measure: tuple[DataSetMeasure, ...] = ()
    notes: str = ""

    def canonical(self, headers: Iterable[str]) -> dict[str, str]:
        """Return the canonical name of each header that the description knows."""
        known = {plain(name): name for name in self._names()}
        known |= {plain(other): name for name, others in self.aliases.items() for other in others}
        return {header: known[plain(header)] for header in headers if plain(header) in known}

    def missing(self, headers: Iterable[str]) -> tuple[str, ...]:
        """Return the columns that the data set needs and `headers` lack."""
        present = set(self.canonical(headers).values())
        return tuple(name for name in self.columns if name not in present)

    def unused(self, headers: Iterable[str]) -> tuple[str, ...]:
        """Return the columns that indicators would read and `headers` lack."""
        present = set(self.canonical(headers).values())
        wanted = dict.fromkeys(name for measure in self.measure for name in measure.columns)
        return tuple(name for name in wanted if name not in present)

    def _names(self) -> tuple[str, ...]:
        used = [name for measure in self.measure for name in measure.columns]
        return (*self.columns, *self.keys, *self.aliases, *used)


@lru_cache(maxsize=1)
def load_datasets() -> Mapping[str, DataSet]:
    """Read every packaged description, by id; raises CatalogueError naming all faults at once."""
    described = load_each("datasets", DataSet, "A data set description is not valid")
    return {dataset.id: dataset for dataset in described}


def find_dataset(dataset_id: str) -> DataSet:
    """Return one description; raises CatalogueError with the nearest id."""
    hint = "leave `dataset` empty to have it detected"
    return find_entry(load_datasets(), dataset_id, "Unknown data set", hint=hint)


def match_dataset(headers: Iterable[str], layout: str = "dfe_tidy") -> DataSet | None:
    """Return the data set of a layout whose columns all are in `headers`; the one with most columns."""
    names = tuple(headers)
    fitting = [dataset for dataset in _of_layout(layout) if not dataset.missing(names)]
    return max(fitting, key=lambda dataset: len(dataset.columns), default=None)


def nearest_dataset(headers: Iterable[str], layout: str = "dfe_tidy") -> DataSet | None:
    """Return the data set of a layout of whose columns at least half, but not all, are in `headers`."""
    names = tuple(headers)
    shares = {
        dataset.id: 1 - len(dataset.missing(names)) / len(dataset.columns) for dataset in _of_layout(layout)
    }
    best = max(shares, key=lambda dataset_id: shares[dataset_id])
    return load_datasets()[best] if RESEMBLES <= shares[best] < 1 else None


def _of_layout(layout: str) -> list[DataSet]:
    return [dataset for dataset in load_datasets().values() if dataset.layout == layout]
