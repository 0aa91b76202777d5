import pandas as pd
import pytest

from kpi_lib.pages.brief.summary import (
    changes_sentence,
    decisions_sentence,
    headline_table,
    improved_sentence,
    standings_sentence,
    uncertainty_sentence,
    unjudged_sentence,
    worse_sentence,
)
from kpi_lib.pages.brief.words import (
    action_sentence,
    breach_sentence,
    figure_sentence,
    matter_sentence,
    untested_sentences,
    verdict_sentences,
)
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANGES, COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import sentence_case
from kpi_lib.present.words.statements import verdict_statements
from kpi_lib.present.words.verdicts import (
    change_sentence,
    change_words,
    comparison_sentence,
    comparison_words,
)

HOME, REGION = "E10000034", "the West Midlands"
IMPROVED, WORSE = CHANGES["improved"].word, CHANGES["got_worse"].word


@pytest.fixture
def headline(timely, estimates, change, comparison):
    return Headline(timely, estimates((HOME, "2017-18", 85.0)).iloc[0], change(), comparison())


def test_a_paragraph_tells_figure_change_and_each_comparison(headline, comparison):
    england = comparison(comparator="england", average="", comparator_value=82.7, level="99.8")
    statements = verdict_statements(headline, [headline.comparison, england], REGION)
    assert verdict_sentences(statements) == (
        f"{change_sentence(headline.change, headline.indicator)} "
        f"{comparison_sentence(headline.comparison, headline.indicator)} "
        f"{comparison_sentence(england, headline.indicator)}"
    )


def test_a_verdict_on_another_period_names_it_once(timely, estimates, change, comparison):
    quarter = estimates((HOME, "2017-18-Q4", 84.0), provenance="reported").iloc[0]
    headline = Headline(timely, quarter, change(), None)
    assert figure_sentence(headline) == (
        "The figure is 84.0% in January to March 2018, as the council’s report states."
    )
    told = verdict_sentences(verdict_statements(headline, [comparison()], REGION))
    assert told.startswith(
        f"In the year to 31 March 2018 the figure was 85.0%: {CHANGES['rose'].phrase} (66.0%)"
    )
    assert told.count("the figure was") == 1


def test_a_figure_that_is_withheld_has_the_words_of_its_status(timely, estimates):
    withheld = estimates((HOME, "2017-18", float("nan"))).iloc[0]
    assert (
        figure_sentence(Headline(timely, withheld))
        == "There is no figure in the year to 31 March 2018: withheld."
    )


def test_a_matter_is_a_figure_with_its_two_verdicts(headline):
    assert matter_sentence(headline) == (
        "The figure is 85.0% in the year to 31 March 2018: "
        f"{change_words(headline.change)}; {comparison_words(headline.comparison)}."
    )


def test_only_what_has_no_verdict_is_told_as_untested(timely, headline, change):
    untested = change(verdict="cannot_say", reason="The sources give no counts.")
    told = untested_sentences(Headline(timely, headline.estimate, untested, headline.comparison), REGION)
    assert told == change_sentence(untested, timely)


@pytest.mark.parametrize(
    ("state", "stalled", "days", "said"),
    [
        ("overdue", pd.NaT, 2, "Overdue, 2 days late. Owner: Head of Audit."),
        ("overdue", pd.NaT, 1, "Overdue, 1 day late. Owner: Head of Audit."),
        ("stalled", pd.Timestamp("2018-02-01"), pd.NA, "Stalled since February 2018. Owner: Head of Audit."),
    ],
)
def test_an_action_says_where_it_stands_and_whose_it_is(state, stalled, days, said):
    action = pd.Series(
        {"state": state, "stalled_since": stalled, "days_late": days, "owner": "Head of Audit"}
    )
    assert action_sentence(action) == said


def breach(left, right):
    return pd.Series(
        {"left": left, "right": right, "difference": right - left, "allowed": 1.0, "period": "2017-18",
         "provenance": "published"}
    )  # fmt: skip


