"""One indicator's figures through time, as its own page and others show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.pack.evidence import Evidence
from kpi_lib.pack.pack import Pack
from kpi_lib.pages.citation import citation, sources_of
from kpi_lib.present.figures.control_chart import show_control_chart
from kpi_lib.present.figures.trend import show_trend
from kpi_lib.present.shown.display import Shown, show_cited, show_note, show_together
from kpi_lib.present.words.sources import source_sentence


@dataclass(frozen=True)
class IndicatorSeries:
    """One indicator of a pack: its lines by year and quarter, each citing its newest figure."""

    pack: Pack
    indicator: Indicator

    def years(self) -> Shown:
        """Return the trend by year: own line, neighbours' average and range, England."""
        return self.series("year")

    def quarters(self) -> Shown:
        """Return the control chart by quarter; and next to the neighbours where they have quarters too."""
        evidence = self._evidence
        if evidence.charts.empty:
            return show_note("There is no control chart: fewer than two quarters in a row have a figure.")
        source = source_sentence(self.indicator, evidence.quarters)
        drawn = show_control_chart(
            self.indicator, evidence.limits, evidence.charts.iloc[0], self._events, source=source
        )
        chart = show_cited(drawn, self._cite_newest("quarter"))
        has_others = self._comparisons.loc[self._comparisons["basis"].eq("quarter"), "comparator_value"]
        return show_together(chart, self.series("quarter")) if has_others.notna().any() else chart

    @property
    def _events(self) -> pd.DataFrame:
        """The events of this indicator, and those of all."""
        events = self.pack.events
        return events.loc[events["indicator_id"].isin(["", self.indicator.id])]

    @cached_property
    def _evidence(self) -> Evidence:
        return self.pack.evidence_of(self.indicator.id)

    def series(self, basis: str = "year") -> Shown:
        """Return the line of one basis: `year`, `quarter` or `rolling_year`."""
        changes = self.pack.changes(self.indicator.id)
        drawn = show_trend(
            self.indicator,
            self._estimates,
            changes,
            self._comparisons,
            self.pack.neighbourhood,
            basis=basis,
            average=self._average,
        )
        return show_cited(drawn, self._cite_newest(basis))

    def _cite_newest(self, basis: str, period: str = "") -> str:
        """Return the citation of the area's newest figure of a basis, or of the one of a period."""
        rows = self._own.loc[self._own["basis"].eq(basis) & self._own["value"].notna()]
        rows = rows.loc[rows["period"].eq(period)] if period else rows
        return self._cite(rows.iloc[-1]) if len(rows) else ""

    def _cite(self, row: pd.Series) -> str:
        council = self.pack.settings.council
        return citation(row, self.indicator, self.pack.area.name, sources_of(self.pack), council=council)

    @property
    def _average(self) -> str:
        return str(self.pack.settings.average)

    @cached_property
    def _estimates(self) -> pd.DataFrame:
        return self.pack.figures(self.indicator.id, area="all")

    @cached_property
    def _own(self) -> pd.DataFrame:
        return self.pack.figures(self.indicator.id)

    @cached_property
    def _comparisons(self) -> pd.DataFrame:
        rows = self.pack.in_force
        return rows.loc[rows["indicator_id"].eq(self.indicator.id)]
