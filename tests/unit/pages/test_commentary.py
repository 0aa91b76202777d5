from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import kpi_lib as kpi
from kpi_lib.core.errors import KpiError, KpiErrors, ProseError
from kpi_lib.core.rounding import round_half_up
from kpi_lib.ingest.hand_written.commentary import commentary_file
from kpi_lib.pack.pack import Pack
from kpi_lib.pages.commentary.commentary import (
    Section,
    check_commentaries,
    check_commentary,
    commentary_of,
    load_commentary,
    resolved,
)
from kpi_lib.present.words.marks import AGO, CHANGES, COMPARISONS, NEIGHBOURS_AVERAGE

FILE = "commentary/X10000001/2017-18-Q4.md"
HINT = 'or say it without; what somebody else said is {{ quote: "words", "who" }} (docs/checked-prose.md)'
HOSTILE = """## Overview
<script>alert(1)</script> <img src=x onerror=alert(1)> [click](javascript:alert(1)) ![p](https://elsewhere.example/p.png)
"><b onmouseover="x">bold</b> =HYPERLINK("http://elsewhere.example") \u202egnihton\u202c
"""


@pytest.fixture(scope="module")
def bundled() -> Pack:
    return kpi.load("2017-18-Q4")


def with_commentary(pack: Pack, folder: Path, text: str) -> Pack:
    file = folder / commentary_file(pack.area.area_code, pack.quarter)
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return replace(pack, project=replace(pack.project, raw=folder))


def published_of_neighbours(pack: Pack, indicator_id: str, period: str) -> list[Decimal]:
    """Return the neighbours' published values, from the raw files."""
    rows = pd.concat(pd.read_csv(path, dtype=str) for path in (pack.project.raw / "years").glob("c*.csv"))
    is_wanted = rows["indicator_id"].eq(indicator_id) & rows["period"].eq(period)
    return [Decimal(value) for value in rows.loc[is_wanted & rows["area_code"].ne("X10000001"), "value"]]


def test_a_reference_becomes_the_words_of_what_is_computed(bundled: Pack) -> None:
    text = (
        "{{ value: referral_rate }}; {{ value: referral_rate, 2016-17-Q4 }}; "
        "{{value:assessment_45_days_percent, England, 2017-18}}; "
        "{{ value: rereferral_percent, neighbours }}; {{ verdict: rereferral_percent }}; "
        "{{ verdict: referral_rate, neighbours }}; "
        "{{ change: rereferral_percent }}; {{ change: assessment_45_days_percent }}"
    )
    # returned: 1,221 of 96,400 and 1,375 of 96,016 children; neighbours: the mean of their ten years
    neighbours = published_of_neighbours(bundled, "rereferral_percent", "2017-18")
    assert len(neighbours) == 10
    mean = round_half_up(sum(neighbours) / 10, 1)
    assert resolved(Section("overview", text, 1), bundled) == (
        "126.7 per 10,000 children in a quarter; 143.2 per 10,000 children in a quarter; "
        f"82.7%; {mean}%; {CHANGES['no_clear_change'].phrase}; "
        f"{COMPARISONS['higher'].phrase} {NEIGHBOURS_AVERAGE}; {CHANGES['no_clear_change'].phrase}; "
        f"improved: up 12.2 points {AGO}"
    )


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("{{ value: referal_rate }}", "did you mean 'referral_rate'?"),
        ("{{ worth: referral_rate }}", "value, verdict, change"),
        ("{{ valeu: referral_rate }}", "did you mean 'value'?"),
        ("{{ value: referral_rate, Englnd }}", "did you mean 'England'?"),
        ("{{ value: referral_rate, 2009-10 }}", "year to 31 March 2010"),
        ("{{ verdict: referral_rate, Kent }}", "neighbours, region, england, target"),
        ("{{ verdict: referral_rate, target }}", "nothing that is computed"),
        ("{{ change: placement_cost_pressure }}", "nothing that is computed"),
        ("{{ change: referral_rate, England }}", "the council's own figure"),
        ("{{ value }}", "names no indicator"),
        ("{{ value: referral_rate", "not closed"),
        ("referral_rate }}", "not closed, or not opened"),
    ],
)
def test_a_reference_that_does_not_resolve_stops_with_a_hint(
    bundled: Pack, reference: str, told: str
) -> None:
    with pytest.raises(ProseError) as caught:
        resolved(Section("overview", f"One line.\n{reference}", 4), bundled)
    assert told in str(caught.value)
    assert "commentary/X10000001/2017-18-Q4.md" in str(caught.value)


