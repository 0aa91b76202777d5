"""The page of one indicator: what its notebook's few calls return."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from kpi_lib.analysis.change.false_flags import add_change_tests
from kpi_lib.core.periods import latest_full_year
from kpi_lib.pack.reconciliation import reconcile_pack
from kpi_lib.pages.citation import show_citation
from kpi_lib.pages.commentary.commentary import show_section
from kpi_lib.pages.footer import show_page_footer
from kpi_lib.pages.indicator.data import indicator_data
from kpi_lib.pages.indicator.definition import show_definition
from kpi_lib.pages.indicator.quotations import show_comments
from kpi_lib.pages.last_quarter import show_since_last_quarter
from kpi_lib.pages.series import IndicatorSeries
from kpi_lib.present.figures.neighbours import show_neighbours
from kpi_lib.present.shown.answer import show_answer
from kpi_lib.present.shown.display import DATA, Shown, show_cited, show_closed, show_note, show_together
from kpi_lib.present.shown.ledger import show_ledger
from kpi_lib.present.shown.reconciliation import show_agreement
from kpi_lib.present.shown.revisions import show_revised
from kpi_lib.present.shown.trends import show_trends
from kpi_lib.present.shown.value_table import show_values
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.numbers import lower_first
from kpi_lib.present.words.stability import stability_clause
from kpi_lib.present.words.trends import change_power
from kpi_lib.present.words.verdicts import finding

TO_RECONCILIATION = "../reconciliation.html"
BASES = {"year": "By year", "quarter": "By quarter", "rolling_year": "By rolling year"}


@dataclass(frozen=True)
class IndicatorPage(IndicatorSeries):
    """One indicator: its answer, its history, its neighbours and where it comes from."""

    @property
    def title(self) -> str:
        """The page's heading: the indicator and what was found."""
        headline = self._headline
        if headline is None:
            return f"{self.indicator.plain_title}: no figures yet"
        words = lower_first(finding(headline.change, headline.comparison))
        return f"{self.indicator.plain_title}: {words}"

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
            headline,
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
        """Return the figure and its verdicts in the edition before, next to those of this one."""
        return show_since_last_quarter(self.pack, self._headline)

    @property
    def citation(self) -> str:
        """How to cite the figure that leads the page."""
        return "" if self._headline is None else self._cite(self._headline.estimate)

    def trend(self) -> Shown:
        """Return the tested trends by quarter and by year, and the way to a target where there is one."""
        return show_trends(self._evidence.trends, self._evidence.paths, self.indicator)

    def neighbours(self) -> Shown:
        """Return the area among its neighbours, in the newest period that both have."""
        headline = self._headline
        compared = headline.comparison if headline is not None else None
        year = latest_full_year(self.pack.quarter).label
        basis, period = ("year", year) if compared is None else (compared["basis"], compared["period"])
        chart = show_neighbours(
            self.indicator,
            self._estimates,
            self._comparisons,
            self.pack.neighbourhood,
            basis=basis,
            period=period,
            average=self._average,
        )
        return show_cited(chart, self._cite_newest(str(basis), str(period)))

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
        """Return the newest year and the reports' statements next to DfE's figures."""
        reconciled = reconcile_pack(self.pack)
        ledger, claims = (
            rows.loc[rows["indicator_id"].eq(self.indicator.id)]
            for rows in (reconciled.ledger, reconciled.claims)
        )
        return show_agreement(ledger, claims, self.indicator, link=TO_RECONCILIATION)

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

    def _stability(self, used: pd.Series) -> str:
        """Return how many ways of comparing the figure agree, and what each other way says."""
        verdicts = self.pack.verdicts_against_neighbours(used)
        return stability_clause(self.pack.stability_of(used), verdicts, self.pack.neighbourhood)

    @property
    def _tested_change(self) -> pd.Series | None:
        change = None if self._headline is None else self._headline.change
        return None if change is None else add_change_tests(change.to_frame().T.infer_objects()).iloc[0]

    @cached_property
    def _headline(self) -> Headline | None:
        return self.pack.headlines.get(self.indicator.id)
