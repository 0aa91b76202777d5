"""What a file may hold at most: beyond it a stop at once, before the memory is filled."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest import read_file
from kpi_lib.ingest.files import limits
from kpi_lib.ingest.issues import MOST_ALIKE

LONG = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
ROW = "rereferral_percent,E10000034,2017-18-Q4,210,870,,local,\n"
PAGE = Path(__file__).parents[4] / "docs" / "layouts.md"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (",".join(map(str, range(100_000))) + "\n" + ",".join("1" * 100_000), "16,384 columns"),
        ("Title\n\n" + ",".join(map(str, range(100_000))) + "\n1,2\n", "16,384 columns"),
        ("area,note\nYork," + "1," * 2_000_000 + "\n", "16,384 columns"),
        ('area,"note"\nYork,' + "," * 2_000_000 + "\n", "16,384 columns"),
        ("area,count\nYork,1\n" + "\n" * 2_100_000 + "Hull,2\n", "2,000,000 rows"),
    ],
    ids=["header", "patient", "cells", "quoted", "blank rows"],
)
def test_a_text_beyond_the_limits_is_refused_in_little_memory(
    write: Callable[..., Path], text: str, match: str
) -> None:
    path = write(text)
    size = path.stat().st_size
    tracemalloc.start()
    try:
        with pytest.raises(ReadError, match=match):
            read_file(path)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000 + 8 * size
    finally:
        tracemalloc.stop()


def test_a_sparse_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    with path.open("wb") as file:
        file.write(b"area,count\n")
        file.truncate(1_000_000_000)
    with pytest.raises(ReadError, match="too large"):
        read_file(path)


def test_too_many_different_texts_are_refused(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "area,count\n" + "".join(f"Area {number},{number}\n" for number in range(600))
    monkeypatch.setattr(limits, "MOST_TEXTS", 1_000)
    for ragged in ("", "York\n"):
        with pytest.raises(ReadError, match="different texts"):
            read_file(write(text + ragged))
    monkeypatch.setattr(limits, "MOST_TEXTS", 2_000)
    monkeypatch.setattr(limits, "MOST_LETTERS", 1_000)
    for ragged in ("", "York\n"):
        with pytest.raises(ReadError, match="letters"):
            read_file(write(text + ragged))


def test_more_figures_than_people_keep_are_refused(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_FIGURES", 5)
    scorecard = "Indicator,Q3 2017/18,Q4 2017/18\n" + "referral_rate,1,2\n" * 3
    for text in (LONG + ROW * 6, scorecard):
        with pytest.raises(ReadError, match="more figures than any that people keep"):
            read_file(write(text))


def test_issues_of_one_kind_are_listed_to_a_limit_and_counted_beyond(
    clean: Callable[..., tuple[pd.DataFrame, pd.DataFrame]],
) -> None:
    odd = ROW.replace("210", "abc")
    _, issues = clean(LONG + ROW + odd * 2_500 + ROW.rstrip(",\n") + "," * 9 + "\n")
    by_code = issues["code"].value_counts()
    assert by_code.max() == MOST_ALIKE + 1
    for code, more in (("unknown-symbol", 1_499), ("duplicate-key", 1_500)):
        last = issues[issues["code"] == code].iloc[-1]
        assert last["what"].endswith(f"(and {more:,} more of this kind)"), last["what"]
    # a row with too many cells stops, whatever stands before it
    assert issues.query("code == 'ragged-row'")["severity"].tolist() == ["stop"]


def test_the_page_states_every_limit() -> None:
    stated = set(re.findall(r"\d[\d,]*\d", PAGE.read_text(encoding="utf-8")))
    names = [name for name in vars(limits) if name.startswith("MOST_")]
    assert {name for name in names if f"{getattr(limits, name):,}" not in stated} == set()