def test_all_references_that_fail_are_told_at_once_with_their_lines(bundled: Pack) -> None:
    with pytest.raises(KpiError) as caught:
        resolved(Section("overview", "{{ value: a }}\n\n{{ value: b }}", 10), bundled)
    assert "row 10" in str(caught.value) and "row 12" in str(caught.value)


def test_parts_go_to_their_pages_and_are_marked_as_the_councils(bundled: Pack, tmp_path: Path) -> None:
    named = "## Referrals per 10,000 children\nOf referrals.\n\n## rereferral_percent\nAgain.\n"
    text = f"# Title\nOpening words.\n\n{named}"
    pack = with_commentary(bundled, tmp_path, text)
    shown = {
        name: kpi.pages.indicator(pack, name).commentary() for name in ("referral_rate", "rereferral_percent")
    }
    assert "Opening words." in str(kpi.pages.overview(pack).commentary())
    assert "Of referrals." in str(shown["referral_rate"]) and "Again." in str(shown["rereferral_percent"])
    assert "Commentary by the council" in (shown["referral_rate"].html if shown["referral_rate"] else "")
    assert kpi.pages.indicator(pack, "assessment_rate").commentary() is None


def test_a_heading_that_is_no_page_stops_with_the_nearest(bundled: Pack, tmp_path: Path) -> None:
    with pytest.raises(ProseError, match="did you mean 'referral_rate'"):
        commentary_of(with_commentary(bundled, tmp_path, "## referral_rat\nText.\n"))


