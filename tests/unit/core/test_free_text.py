"""What people typed reaches a reader as typed, but for marks of direction."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from kpi_lib.core.free_text import as_markdown, from_markdown, in_all_texts, without_direction

TYPED = (
    "cost £5m and $3m",
    "$a_1$ and $$b$$",
    ":smile: :100:",
    "*b* _i_ **s** __u__",
    "`code` and ``two``",
    "<b>x</b> <script>alert(1)</script>",
    "{{< meta title >}}",
    "{math}`a_1`",
    "[[a page]] [l](http://a.b) ![p](q)",
    "@cite [@cite] ^[a note]",
    "~sub~ ~~del~~ ^sup^",
    "a -- b --- c ...",
    "\"q\" and 'q' and it's",
    r"\alpha \n",
    "&copy; &amp; &#36;",
    "http://a.b/c_d?e=f",
    "ends with # #",
    "{#id .class}",
    "|a|b|",
    "2017-18, 1.5% (n = 3)",
)


@pytest.mark.parametrize("text", TYPED)
def test_as_markdown_it_reads_as_typed(text: str) -> None:
    heading = MarkdownIt("commonmark").parse(f"# {as_markdown(text)}")[1]
    assert "".join(part.content for part in heading.children or []) == text
    assert {part.type for part in heading.children or []} <= {"text", "text_special"}


@pytest.mark.parametrize("text", TYPED)
def test_markdown_gives_the_text_back(text: str) -> None:
    assert from_markdown(as_markdown(text)) == text


@pytest.mark.parametrize("mark", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_marks_of_direction_are_left_out_and_nothing_else(mark: str) -> None:
    assert without_direction(f"{mark}Ynys\u00a0Môn{mark}, עברית\u200d") == "Ynys\u00a0Môn, עברית\u200d"


def test_data_keep_their_shape() -> None:
    assert in_all_texts(str.upper, {"a": ["b", 1, None, ("c",)]}) == {"a": ["B", 1, None, ["C"]]}
