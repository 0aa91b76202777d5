from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.compare.missing_neighbours import missing_names
from kpi_lib.analysis.compare.neighbourhood import Neighbourhood
from kpi_lib.catalogue.areas import load_areas

NEW_DORSET, BCP, WARWICKSHIRE = "E06000059", "E06000058", "E10000031"


def hood_of(*codes: str) -> Neighbourhood:
    values = np.full((1, len(codes)), np.nan)
    return Neighbourhood(values, values, values, np.array([codes], dtype=object), np.array([0]))


@pytest.mark.parametrize(
    ("code", "day", "words"),
    [
        (NEW_DORSET, "2018-03-31", "Dorset (until March 2019 under its former number 835)"),
        (NEW_DORSET, "2020-03-31", "Dorset"),  # it exists by then: its figure is simply not there
        (BCP, "2018-03-31",
         "Bournemouth, Christchurch and Poole (until March 2019 under the former numbers 835, 836 and 837)"),
        (WARWICKSHIRE, "2018-03-31", "Warwickshire"),
    ],
)  # fmt: skip
def test_a_young_neighbour_says_where_its_earlier_figures_stand(code: str, day: str, words: str) -> None:
    used = np.zeros((1, 1), dtype=bool)
    told = missing_names(hood_of(code), used, load_areas().frame, pd.Series([pd.Timestamp(day)]))
    assert told.tolist() == [words]


def test_a_neighbour_with_a_figure_is_not_named() -> None:
    used = np.array([[True, False]])
    hood = hood_of(NEW_DORSET, WARWICKSHIRE)
    told = missing_names(hood, used, load_areas().frame, pd.Series([pd.Timestamp("2018-03-31")]))
    assert told.tolist() == ["Warwickshire"]
