"""Would the verdict stand? The share of ways that agree, and what turns it, in words.

A way is one average (mean, median, pooled) on one neighbour list, with all neighbours or one left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi_lib.present.words.dates import model_words
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, join_words

WAYS = (
    "A way of drawing the comparison is one average (mean, median or pooled) on one neighbour list, with all "
    "neighbours or with one left out."
)

AVERAGES = {"pooled": "pooled average"}

Verdicts = Mapping[tuple[str, str], str]
"""Neighbour list and average → the verdict they give."""


def stability_short(row: Row | None) -> str:
    """Return "all 60 ways" or "22 of 60 ways"; an empty text where nothing was judged."""
    if row is None or not row["n_ways"]:
        return ""
    agreeing, ways = int(row["n_agreeing"]), int(row["n_ways"])
    return f"all {ways} ways" if agreeing == ways else f"{agreeing} of {ways} ways"


def agreement_words(row: Row | None) -> str:
    """Return "28 of 60 ways agree", or "every way agrees", as a number could be read as the measure's."""
    short = stability_short(row)
    if row is None or not short:
        return ""
    return "every way agrees" if row["n_agreeing"] == row["n_ways"] else f"{short} agree"


def stability_clause(row: Row | None, verdicts: Verdicts, neighbourhood: Neighbourhood) -> str:
    """Return what follows a verdict: "all 60 ways of drawing the comparison agree", or what turns it.

    Parameters
    ----------
    row : of `stability`, for the figure that is judged.
    verdicts : what each list and average says of that figure.
    """
    if row is None or not row["n_ways"]:
        return ""
    text = f"{stability_short(row)} of drawing the comparison agree"
    if row["n_agreeing"] == row["n_ways"]:
        return text
    turned = _turned(str(row["flips"]), verdicts) or _pivotal(str(row["pivotal"]), neighbourhood)
    return f"{text}; {turned or 'with one neighbour left out on another list it would not stand'}"


def flip_words(row: Row | None, verdicts: Verdicts, neighbourhood: Neighbourhood) -> str:
    """Return only what turns the verdict: "with the May 2025 list, mean, it would be “similar”"."""
    if row is None or not row["n_ways"]:
        return ""
    return _turned(str(row["flips"]), verdicts) or _pivotal(str(row["pivotal"]), neighbourhood)


def _turned(flips: str, verdicts: Verdicts) -> str:
    """Name the lists and averages of one other verdict together, and each verdict once."""
    by_verdict: dict[str, dict[str, list[str]]] = {}
    for choice in filter(None, flips.split(";")):
        model, average = choice.split(" ")
        verdict = verdicts.get((model, average), "another")
        by_verdict.setdefault(verdict, {}).setdefault(model, []).append(average)
    return join_words([f"with {_lists(lists)} it would be “{name}”" for name, lists in by_verdict.items()])


def _lists(averages: Mapping[str, list[str]]) -> str:
    told = [
        f"the {join_words([AVERAGES.get(way, way) for way in ways])} of the {model_words(name)} list"
        for name, ways in averages.items()
    ]
    return join_words(told)


def _pivotal(pivotal: str, neighbourhood: Neighbourhood) -> str:
    names = [neighbourhood.name(code) for code in filter(None, pivotal.split(";"))]
    return f"without {join_words(names).replace(' and ', ' or ')} it would not stand" if names else ""
