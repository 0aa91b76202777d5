"""Chance flags: p-values from limits, false discovery, and the budget."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.change.false_flags import (
    add_change_tests,
    add_trend_tests,
    p_values,
    q_values,
    summarise_flags,
)


def test_p_is_five_per_cent_on_the_limit() -> None:
    assert float(p_values(2.0, 0.0, 5.0)) == pytest.approx(0.05)
    assert float(p_values(-2.0, -9.0, 0.0)) == pytest.approx(0.05)
    # 1.96·2 / 1.96 = twice the half width: z = 3.92
    assert float(p_values(4.0, 2.0, 6.0)) == pytest.approx(8.8e-5, rel=0.01)
    assert np.isnan(p_values(1.0, np.nan, 2.0))


def test_benjamini_hochberg_by_hand() -> None:
    # sorted 0.01, 0.02, 0.04: 0.01·3/1 = 0.03, 0.02·3/2 = 0.03, 0.04·3/3 = 0.04; NaN is no test
    assert q_values([0.04, 0.01, np.nan, 0.02]).tolist() == pytest.approx(
        [0.04, 0.03, np.nan, 0.03], nan_ok=True
    )


def test_least_detectable_change() -> None:
    # ± 1.96 is a standard error of 1: (1.96 + 0.8416)·1
    frame = pd.DataFrame({"change": [0.0], "change_lower": [-1.959964], "change_upper": [1.959964]})
    assert add_change_tests(frame)["least_detectable"].item() == pytest.approx(2.8016, abs=1e-3)


def test_budget() -> None:
    trends = pd.DataFrame(
        {"p_value": [0.001, 0.04, 0.5, np.nan], "verdict": ["fell", "rose", "no_clear_change", "cannot_say"]}
    )
    charts = pd.DataFrame({"signal": ["outside", ""]})
    found = summarise_flags({"trends": add_trend_tests(trends)}, charts).set_index("rule")
    # q: 0.003, 0.06, 0.5: the second flag does not stand
    assert found.loc["trends", ["n_tests", "n_flags", "n_kept"]].tolist() == [3, 2, 1]
    assert found.loc["trends", "expected_false"] == pytest.approx(0.15)
    assert found.loc["control_charts", "expected_false"] == pytest.approx(0.03)
