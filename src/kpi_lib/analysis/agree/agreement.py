"""A local figure next to a published one: the residual, what rounding can do, and what is known of why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from kpi_lib.analysis.estimates.rates import add_counts
from kpi_lib.analysis.estimates.source_decimals import HALF
from kpi_lib.catalogue.indicators import Catalogue, Measure
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.status import Provenance, Status

AGREES, EXPLAINED, UNEXPLAINED, CANNOT_SAY = "agrees", "explained", "unexplained", "cannot_say"
INDEPENDENT, SAME_SOURCE = "independent", "same_source"
COUNT, VALUE = "count", "value"

LOCAL, PUBLISHED = "local_", "published_"
_SIDE = [
    "period", "value", "decimals", "numerator", "denominator", "status", "provenance", "source", "edition",
]  # fmt: skip
_SLACK = ["count_slack", "value_slack"]
LEDGER = [
    "indicator_id", "area_code", "year", "claim", "is_same_period", "local_period", "published_period",
    "compared", "local_value", "local_decimals", "local_numerator", "local_denominator", "local_provenance",
    "local_source", "local_edition", "published_value", "published_decimals", "published_numerator",
    "published_denominator", "published_source", "published_edition", "residual", "residual_percent",
    "tolerance", "evidence", "status", "kind", "reason", "reason_source", "explanation_row",
]  # fmt: skip

LOCAL_MEASURE = "A local measure: there is no national figure to set it against."
NO_PUBLISHED = "No published figure of this period or its year has been read."
NO_LOCAL = "Not every quarter of the year has a figure."
NOT_COMPARABLE = "One side gives a count, the other a value only."
NO_CAUSE = "No cause is known."
WITHIN = "The difference is no more than rounding and small revisions make."
DFE_TWICE = "Both sides are DfE’s, so this says nothing of the council’s own counts."


def join_published(local: pd.DataFrame, published: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return each row of `local` with the published row of the same keys, if any, columns prefixed.

    Parameters
    ----------
    local, published : estimates with `count_slack` and `value_slack` (`add_precision`).
    """
    kept = ["indicator_id", "area_code", "year", "period_end"]
    columns = [*_SIDE, *_SLACK]
    left = local[[*kept, *columns]].rename(columns={name: f"{LOCAL}{name}" for name in columns})
    right = published[[*keys, *columns]].rename(columns={name: f"{PUBLISHED}{name}" for name in columns})
    return left.merge(right, on=list(keys), how="left")


def add_agreement(
    pairs: pd.DataFrame, catalogue: Catalogue, explanations: pd.DataFrame, *, period: str, percent: float
) -> pd.DataFrame:
    """Return the ledger of these pairs: residual, tolerance, evidence, status and reason.

    Parameters
    ----------
    pairs : as `join_published` returns them, with `claim` and `is_same_period`.
    period : the column whose label an explanation's `period` must equal.
    percent : relative tolerance, in per cent of the published figure.

    Notes
    -----
    residual = local − published: of counts for rates and counts where both sides have them, else of
    values. Tolerance = half a unit of the last digit of each side + percent ÷ 100 × |published|.
    """
    counted = _with_published_counts(pairs, catalogue)
    compared = _compared(counted, catalogue)
    local, published = (_side(counted, compared, name) for name in (LOCAL, PUBLISHED))
    residual = local - published
    tolerance = _slack(counted, compared) + published.abs() * percent / 100
    status = pd.Series(UNEXPLAINED, counted.index, dtype="str").mask(residual.abs() <= tolerance, AGREES)
    evidence = _evidence(counted)
    rows = counted.assign(
        compared=compared,
        residual=residual,
        residual_percent=residual / published.where(published.ne(0)) * 100,
        tolerance=tolerance,
        evidence=evidence,
        status=status.mask(residual.isna(), CANNOT_SAY),
        kind="",
        reason_source="",
        explanation_row=pd.Series(pd.NA, counted.index, dtype="Int32"),
    )
    return _explained(rows.assign(reason=_reasons(rows, catalogue)), explanations, period)[LEDGER]


