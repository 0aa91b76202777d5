import pytest

from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import AGO, CHANGES, COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import sentence_case
from kpi_lib.present.words.titles import changes_title, standings_title

HOME = "E10000034"
IMPROVED, WORSE = CHANGES["improved"].word, CHANGES["got_worse"].word
UNTESTED = f"Front door: no change {AGO} can be tested"
AGAINST = f"{sentence_case(COMPARISONS['worse'].phrase)} {NEIGHBOURS_AVERAGE}"
BETTER, CLOSE = COMPARISONS["better"].word, COMPARISONS["similar"].phrase


@pytest.fixture
def estimate(estimates):
    return estimates((HOME, "2017-18", 85.0)).iloc[0]


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["improved", "improved", "got_worse"], f"Front door: 2 measures {IMPROVED} and 1 {WORSE}"),
        (["improved", "fell"], f"Front door: 1 measure {IMPROVED} and none {WORSE}"),
        (["got_worse", "cannot_say"], f"Front door: 1 measure {WORSE} and none {IMPROVED}"),
        (["rose", "no_clear_change"], f"Front door: nothing {IMPROVED} or {WORSE} by more than chance"),
        (["cannot_say"], UNTESTED),
        ([], UNTESTED),
    ],
)
def test_the_heading_counts_tested_changes(timely, estimate, change, verdicts, title):
    headlines = [Headline(timely, estimate, change(verdict=verdict)) for verdict in verdicts]
    assert changes_title("Front door", headlines) == title


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (
            ["worse", "better", "better", "similar", "higher"],
            f"{AGAINST} on 1 measure, {BETTER} on 2, {CLOSE} it on 1",
        ),
        (
            ["similar", "similar"],
            f"{AGAINST} on no measure, {BETTER} on none, {CLOSE} it on 2",
        ),
        (["cannot_say"], "Benchmarks: no measure can be compared yet"),
    ],
)
def test_the_heading_counts_verdicts_against_neighbours(timely, estimate, comparison, verdicts, title):
    headlines = [Headline(timely, estimate, None, comparison(verdict=verdict)) for verdict in verdicts]
    assert standings_title(headlines) == title
