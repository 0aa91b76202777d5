"""Apostrophes are curly where they are read, and straight where what people typed is compared."""

from __future__ import annotations

import pytest

from kpi_lib.core.apostrophes import curl, curl_markup, straighten


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a child's needs", "a child’s needs"),
        ("the neighbours' average", "the neighbours’ average"),
        ("2018's figure isn't here", "2018’s figure isn’t here"),
        ("an id such as 'abc' here", "an id such as 'abc' here"),
        ("already a child’s", "already a child’s"),
        ("the workers', and the teams'", "the workers’, and the teams’"),
        ("the answer 'yes' and 'items' is", "the answer 'yes' and 'items' is"),
        ("the note 'the child's items' here", "the note 'the child’s items' here"),
        ("an open 'mark\nthe workers' time", "an open 'mark\nthe workers’ time"),
    ],
)
def test_apostrophes_are_curled_and_quotation_marks_left(typed: str, read: str) -> None:
    assert curl(typed) == read
    assert straighten(read) == typed.replace("’", "'")


def test_the_words_of_markup_are_curled_in_text_and_in_labels_but_not_in_code() -> None:
    html = "<p aria-label=\"a child&#39;s\">the council&#39;s <code>f'x'</code> child's</p>"
    assert curl_markup(html) == "<p aria-label=\"a child’s\">the council’s <code>f'x'</code> child’s</p>"
    said = '<a title="workers&#39; time" alt="Kent\'s" data-cite="it\'s" data-label="areas\' mean">'
    assert curl_markup(said) == said.replace("&#39;", "’").replace("'", "’")
    style = "<style>p { font-family: 'as' serif }</style>"
    assert curl_markup(style) == style


@pytest.mark.parametrize(
    "tag", ["<p class='notes' id='x'>", """<p onclick="f(b'c)">""", """<a href="it's.html" data-of="it's">"""]
)
def test_what_nobody_reads_of_a_tag_stays_as_it_is(tag: str) -> None:
    assert curl_markup(tag) == tag
