"""The smallest count that a published page shows.

References
----------
.. [1] Government Statistical Service, Disclosure control for tables of administrative data (2014):
   small counts, and what a row or a total would give away of them, are withheld.
"""

from __future__ import annotations

SMALLEST_COUNT_SHOWN = 6
"""Counts from 1 to one less are withheld [1]_; none at all points at nobody."""


def is_small_count(count: float) -> bool:
    """Say whether a count is above 0 and too small to be shown; a missing one is not."""
    return 0 < count < SMALLEST_COUNT_SHOWN
