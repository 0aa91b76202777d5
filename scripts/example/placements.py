"""Children by placement, what they cost, and what the budget had foreseen.

Children in all, entering and leaving care are those of the quarterly returns. Spend of 2017-18 is above its
budget by what the invented report states, and the budget of 2018-19 is higher by what it allocates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from example.drawn import Drawn, Record, random_for
from example.returned import published, returned, share_out
from kpi_lib.core.periods import parse_period

BEFORE = "2013-14-Q4"
"""The quarter whose last day is the first that is known."""
TYPES = ("own_foster", "agency_foster", "residential", "semi_independent", "adoption", "other")
MIX = {
    "2013-14-Q4": (0.47, 0.24, 0.09, 0.03, 0.06, 0.11),
    "2015-16-Q4": (0.44, 0.25, 0.12, 0.03, 0.05, 0.11),
    "2017-18-Q4": (0.43, 0.27, 0.13, 0.04, 0.04, 0.09),
}
"""Share of the children in each type; straight lines in between."""
ENTERS = (0.42, 0.24, 0.10, 0.05, 0.0, 0.19)
LEAVES = (0.45, 0.16, 0.06, 0.13, 0.0, 0.20)
MOVES = 6  # children who move between types in a quarter without changing any type's number
WEEK = (418.0, 826.0, 3540.0, 1060.0, 112.0, 74.0)  # pounds a week in 2017-18
DEARER = 0.012  # a quarter
PRICE_SPREAD = 0.015
FORESEEN_WEEKS = (1.0, 0.86, 0.72, 0.85, 1.0, 0.95)  # of those used in 2017-18
FORESEEN_PRICE = 0.95
GROWTH = 1.05  # weeks budgeted for 2018-19, of those used in 2017-18
PENCE = 100
PRESSURE = 4_300_000 * PENCE
ADDED = 5_200_000 * PENCE
BUDGET_YEARS = {"2017-18": "2017-02-09", "2018-19": "2018-02-15"}
WEEKS = {1: 13.0, 2: 13.2, 3: 13.2, 4: 12.8}
COUNTED = ("children", "came_into_care", "left_care", "moved_in", "moved_out")
FLOWS = {"came": "looked_after_start_rate", "left": "looked_after_cease_rate", "adopted": "adoption_percent"}
TITLE = "Placements of children looked after, invented"

Table = dict[str, np.ndarray]
"""Quarter → one figure per type, in the order of `TYPES`."""
Flows = Mapping[str, Mapping[str, int]]
"""What came, what left and who was adopted, by quarter."""


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield children by placement, the spend on them, and the budgets of two years."""
    random = random_for("placements")
    stocks = returned(raw, "looked_after_rate")
    before = int(published(raw, "looked_after_rate", parse_period(BEFORE).end.isoformat()))
    flows = {name: returned(raw, indicator_id) for name, indicator_id in FLOWS.items()}
    quarters = list(stocks)
    children = _children(quarters, {BEFORE: before, **stocks})
    yield Drawn("placement_counts", list(_counts(quarters, children, flows, random)), TITLE)
    used = _weeks(quarters, children)
    spent = _spend(quarters, used, random)
    yield Drawn("placement_spend", list(_amounts("spend", spent, used)), TITLE)
    yield Drawn("placement_budgets", list(_budgets(spent, used)), TITLE)


def _children(quarters: list[str], stocks: Mapping[str, int]) -> Table:
    """Return the children of each type, each quarter adding up to its stock."""
    known = [parse_period(label) for label in MIX]
    places = [period.as_pandas.ordinal for period in known]
    table = {}
    for label in [BEFORE, *quarters]:
        place = parse_period(label).as_pandas.ordinal
        between = [np.interp(place, places, column) for column in zip(*MIX.values(), strict=True)]
        table[label] = share_out(stocks[label], np.array(between))
    return table


def _counts(
    quarters: list[str], children: Table, flows: Flows, random: np.random.Generator
) -> Iterator[Record]:
    """Yield what came and went; what the returns count in neither flow stands as a gap of the last type."""
    for earlier, label in zip([BEFORE, *quarters], quarters, strict=False):
        entries = share_out(flows["came"][label], np.array(ENTERS) * random.gamma(60, 1 / 60, len(TYPES)))
        adopted = flows["adopted"][label]
        others = share_out(
            flows["left"][label] - adopted, np.array(LEAVES) * random.gamma(60, 1 / 60, len(TYPES))
        )
        exits = others + adopted * np.array([name == "adoption" for name in TYPES])
        moved = children[label] - children[earlier] - entries + exits
        moved[-1] -= moved.sum()
        both = random.poisson(MOVES, len(TYPES))
        figures = children[label], entries, exits, np.maximum(moved, 0) + both, np.maximum(-moved, 0) + both
        for name, *counts in zip(TYPES, *figures, strict=True):
            row = dict(zip(COUNTED, map(str, counts), strict=True))
            yield {"quarter": label, "placement_type": name, **row}


def _weeks(quarters: list[str], children: Table) -> Table:
    """Return the weeks used: the mean of children at both ends, times the weeks of the quarter."""
    labels = [BEFORE, *quarters]
    return {
        label: np.round((children[before] + children[label]) / 2 * WEEKS[int(label[-1])], 1)
        for before, label in zip(labels, quarters, strict=False)
    }


def _spend(quarters: list[str], used: Table, random: np.random.Generator) -> Table:
    """Return pence spent: weeks times a price that rises a little each quarter."""
    newest = len(quarters) - 1
    table = {}
    for place, label in enumerate(quarters):
        drift = (1 + DEARER) ** (place - newest) * random.normal(1, PRICE_SPREAD, len(TYPES))
        table[label] = np.round(used[label] * np.array(WEEK) * drift * PENCE).astype(np.int64)
    return table


def _budgets(spent: Table, used: Table) -> Iterator[Record]:
    """Yield two years of budgets: the first `PRESSURE` below spend, the second `ADDED` above the first."""
    year = [label for label in spent if label.startswith("2017-18")]
    weeks = {label: np.round(used[label] * np.array(FORESEEN_WEEKS), 1) for label in year}
    total = sum(int(spent[label].sum()) for label in year) - PRESSURE
    price = np.array(WEEK) * FORESEEN_PRICE
    first = _fitted({label: weeks[label] * price for label in year}, total)
    yield from _amounts("budget", first, weeks, agreed=BUDGET_YEARS["2017-18"])
    following = {label: _next_year(label) for label in year}
    later = _fitted({following[label]: spent[label].astype(float) for label in year}, total + ADDED)
    yield from _amounts(
        "budget",
        later,
        {following[label]: np.round(used[label] * GROWTH, 1) for label in year},
        agreed=BUDGET_YEARS["2018-19"],
    )


def _fitted(weights: Table, total: int) -> Table:
    """Return whole pence in proportion to `weights`, all of them adding up to `total`."""
    shared = share_out(total, np.concatenate(list(weights.values())))
    return dict(zip(weights, np.split(shared, len(weights)), strict=True))


def _amounts(what: str, pence: Table, weeks: Table, **more: str) -> Iterator[Record]:
    for label, amounts in pence.items():
        for name, amount, length in zip(TYPES, amounts, weeks[label], strict=True):
            figures = {f"{what}_amount": f"{amount / PENCE:.2f}", f"{what}_weeks": f"{length:.1f}"}
            yield {"quarter": label, "placement_type": name, **figures, **more}


def _next_year(label: str) -> str:
    return parse_period(label).shift(4).label
