"""The pack: one quarter of one area, loaded and judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kpi_lib.analysis.compare.headline import (
    select_lead_changes,
    select_lead_comparisons,
    select_lead_estimates,
)
from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.indicators import Catalogue, Indicator
from kpi_lib.catalogue.neighbours import load_neighbours, select_neighbours
from kpi_lib.catalogue.settings import Settings
from kpi_lib.core.periods import Period
from kpi_lib.ingest.store import Processed
from kpi_lib.pack.contents import contents_of, select_shown
from kpi_lib.pack.evidence import Evidence, LeadTests, compute_lead_tests
from kpi_lib.pack.known_day import events_then, revisions_of
from kpi_lib.pack.project import Project
from kpi_lib.pack.records import join_events, select_records
from kpi_lib.pack.results import Results, compute_stability
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.neighbourhood import Neighbourhood

ROW_KEY = ["indicator_id", "basis", "period"]
REGIONS_WITHOUT_ARTICLE = {"London", "Yorkshire and The Humber", "the region"}


@dataclass(frozen=True, eq=False)
class Pack:
    """One quarter of one area. Frames are copies: change them as you like.

    What is shown of it is made by `kpi.pages`: `kpi.pages.overview(pack)`, `kpi.pages.indicator(pack, id)`.
    """

    quarter: Period
    area: Area
    settings: Settings
    catalogue: Catalogue
    processed: Processed
    results: Results
    project: Project
    known_on: date | None = None

    def figures(self, indicator: str = "", *, basis: str = "", area: str = "") -> pd.DataFrame:
        """Return the estimates, newest last: one row per indicator, area, basis and period.

        Parameters
        ----------
        indicator : an indicator id; all when left out.
        basis : `quarter`, `rolling_year` or `year`; all when left out.
        area : an area code or name, or `all`; the pack's own area when left out.
        """
        rows = self.results.estimates
        if area != "all":
            rows = rows.loc[
                rows["area_code"].eq(load_areas().named(area).area_code if area else self.area.area_code)
            ]
        return _narrowed(rows, self.catalogue, indicator, basis)

    def changes(self, indicator: str = "", *, basis: str = "") -> pd.DataFrame:
        """Return the area's changes on a year before, with their verdicts."""
        return _narrowed(self.results.changes, self.catalogue, indicator, basis)

    def comparisons(self, indicator: str = "", *, basis: str = "") -> pd.DataFrame:
        """Return the area's comparisons with neighbours, region, England and target."""
        return _narrowed(self.results.comparisons, self.catalogue, indicator, basis)

    def revisions(self, indicator: str = "", *, area: str = "") -> pd.DataFrame:
        """Return the figures that several editions state: first and newest statement, revised or not.

        Parameters
        ----------
        indicator : an indicator id; all when left out.
        area : an area code or name, or `all`; the pack's own area when left out.
        """
        return revisions_of(self.processed, self.quarter, self.area.area_code, indicator, area)

    def records(self, kind: str) -> pd.DataFrame:
        """Return the records of one kind, such as `inspections`: the area's, none later than the quarter."""
        return select_records(self.processed.records, kind, self.quarter)

    @property
    def words(self) -> str:
        """The pack in a sentence: area and quarter, and the day on which it was known if one is given."""
        known = f", as known on {day_words(self.known_on)}" if self.known_on else ""
        return f"{self.area.name}, {self.quarter.words}{known}."

    def __repr__(self) -> str:
        counts = f"{len(self.headlines)} indicators, {len(self.results.estimates):,} estimates"
        return f"<Pack {self.quarter.label} {self.area.area_code} {self.area.name}: {counts}>"

    @cached_property
    def neighbourhood(self) -> Neighbourhood:
        """The area and its statistical neighbours on the list in force."""
        model = self.settings.neighbour_model
        members = tuple(select_neighbours(model, self.area.area_code, self.project.root)["neighbour_code"])
        names = {area.area_code: area.name for area in load_areas()}
        region = names.get(self.area.region_code, "the region")
        article = "" if region in REGIONS_WITHOUT_ARTICLE else "the "
        return Neighbourhood(
            self.area.area_code, members, names, self.settings.neighbour_model, f"{article}{region}"
        )

    @cached_property
    def contents(self) -> frozenset[str]:
        """What there is to show: indicators, kinds of records, provenances (`contents_of`)."""
        return contents_of(self.processed, self.area.area_code, self.quarter)

    @cached_property
    def shown(self) -> Catalogue:
        """The themes and indicators that have anything to show; all with the setting `show_empty`."""
        return self.catalogue if self.settings.show_empty else select_shown(self.catalogue, self.contents)

    @cached_property
    def in_force(self) -> pd.DataFrame:
        """The comparisons with the list in force, all averages."""
        rows = self.results.comparisons
        return rows.loc[rows["model"].isin(["", self.settings.neighbour_model])]

    @cached_property
    def events(self) -> pd.DataFrame:
        """The dated events that charts mark, and the rebases that start new limits."""
        written = events_then(self.project.raw, self.known_on)
        own = written.loc[written["area_code"].eq(self.area.area_code)]
        return join_events(self.records("inspections"), own)

    @cached_property
    def stability(self) -> pd.DataFrame:
        """One row per estimate of the area: how many ways of making its comparison agree."""
        return compute_stability(
            self.results.estimates,
            self.area,
            self.catalogue,
            self.settings,
            load_neighbours(self.project.root),
        )

    def stability_of(self, comparison: pd.Series | None) -> pd.Series | None:
        """Return the row of `stability` that belongs to a comparison, or nothing."""
        if comparison is None:
            return None
        rows = _of_figure(self.stability, comparison)
        return rows.iloc[0] if len(rows) else None

    def verdicts_against_neighbours(self, comparison: pd.Series) -> dict[tuple[str, str], str]:
        """Return what each neighbour list and average says of the figure of one comparison."""
        rows = _of_figure(self.results.comparisons, comparison)
        rows = rows.loc[rows["comparator"].eq("neighbours")]
        return dict(zip(zip(rows["model"], rows["average"], strict=True), rows["verdict"], strict=True))

    @cached_property
    def evidence(self) -> Evidence:
        """Charts, trends and paths to target of all indicators."""
        return self.evidence_of()

    def evidence_of(self, indicator: str = "") -> Evidence:
        """Return charts, trends and paths to target of one indicator, computed when they are first read."""
        return Evidence(self.figures(indicator), self.catalogue, self.events)

    @cached_property
    def lead_tests(self) -> LeadTests:
        """All tests of the edition, and how many flags chance alone would raise."""
        return compute_lead_tests(self.headlines.values(), self.evidence)

    @cached_property
    def headlines(self) -> dict[str, Headline]:
        """By indicator id, the estimate, change and comparison that lead its page."""
        own = self.results.estimates["area_code"].eq(self.area.area_code)
        against = self.in_force.loc[
            self.in_force["comparator"].eq("neighbours") & self.in_force["average"].eq(self.settings.average)
        ]
        lead = _by_indicator(select_lead_estimates(self.results.estimates.loc[own], self.quarter))
        changes = _by_indicator(select_lead_changes(self.results.changes, self.quarter))
        comparisons = _by_indicator(select_lead_comparisons(against, self.quarter))
        return {
            indicator.id: Headline(
                indicator, lead[indicator.id], changes.get(indicator.id), comparisons.get(indicator.id)
            )
            for indicator in self.shown
            if indicator.id in lead
        }

    def headlines_of(self, indicators: Iterable[Indicator]) -> list[Headline]:
        """Return the headlines of these indicators, those without any figure left out."""
        return [self.headlines[indicator.id] for indicator in indicators if indicator.id in self.headlines]


def _narrowed(rows: pd.DataFrame, catalogue: Catalogue, indicator: str, basis: str) -> pd.DataFrame:
    if indicator:
        rows = rows.loc[rows["indicator_id"].eq(catalogue[indicator].id)]
    if basis:
        rows = rows.loc[rows["basis"].eq(basis)]
    order = "period_end" if "period_end" in rows else "period"
    return rows.sort_values(["indicator_id", "basis", order], kind="stable", ignore_index=True)


def _of_figure(rows: pd.DataFrame, comparison: pd.Series) -> pd.DataFrame:
    """Keep the rows about the same indicator, basis and period as a comparison."""
    return rows.loc[rows[ROW_KEY].eq([str(comparison[name]) for name in ROW_KEY]).all(axis=1)]


def _by_indicator(rows: pd.DataFrame) -> dict[str, pd.Series]:
    return {str(row["indicator_id"]): row for _, row in rows.iterrows()}