def test_counts_that_do_not_fit_name_both_and_a_small_one_stays_hidden():
    assert (
        breach_sentence(breach(870.0, 1407.0))
        == "2017–18: 870 against 1,407; off by 537, where 1 is allowed."
    )
    assert breach_sentence(breach(3.0, 40.0)) == "2017–18: under 6 against 40."


def test_the_summary_counts_only_tested_changes(timely, headline, change):
    worse = Headline(timely, headline.estimate, change(verdict="got_worse", direction="down"))
    rose = Headline(timely, headline.estimate, change(verdict="rose"))
    untested = Headline(timely, headline.estimate, change(verdict="cannot_say"))
    assert changes_sentence([headline, worse, rose, untested]) == (
        "Of 3 measures that can be tested against a year ago, "
        f"1 {IMPROVED}, 1 {WORSE}, 1 moved that is not judged as good or bad, and none shows "
        f"{CHANGES['no_clear_change'].word}."
    )
    assert f"1 {IMPROVED}, none {WORSE}, none moved that is not judged" in changes_sentence([headline])


def test_what_improved_and_what_got_worse_is_listed_with_both_figures(headline):
    assert improved_sentence([headline]) == "Assessments finished on time (85.0%, from 66.0%)."
    assert worse_sentence([headline]) == CHANGES["got_worse"].none
    assert improved_sentence([]) == CHANGES["improved"].none


def test_standings_are_counted_and_those_that_are_worse_named(timely, headline, comparison):
    worse = Headline(timely, headline.estimate, None, comparison(verdict="worse"))
    assert standings_sentence([headline, worse]) == (
        f"Against {NEIGHBOURS_AVERAGE}, 1 measure is {COMPARISONS['worse'].word}, 1 "
        f"{COMPARISONS['better'].word} and none {COMPARISONS['similar'].phrase} it. "
        f"{sentence_case(COMPARISONS['worse'].word)}: assessments finished on time."
    )
    assert standings_sentence([]) == "No measure can be compared with the neighbours yet."


def test_demand_is_told_by_its_verdicts_and_never_as_good_or_bad(plans, estimates, change, comparison):
    estimate = estimates((HOME, "2017-18", 36.3)).iloc[0]
    fell = Headline(plans, estimate, change(verdict="fell", direction="down"), comparison(verdict="lower"))
    assert unjudged_sentence([fell]) == (
        f"Children with a protection plan (36.3 per 10,000 children): {CHANGES['fell'].phrase}; "
        f"{COMPARISONS['lower'].phrase} {NEIGHBOURS_AVERAGE}."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0), "Nothing needs a decision under the rules of this brief."),
        ((1, 7, 7), "One matter needs a decision (paragraph 7)."),
        ((12, 7, 18), "12 matters need a decision (paragraphs 7 to 18)."),
    ],
)
def test_decisions_are_counted_and_located(counts, said):
    assert decisions_sentence(*counts) == said


@pytest.mark.parametrize(
    ("n_fragile", "said"), [(0, "No verdict depends"), (1, "One verdict depends"), (2, "2 verdicts depend")]
)
def test_what_is_uncertain_is_counted(n_fragile, said):
    assert uncertainty_sentence(n_fragile) == f"{said} on how the neighbours are compared."


def test_the_table_of_a_document_says_what_the_tiles_say(headline, estimates):
    history = estimates((HOME, "2016-17", 66.0), (HOME, "2017-18", 85.0))
    tile = show_tiles([headline], history).text
    [row] = headline_table([headline], history).groups[0].rows
    assert [str(cell) for cell in row][:2] == ["Assessments finished on time Year to 31 March 2018", "85.0%"]
    assert row[2].text.lower() in tile.lower()
    assert row[3].text.lower() in tile.lower()
    assert row[3].note in tile
