"""The council's own figures of the workforce, put next to DfE's census of the 30 September before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.practice.workforce import summarise_staff_years
from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.status import Provenance
from kpi_lib.pages.workforce.staff import LocalFigure
from kpi_lib.present.words.record_sources import has_illustrative

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

THEME = "workforce"
OF_STAFF = {"social_worker_turnover_percent": "turnover", "social_worker_absence_percent": "absence"}
"""Indicators published by year alone, and where `summarise_staff_years` has them by quarter."""
NONE = float("nan")


def local_figures(pack: Pack) -> list[LocalFigure]:
    """Return every measure of the workforce by quarter, in the catalogue's order."""
    staff = pack.records("staff_changes")
    years = summarise_staff_years(staff)
    is_drawn_up = has_illustrative(staff)
    return [
        _of_staff(pack, indicator, years, is_illustrative=is_drawn_up)
        if indicator.id in OF_STAFF
        else _of_quarters(pack, indicator)
        for indicator in pack.catalogue.in_theme(THEME)
    ]


def england_average(pack: Pack, indicator_id: str) -> float:
    """Return England's newest published figure of an indicator; NaN where there is none."""
    return _newest(pack, indicator_id, ENGLAND)


def _of_quarters(pack: Pack, indicator: Indicator) -> LocalFigure:
    rows = pack.figures(indicator.id, basis="quarter")
    now, before = (
        rows.loc[rows["period"].eq(period.label)] for period in (pack.quarter, pack.quarter.year_before())
    )
    newest, older = (float(row["value"].iloc[0]) if len(row) else NONE for row in (now, before))
    marks = [bool(row["provenance"].eq(Provenance.ILLUSTRATIVE.value).any()) for row in (now, before)]
    rows = {"now": now, "before": before, "census": _published(pack, indicator.id, "").tail(1)}
    decimals = {name: int(places) for name, row in rows.items() for places in row["decimals"].dropna()}
    return LocalFigure(indicator, newest, older, _newest(pack, indicator.id, ""), *marks, decimals=decimals)


def _of_staff(pack: Pack, indicator: Indicator, years: pd.DataFrame, *, is_illustrative: bool) -> LocalFigure:
    values = years.set_index("quarter")[OF_STAFF[indicator.id]]
    now, before = (
        float(values.get(period.label, NONE)) for period in (pack.quarter, pack.quarter.year_before())
    )
    return LocalFigure(indicator, now, before, _newest(pack, indicator.id, ""), is_illustrative)


def _newest(pack: Pack, indicator_id: str, area: str) -> float:
    known = _published(pack, indicator_id, area)
    return float(known["value"].iloc[-1]) if len(known) else NONE


def _published(pack: Pack, indicator_id: str, area: str) -> pd.DataFrame:
    rows = pack.figures(indicator_id, basis="year", area=area)
    return rows.loc[rows["provenance"].eq(Provenance.PUBLISHED.value) & rows["value"].notna()]
