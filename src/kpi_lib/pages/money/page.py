"""The page of money: spend against budget, why they differ, and what more children would cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTERS_IN_YEAR
from kpi_lib.analysis.practice.budget_pressure import summarise_pressure
from kpi_lib.analysis.practice.flows import summarise_care_flows, summarise_type_flows
from kpi_lib.analysis.practice.price_volume_mix import EXPLAINED, summarise_price_volume_mix
from kpi_lib.analysis.practice.projection import summarise_projection
from kpi_lib.analysis.practice.spend import (
    add_placed,
    join_budget,
    select_to_date,
    summarise_quarters,
    summarise_types,
    summarise_unit_costs,
    summarise_years,
)
from kpi_lib.analysis.withhold.small_counts import add_withheld
from kpi_lib.core.periods import Period, parse_period
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.pages.money.projection import pressure_sentence, show_pressure, show_projection
from kpi_lib.pages.money.reported import Statement, show_published_cost, show_statements, stated_sentence
from kpi_lib.pages.money.spend import show_causes, show_spend, show_unit_costs
from kpi_lib.pages.money.words import NO_SPEND, money_title
from kpi_lib.pages.record_page import RecordPage, records
from kpi_lib.present.shown.display import Shown, show_note, show_together
from kpi_lib.present.words.numbers import EN_DASH, MILLION
from kpi_lib.present.words.record_sources import report_words

PRESSURES = ("placement_cost_pressure", "safeguarding_cost_pressure")
PLACEMENTS = PRESSURES[0]
UNIT_COST = "placement_unit_cost"


@dataclass(frozen=True)
class MoneyPage(RecordPage):
    """What placements cost against their budget, why, and where they may lead."""

    KIND: ClassVar[str] = "money"
    NOTHING: ClassVar[str] = NO_SPEND

    @property
    def _finding(self) -> str:
        """How far spend is from its budget, and for the largest part why."""
        year = self._quarter.year.replace("-", EN_DASH)
        return money_title(self._types, self._explained, year, is_whole=self._is_whole)

    @property
    def _about(self) -> str:
        """What of the money the report states."""
        statements = [*self._pressures(), *self._allocations()]
        return stated_sentence(statements, report_words(self.pack.records("allocations")))

    def reported(self) -> Shown:
        """Return the sums that reports state of this year and the next, each next to the records."""
        return show_statements([*self._pressures(), *self._allocations()])

    def spend(self) -> Shown:
        """Return spend next to budget by type, in the financial year so far."""
        return self._says(
            lambda: show_spend(self._types, self._explained, self._when, self._spend, self._budgets)
        )

    def causes(self) -> Shown:
        """Return what price, volume and mix each explain."""
        return show_causes(self._explained, self._when, self._spend, self._budgets)

    def unit_costs(self) -> Shown:
        """Return what a week of each type costs, next to the budget and the year before."""
        before = self._costs(select_to_date(self._joined, self._quarter, years_back=1))
        costs = self._costs(self._to_date)
        chart = show_unit_costs(costs, before, self._when, self._spend, self._budgets)
        published = self.pack.figures(UNIT_COST, basis="year").dropna(subset=["value"])
        return show_together(chart, show_published_cost(published)) if len(published) else chart

    def projection(self) -> Shown:
        """Return the children in care, projected for 24 months; by placement unless a number is too small."""
        history = summarise_care_flows(self._counts)
        types = summarise_projection(summarise_type_flows(self._counts), ["placement_type"])
        whole, by_type = (
            add_withheld(summary.assign(total=""), ["last_stock"], least=SMALLEST_COUNT_SHOWN, by=["total"])
            for summary in (summarise_projection(history), types)
        )
        return show_projection(history, whole, by_type.loc[~by_type["is_withheld"]], self._counts)

    def pressure(self) -> Shown:
        """Return the spend that the projection implies, next to the budget."""
        sentence, table = pressure_sentence(self._pressure), show_pressure(self._pressure)
        return show_together(show_note(f"{sentence}."), table) if sentence else table

    def _ledger(self) -> list[str]:
        """Return spend, budget and what explains them in pence, and the projected pressure in pounds."""
        explained = [
            " | ".join(f"{name} {row[name]}" for name in self._explained.columns)
            for _, row in self._explained.iterrows()
        ]
        ahead = [
            f"{row['year']} | {row['spend_projected']:.0f} | {row['pressure_projected']:.0f}"
            for _, row in self._pressure.iterrows()
            if row["year"]
        ]
        return explained + ahead

    @property
    def _basis(self) -> pd.DataFrame:
        return self._spend

    def _costs(self, joined: pd.DataFrame) -> pd.DataFrame:
        """Return the price of a week by type, missing where so few children were placed that it may tell."""
        costs = add_placed(summarise_unit_costs(joined), n_quarters=joined["quarter"].nunique())
        return add_withheld(costs, ["n_placed"], least=SMALLEST_COUNT_SHOWN)

    def _pressures(self) -> list[Statement]:
        figures = [self.pack.figures(name, basis="year") for name in PRESSURES]
        rows = [rows.loc[rows["year"].eq(self._quarter.year)] for rows in figures]
        return [self._statement(row.iloc[-1]) for row in rows if len(row)]

    def _statement(self, row: pd.Series) -> Statement:
        indicator = self.pack.catalogue[row["indicator_id"]]
        total = self._years.loc[self._years["year"].eq(row["year"])]
        beyond = (total["spend_amount"] - total["budget_amount"]).dropna()
        is_known = len(beyond) and row["indicator_id"] == PLACEMENTS
        recorded = float(beyond.iloc[0]) if is_known else None
        return Statement(
            indicator.title,
            row["year"],
            row["value"] * MILLION,
            str(row["note"]).split(":")[0],
            recorded,
            f"indicators/{indicator.slug}.html",
        )

    def _allocations(self) -> list[Statement]:
        rows = self.pack.records("allocations")
        # A report of July 2018 states sums of the year that ended in March and of the one that has begun.
        near = {self._quarter.year, self._quarter.shift(QUARTERS_IN_YEAR).year}
        return [
            Statement(
                str(row["statement"]),
                row["year"],
                float(row["amount"]),
                f"paragraph {row['paragraph']}",
                self._added(row["year"]),
            )
            for _, row in rows.loc[rows["year"].isin(near)].iterrows()
        ]

    def _added(self, year: str) -> float | None:
        """Return by how much a year's budget is above the one before; nothing where either is unknown."""
        whole = self._years.set_index("year")["budget_amount"].dropna()
        before = parse_period(year).shift(-1).label
        return float(whole[year] - whole[before]) if {year, before} <= set(whole.index) else None

    @property
    def _quarter(self) -> Period:
        """The newest quarter with spend, up to the edition's."""
        quarters = self._spend["quarter"]
        return parse_period(quarters.max()) if len(quarters) else self.pack.quarter

    @property
    def _is_whole(self) -> bool:
        return self._to_date["quarter"].nunique() == QUARTERS_IN_YEAR

    @property
    def _when(self) -> str:
        first = parse_period(self._to_date["quarter"].min()) if len(self._to_date) else self._quarter
        return f"{first.start:%B %Y} to {self._quarter.end:%B %Y}"

    _spend = records("placement_spend")
    _budgets = records("placement_budgets")
    _counts = records("placement_counts")

    @cached_property
    def _joined(self) -> pd.DataFrame:
        return join_budget(self._spend, self._budgets)

    @cached_property
    def _years(self) -> pd.DataFrame:
        return summarise_years(self._joined)

    @cached_property
    def _to_date(self) -> pd.DataFrame:
        return select_to_date(self._joined, self._quarter)

    @cached_property
    def _types(self) -> pd.DataFrame:
        types = summarise_types(self._to_date)
        return types.sort_values("spend_amount", ascending=False, ignore_index=True)

    @cached_property
    def _explained(self) -> pd.DataFrame:
        none = pd.DataFrame(columns=["placement_type", *EXPLAINED])
        is_known = len(self._types) and self._types.notna().all(axis=None)
        return summarise_price_volume_mix(self._types) if is_known else none

    @cached_property
    def _pressure(self) -> pd.DataFrame:
        costs = summarise_unit_costs(self._to_date)
        prices = dict(zip(costs["placement_type"], costs["cost_per_week"], strict=True))
        return summarise_pressure(
            summarise_type_flows(self._counts), prices, summarise_quarters(self._joined)
        )
