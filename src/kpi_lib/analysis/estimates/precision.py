"""How far a figure may be from its true value by rounding alone: of itself, or of its counts."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from kpi_lib.analysis.estimates.rates import add_counts
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.areas import ENGLAND

HALF = 0.5
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

    None where the value was worked out from its counts, or is missing. Estimates have lost their tokens:
    of observations `source_decimals` tells more exactly.
    """
    printed = _decimals(figures["value"])
    groups = [figures["source"].astype("str"), figures["indicator_id"].astype("str")]
    return printed.groupby(groups).transform("max").where(printed.notna())


def _decimals(values: pd.Series) -> pd.Series:
    """Return how many decimals each value prints with; none where it was worked out or is missing."""
    found = {value: _decimals_of(value) for value in values.dropna().unique()}
    digits = values.map(found).astype("float64")
    return digits.where(digits <= MOST_PRINTED_DIGITS)


def _decimals_of(value: float) -> int:
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def _rounded_to(rows: pd.DataFrame) -> pd.Series:
    """Return what a note says that the counts are rounded to, 0 where it says nothing."""
    said = rows["note"].astype("str").str.extract(ROUNDED).astype("float64")
    is_wide = rows["area_code"].eq(ENGLAND) | rows["area_code"].astype("str").str.startswith(REGION_PREFIX)
    return said["near"].mask(is_wide, said["wide"].fillna(said["near"])).fillna(0.0)
