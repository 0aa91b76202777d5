"""The teams that invented records name: by letter, so that none is a real one."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np

from example.drawn import random_for

FRONT = tuple(f"Team {letter}" for letter in ascii_uppercase[:12])
"""Teams that assess, and work with children in need and children on a plan."""

CARE = tuple(f"Team {letter}" for letter in ascii_uppercase[12:24])
"""Teams that work with children looked after and care leavers."""

SIZE_SPREAD, EFFECT_SPREAD = 0.5, 0.16
"""Standard deviations between teams: of the logarithm of their size, and of the log odds of their work."""


def sizes_of(teams: Sequence[str]) -> np.ndarray:
    """Return how large each team is beside the others; the same for every kind of record."""
    return np.exp(random_for("".join(teams)).normal(0, SIZE_SPREAD, len(teams)))


def shares_around(share: float, effects: np.ndarray) -> np.ndarray:
    """Return each team's share where the log odds of all lie `effects` beside those of `share`."""
    kept = min(max(share, 0.01), 0.99)
    return 1 / (1 + np.exp(-(np.log(kept / (1 - kept)) + effects)))
