from __future__ import annotations

import pytest

from kpi_lib.assure.prose.mentions import Reading
from kpi_lib.assure.prose.plain import blocks_of_markdown, plain
from kpi_lib.assure.prose.reading import read_sentence
from kpi_lib.assure.prose.sentences import sentences_of
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.lexicon import load_aliases
from kpi_lib.core.periods import parse_period

HOME, QUARTER = load_areas().named("Worcestershire"), parse_period("2017-18-Q4")


def read(sentence: str) -> Reading:
    return read_sentence(plain(sentence), HOME, QUARTER)


def test_every_indicator_has_names_and_its_titles_name_it() -> None:
    catalogue = load_catalogue()
    assert set(load_aliases().by_indicator) == set(catalogue.indicators)
    for indicator in catalogue:
        for title in (indicator.title, indicator.plain_title, indicator.id):
            assert [subject.indicator_id for subject in read(f"{title}: see below").subjects] == [
                indicator.id
            ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It was 74.6 in Q4. It fell.", ["It was 74.6 in Q4.", "It fell."]),
        ("See e.g. the St. Anne case. Then stop!", ["See e.g. the St. Anne case.", "Then stop!"]),
        ("Was it? (Yes.) 45.9 it was.", ["Was it?", "(Yes.)", "45.9 it was."]),
    ],
)
def test_a_full_stop_within_a_figure_ends_no_sentence(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("£1.2 million", [(1_200_000, "pounds")]),
        ("1,234 children", [(1234, "count")]),
        ("from 20.5 to 24.2%", [(20.5, "percent"), (24.2, "percent")]),
        ("3.9 percentage points", [(3.9, "points")]),
        ("45.9 referrals per 10,000 children", [(45.9, "per_10000")]),
        ("seventy-four point six per cent", [(74.6, "percent")]),
        ("eight hundred and seventy referrals", [(870, "count")]),
        ("two thirds of them", [(66.6667, "percent")]),
        ("three in four", [(75, "percent")]),
        ("minus 4.5 points", [(-4.5, "points")]),
        ("٧٤.٦ per cent", [(74.6, "percent")]),
        ("on 31 March 2018, in Q4 2017-18 and 2016/17", []),
        ("paragraph 5, section 17, table C2, children aged 16 to 17, at 10.30 am", []),
        ("the Children Act 1989 and Form 2b", []),
    ],
)  # fmt: skip
def test_figures_are_read_with_their_units(sentence: str, figures: list[tuple[float, str]]) -> None:
    assert [(number.value, number.unit) for number in read(sentence).numbers] == figures


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("in January to March 2018", ["2017-18-Q4"]),
        ("in Q3 2017/18 and Quarter 1 of 2016-17", ["2017-18-Q3", "2016-17-Q1"]),
        ("in Quarter 2", ["2017-18-Q2"]),
        ("the third quarter of 2016-17", ["2016-17-Q3"]),
        ("the year to 31 March 2018, or 2016-17.", ["2017-18", "2016-17"]),
        ("on 31st March 2018", ["2018-03-31"]),
        ("the list of April 2021", []),
    ],
)
def test_periods_are_read_however_they_are_spelt(sentence: str, labels: list[str]) -> None:
    assert [time.period.label for time in read(sentence).times if time.period] == labels


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It improved, but fewer came.", ["improved", "fewer"]),
        ("We will improve and want better homes.", []),
        ("It has led to fewer visits.", ["fewer"]),
        ("The improvement plan, rather than practice, was set up more or less at once.", []),
        ("A quicker answer, and calmer than before", ["quicker", "calmer"]),
        ("Up-to-date plans went up by a third", ["went up"]),
        ("im\u00adproved and imprоved", ["improved", "improved"]),
    ],
)
def test_claiming_words_are_told_from_wishes_and_names(sentence: str, words: list[str]) -> None:
    assert [word.text for word in read(sentence).words] == words


def test_markdown_is_read_as_it_is_seen() -> None:
    blocks = blocks_of_markdown(
        "## A\n7**4**.6 [b](c 'd')\n\n| e | f |\n|---|---|\n| g | h |\n\n![i](j)\n\n<p>k</p>"
    )
    assert [(block.heading, block.text) for block in blocks] == [
        ("A", "A"), ("A", "74.6 (d) b"), ("A", "e | f"), ("A", "g: f h"), ("A", "i"), ("A", "k"),
    ]  # fmt: skip


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_a_title_is_known_with_either_apostrophe(apostrophe: str) -> None:
    title = load_catalogue()["referral_rate"].plain_title.replace("’", apostrophe)
    assert apostrophe in title
    assert [subject.indicator_id for subject in read(f"{title}: see below").subjects] == ["referral_rate"]
