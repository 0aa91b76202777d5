"""How children left care, by quarter.

True to what is published: children leaving care, adoptions and special guardianships are those of the
quarterly returns; the other routes of a year are DfE's (SFR41/2016, SFR50/2017, "Children looked after in
England 2017 to 2018", reasons for ceasing). DfE withholds numbers below 6, so what it withholds and what it
calls other stand together under any other way. 2014-15 has the shares of 2015-16.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from illustrative_records.drawn import Drawn, Record
from illustrative_records.returned import returned, share_out

OTHERS = ("home", "arrangements_order", "independence", "other")
PUBLISHED = {
    "2014-15": (65, 13, 29),
    "2015-16": (65, 13, 29),
    "2016-17": (75, 14, 19),
    "2017-18": (85, 17, 18),
}
"""Back home, child arrangements order, independent living; the rest of the year is any other way."""
TITLE = "Children leaving care by route, illustrative"


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the routes of each quarter."""
    left, adopted, guarded = (
        returned(raw, name)
        for name in ("looked_after_cease_rate", "adoption_percent", "special_guardianship_percent")
    )
    rows: list[Record] = []
    for year, routes in PUBLISHED.items():
        quarters = [label for label in left if label.startswith(year)]
        rest = {label: left[label] - adopted[label] - guarded[label] for label in quarters}
        open_ = _year(np.array(routes), sum(rest.values()))
        for label in quarters:
            found = share_out(rest[label], open_)
            open_ = open_ - found
            counts = dict(zip(OTHERS, found, strict=True))
            counts |= {"adoption": adopted[label], "special_guardianship": guarded[label]}
            rows += [
                {"quarter": label, "route": route, "children": str(count)}
                for route, count in sorted(counts.items())
            ]
    yield Drawn("care_exits", rows, TITLE)


def _year(routes: np.ndarray, total: int) -> np.ndarray:
    """Return the published routes and, last, what is left of the total."""
    return np.append(routes, total - routes.sum())
