"""The landing page of a project: its executed editions, and the pack of the latest."""

from __future__ import annotations

from kpi_lib.pack.load import load_pack
from kpi_lib.pack.project import find_project
from kpi_lib.pages.landing.page import LandingPage
from kpi_lib.run.record import load_editions


def load_landing(quarter: str, area: str = "") -> LandingPage:
    """Load the landing page; `quarter` and `area` are those of the latest edition."""
    pack = load_pack(quarter, area)
    return LandingPage(pack, load_editions(find_project().editions, pack.area.area_code))
