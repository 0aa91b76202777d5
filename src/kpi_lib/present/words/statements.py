"""What a page says of the rows it shows: one sentence a row, under the row's key.

A page, the brief and an analyst who asks `Shown.statements` get the same sentences, so nobody has to take
them out of HTML again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.headline import Headline, is_same_figure
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, format_figure, is_missing, sentence_case
from kpi_lib.present.words.verdicts import (
    change_sentence,
    comparison_sentence,
    has_comparator,
    mark_of,
)

FIGURE, CHANGE, TREND, TARGET_PATH = "figure", "change", "trend", "path"


class RowKey(NamedTuple):
    """Which row of a pack's frames a sentence is about.

    `about`: `figure` (a row of `estimates`), `change`, a comparator (`neighbours`, `region`, `england`,
    `target`: a row of `comparisons`), `trend` or `path`.
    """

    indicator_id: str
    basis: str
    period: str
    about: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about one row, with its mark.

    `lead` is "In the year to 31 March 2018 the figure was 76.4%:" where the row is about another figure than
    the one it is shown with, else empty.
    """

    key: RowKey
    sentence: str
    mark: Mark
    lead: str = ""


def key_of(row: Row, about: str = "") -> RowKey:
    """Return the key of a row; `about` is read from the columns of a change or a comparison."""
    kind = about or ("comparator" in row and str(row["comparator"])) or CHANGE
    return RowKey(str(row["indicator_id"]), str(row["basis"]), str(row["period"]), kind)


def verdict_statements(
    headline: Headline, comparisons: Iterable[Row], region: str, stability: str = ""
) -> list[Statement]:
    """Return what is said of a figure's change on a year ago and of its comparisons, in this order.

    Parameters
    ----------
    comparisons : of the figure, or of the year it is compared in; without a comparator's figure, left out.
    region : what the region is called. stability : how many ways of comparing it with the neighbours agree.
    """
    indicator, estimate, change = headline.indicator, headline.estimate, headline.change
    rows = [] if change is None else [(change, change_sentence(change, indicator))]
    for row in comparisons:
        if has_comparator(row):
            sentence = comparison_sentence(row, indicator, region)
            is_put_to_test = stability and row["comparator"] == "neighbours"
            rows.append((row, f"{sentence.rstrip('.')}; {stability}." if is_put_to_test else sentence))
    return [
        Statement(key_of(row), sentence, mark_of(row), _lead(row, headline, estimate))
        for row, sentence in rows
    ]


def _lead(row: Row, headline: Headline, estimate: Row) -> str:
    if is_same_figure(row, estimate, headline.indicator) or is_missing(row["value"]):
        return ""
    figure = format_figure(row, headline.indicator).number
    return f"{sentence_case(in_period(row, headline.indicator))} the figure was {figure}:"


def join_statements(parts: Iterable[Mapping[RowKey, str]]) -> dict[RowKey, str]:
    """Return the statements of several parts as one; a row that two parts name has both sentences."""
    sentences: dict[RowKey, list[str]] = {}
    for part in parts:
        for key, sentence in part.items():
            if sentence not in sentences.setdefault(key, []):
                sentences[key].append(sentence)
    return {key: " ".join(each) for key, each in sentences.items()}
