"""What the tests and charts claim about chance, measured again on series whose truth is known."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


trend, charts = load("simulate_trend"), load("simulate_charts")
ALIKE = {"60 events a quarter", "20 % of 60 cases"}


@pytest.mark.parametrize("n", [12, 16, 24])
@pytest.mark.parametrize(("phi", "season"), [(1.0, 0.0), (1.0, 0.2), (1.5, 0.2), (3.0, 0.2)])
def test_the_quarterly_test_keeps_its_five_per_cent(n: int, phi: float, season: float) -> None:
    """5,000 series: the measured rate is good to 0.3 points, so one point off is a fault."""
    rng = np.random.default_rng([n, int(10 * phi), int(10 * season)])
    for process in trend.PROCESSES:
        if process.words in ALIKE:
            x = process.draw(rng, 5000, n, phi, season=season)
            trend.check_batch(x, process)
            assert trend.alarm_rates(x, process)[trend.IN_FORCE] == pytest.approx(0.05, abs=0.01)


def test_a_real_trend_shows() -> None:
    rng = np.random.default_rng(1)
    process = next(process for process in trend.PROCESSES if process.level == 900)
    x = process.draw(rng, 500, 16, 1.5, slope=np.log(1.1))
    assert trend.alarm_rates(x, process)[trend.IN_FORCE] > 0.95


def test_ignoring_overdispersion_would_cry_wolf() -> None:
    rng = np.random.default_rng(2)
    rates = trend.alarm_rates(trend.PROCESSES[1].draw(rng, 2000, 16, 3.0), trend.PROCESSES[1])
    assert rates["no overdispersion (φ = 1), normal"] > 0.2


@pytest.mark.parametrize(("shift", "median"), [(1.0, 7), (2.0, 3), (3.0, 1)])
def test_how_long_a_shift_takes_to_show(shift: float, median: int) -> None:
    found = charts.delays(np.random.default_rng(int(10 * shift)), shift, runs=400)
    assert np.median(found) == pytest.approx(median, abs=1)


def test_false_signals_of_a_steady_process() -> None:
    found = charts.delays(np.random.default_rng(5), 0.0, runs=600)
    assert (found <= 4).mean() == pytest.approx(0.12, abs=0.04)
    assert (found <= 8).mean() == pytest.approx(0.22, abs=0.05)


def test_newest_points_signal_as_rarely_as_the_budget_says() -> None:
    from kpi_lib.analysis.change.false_flags import CHART_FALSE_RATE

    rate = charts.newest_point_rate(np.random.default_rng(6), 16, runs=2000)
    assert rate == pytest.approx(CHART_FALSE_RATE, abs=0.007)
