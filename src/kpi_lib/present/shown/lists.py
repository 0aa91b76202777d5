"""Lists of what changed and of where the area stands: only tested verdicts on real figures decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from kpi_lib.present.shown.display import Shown, render
from kpi_lib.present.words.alternatives import is_illustrative, is_real
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.headlines import Line
from kpi_lib.present.words.marks import Mark, change_mark, comparison_mark
from kpi_lib.present.words.numbers import NO_BREAK, Row, format_figure
from kpi_lib.present.words.stability import agreement_words
from kpi_lib.present.words.verdicts import (
    BEFORE_ROUNDING,
    NOTHING_CHANGED,
    NOTHING_COMPARED,
    is_above,
    neighbours_counted,
)

LEFT_OUT = "Illustrative figures stand in none of these lists."
KEPT, DROPPED = "◆", "◇"
KEY = (
    f"{KEPT} stands even when we allow for having made so many comparisons (false discovery rate); "
    f"{DROPPED} does not: read it with care."
)

CHANGES = (
    ("Got worse", ("got_worse",), NOTHING_CHANGED["got_worse"]),
    ("Improved", ("improved",), NOTHING_CHANGED["improved"]),
    ("Measures not judged as good or bad", ("rose", "fell"), NOTHING_CHANGED["moved"]),
    ("No clear change", ("no_clear_change",), NOTHING_CHANGED["no_clear_change"]),
)
"""Title, the verdicts that put an indicator there, what is said of an empty list."""

STANDINGS = (
    ("Worse than the neighbours", "worse", NOTHING_COMPARED["worse"]),
    ("Better than the neighbours", "better", NOTHING_COMPARED["better"]),
)


def show_changes(
    headlines: Iterable[Headline], kept: Collection[str], *, link: str = "indicator/{slug}.html"
) -> Shown:
    """Return four lists: what got worse, improved, moved (neither good nor bad) and shows no clear change.

    Parameters
    ----------
    headlines : only tested changes between real figures are listed.
    kept : ids of the indicators whose change remains when false flags are controlled.
    """
    found = list(headlines)
    tested = [item for item in found if has_real_change(item)]
    lists = [
        (
            title,
            [_changed(item, kept, link) for item in tested if _change(item)["verdict"] in verdicts],
            empty,
        )
        for title, verdicts, empty in CHANGES
    ]
    return _show(lists, [KEY, BEFORE_ROUNDING, *([LEFT_OUT] if len(tested) < len(found) else [])])


def show_standings(
    headlines: Iterable[Headline], stability: Mapping[str, Row | None], *, link: str = "indicator/{slug}.html"
) -> Shown:
    """Return two lists: what is worse and what is better than the neighbours' average.

    Parameters
    ----------
    headlines : only comparisons of real figures are listed.
    stability : indicator id → how many ways of drawing the comparison agree, in words.
    """
    found = list(headlines)
    real = [item for item in found if has_real_comparison(item)]
    lists = [
        (
            title,
            [_compared(item, stability, link) for item in real if _comparison(item)["verdict"] == verdict],
            empty,
        )
        for title, verdict, empty in STANDINGS
    ]
    return _show(lists, [LEFT_OUT] if any(is_illustrative(item.estimate) for item in found) else [])


def _show(lists: Sequence[tuple[str, list[Line], str]], notes: Sequence[str]) -> Shown:
    texts = [
        "\n".join([title, *([f"- {line}" for line in lines] or [empty])]) for title, lines, empty in lists
    ]
    html = render("lists.html.j2", lists=lists, notes=notes)
    return Shown(html=html, text="\n".join([*texts, *notes]))


def has_real_change(headline: Headline) -> bool:
    """Whether the change on a year ago is between real figures."""
    return _is_real(headline, headline.change)


def has_real_comparison(headline: Headline) -> bool:
    """Whether the comparison with the neighbours is of real figures."""
    return _is_real(headline, headline.comparison)


def _is_real(headline: Headline, row: Row | None) -> bool:
    return row is not None and is_real(row) and not is_illustrative(headline.estimate)


def _changed(headline: Headline, kept: Collection[str], link: str) -> Line:
    change, indicator = _change(headline), headline.indicator
    now, earlier = (format_figure(change, indicator, name) for name in ("value", "earlier_value"))
    is_flag = change["verdict"] != "no_clear_change"
    sign = f"{NO_BREAK}{KEPT if indicator.id in kept else DROPPED}" if is_flag else ""
    text = f"{now} {in_period(change, indicator)}, from {earlier.number}{sign}"
    return _line(headline, text, change_mark(change["verdict"], change["direction"]), link)


def _compared(headline: Headline, stability: Mapping[str, Row | None], link: str) -> Line:
    row, indicator = _comparison(headline), headline.indicator
    figures = [format_figure(row, indicator, name) for name in ("value", "comparator_value")]
    agree = agreement_words(stability.get(indicator.id))
    text = (
        f"{figures[0]} {in_period(row, indicator)} against {figures[1].number} ({neighbours_counted(row)})"
        f"{f'; {agree}' if agree else ''}"
    )
    return _line(headline, text, comparison_mark(row["verdict"], is_above=is_above(row)), link)


def _line(headline: Headline, told: str, mark: Mark, link: str) -> Line:
    indicator = headline.indicator
    return Line(indicator.plain_title, link.format(slug=indicator.slug), told, (mark,))


def _change(headline: Headline) -> Row:
    assert headline.change is not None, "headlines without a change were left out"
    return headline.change


def _comparison(headline: Headline) -> Row:
    assert headline.comparison is not None, "headlines without a comparison were left out"
    return headline.comparison
