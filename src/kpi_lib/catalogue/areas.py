"""The areas: England, its regions and every upper-tier authority, those abolished since 2013 included.

An area has three spellings in the files of the field: an ONS code, which changes with boundaries and
status; DfE's three-digit number, which is steadier and joins across those changes; and a name, spelt in many
ways. `areas.csv` holds the code in force, the former codes and the names that `normalise_area_name`
cannot bring together.

Sources: DfE, Local Authority Interactive Tool, list of authorities (April 2026); the area columns of DfE's
releases of 2013 to 2025; OHID Fingertips. Open Government Licence v3.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from io import StringIO

import pandas as pd

from kpi_lib.catalogue.packaged import packaged_text
from kpi_lib.core.areas import Level, is_area_code, normalise_area_name
from kpi_lib.core.errors import CatalogueError, nearest

SEPARATOR = ";"
AREA_CODE = "area_code"
"""The column in which a council's own files say of every row whom it is about."""
AREA_WORDS = "an ONS code, a DfE number or a name of an area"
AREA_HINT = "write the area's ONS code in every row, such as E10000034 for Worcestershire"
"""What is expected in that column, and what to write where it is missing or empty."""
_UNTIL = re.compile(r" \(to [^)]+\)$")  # Dorset (to March 2019)


@dataclass(frozen=True)
class Area:
    """One area; dates are ISO texts, empty where the area is older than the data or still in being.

    `successors` are the DfE numbers of the areas that follow one that no longer exists.
    """

    area_code: str
    dfe_number: str
    name: str
    level: Level
    region_code: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successors: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Areas:
    """All areas, found by any spelling.

    The three mappings serve whole columns: `frame["area_code"].map(areas.current_code)`.
    """

    by_code: Mapping[str, Area]

    @property
    def frame(self) -> pd.DataFrame:
        """A new frame with one row per area, in the order of `areas.csv`; its columns are those of `Area`."""
        return pd.DataFrame([vars(area) for area in self.by_code.values()])

    @cached_property
    def current_code(self) -> Mapping[str, str]:
        """The code in force for every code, former ones included."""
        return {code: area.area_code for area in self for code in (area.area_code, *area.former_codes)}

    @cached_property
    def code_by_number(self) -> Mapping[str, str]:
        """The code in force for every DfE number, as text such as "885"."""
        return {area.dfe_number: area.area_code for area in self}

    @cached_property
    def code_by_name(self) -> Mapping[str, str]:
        """The code in force for every name and alias, in the form of `normalise_area_name`."""
        names = ((name, area.area_code) for area in self for name in (area.name, *area.aliases))
        return {normalise_area_name(name): code for name, code in names}

    def __iter__(self) -> Iterator[Area]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def __contains__(self, area_code: object) -> bool:
        return area_code in self.current_code

    def __getitem__(self, area_code: str) -> Area:
        return self.find(code=area_code)

    def find(
        self, code: str | None = None, dfe_number: str | int | None = None, name: str | None = None
    ) -> Area:
        """Return the one area that the spellings name; the name counts only where no code or number does.

        Former codes lead to the area in force under the same DfE number.

        Raises
        ------
        CatalogueError : no such area (with the nearest), or code and number name different areas.

        >>> load_areas().find(code="E10000027").name
        'Somerset'
        """
        number = str(dfe_number).removesuffix(".0") if dfe_number is not None else None
        codes = {self.current_code.get(code or ""), self.code_by_number.get(number or "")} - {None}
        if not codes and name:
            codes = {self.code_by_name.get(normalise_area_name(name))} - {None}
        if len(codes) == 1:
            return self.by_code[str(codes.pop())]
        got = ", ".join(f"'{spelling}'" for spelling in (code, number, name) if spelling)
        if codes:
            raise CatalogueError("Code and DfE number name different areas", got=got, expected="one area")
        raise CatalogueError(
            "Unknown area",
            got=got,
            expected="an ONS code, a DfE number or a name in areas.csv",
            hint=partial(self._nearest, code, name),
        )

    def named(self, text: str) -> Area:
        """Return the area that one text names: an ONS code in either case, a DfE number or a name.

        Raises
        ------
        CatalogueError : no such area, with the nearest.

        >>> load_areas().named("885").name
        'Worcestershire'
        """
        if is_area_code(text.upper()):
            return self.find(code=text.upper())
        return self.find(dfe_number=text) if text.isdigit() else self.find(name=text)

    def bearer(self, area_code: str, day: date) -> str:
        """Return the code of the area that bore this one's name on a day: a predecessor's, if it is young.

        >>> load_areas().bearer("E06000059", date(2018, 3, 31))
        'E10000009'
        """
        area = self.find(code=area_code)
        if not area.valid_from or day.isoformat() >= area.valid_from:
            return area.area_code
        former = [
            other.area_code
            for other in self
            if area.dfe_number in other.successors and _UNTIL.sub("", other.name) == area.name
        ]
        return former[0] if len(former) == 1 else area.area_code

    def lineage(self, area_code: str) -> frozenset[str]:
        """Return the code of an area and those of the areas that it follows: its council's own history.

        >>> sorted(load_areas().lineage("E06000059"))
        ['E06000059', 'E10000009']
        """
        area = self.find(code=area_code)
        return frozenset(
            {area.area_code, *(other.area_code for other in self if area.dfe_number in other.successors)}
        )

    def words(self, area_code: str) -> str:
        """Return the area's name as pages print it; raises CatalogueError for a code that is none."""
        return self.find(code=area_code).name

    def _nearest(self, code: str | None, name: str | None) -> str:
        if code and is_area_code(code):
            alike = [known for known in self.current_code if known[:3] == code[:3]]
            closest = min(alike or self.current_code, key=lambda known: abs(int(known[1:]) - int(code[1:])))
            return f"did you mean '{closest}' ({self.words(closest)})?"
        names = [spelling for area in self for spelling in (area.area_code, area.name, *area.aliases)]
        return nearest(name or code or "", names) or "see areas.csv"


