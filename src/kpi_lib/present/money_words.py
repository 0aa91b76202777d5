"""Money and placements in words: amounts, types, and what explains the difference from the budget."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.records import find_record_kind
from kpi_lib.present.words import MINUS, NO_BREAK, Row, format_number, is_missing

MILLION = 1_000_000
PENCE_IN_POUND = 100
ALL = "all"
NO_SPEND = "No spend on placements is in the raw files"
CAUSES = {
    "price": "Price",
    "volume": "Volume",
    "mix": "Mix",
    "new": "New types",
    "ended": "Types no longer used",
    "unpriced": "Money without weeks",
}
MEANINGS = (
    "Price: each week of a placement costs more or less than budgeted. Volume: there are more or fewer weeks "
    "in all. Mix: weeks have moved between dearer and cheaper types.",
)


def type_words(placement_type: str) -> str:
    """Return a type of placement in words; `all` is "All placements"."""
    choices = find_record_kind("placement_spend")["placement_type"].choices
    return "All placements" if placement_type == ALL else choices[placement_type]


def millions(pounds: float, decimals: int = 1) -> str:
    """Return pounds as millions: "£7.6 million", "−£0.5 million"."""
    number = format_number(pounds / MILLION, decimals)
    sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
    return f"{sign}£{digits}{NO_BREAK}million"


def to_the_penny(pence: int) -> str:
    """Return whole pence as pounds: "£1,204,360.48"."""
    number = format_number(abs(int(pence)) / PENCE_IN_POUND, 2)
    return f"{MINUS if pence < 0 else ''}£{number}"


def short_millions(pounds: float) -> str:
    """Return a size in millions as charts write it: "£7.6m"."""
    return f"£{format_number(abs(pounds) / MILLION, 1)}m"


def pounds(amount: float) -> str:
    """Return a price in whole pounds: "£3,479"."""
    return f"{MINUS if amount < 0 else ''}£{format_number(abs(amount))}"


def is_on_budget(amount: float) -> bool:
    """Say whether a difference in pounds is nothing in the words of `over_words`."""
    return millions(abs(amount)) == millions(0)


def over_words(amount: float) -> str:
    """Return by how much spend is above or below budget: "£7.6 million above budget"; "on budget"."""
    if is_on_budget(amount):
        return "on budget"
    return f"{millions(abs(amount))} {'above' if amount > 0 else 'below'} budget"


def largest_cause(explained: Row) -> str:
    """Return the cause that explains most of a difference, in a clause; empty where there is none."""
    same_way = {name: explained[name] * (1 if explained["total"] >= 0 else -1) for name in CAUSES}
    name = max(same_way, key=lambda key: same_way[key])
    clauses = {
        "price": "weeks cost more than budgeted",
        "volume": "there were more weeks than budgeted",
        "mix": "more children were in dearer placements",
        "new": "types without a budget were used",
        "unpriced": "money stands without weeks of placement, which nothing explains",
    }
    return clauses.get(name, "") if explained["total"] > 0 and same_way[name] > 0 else ""


def money_title(types: pd.DataFrame, explained: pd.DataFrame, year: str, *, is_whole: bool) -> str:
    """Return the page's title: how far placements are above or below budget, and mostly why.

    Parameters
    ----------
    types : both sides of the year so far (`spend.years.summarise_types`).
    explained : the same, explained (`spend.price_volume_mix.summarise_price_volume_mix`); without a row where
        either side is not known for every quarter.
    """
    if types.empty:
        return NO_SPEND
    when = f"in {year}" if is_whole else f"so far in {year}"
    if explained.empty:
        return unexplained_words(types, when)
    row = explained.loc[explained["placement_type"].eq(ALL)].iloc[0]
    why = "" if is_on_budget(row["total"] / PENCE_IN_POUND) else largest_cause(row)
    told = f"Spend on placements is {over_words(row['total'] / PENCE_IN_POUND)} {when}"
    return f"{told}, mostly because {why}" if why else told


def unexplained_words(types: pd.DataFrame, when: str = "") -> str:
    """Return what is known of a spend that cannot be set beside a budget."""
    spend = types["spend_amount"].sum(skipna=False)
    time = f" {when}" * bool(when)
    if is_missing(spend):
        return f"Spend on placements is not known for every quarter{time}"
    return f"Placements cost {millions(spend)}{time}; no budget for all of it is known"


def interval_words(row: Row, what: str, level: int = 80) -> str:
    """Return a projection's interval in millions: "£35.2 to £38.7 million"; empty where there is none."""
    low, high = row[f"{what}_lower{level}"], row[f"{what}_upper{level}"]
    if is_missing(low) or is_missing(high):
        return ""
    return f"{millions(low)} to {millions(high)}"
