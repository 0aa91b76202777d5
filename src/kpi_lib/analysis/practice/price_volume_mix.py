"""Spend against budget, explained apart: price, volume and mix, to the penny.

For each placement type with both a budget and use, against the budget as reference:

- volume = budget × (all use ÷ all budgeted use − 1): more or fewer weeks in the budget's own mix;
- mix = (use − budgeted use × all use ÷ all budgeted use) × budget price: weeks moved between types;
- price = spend − use × budget price: each week dearer or cheaper than budgeted.

Budget: foster 10 weeks for £1,000 and home 10 for £3,000. Use: foster 8 weeks for £800, home 12 for £3,600.
No week was dearer and there are 20 as planned, so price and volume are 0; mix is −2 × £100 + 2 × £300 = £400.

"All use" is that of the types with both. A type without a budget is `new` with all its spend, one
without use is `ended` with all its budget, so neither hides in price or mix. Money without weeks
on its own side (a late bill, a lump sum) has no price: such a type is `unpriced` with all its difference, a
residual that is stated and not explained. The three are the sales
price, sales quantity and sales mix variances of [1]_, for cost; the joint effect of price and volume
falls to price, as it does there.

References
----------
.. [1] Horngren, C.T., Datar, S.M. and Rajan, M. (2009), Cost accounting: a managerial emphasis, 13th
   ed., ch. 14 (sales-quantity and sales-mix variances).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from kpi_lib.core.errors import AnalysisError

TYPE = "placement_type"
PENCE_IN_POUND = 100
PARTS = ["price", "volume", "mix", "new", "ended", "unpriced"]
EXPLAINED = ["kind", "budget", "spend", *PARTS, "total"]
BOTH, NEW, ENDED, UNPRICED = "both", "new", "ended", "unpriced"
ALL = "all"
_INPUTS = ("budget_amount", "budget_weeks", "spend_amount", "spend_weeks")


def summarise_price_volume_mix(spend: pd.DataFrame) -> pd.DataFrame:
    """Return one row per placement type and one of all: why spend is not the budget.

    Parameters
    ----------
    spend : one row per `placement_type`: `budget_amount`, `spend_amount` in pounds, whole pence;
        `budget_weeks`, `spend_weeks` of placement, 0 where there are none. All known.

    Returns
    -------
    `kind` (`both`, `new`, `ended`, `unpriced`; `all` for the sum), `budget`, `spend`, `price`, `volume`,
    `mix`, `new`, `ended`, `unpriced` and `total` = spend − budget, all whole pence (int64); each row's six
    parts add up to its total, and the rows to the row of all, exactly. Price and volume are rounded half
    away from zero to the penny; mix takes what is left of a row.

    Raises
    ------
    AnalysisError : a missing or negative figure, part of a penny, or a type twice.
    """
    _check(spend)
    parts = _explain(spend)
    rows = pd.DataFrame([*parts, _add_up(parts)], columns=EXPLAINED).astype(
        dict.fromkeys(EXPLAINED[1:], "int64")
    )
    rows.insert(0, TYPE, [*spend[TYPE], ALL])
    return rows


def pence_of(pounds: object) -> int:
    """Return pounds as whole pence, exactly.

    Raises AnalysisError on part of a penny.

    >>> pence_of(1234.56)
    123456
    """
    pence = Decimal(str(pounds)) * PENCE_IN_POUND
    if pence != pence.to_integral_value():
        raise AnalysisError("Money is whole pence", got=f"£{pounds}", expected="two decimals at most")
    return int(pence)


def _explain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    budget, spend = ([pence_of(value) for value in rows[name]] for name in ("budget_amount", "spend_amount"))
    planned, used = (
        [Fraction(str(value)) for value in rows[name]] for name in ("budget_weeks", "spend_weeks")
    )
    kinds = [_kind(*figures) for figures in zip(budget, spend, planned, used, strict=True)]
    all_planned, all_used = (
        sum((weeks for weeks, kind in zip(side, kinds, strict=True) if kind == BOTH), Fraction(0))
        for side in (planned, used)
    )
    growth = all_used / all_planned if all_planned else Fraction(1)
    return [
        {"kind": kind, "budget": allowed, "spend": spent, "total": spent - allowed}
        | dict.fromkeys(PARTS, 0)
        | (_both(allowed, spent, plan, use, growth) if kind == BOTH else {kind: spent - allowed})
        for kind, allowed, spent, plan, use in zip(kinds, budget, spend, planned, used, strict=True)
    ]


def _kind(budget: int, spend: int, planned: Fraction, used: Fraction) -> str:
    if (budget and not planned) or (spend and not used):
        return UNPRICED
    return BOTH if planned and used else ENDED if planned else NEW


def _both(budget: int, spend: int, planned: Fraction, used: Fraction, growth: Fraction) -> dict[str, int]:
    """Return the parts of one type; mix is what price and volume leave, so that they add up."""
    price = _round(spend - used * budget / planned)
    volume = _round(budget * (growth - 1))
    return {"price": price, "volume": volume, "mix": spend - budget - price - volume}


def _round(pence: Fraction) -> int:
    """Return the nearest whole number, halves away from zero, without floating point."""
    size = (2 * abs(pence.numerator) + pence.denominator) // (2 * pence.denominator)
    return size if pence >= 0 else -size


def _add_up(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": ALL} | {name: sum(part[name] for part in parts) for name in EXPLAINED[1:]}


def _check(rows: pd.DataFrame) -> None:
    figures = rows[list(_INPUTS)]
    faults = {
        "a missing figure": bool(figures.isna().any(axis=None)),
        "a negative figure": bool(figures.lt(0).any(axis=None)),
        "a type twice": bool(rows[TYPE].duplicated().any()),
    }
    for fault, is_there in faults.items():
        if is_there:
            raise AnalysisError(
                "Spend cannot be explained by price, volume and mix",
                got=fault,
                expected="one row a type, with pounds and weeks on both sides, 0 where there are none",
            )
