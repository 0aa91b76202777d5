"""Rounding half up: the half-way cases that binary floats get wrong."""

import pytest

from kpi_lib.core.errors import AnalysisError
from kpi_lib.core.rounding import (
    printed_decimals,
    round_half_up,
    token_without_dust,
    without_float_dust,
)


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


@pytest.mark.parametrize(
    ("token", "plain", "value", "decimals"),
    [
        ("313.39999999999998", "313.4", 313.4, 1),  # 313.4 as a binary number prints in full
        ("13.100000000000001", "13.1", 13.1, 1),  # what is left of a sum in binary
        ("36.0", "36.0", 36.0, 0),  # a token keeps the nought that says how finely it is given
        ("0.3333333333", "0.3333333333", 0.3333333333, 10),
    ],
)
def test_dust_is_taken_off_and_nothing_else(token: str, plain: str, value: float, decimals: int) -> None:
    assert token_without_dust(token) == plain
    assert without_float_dust(float(token)) == value
    assert printed_decimals(float(token)) == decimals


@pytest.mark.parametrize("token", ["c", "", "2016-17 (provisional)", "10.1038/s41586-020", "1e-16"])
def test_a_token_that_is_no_long_number_stays(token: str) -> None:
    assert token_without_dust(token) == token
