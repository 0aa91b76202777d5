"""Rounding half up: the half-way cases that binary floats get wrong."""

import pytest

from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (15.15, 1, "15.2"),  # the float is 15.1499…, the figure is not
        (2.5, 0, "3"),  # half to even would give 2
        (-0.25, 1, "-0.3"),  # halves go away from zero
        (-0.04, 1, "0.0"),  # never a minus zero
        (36.34, 1, "36.3"),
        (1e22, 0, "10000000000000000000000"),
    ],
)
def test_halves_go_up(value: float, decimals: int, expected: str) -> None:
    assert str(round_half_up(value, decimals)) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_missing_figure_is_not_rounded(value: float) -> None:
    with pytest.raises(AnalysisError, match="cannot be rounded"):
        round_half_up(value, 1)
