"""What a reader who can add and subtract knows of counts that are kept back.

Every total that is printed is an equation over the counts that make it up. The least and the largest
whole number that a withheld count can be, given all equations at once, is an integer programme.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class System(Generic[Key]):
    """Unknown counts with what bounds each, and sums of them that are known."""

    bounds: Mapping[Key, tuple[float, float]]
    sums: Sequence[tuple[tuple[Key, ...], float]] = ()


def possible_ranges(system: System[Key]) -> dict[Key, tuple[int, int]]:
    """Return for each unknown the least and largest value that fits; nothing where none fits.

    An empty answer says that the sums contradict each other, so that nothing can be worked out from them.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    keys = list(system.bounds)
    rows = np.array([[parts.count(key) for key in keys] for parts, _ in system.sums], dtype=float)
    totals = np.array([total for _, total in system.sums], dtype=float)
    constraints = LinearConstraint(rows, totals, totals) if len(system.sums) else ()
    limits = Bounds([system.bounds[key][0] for key in keys], [system.bounds[key][1] for key in keys])
    ranges: dict[Key, tuple[int, int]] = {}
    for key, aim in zip(keys, np.eye(len(keys)), strict=True):
        answers = [
            milp(sign * aim, constraints=constraints, bounds=limits, integrality=np.ones(len(keys)))
            for sign in (1, -1)
        ]
        if any(answer.status != 0 for answer in answers):
            return {}
        least, most = float(answers[0].fun), -float(answers[1].fun)
        ranges[key] = (round(least), round(most))
    return ranges


def linked(system: System[Key]) -> list[System[Key]]:
    """Return the parts of a system that have nothing to do with each other, those without a sum left out."""
    groups: list[set[Key]] = []
    for parts, _ in system.sums:
        near = [group for group in groups if not group.isdisjoint(parts)]
        groups = [group for group in groups if group.isdisjoint(parts)]
        groups.append(set(parts).union(*near))
    return [
        System(
            {key: system.bounds[key] for key in system.bounds if key in group},
            [(parts, total) for parts, total in system.sums if set(parts) <= group],
        )
        for group in groups
    ]