def load_areas() -> Areas:
    """Return the areas of the packaged `areas.csv`, and the invented ones that a council's folder declares.

    Raises
    ------
    CatalogueError : `areas.csv` contradicts itself.
    """
    return _declared.areas if _declared.areas is not None else _load_packaged()


def declare_areas(areas: Iterable[Area]) -> None:
    """Make invented areas known to this process: those that the `kpi.toml` of an example declares.

    Raises
    ------
    CatalogueError : an area whose name another one has.
    """
    new = {area.area_code: area for area in areas}
    if all(_declared.by_code.get(code) == area for code, area in new.items()):
        return
    by_code = {**_declared.by_code, **new}
    _declared.areas = _join([*_load_packaged(), *by_code.values()])
    _declared.by_code = by_code


@dataclass
class _Declared:
    """The invented areas of this process, and all areas with them, once there are any."""

    by_code: dict[str, Area]
    areas: Areas | None = None


_declared = _Declared({})


@lru_cache(maxsize=1)
def _load_packaged() -> Areas:
    return parse_areas(packaged_text("areas.csv"))


def parse_areas(text: str) -> Areas:
    """Read areas from CSV text; raises CatalogueError for a code, number or name with two owners."""
    rows = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False).to_dict("records")
    return _join([_area({str(column): value for column, value in row.items()}) for row in rows])


def _join(areas: Sequence[Area]) -> Areas:
    owners: dict[str, str] = {}
    for area in areas:
        names = {normalise_area_name(name) for name in (area.name, *area.aliases)}
        for spelling in (area.area_code, area.dfe_number, *area.former_codes, *names):
            if owners.setdefault(spelling, area.area_code) != area.area_code:
                raise CatalogueError(
                    "Two areas share a spelling",
                    where="areas.csv",
                    got=f"'{spelling}' for {owners[spelling]} and {area.area_code}",
                    expected="one area for every code, number and name",
                )
    return Areas({area.area_code: area for area in areas})


def _area(row: dict[str, str]) -> Area:
    return Area(
        area_code=row["area_code"],
        dfe_number=row["dfe_number"],
        name=row["name"],
        level=Level(row["level"]),
        region_code=row["region_code"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        successors=_parse_list(row["successors"]),
        former_codes=_parse_list(row["former_codes"]),
        aliases=_parse_list(row["aliases"]),
    )


def _parse_list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(SEPARATOR)))