def _with_published_counts(pairs: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Fill a published numerator from its rate, as good as the rate's digits."""
    plain = {f"{PUBLISHED}{name}": name for name in ("numerator", "denominator", "value")}
    parts = pairs[["indicator_id", *plain]].rename(columns=plain)
    filled = add_counts(parts, catalogue)["numerator"]
    return pairs.assign(published_numerator=filled)


def _compared(pairs: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    measure = pairs["indicator_id"].map(catalogue.by_id("measure"))
    has_counts = pairs["local_numerator"].notna() & pairs["published_numerator"].notna()
    is_count = measure.isin([Measure.RATE, Measure.COUNT]) & has_counts
    return pd.Series(VALUE, pairs.index, dtype="str").mask(is_count, COUNT)


def _side(pairs: pd.DataFrame, compared: pd.Series, prefix: str) -> pd.Series:
    return pairs[f"{prefix}value"].where(compared.eq(VALUE), pairs[f"{prefix}numerator"])


def _slack(pairs: pd.DataFrame, compared: pd.Series) -> pd.Series:
    both = [
        pairs[f"{prefix}value_slack"].where(compared.eq(VALUE), pairs[f"{prefix}count_slack"])
        for prefix in (LOCAL, PUBLISHED)
    ]
    return both[0].fillna(0.0) + both[1].fillna(0.0)


def _evidence(pairs: pd.DataFrame) -> pd.Series:
    is_published = pairs["local_provenance"].astype("str").eq(Provenance.PUBLISHED)
    return pd.Series(INDEPENDENT, pairs.index, dtype="str").mask(is_published, SAME_SOURCE)


def _reasons(rows: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Return what can be said of each row before any explanation is looked up."""
    is_local = rows["indicator_id"].map(catalogue.by_id("is_local")).astype(bool)
    words = {SAME_SOURCE: DFE_TWICE, INDEPENDENT: WITHIN}
    reason = rows["evidence"].map(words).mask(rows["status"].eq(UNEXPLAINED), NO_CAUSE)
    status = rows["published_status"].map(lambda status: "" if pd.isna(status) else Status(status).words)
    absent = ("DfE’s figure: " + status + ".").where(status.ne(""), NO_PUBLISHED)
    absent = absent.mask(is_local, LOCAL_MEASURE)
    has_published = rows["published_value"].notna() | rows["published_numerator"].notna()
    has_local = rows["local_value"].notna() | rows["local_numerator"].notna()
    absent = absent.mask(has_published, NOT_COMPARABLE).mask(has_published & ~has_local, NO_LOCAL)
    return reason.mask(rows["status"].eq(CANNOT_SAY), absent).astype("str")


def _explained(rows: pd.DataFrame, explanations: pd.DataFrame, period: str) -> pd.DataFrame:
    """Give each differing row the explanation written for its indicator, area and period."""
    ledger = rows.copy()
    for _, explanation in explanations.iterrows():
        is_meant = ledger["indicator_id"].eq(explanation["indicator_id"])
        is_meant &= ledger[period].eq(explanation["period"])
        is_meant &= ledger["area_code"].eq(explanation["area_code"])
        is_meant &= ledger["status"].eq(UNEXPLAINED)
        values = [EXPLAINED, *(explanation[name] for name in ("kind", "reason", "source", "row"))]
        ledger.loc[is_meant, ["status", "kind", "reason", "reason_source", "explanation_row"]] = values
    return ledger


MOST_PRINTED_DIGITS = 3
"""A value with more decimals than any release prints was worked out from its counts, unrounded."""

ROUNDED = r"rounded by DfE to the nearest (?P<near>\d+)(?:, or (?P<wide>\d+) for regions and England)?"
"""How a source's note says that its counts are rounded."""

REGION_PREFIX = "E12"


def add_precision(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Add `count_slack` and `value_slack`: half of what the numerator and the value are rounded to.

    A count is exact unless the source's note says that it is rounded, or it is worked back from a
    rounded value. A value is rounded to the most decimals that its source prints for the indicator;
    one worked out from rounded counts is as uncertain as they are:
    multiplier ÷ denominator × slack × (1 + share).

    Parameters
    ----------
    estimates : rows with `indicator_id`, `area_code`, the figures, `source` and `note`; the more of
        one source, the better its decimals are known.
    """
    counts = add_counts(estimates, catalogue)
    digits = _printed_decimals(estimates)
    half_value = (HALF * 10.0**-digits).fillna(0.0)
    by_note = _rounded_to(estimates) / 2
    base = counts["denominator"].where(counts["denominator"] > 0)
    implied = (half_value * base / counts["multiplier"]).where(estimates["numerator"].isna(), 0.0).fillna(0.0)
    spread = (counts["multiplier"] * by_note / base * (1 + counts["numerator"] / base)).fillna(0.0)
    return estimates.assign(
        count_slack=by_note.where(by_note > 0, implied),
        value_slack=half_value.where(digits.notna(), spread),
    )


def _printed_decimals(figures: pd.DataFrame) -> pd.Series:
    """Return the most decimals that each figure's source prints for its indicator.

    None where the value was worked out from its counts (it has more than three), or is missing. Estimates
    have lost their tokens; of observations `source_decimals` knows more exactly.
    """
    decimals = {value: _decimals_of(value) for value in figures["value"].dropna().unique()}
    printed = figures["value"].map(decimals).astype("float64")
    printed = printed.where(printed <= MOST_PRINTED_DIGITS)
    groups = [figures["source"].astype("str"), figures["indicator_id"].astype("str")]
    return printed.groupby(groups).transform("max").where(printed.notna())


def _decimals_of(value: float) -> int:
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def _rounded_to(rows: pd.DataFrame) -> pd.Series:
    """Return what a note says that the counts are rounded to, 0 where it says nothing."""
    stated = rows["note"].astype("str").str.extract(ROUNDED).astype("float64")
    is_wide = rows["area_code"].eq(ENGLAND) | rows["area_code"].astype("str").str.startswith(REGION_PREFIX)
    return stated["near"].mask(is_wide, stated["wide"].fillna(stated["near"])).fillna(0.0)
