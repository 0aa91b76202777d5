"""What a reader who can add and subtract knows of counts that are kept back.

Every total that is printed is an equation over the counts that make it up. The least and the largest
whole number that a withheld count can be, given all equations at once, is an integer programme.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class System:
    """Unknown counts with what bounds each, and sums of them that are known."""

    bounds: Mapping[Hashable, tuple[float, float]]
    sums: Sequence[tuple[tuple[Hashable, ...], float]] = field(default=())


def possible_ranges(system: System) -> dict[Hashable, tuple[int, int]]:
    """Return for each unknown the least and largest value that fits; nothing where none fits.

    An empty answer says that the sums contradict each other, so that nothing can be worked out from them.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    keys = list(system.bounds)
    place = {key: i for i, key in enumerate(keys)}
    rows = np.zeros((len(system.sums), len(keys)))
    for r, (parts, _) in enumerate(system.sums):
        for part in parts:
            rows[r, place[part]] += 1
    totals = np.array([total for _, total in system.sums], dtype=float)
    limits = Bounds([system.bounds[key][0] for key in keys], [system.bounds[key][1] for key in keys])
    found: dict[Hashable, tuple[int, int]] = {}
    for i, key in enumerate(keys):
        ends = []
        for sign in (1.0, -1.0):
            aim = np.zeros(len(keys))
            aim[i] = sign
            constraints = LinearConstraint(rows, totals, totals) if len(system.sums) else ()
            answer = milp(aim, constraints=constraints, bounds=limits, integrality=np.ones(len(keys)))
            if answer.status != 0:
                return {}
            ends.append(round(sign * float(answer.fun)))
        found[key] = (ends[0], ends[1])
    return found


def linked(system: System) -> list[System]:
    """Return the parts of a system that have nothing to do with each other, those without a sum left out."""
    waiting = [set(parts) for parts, _ in system.sums]
    groups: list[set[Hashable]] = []
    for parts in waiting:
        near = [group for group in groups if group & parts]
        groups = [group for group in groups if not group & parts]
        groups.append(parts.union(*near))
    return [
        System(
            {key: system.bounds[key] for key in system.bounds if key in group},
            [(parts, total) for parts, total in system.sums if set(parts) <= group],
        )
        for group in groups
    ]
