import pandas as pd
import pytest
from bs4 import BeautifulSoup

from kpi_lib.core.periods import parse_period
from kpi_lib.pages.indicator.definition import show_definition
from kpi_lib.present.figures.small_multiples import show_small_multiples
from kpi_lib.present.shown.answer import show_answer
from kpi_lib.present.shown.footer import show_footer
from kpi_lib.present.shown.ledger import HEADER, show_ledger
from kpi_lib.present.shown.lists import show_brief
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.numbers import sentence_case
from kpi_lib.present.words.verdicts import (
    change_sentence,
    change_words,
    comparison_sentence,
    comparison_words,
    finding,
)

HOME = "E10000034"


@pytest.fixture
def estimate(estimates):
    return estimates((HOME, "2017-18", 85.0)).iloc[0]


@pytest.fixture
def headline(timely, estimate, change, comparison):
    return Headline(timely, estimate, change(), comparison())


def test_a_brief_is_a_sentence_for_each_headline(headline):
    assert show_brief([headline]).text == (
        "Assessments finished on time: 85.0% in the year to 31 March 2018, "
        f"{change_words(headline.change, '66.0%')} and {comparison_words(headline.comparison)} (79.0%)."
    )


def test_a_brief_names_other_periods(timely, estimates, change, comparison):
    quarter = estimates((HOME, "2017-18-Q4", 84.0), provenance="local").iloc[0]
    shown = show_brief([Headline(timely, quarter, change(), comparison())])
    assert shown.text == (
        "Assessments finished on time: 84.0% in January to March 2018. "
        f"In the year to 31 March 2018 it was 85.0%, {change_words(change(), '66.0%')} "
        f"and {comparison_words(comparison())} (79.0%)."
    )


def test_a_stock_of_the_quarter_is_the_figure_that_the_year_is_judged_by(plans, estimates, comparison):
    quarter = estimates((HOME, "2017-18-Q4", 36.3)).iloc[0]
    judged = comparison(value=36.3, comparator_value=39.3, verdict="similar", level="")
    assert show_brief([Headline(plans, quarter, None, judged)]).text == (
        "Children with a protection plan: 36.3 per 10,000 children on 31 March 2018, "
        f"{comparison_words(judged)} (39.3)."
    )


def test_the_answer_gives_verdict_figure_comparisons_and_certainty(
    timely, estimate, change, comparison, neighbourhood
):
    against = [
        comparison(n_available=9, missing="Kent"),
        comparison(average="median", comparator_value=1.0),
        comparison(
            comparator="region", average="", model="", comparator_value=float("nan"), verdict="cannot_say"
        ),
        comparison(comparator="england", average="", model="", comparator_value=84.0, verdict="similar"),
    ]
    shown = show_answer(Headline(timely, estimate, change()), pd.DataFrame(against), neighbourhood)
    assert shown.text.split("\n") == [
        f"{finding(change(), against[0])}.",
        "Assessments finished on time: 85.0%. Worcestershire, the year to 31 March 2018.",
        change_sentence(change(), timely),
        comparison_sentence(against[0], timely),
        comparison_sentence(against[3], timely),
        "The true figure probably lies between 83.0% and 87.0% (95% Wilson score interval). "
        "Compared with 9 of 10 neighbours, on the April 2021 list. Without a figure: Kent. "
        "No figure to compare with for the West Midlands.",
    ]


def test_an_answer_without_a_change_leads_with_its_comparison(
    timely, estimates, change, comparison, neighbourhood
):
    quarter = estimates((HOME, "2017-18-Q4", 86.0), provenance="local").iloc[0]
    shown = show_answer(Headline(timely, quarter, None), pd.DataFrame([comparison()]), neighbourhood)
    lines = shown.text.split("\n")
    assert lines[0] == f"{sentence_case(comparison_words(comparison()))}."
    assert lines[2] == "In the year to 31 March 2018 the figure was 85.0%:"
    assert lines[3] == comparison_sentence(comparison(), timely)


