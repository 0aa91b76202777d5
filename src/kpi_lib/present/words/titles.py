"""Headings that state what a page finds, from the same verdicts as its lists."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_lib.present.shown.lists import has_real_change, has_real_comparison
from kpi_lib.present.words.headline import Headline

UNTESTED = "cannot_say"


def changes_title(topic: str, headlines: Iterable[Headline]) -> str:
    """Return the topic and how many measures improved and got worse on a year ago.

    Only tested changes between real figures count, as in `lists.show_changes`; without any it says so.

    Examples
    --------
    "Front door and assessment: 2 measures improved and 1 got worse"
    """
    verdicts = [
        verdict
        for item in headlines
        if has_real_change(item) and item.change is not None
        if (verdict := str(item.change["verdict"])) != UNTESTED
    ]
    n_improved, n_worse = verdicts.count("improved"), verdicts.count("got_worse")
    if not verdicts:
        return f"{topic}: no change on a year ago can be tested"
    if not n_improved and not n_worse:
        return f"{topic}: nothing improved or got worse by more than chance"
    if not n_improved:
        return f"{topic}: {_measures(n_worse)} got worse and none improved"
    return f"{topic}: {_measures(n_improved)} improved and {n_worse or 'none'} got worse"


def standings_title(headlines: Iterable[Headline]) -> str:
    """Return on how many measures the area is worse and better than its neighbours' average.

    Examples
    --------
    "Worse than the neighbours’ average on 4 measures, better on 6, close to it on 9"
    """
    verdicts = [
        str(item.comparison["verdict"])
        for item in headlines
        if has_real_comparison(item) and item.comparison is not None
    ]
    worse, better, similar = (verdicts.count(verdict) for verdict in ("worse", "better", "similar"))
    if not worse + better + similar:
        return "Benchmarks: no measure can be compared yet"
    first = f"Worse than the neighbours’ average on {_measures(worse)}"
    return f"{first}, better on {better or 'none'}, close to it on {similar or 'none'}"


def _measures(n: int) -> str:
    return {0: "no measure", 1: "1 measure"}.get(n, f"{n} measures")
