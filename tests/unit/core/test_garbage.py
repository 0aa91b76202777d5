"""Looking for garbage less often is for one process alone, and never ends it."""

import gc

import pytest

from kpi_lib.core.garbage import collect_rarely


@pytest.fixture(autouse=True)
def thresholds_of_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_garbage_is_still_looked_for_but_less_often() -> None:
    gc.set_threshold(700, 10, 10)
    collect_rarely()
    assert gc.isenabled()
    assert all(now > then for now, then in zip(gc.get_threshold(), (700, 10, 10), strict=True))
    assert gc.get_threshold()[0] >= 50_000