def test_where_there_is_nothing_to_compare_with_the_finding_names_its_measure(
    timely, estimates, comparison, neighbourhood
):
    year = estimates((HOME, "2017-18", 85.0), basis="year").iloc[0]
    absent = comparison(comparator_value=float("nan"), verdict="cannot_say", rank=None)
    shown = show_answer(Headline(timely, year, None), pd.DataFrame([absent]), neighbourhood)
    assert shown.text.startswith(f"{timely.plain_title}: no neighbour has a figure.")


def test_the_ledger_is_one_line_a_figure(headline):
    bundle = show_ledger([headline])._repr_mimebundle_()
    assert bundle == {
        "text/plain": f"{HEADER}\ntimely_percent | year 2017-18 | 85.0% | 83.0% to 87.0% | published | "
        "improved | mean 79.0%, 10 of 10, year 2017-18 | better"
    }


def test_a_definition_says_what_is_counted_and_whose_figures_they_are(timely, estimates):
    rows = estimates((HOME, "2016-17", 66.0), (HOME, "2017-18", 85.0)).assign(
        provenance=["published", "local"]
    )
    facts = dict(line.split(": ", 1) for line in show_definition(timely, rows).text.split("\n"))
    assert facts["Counted"] == "Finished in time"
    assert facts["Which way is better"] == "Higher is better"
    assert facts["Provenance"] == "Published statistic (2016–17); the council's own return (2017–18)"
    assert "Target" not in facts


def test_the_footer_says_edition_and_how_to_cite():
    shown = show_footer(council="Worcestershire", edition=parse_period("2017-18-Q4"), method="Mean of ten.")
    assert "Edition: 2017-18 Quarter 4, January to March 2018; final for this edition." in shown.text
    assert "Cite as: Worcestershire, Children’s services in figures, January to March 2018." in shown.text
    assert "Open Government Licence" not in shown.html  # it stands in the footer of every page of the site


def test_a_theme_has_one_panel_an_indicator(headline, estimates, comparison, neighbourhood):
    rows = estimates((HOME, "2016-17", 66.0), (HOME, "2017-18", 85.0))
    shown = show_small_multiples([headline], rows, pd.DataFrame([comparison()]), neighbourhood)
    assert shown.html.count("<svg") == 1
    assert "Worcestershire 85.0% in the year to 31 March 2018, 66.0% a year before" in shown.html
    assert shown.text == (
        "Assessments finished on time: 85.0%, Year to 31 March 2018. "
        f"{finding(headline.change, headline.comparison)}."
    )
    soup = BeautifulSoup(shown.html, "html.parser")
    assert [" ".join(line.get_text(" ").split()) for line in soup.select(".kpi-panels .kpi-lines li")] == [
        f"▲ {sentence_case(change_words(headline.change))}",
        f"▲ {sentence_case(comparison_words(headline.comparison))}",
    ]


def test_a_panel_names_its_unit_and_its_newest_figure_and_the_key_only_what_is_drawn(
    headline, estimates, comparison, neighbourhood
):
    rows = estimates((HOME, "2016-17", 66.0), (HOME, "2017-18", 85.0))
    shown = show_small_multiples([headline], rows, pd.DataFrame([comparison()]), neighbourhood)
    soup = BeautifulSoup(shown.html, "html.parser")
    assert soup.select_one(".kpi-panel-picture").find_previous("p").get_text() == "Per cent, by year"
    assert "85.0%" in [text.get_text().strip() for text in soup.select("svg text")]
    # the neighbours have an average of one year, no range of two years; England has nothing
    assert [" ".join(line.get_text().split()) for line in soup.select(".kpi-key li")] == [
        "Worcestershire, in its 95% interval",
        "Neighbours’ average",
    ]


def test_a_panel_of_a_single_figure_has_a_sentence_instead_of_a_picture(
    headline, estimates, comparison, neighbourhood
):
    rows, none = estimates((HOME, "2016-17", None), (HOME, "2017-18", 85.0)), pd.DataFrame([comparison()])
    shown = show_small_multiples([headline], rows, none.iloc[:0], neighbourhood)
    soup = BeautifulSoup(shown.html, "html.parser")
    assert "There is nothing to draw by year: no other figure is known." in soup.get_text()
    assert not soup.select("svg, .kpi-key")
