from __future__ import annotations

import pandas as pd

from kpi_lib.pages.indicator.quotations import HEADING, show_quotations, tells_of_few


def rows(*texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"text": texts, "source": "card.xlsx", "cell": [f"cell H{n}" for n in range(2, len(texts) + 2)]}
    )


def test_a_comment_is_quoted_word_for_word_with_its_cell() -> None:
    shown = show_quotations(rows("Recording was late in May <b>again</b>"))
    assert shown is not None
    assert (
        "Recording was late in May &lt;b&gt;again&lt;/b&gt;" in shown.html
        and "card.xlsx, cell H2" in shown.html
    )
    assert HEADING in shown.text


def test_a_comment_that_may_tell_of_few_people_is_named_not_shown() -> None:
    shown = show_quotations(rows("A sibling group of 4 came into care", "Improved from 52% to 61%"))
    assert shown is not None
    assert "sibling" not in shown.html + shown.text and "cell H2" in shown.text and "61%" in shown.html


def test_without_comments_nothing_is_shown() -> None:
    assert show_quotations(rows()) is None


def test_numbers_of_quarters_and_shares_are_no_counts_of_people() -> None:
    assert not any(
        map(tells_of_few, ("Better than Q3", "4% above target", "in 2024/25", "1,204 children", "2.5"))
    )
    assert all(map(tells_of_few, ("five families", "3 children", "all (2) were seen")))
