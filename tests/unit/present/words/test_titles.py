import pytest

from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.titles import changes_title, standings_title

HOME = "E10000034"


@pytest.fixture
def estimate(estimates):
    return estimates((HOME, "2017-18", 85.0)).iloc[0]


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["improved", "improved", "got_worse"], "Front door: 2 measures improved and 1 got worse"),
        (["improved", "fell"], "Front door: 1 measure improved and none got worse"),
        (["got_worse", "cannot_say"], "Front door: 1 measure got worse and none improved"),
        (["rose", "no_clear_change"], "Front door: nothing improved or got worse by more than chance"),
        (["cannot_say"], "Front door: no change on a year ago can be tested"),
        ([], "Front door: no change on a year ago can be tested"),
    ],
)
def test_the_heading_counts_tested_changes(timely, estimate, change, verdicts, title):
    headlines = [Headline(timely, estimate, change(verdict=verdict)) for verdict in verdicts]
    assert changes_title("Front door", headlines) == title


def test_an_illustrative_change_does_not_count(timely, estimates, change):
    drawn_up = estimates((HOME, "2017-18", 85.0), provenance="illustrative").iloc[0]
    assert (
        changes_title("Front door", [Headline(timely, drawn_up, change())])
        == "Front door: no change on a year ago can be tested"
    )


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (
            ["worse", "better", "better", "similar", "higher"],
            "Worse than the neighbours’ average on 1 measure, better on 2, close to it on 1",
        ),
        (
            ["similar", "similar"],
            "Worse than the neighbours’ average on no measure, better on none, close to it on 2",
        ),
        (["cannot_say"], "Benchmarks: no measure can be compared yet"),
    ],
)
def test_the_heading_counts_verdicts_against_neighbours(timely, estimate, comparison, verdicts, title):
    headlines = [Headline(timely, estimate, None, comparison(verdict=verdict)) for verdict in verdicts]
    assert standings_title(headlines) == title
