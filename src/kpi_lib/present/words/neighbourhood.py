"""Whom a page is about and whom it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Neighbourhood:
    """The home area with its statistical neighbours.

    Parameters
    ----------
    home : code of the area that the page is about.
    members : codes of its statistical neighbours, the closest first.
    names : area code → name as printed; a code without a name prints as it is.
    model : name of the list in force, such as "2021-04".
    region_name : the region as a sentence names it, such as "the West Midlands".
    """

    home: str
    members: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    region_name: str = "the region"

    @property
    def home_name(self) -> str:
        """The home area's name."""
        return self.name(self.home)

    def name(self, area_code: str) -> str:
        """Return an area's name as printed."""
        return self.names.get(area_code, area_code)
