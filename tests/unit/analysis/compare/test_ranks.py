"""Ranks and bands by LAIT's rules."""

from kpi_lib.analysis.compare.ranks import quantile_bounds, quartile_bands, ranks_among
from kpi_lib.catalogue.indicators import Polarity

VALUES = [10.0, 20.0, 20.0, 40.0]


def test_ties_share_the_least_rank_and_a_is_best() -> None:
    low = Polarity.LOWER_IS_BETTER
    assert ranks_among(VALUES, [VALUES] * 4, low).tolist() == [1, 2, 2, 4]
    # cut points 10, 17.5, 20, 25, 40: 20 is in (17.5, 20]
    assert quartile_bands(VALUES, quantile_bounds(VALUES), low).tolist() == ["A", "B", "B", "D"]


def test_where_high_is_better_the_letters_are_reversed() -> None:
    bands = quartile_bands(VALUES, quantile_bounds(VALUES), Polarity.HIGHER_IS_BETTER)
    assert bands.tolist() == ["D", "C", "C", "A"]
