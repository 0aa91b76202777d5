"""Stocks on the last day of each quarter: bound to every published day, plausible in between."""

from __future__ import annotations

import numpy as np

from example.bounds import FIRST_YEAR, QUARTERS, Bounds, year_of
from example.counts import Whole, numerator_for
from example.flows import Entry
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import Period, parse_period, quarter_of

BEFORE = quarter_of(FIRST_YEAR - 1, 4)
DAYS = (BEFORE, *QUARTERS)  # the last day before the first quarter is the first anchor


def draw_from_flows(entry: Entry, bounds: Bounds, drawn: dict[str, Whole]) -> Whole:
    """Return the stock that starts and ends make of the published one a year before.

    Formula: stock + starts − ends; what is missing at the next published day (children counted twice,
    revisions) is spread over the year's quarters.
    """
    indicator_id = entry["indicator_id"]
    change = drawn[entry["rises_by"]] - drawn[entry["falls_by"]]
    stock: list[int] = []
    before = _published(bounds, indicator_id, BEFORE)
    for at in range(0, len(QUARTERS), 4):
        after = _published(bounds, indicator_id, QUARTERS[at + 3])
        path = before + np.cumsum(change[at : at + 4])
        missing = (after - path[-1]) * np.arange(1, 5) / 4
        stock += [int(number) for number in np.rint(path + missing)]
        before = after
    return np.array(stock)


def draw_state(
    entry: Entry, bounds: Bounds, drawn: dict[str, Whole], random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return numerator and denominator on the last day of each quarter.

    Values run straight from one anchor (published, else assumed) to the next and scatter by `spread`
    between them; a published pair of counts is kept as it is.
    """
    indicator = load_catalogue()[entry["indicator_id"]]
    values, is_anchor = _values(entry, bounds)
    bases = _bases(entry, bounds, drawn)
    decimals = entry.get("decimals", 0)
    noise = random.normal(0, entry["spread"], len(QUARTERS))
    above, below = np.zeros(len(QUARTERS)), np.zeros(len(QUARTERS))
    for place, quarter in enumerate(QUARTERS):
        bound = bounds.on_last_day(indicator.id, quarter)
        if bound and bound.is_whole:
            above[place], below[place] = bound.numerator, bound.denominator
            continue
        value = values[place + 1] + (0 if is_anchor[place + 1] else noise[place])
        below[place] = round(bases[place], decimals)
        above[place] = _numerator(indicator.id, value, below[place], bool(is_anchor[place + 1]), decimals)
    return above, below


def _numerator(indicator_id: str, value: float, below: float, is_anchor: bool, decimals: int) -> float:
    indicator = load_catalogue()[indicator_id]
    if decimals and indicator.multiplier > 1:
        return round(value * below / indicator.multiplier, decimals)
    if is_anchor:
        return numerator_for(value, below, indicator.multiplier, indicator.decimals)
    return round(value * below / indicator.multiplier)


def _values(entry: Entry, bounds: Bounds) -> tuple[np.ndarray, np.ndarray]:
    indicator = load_catalogue()[entry["indicator_id"]]
    anchors = {parse_period(label): value for label, value in entry.get("anchors", {}).items()}
    for day in DAYS:
        if bound := bounds.on_last_day(indicator.id, day):
            share = (bound.numerator or 0) / (bound.denominator or 1) * indicator.multiplier
            anchors[day] = bound.value if bound.value is not None else share
    places = [place for place, day in enumerate(DAYS) if day in anchors]
    line = np.interp(np.arange(len(DAYS)), places, [anchors[DAYS[place]] for place in places])
    return line, np.isin(np.arange(len(DAYS)), places)


def _bases(entry: Entry, bounds: Bounds, drawn: dict[str, Whole]) -> np.ndarray:
    """Return the denominators: population, part of another stock, or between the published ones."""
    indicator_id = entry["indicator_id"]
    published = {
        place: base for place, day in enumerate(QUARTERS) if (base := _base(bounds, indicator_id, day))
    }
    if "base" in entry:
        stock = drawn[entry["base"]] * entry.get("base_share", 1)
        return np.array([published.get(place, number) for place, number in enumerate(stock)])
    if "events" not in entry:
        return np.array([bounds.population(indicator_id, year_of(quarter)) for quarter in QUARTERS])
    known = {0: entry["events"], **published}
    return np.interp(np.arange(len(QUARTERS)), list(known), list(known.values()))


def _base(bounds: Bounds, indicator_id: str, day: Period) -> float | None:
    """Return a published denominator, or the one that a published numerator and value imply."""
    bound = bounds.on_last_day(indicator_id, day)
    if bound and bound.denominator is None and bound.numerator and bound.value:
        return bound.numerator * load_catalogue()[indicator_id].multiplier / bound.value
    return bound.denominator if bound else None


def _published(bounds: Bounds, indicator_id: str, day: Period) -> int:
    bound = bounds.on_last_day(indicator_id, day)
    if bound is None or bound.numerator is None:
        raise ValueError(f"no published {indicator_id} on {day.end}")
    return int(bound.numerator)