def test_without_a_file_nothing_is_shown(tmp_path: Path) -> None:
    assert load_commentary(tmp_path, FILE) is None


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a" * 200_000])
def test_a_file_that_is_no_commentary_stops(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(ProseError, match=r"as text|too long"):
        load_commentary(tmp_path, FILE)


def test_what_is_typed_is_named_with_line_word_and_the_reference_to_write(
    bundled: Pack, tmp_path: Path
) -> None:
    text = (
        "# Title of 2018 words\n\n## Overview\nAll quiet.\n\n## Referrals per 10,000 children\n\n"
        "It\nrose to {{ value: referral_rate }}.\nIt was 74.6.\n\n## Overview\nLess."
    )
    with pytest.raises(KpiErrors) as refused:
        check_commentary(with_commentary(bundled, tmp_path, text))
    assert [(fault.what, fault.where, fault.got, fault.expected) for fault in refused.value.errors] == [
        (
            "A commentary states a claim that is not a reference",
            f"{FILE}, row 9",
            "'rose' in “rose to {{ value: referral_rate }}.”",
            "{{ verdict: referral_rate }}, {{ change: referral_rate }} "
            "or {{ verdict: referral_rate, neighbours }}",
        ),
        (
            "A commentary states a figure that is not a reference",
            f"{FILE}, row 10",
            "'74.6' in “It was 74.6.”",
            "{{ value: referral_rate }}",
        ),
        (
            "A commentary states a claim that is not a reference",
            f"{FILE}, row 13",
            "'less' in “Less.”",
            "{{ verdict: INDICATOR }}, {{ change: INDICATOR }} or {{ verdict: INDICATOR, neighbours }}",
        ),
    ]


def test_words_and_references_are_refused_together(bundled: Pack, tmp_path: Path) -> None:
    with pytest.raises(KpiErrors) as refused:
        check_commentary(with_commentary(bundled, tmp_path, "It rose to {{ value: referral }}.\n"))
    assert len(refused.value.errors) == 2


def test_a_quotation_says_who_said_it(bundled: Pack, tmp_path: Path) -> None:
    text = '{{ quote: "It is, for us, a better home: 10 of 10.", “a child, 9” }}'
    pack = with_commentary(bundled, tmp_path, text)
    check_commentary(pack)
    assert "“It is, for us, a better home: 10 of 10.” (a child, 9)" in str(
        kpi.pages.overview(pack).commentary()
    )


@pytest.mark.parametrize(
    "rest", ['"It is better."', '"It is better.", ""', '"", "a parent"', "It is better, me"]
)
def test_a_quotation_of_nobody_stops(bundled: Pack, rest: str) -> None:
    with pytest.raises(ProseError, match="what was said and by whom"):
        resolved(Section("overview", f"{{{{ quote: {rest} }}}}", 1), bundled)


def test_hostile_text_is_shown_as_text(bundled: Pack, tmp_path: Path) -> None:
    pack = with_commentary(bundled, tmp_path, HOSTILE)
    shown = kpi.pages.overview(pack).commentary()
    assert shown is not None
    markup = BeautifulSoup(shown.html, "html.parser")
    assert markup.find(["script", "img", "b", "iframe", "style"]) is None
    assert [link["href"] for link in markup.find_all("a") if not link["href"].startswith("http")] == []
    assert not any(name.startswith("on") for tag in markup.find_all(True) for name in tag.attrs)
    assert "\u202e" not in shown.html + shown.text


def test_a_heading_typed_with_a_straight_apostrophe_finds_its_page(bundled: Pack, tmp_path: Path) -> None:
    title = bundled.catalogue["caseload_average"].title
    assert "’" in title
    typed = title.replace("’", "'")
    pack = with_commentary(bundled, tmp_path, f"## {title}\nOf the staff.\n\n## {typed}\nOnce more.\n")
    shown = str(kpi.pages.indicator(pack, "caseload_average").commentary())
    assert "Of the staff." in shown and "Once more." in shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_commentary_is_read_whatever_saved_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_bytes("## Overview\r\n\r\nChildren’s café – £5\r\n".encode(encoding))
    assert load_commentary(tmp_path, FILE) == "## Overview\n\nChildren’s café – £5\n"


def test_all_commentaries_are_checked_at_once_and_notes_are_left_alone(tmp_path: Path) -> None:
    folder = (tmp_path / FILE).parent
    check_commentaries(tmp_path)
    folder.mkdir(parents=True)
    (folder / "2017-18-Q3.md").write_text("## Overview\n\nAll is well.\n")
    (folder / "README.md").write_text("## How we write\n")
    check_commentaries(tmp_path)
    (folder / "2017-18-Q1.md").mkdir()
    (folder / "2017-18-Q2.md").write_bytes(b"caf\x8e")
    (folder / "2017-18-Q4.md").write_text("## Overvew\n")
    (folder / "2018-19-Q1.md").write_text("Referrals fell.\n")
    with pytest.raises(KpiErrors) as refused:
        check_commentaries(tmp_path)
    assert [(fault.what, fault.hint) for fault in refused.value.errors] == [
        ("This is no regular file", "take it out of the raw folder"),
        (
            "The file cannot be read as text",
            "save it as UTF-8: in Notepad under File, Save as, Encoding; in Excel as CSV UTF-8",
        ),
        ("A heading of the commentary names no page", "did you mean 'overview'?"),
        ("A commentary states a claim that is not a reference", HINT),
    ]


@pytest.mark.parametrize(
    ("name", "hint"), [("2017-18-Q5.md", ""), ("2017-18.md", ""), ("Q2 2017-18.md", "call it 2017-18-Q2.md")]
)
def test_a_name_that_no_page_would_ask_for_stops(tmp_path: Path, name: str, hint: str) -> None:
    file = (tmp_path / FILE).with_name(name)
    file.parent.mkdir(parents=True)
    file.write_text("## Overview\n")
    with pytest.raises(ProseError, match="not named by its quarter") as refused:
        check_commentaries(tmp_path)
    assert refused.value.hint == hint
