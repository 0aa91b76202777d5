"""Shares by team: a team's year next to what chance, its size and the teams' own spread explain.

A team's figure is judged by funnel limits widened for overdispersion (`funnels.summarise_funnels`). Their
scale is an approximation that is rough for a handful of cases, so a team lies beyond them only where its own
Wilson interval leaves the overall figure out as well: a small team is not blamed for noise.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.analysis.estimates.bases import QUARTER, ROLLING_YEAR
from kpi_lib.analysis.funnels.authorities import (
    FUNNELS,
    HIGH_95,
    HIGH_998,
    LOW_95,
    LOW_998,
    WITHIN,
    proportion_places,
    summarise_funnels,
)
from kpi_lib.analysis.practice.records import quarters_to, select_quarters
from kpi_lib.catalogue.indicators import Catalogue, Kind, Measure
from kpi_lib.core.periods import Period

LEAST_TEAMS = 5
"""With fewer teams their spread cannot be separated from chance, and there is no funnel."""

DISTANCE = {WITHIN: 0, LOW_95: 1, HIGH_95: 1, LOW_998: 2, HIGH_998: 2}
"""How far out each place lies."""

BY_CHANCE = 0.05
"""Of the figures within 95% limits, the share that lies outside by chance alone."""
QUARTERS_SHOWN = 8
COUNTS = ["indicator_id", "team", "period", "numerator", "denominator"]
TOTALS = [
    "indicator_id", "period", "numerator", "denominator", "council_numerator", "council_denominator",
    "is_same",
]  # fmt: skip


def join_team_counts(figures: pd.DataFrame, audits: pd.DataFrame, good: tuple[str, ...]) -> pd.DataFrame:
    """Return the counts of all teams, those of the audits counted: indicator, team, quarter and both counts.

    Parameters
    ----------
    figures : records of the kind `team_figures`.
    audits : records of the kind `audits` with their quarter as `period`.
    good : the grades that count as good or better.
    """
    counted = (
        audits.assign(is_good=audits["grade"].isin(good).astype("int64"), one=1)
        .groupby(["team", "period"], as_index=False)[["is_good", "one"]]
        .sum()
        .rename(columns={"is_good": "numerator", "one": "denominator"})
        .assign(indicator_id="audit_good_percent")
    )
    stated = figures.rename(columns={"quarter": "period"})
    joined = pd.concat([stated[COUNTS], counted[COUNTS]], ignore_index=True)
    return joined.astype({"numerator": "float64", "denominator": "float64"})


def summarise_team_years(counts: pd.DataFrame, quarter: Period, catalogue: Catalogue) -> pd.DataFrame:
    """Return each team's newest figures: four quarters added up for a flow, the last day for a stock.

    Returns
    -------
    One row per share and team in the columns that funnels need, the team as `area_code`; other measures
    have no row, for a team has no population.
    """
    shares = [indicator for indicator in catalogue if indicator.measure is Measure.PROPORTION]
    flows = {share.id for share in shares if share.kind is Kind.FLOW}
    stocks = {share.id for share in shares if share.kind is Kind.STOCK}
    year = select_quarters(counts.loc[counts["indicator_id"].isin(flows)], quarter)
    last = select_quarters(counts.loc[counts["indicator_id"].isin(stocks)], quarter, 1)
    joined = pd.concat([year.assign(basis=ROLLING_YEAR), last.assign(basis=QUARTER)])
    keys = ["indicator_id", "team", "basis"]
    summed = joined.groupby(keys, as_index=False)[["numerator", "denominator"]].sum()
    return _as_estimates(summed.assign(period=quarter.label), catalogue)


def summarise_team_quarters(counts: pd.DataFrame, quarter: Period, catalogue: Catalogue) -> pd.DataFrame:
    """Return each team's last eight quarters as funnels: value, limits at its size, and where it lies."""
    shares = {indicator.id for indicator in catalogue if indicator.measure is Measure.PROPORTION}
    rows = select_quarters(counts.loc[counts["indicator_id"].isin(shares)], quarter, QUARTERS_SHOWN)
    return summarise_team_funnels(_as_estimates(rows.assign(basis=QUARTER), catalogue), catalogue)


def summarise_team_funnels(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the funnel of every indicator with five teams or more: the baseline is all teams pooled.

    `place` is the nearer of two answers: the funnel's, and that of the team's own Wilson interval.
    """
    if estimates.empty:
        return pd.DataFrame(columns=FUNNELS)
    teams = set(estimates["area_code"])
    funnels = summarise_funnels(estimates, catalogue, areas=teams, least=LEAST_TEAMS)
    if funnels.empty:
        return funnels
    scale = funnels["indicator_id"].map(catalogue.by_id("multiplier"))
    # 0 of 4 is below the funnel of 41 %, but its Wilson interval reaches 49 %: chance gives it 1 time in 8
    counts = (funnels["value"] * funnels["denominator"] / scale).round()
    places = proportion_places(counts, funnels["denominator"], funnels["baseline"] / scale)
    own = pd.Series(places, funnels.index)
    is_nearer = own.map(DISTANCE) < funnels["place"].map(DISTANCE)
    return funnels.assign(place=funnels["place"].mask(is_nearer, own).astype("str"))


def summarise_team_totals(counts: pd.DataFrame, council: pd.DataFrame, quarter: Period) -> pd.DataFrame:
    """Return one row per indicator and quarter: all teams together next to the council's own counts.

    Parameters
    ----------
    council : the council's estimates by quarter.
    """
    rows = counts.loc[counts["period"].isin(quarters_to(quarter, QUARTERS_SHOWN))]
    keys = ["indicator_id", "period"]
    summed = rows.groupby(keys, as_index=False)[["numerator", "denominator"]].sum()
    own = council[[*keys, "numerator", "denominator"]]
    totals = summed.merge(own.rename(columns={name: f"council_{name}" for name in own.columns[2:]}), on=keys)
    is_same = totals["numerator"].eq(totals["council_numerator"])
    return totals.assign(is_same=is_same & totals["denominator"].eq(totals["council_denominator"]))[TOTALS]


def _as_estimates(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    scale = rows["indicator_id"].map(catalogue.by_id("multiplier")).astype("float64")
    share = rows["numerator"] / rows["denominator"].where(rows["denominator"].gt(0))
    return rows.rename(columns={"team": "area_code"}).assign(value=share * scale)


def summarise_beyond(funnels: pd.DataFrame) -> pd.Series:
    """Return how many team figures there are, lie beyond their limits, and would do so by chance at most.

    `n_figures`, `n_beyond` and `n_by_chance`, the expected number.
    """
    n, beyond = len(funnels), int(funnels["place"].ne(WITHIN).sum())
    return pd.Series({"n_figures": n, "n_beyond": beyond, "n_by_chance": n * BY_CHANCE})
