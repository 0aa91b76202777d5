"""The brief in sentences, and the lists of what needs attention and what improved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.alternatives import is_illustrative
from kpi_lib.present.display import Shown, render, show_note
from kpi_lib.present.headline import Headline, is_same_period
from kpi_lib.present.marks import Mark, change_mark, comparison_mark
from kpi_lib.present.prose import change_words, comparison_words, is_above
from kpi_lib.present.words import Row, format_estimate, format_value, in_period, is_missing


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
    """Return the sentence of one headline; every part comes from its rows."""
    indicator, estimate, change = headline.indicator, headline.estimate, headline.change
    parts = [f"{format_estimate(estimate, indicator)} {in_period(estimate, indicator)}"]
    if change is not None and not is_missing(change["earlier_value"]):
        parts.append(_change(change, estimate, indicator))
    if (against := _against(headline)) is not None:
        parts.append(against)
    return Line(
        indicator.plain_title, link.format(slug=indicator.slug), f"{'; '.join(parts)}.",
        marks_of(headline), is_illustrative(estimate),
    )  # fmt: skip


def _change(change: Row, estimate: Row, indicator: Indicator) -> str:
    earlier = format_value(change["earlier_value"], indicator).number
    if is_same_period(change, estimate):
        return f"{change_words(change)} ({earlier})"
    now = format_value(change["value"], indicator).number
    return f"{in_period(change, indicator)}, {change_words(change)} ({now}, before {earlier})"


def _against(headline: Headline) -> str | None:
    comparison = headline.comparison
    if comparison is None:
        return None
    words = comparison_words(comparison)
    if not is_missing(comparison["comparator_value"]):
        words += f" ({format_value(comparison['comparator_value'], headline.indicator).number})"
    is_same = is_same_period(comparison, headline.estimate)
    return words if is_same else f"{in_period(comparison, headline.indicator)}, {words}"


def marks_of(headline: Headline) -> tuple[Mark, ...]:
    """Return the marks of a headline's change and comparison, those it has."""
    marks = []
    if headline.change is not None:
        marks.append(change_mark(headline.change["verdict"], headline.change["direction"]))
    if headline.comparison is not None:
        marks.append(comparison_mark(headline.comparison["verdict"], is_above=is_above(headline.comparison)))
    return tuple(marks)


def show_lists(headlines: Iterable[Headline], *, link: str = "indicator/{slug}.html") -> Shown:
    """Return three lists: what needs attention, what improved, which measures of demand moved.

    Only verdicts decide: `worse` or `got_worse` needs attention, `improved` improved, `rose` and
    `fell` moved. An indicator can stand in two lists; an empty list says so.
    """
    found = list(headlines)
    kinds = (
        (
            "Needs attention",
            "Nothing is worse than a year ago or than the neighbours beyond chance.",
            needs_attention,
        ),
        ("Improved", "Nothing improved on a year ago beyond chance.", has_improved),
        ("Demand that moved", "No measure of demand moved beyond chance.", has_moved),
    )
    lists = [
        (title, [brief_line(headline, link) for headline in found if belongs(headline)], empty)
        for title, empty, belongs in kinds
    ]
    text = "\n".join(
        "\n".join([title, *(f"- {line}" for line in lines)] if lines else [title, empty])
        for title, lines, empty in lists
    )
    return Shown(html=render("lists.html.j2", lists=lists), text=text)


def needs_attention(headline: Headline) -> bool:
    """Say whether the figure got worse or is worse than the neighbours', beyond chance."""
    return _changed(headline) == "got_worse" or _compared(headline) == "worse"


def has_improved(headline: Headline) -> bool:
    """Say whether the figure improved on a year ago, beyond chance."""
    return _changed(headline) == "improved"


def has_moved(headline: Headline) -> bool:
    """Say whether a measure of demand rose or fell on a year ago, beyond chance."""
    return _changed(headline) in ("rose", "fell")


def _changed(headline: Headline) -> str:
    return "" if headline.change is None else str(headline.change["verdict"])


def _compared(headline: Headline) -> str:
    return "" if headline.comparison is None else str(headline.comparison["verdict"])
