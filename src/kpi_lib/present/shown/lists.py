"""Headline measures as sentences and lists: what changed, where the area is among its neighbours.

Only tested verdicts put a measure into a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.shown.display import Shown, render, show_note
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.headline import Headline, is_same_figure
from kpi_lib.present.words.marks import CHANGES, COMPARISONS, MOVED, Mark
from kpi_lib.present.words.numbers import (
    NO_BREAK,
    Row,
    format_dated,
    format_figure,
    is_missing,
    join_words,
    sentence_case,
)
from kpi_lib.present.words.stability import agreement_words
from kpi_lib.present.words.statements import FIGURE, RowKey, join_statements, key_of
from kpi_lib.present.words.verdicts import (
    BEFORE_ROUNDING,
    change_words,
    comparison_words,
    has_comparator,
    mark_of,
    neighbours_counted,
)

KEPT, DROPPED = "◆", "◇"
KEY = (
    f"{KEPT} stands even when we allow for having made so many comparisons (false discovery rate); "
    f"{DROPPED} does not: read it with care."
)

_CHANGE_LISTS = (
    (CHANGES["got_worse"], ("got_worse",)),
    (CHANGES["improved"], ("improved",)),
    (MOVED, ("rose", "fell")),
    (CHANGES["no_clear_change"], ("no_clear_change",)),
)
"""The wording of a list, and the verdicts that put an indicator there."""
_STANDINGS = ((COMPARISONS["worse"], "worse"), (COMPARISONS["better"], "better"))


@dataclass(frozen=True)
class Line:
    """One indicator in a brief or a list: its name, where it leads, what is said of it and of which row."""

    name: str
    href: str
    text: str
    marks: Sequence[Mark] = field(default_factory=tuple)
    statements: Mapping[RowKey, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


def show_brief(headlines: Iterable[Headline], *, link: str = "indicator/{slug}.html") -> Shown:
    """Return one sentence for each headline: figure, change on a year ago, verdict against neighbours."""
    lines = [_brief_line(headline, link) for headline in headlines]
    if not lines:
        return show_note("There are no headline figures in this edition.")
    return Shown(
        html=render("brief.html.j2", lines=lines),
        text="\n".join(str(line) for line in lines),
        statements=join_statements(line.statements for line in lines),
    )


def _brief_line(headline: Headline, link: str) -> Line:
    """Return the sentences of one headline; every part comes from its rows."""
    indicator, estimate = headline.indicator, headline.estimate
    verdicts = _verdicts(headline)
    own = [words for row, words in verdicts if is_same_figure(row, estimate, indicator)]
    first = f"{format_dated(estimate, indicator)} {in_period(estimate, indicator)}"
    sentences = [f"{first}, {join_words(own)}." if own else f"{first}."]
    sentences += _dated([verdict for verdict in verdicts if verdict[1] not in own], indicator)
    return Line(
        indicator.plain_title,
        link.format(slug=indicator.slug),
        " ".join(sentences),
        tuple(mark_of(row) for row in (headline.change, headline.comparison) if row is not None),
        {key_of(estimate, FIGURE): first, **{key_of(row): words for row, words in verdicts}},
    )


def _verdicts(headline: Headline) -> list[tuple[Row, str]]:
    """Return the change and the comparison that can be reported, each with its row and its figure."""
    change, comparison, verdicts = headline.change, headline.comparison, []
    if change is not None and not is_missing(change["earlier_value"]):
        earlier = format_figure(change, headline.indicator, "earlier_value").number
        verdicts.append((change, change_words(change, earlier)))
    if comparison is not None and has_comparator(comparison):
        figure = format_figure(comparison, headline.indicator, "comparator_value").number
        verdicts.append((comparison, f"{comparison_words(comparison)} ({figure})"))
    return verdicts


def _dated(verdicts: list[tuple[Row, str]], indicator: Indicator) -> list[str]:
    """Return a sentence for each period but the estimate's, with the figure of that period."""
    by_period: dict[str, list[str]] = {}
    for row, words in verdicts:
        known = "" if is_missing(row["value"]) else f" it was {format_figure(row, indicator).number}"
        by_period.setdefault(f"{sentence_case(in_period(row, indicator))}{known}", []).append(words)
    return [f"{when}, {join_words(words)}." for when, words in by_period.items()]


def show_changes(
    headlines: Iterable[Headline], kept: Collection[str], *, link: str = "indicator/{slug}.html"
) -> Shown:
    """Return four lists: what got worse, improved, moved (neither good nor bad) and shows no clear change.

    Parameters
    ----------
    headlines : only tested changes are listed.
    kept : ids of the indicators whose change remains when false flags are controlled.
    """
    all_measures = list(headlines)
    lists = [
        (
            wording.heading,
            [_changed(item, kept, link) for item in all_measures if item.change_verdict in verdicts],
            wording.none,
        )
        for wording, verdicts in _CHANGE_LISTS
    ]
    return _show(lists, [KEY, BEFORE_ROUNDING])


def show_standings(
    headlines: Iterable[Headline], stability: Mapping[str, Row | None], *, link: str = "indicator/{slug}.html"
) -> Shown:
    """Return two lists: what is worse and what is better than the neighbours' average.

    Parameters
    ----------
    headlines : only those better or worse than the average are listed.
    stability : indicator id → how many ways of drawing the comparison agree, in words.
    """
    all_measures = list(headlines)
    lists = [
        (
            wording.heading,
            [_compared(item, stability, link) for item in all_measures if item.comparison_verdict == verdict],
            wording.none,
        )
        for wording, verdict in _STANDINGS
    ]
    return _show(lists, [])


def _show(lists: Sequence[tuple[str, list[Line], str]], notes: Sequence[str]) -> Shown:
    texts = [
        "\n".join([title, *([f"- {line}" for line in lines] or [empty])]) for title, lines, empty in lists
    ]
    return Shown(
        html=render("lists.html.j2", lists=lists, notes=notes),
        text="\n".join([*texts, *notes]),
        statements=join_statements(line.statements for _, lines, _ in lists for line in lines),
    )


def _changed(headline: Headline, kept: Collection[str], link: str) -> Line:
    change, indicator = headline.change, headline.indicator
    assert change is not None, "only a change has a verdict"
    now, earlier = (format_figure(change, indicator, name) for name in ("value", "earlier_value"))
    is_flag = change["verdict"] != "no_clear_change"
    sign = f"{NO_BREAK}{KEPT if indicator.id in kept else DROPPED}" if is_flag else ""
    return _line(
        indicator, change, f"{now} {in_period(change, indicator)}, from {earlier.number}{sign}", link
    )


def _compared(headline: Headline, stability: Mapping[str, Row | None], link: str) -> Line:
    row, indicator = headline.comparison, headline.indicator
    assert row is not None, "only a comparison has a verdict"
    own, other = (format_figure(row, indicator, name) for name in ("value", "comparator_value"))
    agree = agreement_words(stability.get(indicator.id))
    text = f"{own} {in_period(row, indicator)} against {other.number} ({neighbours_counted(row)})"
    return _line(indicator, row, f"{text}; {agree}" if agree else text, link)


def _line(indicator: Indicator, row: Row, text: str, link: str) -> Line:
    mark = mark_of(row)
    said = {key_of(row): f"{sentence_case(mark.word)}: {text}."}
    return Line(indicator.plain_title, link.format(slug=indicator.slug), text, (mark,), statements=said)
