"""Local figures against DfE's: the four quarters of a year, and single statements of a report.

Flows add up: the numerators of the four quarters, over their summed denominators (of a population:
their mean), are compared with the published year. Stocks do not: the state at the end of the quarter in
which the census falls is compared with the census. Both sides are kept, with the residual and its reason.
"""

from __future__ import annotations

import pandas as pd

from kpi_lib.analysis.agree.agreement import LEDGER, add_agreement, add_precision, join_published
from kpi_lib.analysis.estimates.bases import QUARTER, ROLLING_YEAR, YEAR, add_basis
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.analysis.estimates.source_decimals import source_decimals
from kpi_lib.catalogue.indicators import Catalogue, Kind
from kpi_lib.core.status import Provenance, Status

YEARLY = ["indicator_id", "area_code", "year"]
DATED = ["indicator_id", "area_code", "period_end"]
MARCH = 3
FIGURES = ["numerator", "denominator", "value"]


def summarise_reconciliation(
    observations: pd.DataFrame, catalogue: Catalogue, explanations: pd.DataFrame, *, percent: float
) -> pd.DataFrame:
    """Return the ledger: per indicator, area and year the local quarters against the published year.

    Parameters
    ----------
    observations : frame of docs/architecture.md, of any areas and provenances.
    explanations : `indicator_id`, `area_code`, `period`, `kind`, `reason`, `source`, `row`.
    percent : relative tolerance next to what rounding can do, in per cent of the published figure.

    Returns
    -------
    `ledger` of docs/architecture.md. `evidence` says what agreement is worth: `independent` (the
    council's own counts against DfE's) or `same_source` (DfE's figures on both sides). The council's own
    quarters are taken where all of them are there, else DfE's. Years without a fourth quarter are left out.
    """
    is_published = observations["provenance"].astype("str").eq(Provenance.PUBLISHED)
    published = _estimated(observations.loc[is_published], catalogue)
    own = _estimated(observations.loc[~is_published & ~_is_statement(observations)], catalogue)
    sides = [_whole_years(rows, catalogue) for rows in (own, published) if not rows.empty]
    if published.empty or not sides:
        return pd.DataFrame(columns=LEDGER)
    local = _preferred(pd.concat(sides, ignore_index=True))
    if local.empty:
        return pd.DataFrame(columns=LEDGER)
    is_flow = _is_flow(local, catalogue)
    annual = published.loc[published["basis"].eq(YEAR)]
    pairs = [
        join_published(local.loc[is_flow], annual, YEARLY),
        join_published(local.loc[~is_flow], annual, DATED),
    ]
    rows = _one_per_year(pd.concat(pairs, ignore_index=True))
    return add_agreement(
        rows.assign(claim="", is_same_period=True), catalogue, explanations, period="year", percent=percent
    )


def summarise_claims(
    observations: pd.DataFrame, catalogue: Catalogue, explanations: pd.DataFrame, *, percent: float
) -> pd.DataFrame:
    """Return one row per figure that a report states, against the published figure nearest to it.

    The nearest is the published figure of the same period (of a stock: of the same day), else that
    of the year in which the period lies, else none. Where a report gives a value, counts next to it are
    not the report's and are not compared.

    Returns
    -------
    The columns of the ledger; `claim` holds the report's words as the file notes them,
    `is_same_period` says whether like is compared with like. All are `independent`.
    """
    provenance = observations["provenance"].astype("str")
    published = _estimated(observations.loc[provenance.eq(Provenance.PUBLISHED)], catalogue)
    stated = observations.loc[provenance.eq(Provenance.REPORTED)].reset_index(drop=True)
    if stated.empty or published.empty:
        return pd.DataFrame(columns=LEDGER)
    pairs = _nearest(_stated(stated, catalogue), published, catalogue)
    return add_agreement(pairs, catalogue, explanations, period="local_period", percent=percent)


def select_unused(explanations: pd.DataFrame, *ledgers: pd.DataFrame) -> pd.DataFrame:
    """Return the explanations that explain nothing: no figures of that name and period differ."""
    used = {row for ledger in ledgers for row in ledger["explanation_row"].dropna()}
    return explanations.loc[~explanations["row"].isin(used)]


