"""The tests are dealt to the workers: none lost, none doubled, and sites are built first of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

Deal = Callable[[list, int], list]


@dataclass(eq=False)
class Item:
    """A test by the fixtures that it asks for."""

    fixturenames: tuple[str, ...] = ()
    is_slow: bool = False

    def get_closest_marker(self, name: str) -> bool | None:
        return self.is_slow or None


def suite(n_free: int, n_waiting: int) -> list[Item]:
    waiting = [
        Item(("built",) if n % 3 else ("site", "built_from_dfe"), bool(n % 2)) for n in range(n_waiting)
    ]
    return [*waiting, *(Item() for _ in range(n_free))]


@pytest.mark.parametrize("n_workers", [1, 2, 3, 8])
@pytest.mark.parametrize(("n_free", "n_waiting"), [(0, 0), (1, 0), (0, 1), (0, 40), (500, 60), (7, 90)])
def test_none_is_lost_and_none_doubled(deal: Deal, n_free: int, n_waiting: int, n_workers: int) -> None:
    items = suite(n_free, n_waiting)
    dealt = deal(items, n_workers)
    assert len(dealt) == len(items)
    assert set(map(id, dealt)) == set(map(id, items))


@pytest.mark.parametrize("n_workers", [2, 3])
def test_each_stretch_builds_a_site_first_and_waits_for_one_last(deal: Deal, n_workers: int) -> None:
    dealt, start = deal(suite(500, 60), n_workers), 0
    for worker in range(n_workers):
        size = (len(dealt) - start) // (n_workers - worker)  # as pytest-xdist cuts the list
        waits = [bool(item.fixturenames) for item in dealt[start : start + size]]
        start += size
        assert waits[0] == (worker < 2), "two sites are built, each by another worker"
        middle = waits[1:]
        assert middle == sorted(middle) and True in middle
