"""Money and placements in words: amounts, types, and what explains the difference from the budget."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.present.words.numbers import MILLION, MINUS, Row, format_millions, format_number, is_missing

PENCE_IN_POUND = 100
ALL = "all"
NO_SPEND = "No spend on placements of this area is in the raw files"
CAUSES = {
    "price": "Price",
    "volume": "Volume",
    "mix": "Mix",
    "new": "New types",
    "ended": "Types no longer used",
    "unpriced": "Money without weeks",
}
SOURCES = {
    "price": "weeks that cost more than budgeted",
    "volume": "more weeks than budgeted",
    "mix": "more children in dearer placements",
    "new": "types of placement without a budget",
    "unpriced": "money without weeks of placement, which nothing explains",
}
"""Where spend above budget comes from."""
MEANINGS = (
    "Price: each week of a placement costs more or less than budgeted. Volume: there are more or fewer weeks "
    "in all. Mix: weeks have moved between dearer and cheaper types.",
)


def type_words(placement_type: str) -> str:
    """Return a type of placement in words; `all` is "All placements"."""
    choices = find_record_kind("placement_spend")["placement_type"].choices
    return "All placements" if placement_type == ALL else choices[placement_type]


def short_millions(pounds: float) -> str:
    """Return a size in millions as charts write it: "£7.6m"."""
    return f"£{format_number(abs(pounds) / MILLION, 1)}m"


def pounds(amount: float) -> str:
    """Return a price in whole pounds: "£3,479"."""
    return f"{MINUS if amount < 0 else ''}£{format_number(abs(amount))}"


def is_on_budget(amount: float) -> bool:
    """Say whether a difference in pounds is nothing in the words of `over_words`."""
    return format_millions(abs(amount)) == format_millions(0)


def over_words(amount: float) -> str:
    """Return by how much spend is above or below budget: "£7.6 million above budget"; "on budget"."""
    if is_on_budget(amount):
        return "on budget"
    return f"{format_millions(abs(amount))} {'above' if amount > 0 else 'below'} budget"


def largest_cause(explained: Row) -> str:
    """Return where the largest part of a spend above budget comes from, in a clause; empty where nowhere.

    It is "most of it" only where it is more than all other parts together.
    """
    name = max(CAUSES, key=lambda key: explained[key])
    is_above = explained["total"] > 0 and not is_on_budget(explained["total"] / PENCE_IN_POUND)
    if name not in SOURCES or explained[name] <= 0 or not is_above:
        return ""
    part, whole = (format_millions(explained[key] / PENCE_IN_POUND) for key in (name, "total"))
    how_far = "most of it" if 2 * explained[name] > explained["total"] else "the largest part"
    return f"{how_far} ({part} of {whole}) comes from {SOURCES[name]}"


def budget_words(row: Row, what: str, when: str = "") -> str:
    """Return how far `what` is above or below budget and why.

    Parameters
    ----------
    row : of all placements (`price_volume_mix.summarise_price_volume_mix`).
    """
    text = f"{what} is {over_words(row['total'] / PENCE_IN_POUND)} {when}".strip()
    why = largest_cause(row)
    return f"{text}; {why}" if why else text


def money_title(types: pd.DataFrame, explained: pd.DataFrame, year: str, *, is_whole: bool) -> str:
    """Return the page's title: how far placements are above or below budget, and for the largest part why.

    Parameters
    ----------
    types : both sides of the year so far (`spend.summarise_types`).
    explained : the same, explained (`price_volume_mix.summarise_price_volume_mix`); without a row where
        either side is not known for every quarter.
    """
    if types.empty:
        return NO_SPEND
    when = f"in {year}" if is_whole else f"so far in {year}"
    if explained.empty:
        return unexplained_words(types, when)
    row = explained.loc[explained["placement_type"].eq(ALL)].iloc[0]
    return budget_words(row, "Spend on placements", when)


def unexplained_words(types: pd.DataFrame, when: str = "") -> str:
    """Return what is known of a spend that cannot be set next to a budget."""
    spend = types["spend_amount"].sum(skipna=False)
    time = f" {when}" * bool(when)
    if is_missing(spend):
        return f"Spend on placements is not known for every quarter{time}"
    return f"Placements cost {format_millions(spend)}{time}; no budget for all of it is known"


def interval_words(row: Row, what: str) -> str:
    """Return a projection's interval in millions: "£35.2 to £38.7 million"; empty where there is none."""
    low, high = row[f"{what}_lower80"], row[f"{what}_upper80"]
    if is_missing(low) or is_missing(high):
        return ""
    return f"{format_millions(low)} to {format_millions(high)}"
