"""The brief: a sentence for each headline, every part of it from its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.shown.display import Shown, render, show_note
from kpi_lib.present.words.alternatives import has_illustration
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.headline import Headline, is_same_figure
from kpi_lib.present.words.marks import Mark, change_mark, comparison_mark
from kpi_lib.present.words.numbers import (
    Row,
    format_dated,
    format_figure,
    is_missing,
    join_words,
    sentence_case,
)
from kpi_lib.present.words.verdicts import change_words, comparison_words, has_comparator, is_above


@dataclass(frozen=True)
class Line:
    """One indicator in a brief or a list: its name, where it leads, what is said of it."""

    name: str
    href: str
    text: str
    marks: Sequence[Mark] = field(default_factory=tuple)
    is_illustrative: bool = False

    def __str__(self) -> str:
        return f"{self.name}: {self.text}{' (Illustrative figure.)' if self.is_illustrative else ''}"


def show_brief(headlines: Iterable[Headline], *, link: str = "indicator/{slug}.html") -> Shown:
    """Return one sentence for each headline: figure, change on a year ago, verdict against neighbours."""
    lines = [brief_line(headline, link) for headline in headlines]
    if not lines:
        return show_note("There are no headline figures in this edition.")
    return Shown(html=render("brief.html.j2", lines=lines), text="\n".join(str(line) for line in lines))


def brief_line(headline: Headline, link: str) -> Line:
    """Return the sentences of one headline; every part comes from its rows."""
    indicator, estimate = headline.indicator, headline.estimate
    verdicts = _verdicts(headline)
    own = [words for row, words in verdicts if is_same_figure(row, estimate, indicator)]
    first = f"{format_dated(estimate, indicator)} {in_period(estimate, indicator)}"
    sentences = [f"{first}, {join_words(own)}." if own else f"{first}."]
    sentences += _dated([item for item in verdicts if item[1] not in own], indicator)
    return Line(
        indicator.plain_title, link.format(slug=indicator.slug), " ".join(sentences),
        marks_of(headline), has_illustration(estimate, headline.change),
    )  # fmt: skip


def _verdicts(headline: Headline) -> list[tuple[Row, str]]:
    """Return the change and the comparison that can be reported, each with its row and its figure."""
    change, comparison, told = headline.change, headline.comparison, []
    if change is not None and not is_missing(change["earlier_value"]):
        earlier = format_figure(change, headline.indicator, "earlier_value").number
        told.append((change, change_words(change, earlier)))
    if comparison is not None and has_comparator(comparison):
        figure = format_figure(comparison, headline.indicator, "comparator_value").number
        told.append((comparison, f"{comparison_words(comparison)} ({figure})"))
    return told


def _dated(verdicts: list[tuple[Row, str]], indicator: Indicator) -> list[str]:
    """Return a sentence for each period but the estimate's, with the figure of that period."""
    by_period: dict[str, list[str]] = {}
    for row, words in verdicts:
        known = "" if is_missing(row["value"]) else f" it was {format_figure(row, indicator).number}"
        by_period.setdefault(f"{sentence_case(in_period(row, indicator))}{known}", []).append(words)
    return [f"{when}, {join_words(words)}." for when, words in by_period.items()]


def marks_of(headline: Headline) -> tuple[Mark, ...]:
    """Return the marks of a headline's change and comparison, those it has."""
    return tuple(mark_of(row) for row in (headline.change, headline.comparison) if row is not None)


def mark_of(verdict: Row) -> Mark:
    """Return the mark of a change or of a comparison."""
    if "comparator" in verdict:
        return comparison_mark(verdict["verdict"], is_above=is_above(verdict))
    return change_mark(verdict["verdict"], verdict["direction"])
