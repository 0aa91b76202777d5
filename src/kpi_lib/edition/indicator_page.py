"""The page of one indicator: what its notebook's few calls return."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.false_flags import add_change_tests
from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import latest_full_year
from kpi_lib.edition.evidence import Evidence
from kpi_lib.edition.from_scorecards import show_comments
from kpi_lib.edition.indicator_data import indicator_data, sources_of
from kpi_lib.edition.page_footer import show_page_footer
from kpi_lib.edition.prose.commentary import show_section
from kpi_lib.edition.reconciliation import reconcile_pack
from kpi_lib.edition.since import show_since_last_quarter
from kpi_lib.present.alternatives import has_illustration
from kpi_lib.present.answer import show_answer
from kpi_lib.present.citation import citation, show_citation
from kpi_lib.present.control_figure import show_control_chart
from kpi_lib.present.definition import show_definition
from kpi_lib.present.display import DATA, Shown, show_cited, show_closed, show_note, show_together
from kpi_lib.present.headline import Headline
from kpi_lib.present.ledger import show_ledger
from kpi_lib.present.neighbours_figure import show_neighbours
from kpi_lib.present.prose import finding
from kpi_lib.present.reconciliation import show_agreement
from kpi_lib.present.revisions import show_revised
from kpi_lib.present.sources import source_sentence
from kpi_lib.present.stability_words import stability_clause
from kpi_lib.present.trend_figure import show_trend
from kpi_lib.present.trend_words import change_power, show_trends
from kpi_lib.present.value_table import show_values
from kpi_lib.present.words import lower_first

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack

ILLUSTRATIVE = " (illustrative)"
TO_RECONCILIATION = "../reconciliation.html"
BASES = {"year": "By year", "quarter": "By quarter", "rolling_year": "By rolling year"}


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator: its answer, its history, its neighbours and where it comes from."""

    pack: Pack
    indicator: Indicator

    @property
    def title(self) -> str:
        """The page's heading: the indicator and what was found."""
        headline = self._headline
        if headline is None:
            return f"{self.indicator.plain_title}: no figures yet"
        found = finding(headline.change, headline.comparison)
        is_drawn_up = has_illustration(headline.estimate, headline.change, headline.comparison)
        return f"{self.indicator.plain_title}: {lower_first(found)}{ILLUSTRATIVE * is_drawn_up}"

    def context(self) -> Shown:
        """Return one sentence: the theme, the area and the quarter."""
        theme = self.pack.catalogue.theme(self.indicator.theme)
        return show_note(f"{theme.title}. {self.pack.words}")

    def answer(self) -> Shown:
        """Return the verdict in words: the figure, its change, its comparisons, how sure."""
        headline = self._headline
        if headline is None:
            return show_note(f"No source gives a figure for {self.pack.area.name} yet.")
        used = headline.estimate if headline.comparison is None else headline.comparison
        against = self._comparisons.loc[
            self._comparisons["basis"].eq(used["basis"]) & self._comparisons["period"].eq(used["period"])
        ]
        answer = show_answer(
            self.indicator,
            headline.estimate,
            headline.change,
            against,
            self.pack.neighbourhood,
            average=self._average,
            stability=self._stability(used),
            power=change_power(self._tested_change, self.indicator),
        )
        return show_together(answer, show_citation(self.citation))

    def commentary(self) -> Shown | None:
        """Return what the council itself says of the measure, if anything, marked as its own."""
        parts = (show_section(self.pack, self.indicator.id), show_comments(self.pack, self.indicator.id))
        return show_together(*filter(None, parts)) if any(parts) else None

    def since_last_quarter(self) -> Shown:
        """Return the figure and its verdicts in the edition before, beside those of this one."""
        return show_since_last_quarter(self.pack, self._headline)

    @property
    def citation(self) -> str:
        """How to cite the figure that leads the page."""
        return "" if self._headline is None else self._cite(self._headline.estimate)

    def trend(self) -> Shown:
        """Return the tested trends by quarter and by year, and the way to a target where there is one."""
        return show_trends(self._evidence.trends, self._evidence.paths, self.indicator)

    def years(self) -> Shown:
        """Return the trend by year: own line, neighbours' average and range, England."""
        return self.series("year")

    def quarters(self) -> Shown:
        """Return the control chart by quarter; and beside the neighbours where they have quarters too."""
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

    def neighbours(self) -> Shown:
        """Return the area among its neighbours, in the newest period that both have."""
        headline = self._headline
        compared = headline.comparison if headline is not None else None
        year = latest_full_year(self.pack.quarter).label
        basis, period = ("year", year) if compared is None else (compared["basis"], compared["period"])
        drawn = show_neighbours(
            self.indicator,
            self._estimates,
            self._comparisons,
            self.pack.neighbourhood,
            basis=basis,
            period=period,
            average=self._average,
        )
        return show_cited(drawn, self._cite_newest(str(basis), str(period)))

    def table(self) -> Shown:
        """Return the figures with intervals and counts, by year and by quarter, and what was revised.

        All figures of the page, unrounded, go with it for its downloads.
        """
        bases = [basis for basis in BASES if basis in set(self._own["basis"])]
        tables = [show_closed(f"{BASES[basis]}: show as table", self._values(basis)) for basis in bases]
        revised = show_revised(self.pack.revisions(self.indicator.id), self.indicator)
        shown = show_together(*tables, *([revised] if revised else []))
        figures = indicator_data(self.pack, self.indicator, self._evidence.limits)
        return replace(shown, attached={**shown.attached, DATA: figures})

    def agreement(self) -> Shown:
        """Return the newest year and the reports' statements beside DfE's figures."""
        found = reconcile_pack(self.pack)
        own, said = (
            rows.loc[rows["indicator_id"].eq(self.indicator.id)] for rows in (found.ledger, found.claims)
        )
        return show_agreement(own, said, self.indicator, link=TO_RECONCILIATION)

    def definition(self) -> Shown:
        """Return the definition, and the sources of the figures shown."""
        return show_definition(self.indicator, self._own)

    def footer(self) -> Shown:
        """Return the small print: edition, sources, licence, method, how to cite."""
        own = f"{self.indicator.plain_title} {self.indicator.definition}"
        return show_page_footer(self.pack, "indicator", text=own, up="../")

    def ledger(self) -> Shown:
        """Return the page's figures as plain text."""
        return show_ledger([] if self._headline is None else [self._headline])

    def _values(self, basis: str) -> Shown:
        values = show_values(
            self.indicator,
            self._estimates,
            self._comparisons,
            self.pack.neighbourhood,
            basis=basis,
            average=self._average,
        )
        return show_cited(values, self._cite_newest(basis))

    def _cite_newest(self, basis: str, period: str = "") -> str:
        """Return the citation of the area's newest figure of a basis, or of the one of a period."""
        rows = self._own.loc[self._own["basis"].eq(basis) & self._own["value"].notna()]
        rows = rows.loc[rows["period"].eq(period)] if period else rows
        return self._cite(rows.iloc[-1]) if len(rows) else ""

    def _cite(self, row: pd.Series) -> str:
        council = self.pack.settings.council
        return citation(row, self.indicator, self.pack.area.name, sources_of(self.pack), council=council)

    def _stability(self, used: pd.Series) -> str:
        """Return how many ways of comparing the figure agree, and what each other way says."""
        verdicts = self.pack.verdicts_against_neighbours(used)
        return stability_clause(self.pack.stability_of(used), verdicts, self.pack.neighbourhood)

    @property
    def _tested_change(self) -> pd.Series | None:
        change = None if self._headline is None else self._headline.change
        return None if change is None else add_change_tests(change.to_frame().T.infer_objects()).iloc[0]

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

    @property
    def _average(self) -> str:
        return str(self.pack.settings.average)

    @cached_property
    def _headline(self) -> Headline | None:
        return self.pack.headlines.get(self.indicator.id)

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
