"""Headings that state what a page finds, from the same verdicts as its lists."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import AGO, CHANGES, COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import sentence_case


def changes_title(topic: str, headlines: Iterable[Headline]) -> str:
    """Return the topic and how many measures improved and got worse on a year ago.

    Only tested changes count, as in `lists.show_changes`; without any it says so.

    Examples
    --------
    "Front door and assessment: 2 measures improved and 1 got worse"
    """
    verdicts = [item.change_verdict for item in headlines if item.change_verdict not in ("", "cannot_say")]
    n_improved, n_worse = verdicts.count("improved"), verdicts.count("got_worse")
    improved, worse = CHANGES["improved"].word, CHANGES["got_worse"].word
    if not verdicts:
        return f"{topic}: no change {AGO} can be tested"
    if not n_improved and not n_worse:
        return f"{topic}: nothing {improved} or {worse} by more than chance"
    if not n_improved:
        return f"{topic}: {_measures(n_worse)} {worse} and none {improved}"
    return f"{topic}: {_measures(n_improved)} {improved} and {n_worse or 'none'} {worse}"


def standings_title(headlines: Iterable[Headline]) -> str:
    """Return on how many measures the area is worse and better than its neighbours' average.

    Examples
    --------
    "Worse than the neighbours’ average on 4 measures, better on 6, close to it on 9"
    """
    verdicts = [item.comparison_verdict for item in headlines]
    n_worse, n_better, n_similar = (verdicts.count(verdict) for verdict in ("worse", "better", "similar"))
    if not n_worse + n_better + n_similar:
        return "Benchmarks: no measure can be compared yet"
    worse, better, similar = (COMPARISONS[verdict] for verdict in ("worse", "better", "similar"))
    first = f"{sentence_case(worse.phrase)} {NEIGHBOURS_AVERAGE} on {_measures(n_worse)}"
    return f"{first}, {better.word} on {n_better or 'none'}, {similar.phrase} it on {n_similar or 'none'}"


def _measures(n: int) -> str:
    return {0: "no measure", 1: "1 measure"}.get(n, f"{n} measures")