def _is_statement(observations: pd.DataFrame) -> pd.Series:
    """Say which rows are a report's statement without its counts: a claim, not a quarter's return."""
    has_counts = observations[["numerator", "denominator"]].notna().all(axis=1)
    return observations["provenance"].astype("str").eq(Provenance.REPORTED) & ~has_counts


def _estimated(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    if observations.empty:
        return observations
    return add_precision(summarise_estimates(observations.reset_index(drop=True), catalogue), catalogue)


def _is_flow(rows: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    return rows["indicator_id"].map(catalogue.by_id("kind")).eq(Kind.FLOW)


def _whole_years(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the sums of four quarters that end in March, without figures where one is missing, and stocks.

    A stock has all its quarters, as its census may fall in any of them.
    """
    is_flow = _is_flow(estimates, catalogue)
    is_year_end = estimates["period_end"].dt.month.eq(MARCH)
    quarters = estimates.loc[estimates["basis"].eq(QUARTER)]
    sums = estimates.loc[is_flow & is_year_end & estimates["basis"].eq(ROLLING_YEAR)]
    ends = quarters.loc[is_flow & is_year_end]
    short = ends.loc[~pd.MultiIndex.from_frame(ends[YEARLY]).isin(pd.MultiIndex.from_frame(sums[YEARLY]))]
    short = short.assign(status=Status.NOT_AVAILABLE.value, **dict.fromkeys(FIGURES, float("nan")))
    return pd.concat([sums, short, quarters.loc[~is_flow]])


def _preferred(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per day: the council's own where it has a figure, else DfE's, else the own gap."""
    has_figure = rows["status"].eq(Status.OK) & rows[FIGURES].notna().any(axis=1)
    is_published = rows["provenance"].astype("str").eq(Provenance.PUBLISHED)
    ranked = rows.assign(_has_none=~has_figure, _is_published=is_published)
    ordered = ranked.sort_values(["_has_none", "_is_published"], kind="stable").drop_duplicates(DATED)
    return ordered.drop(columns=["_has_none", "_is_published"]).sort_index(ignore_index=True)


def _one_per_year(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the quarter that has its census, and where a year has none its last quarter.

    A stock counted on 31 March has its partner in quarter 4, one counted on 30 September in quarter 2.
    """
    has_partner = pairs["published_period"].notna()
    kept = pairs.loc[has_partner | pairs["period_end"].dt.month.eq(MARCH)]
    ordered = kept.assign(_alone=~has_partner).sort_values([*YEARLY, "_alone"], kind="stable")
    return ordered.drop_duplicates(YEARLY).drop(columns="_alone").reset_index(drop=True)


def _stated(stated: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return what a report says, and no more: a count next to a value is not its own."""
    rows = add_basis(stated.assign(decimals=source_decimals(stated)), catalogue)
    alone = rows.assign(numerator=rows["numerator"].where(rows["value"].isna()))
    return add_precision(alone, catalogue)


def _nearest(stated: pd.DataFrame, published: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return each statement next to the published figure of its period, else of its day, else of its year."""
    numbered = stated.assign(_claim=range(len(stated)))
    annual = published.loc[published["basis"].eq(YEAR)]
    quarters = published.loc[published["basis"].eq(QUARTER)]
    is_quarter = numbered["basis"].eq(QUARTER)
    # a quarter's flow is only a part of a year that ends on the same day
    is_whole = ~is_quarter | ~_is_flow(numbered, catalogue)
    candidates = [
        (numbered.loc[is_whole], annual, DATED, True),
        (numbered.loc[is_quarter], quarters, DATED, True),
        (numbered, annual, YEARLY, False),
    ]
    pairs = [
        join_published(rows, figures, keys).assign(
            claim=rows["note"].to_numpy(), _claim=rows["_claim"].to_numpy(), is_same_period=is_same
        )
        for rows, figures, keys, is_same in candidates
    ]
    together = pd.concat(pairs, ignore_index=True)
    has_figure = together["published_value"].notna() | together["published_numerator"].notna()
    ordered = together.assign(_alone=~has_figure).sort_values(["_claim", "_alone"], kind="stable")
    return ordered.drop_duplicates("_claim").drop(columns=["_alone", "_claim"]).reset_index(drop=True)
