"""What looks like a figure or a claim is found however it is dressed; what is neither is left alone."""

from __future__ import annotations

import pytest

from kpi_lib.pages.commentary.claims import blocks_of_markdown, marks_of


def words(text: str, *, has_html: bool = False) -> list[str]:
    return [mark.word for mark in marks_of(blocks_of_markdown(text, has_html=has_html))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was 76.4% in all.", ["76.4%"]),
        ("It cost £1,250 a week.", ["£1,250"]),
        ("A share of 5 per cent.", ["5", "per cent"]),
        ("Twenty-four point five.", ["twenty", "four", "five"]),
        ("Hundreds of families, a dozen teams, half of them.", ["hundreds", "dozen", "half"]),
        ("It doubled, then halved.", ["doubled", "halved"]),
        ("A quarter of the plans; last quarter.", ["a quarter of"]),
        ("٧٥ referrals", ["75"]),
        ("７５ referrals", ["75"]),
        ("½ of them", ["1", "2"]),
        ("七 plans", ["7"]),
        ("7**5**.6", ["75.6"]),
        ("7&#53;.6", ["75.6"]),
        ("7\u00ad5\u200b.6", ["75.6"]),
        ("`99.9`", ["99.9"]),
        ("    99.9 in a block of code", ["99.9"]),
        ("76. of the assessments", ["76"]),
        ("![99 of them](x.png)", ["99"]),
        ('[a page](x.html "99 of them")', ["99"]),
    ],
)
def test_a_figure_is_found(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Timeliness improved.", ["improved"]),
        ("Timeliness did not improve.", ["improve"]),
        ("Did it improve?", ["improve"]),
        ("We want to improve it.", ["improve"]),
        ("More families than before.", ["more", "than"]),
        ("Thorougher than a year ago.", ["than"]),
        ("We met\nthe target.", ["met the target"]),
        ("In-line with England.", ["in-line with"]),
        ("im**prov**ed", ["improved"]),
        ("im\u00adproved", ["improved"]),
        ("imprоved", ["improved"]),  # a Cyrillic letter
        ("imp\u0301roved", ["improved"]),
        ("IMPROVED", ["improved"]),
        ("im~prov~ed, im^prov^ed, im\\proved", ["improved"]),
        ("> Re-referrals improved.", ["improved"]),
        ("| a |\n|---|\n| improved |", ["improved"]),
    ],
)
def test_a_claim_is_found(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "im<!-- x -->proved",
        "im<b>prov</b>ed",
        '<img alt="improved">',
        "<p>im<i>prov</i>ed</p>",
        "<!-- improved -->",
    ],
)
def test_markup_hides_nothing(text: str) -> None:
    assert "improved" in words(text, has_html=True)
    assert words(f"{text} improved")


@pytest.mark.parametrize(
    "text",
    [
        "2016-17, 2017/18, 2017-18-Q4, Q4, Q4 2017-18, Quarter 3 and 31 March 2018",
        "from 2018-03-31 to the 1st April, in January 2018",
        "under 18, under-5s, aged 16 and 17, 16- and 17-year-olds, children under 5",
        "section 47, paragraph 3, s17 and the Children Act 1989",
        "within 45 working days, per 10,000 children, within 12 months, three or more placements",
        "How many children in care had to move home three times or more in a year",
        "no one, one another, someone, rather than, best interests, the improvement plan",
        "The teams recorded lessons on what families told us.",
    ],
)
def test_what_is_stated_as_an_exception_is_left_alone(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2017-18.5 of them", "aged 16%", "within 25 working days", "10,000 children came", "one of them",
        "2016-17%", "31 March 2018.5", "section 1,250", "at least two teams", "two placements",
    ],
)  # fmt: skip
def test_what_only_resembles_an_exception_is_found(text: str) -> None:
    assert words(text)


def test_a_mark_says_its_line() -> None:
    text = "Quiet.\n\nA line\nthat improved\n\n- nothing\n- rose\n\n```\n\n5\n```\n\n| a |\n|---|\n| 7 |\n"
    marks = marks_of(blocks_of_markdown(text, has_html=False))
    assert [(mark.word, mark.line) for mark in marks] == [("improved", 4), ("rose", 7), ("5", 11), ("7", 16)]
