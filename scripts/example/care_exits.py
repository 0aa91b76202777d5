"""How children left care, by quarter: adoptions and special guardianships are those of the returns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from example.drawn import Drawn, Record
from example.returned import returned, share_out

OTHERS = ("home", "arrangements_order", "independence", "other")
ODDS = {
    "2014-15": (0.42, 0.08, 0.19, 0.31),
    "2015-16": (0.41, 0.09, 0.18, 0.32),
    "2016-17": (0.44, 0.10, 0.16, 0.30),
    "2017-18": (0.47, 0.11, 0.14, 0.28),
}
"""Share of the other routes by year: home, child arrangements order, independent living, any other way."""
TITLE = "Children leaving care by route, invented"


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the routes of each quarter."""
    left, adopted, guarded = (
        returned(raw, name)
        for name in ("looked_after_cease_rate", "adoption_percent", "special_guardianship_percent")
    )
    rows: list[Record] = []
    for year, odds in ODDS.items():
        for label in [label for label in left if label.startswith(year)]:
            rest = left[label] - adopted[label] - guarded[label]
            counts = dict(zip(OTHERS, share_out(rest, np.array(odds)), strict=True))
            counts |= {"adoption": adopted[label], "special_guardianship": guarded[label]}
            rows += [
                {"quarter": label, "route": route, "children": str(count)}
                for route, count in sorted(counts.items())
            ]
    yield Drawn("care_exits", rows, TITLE)
