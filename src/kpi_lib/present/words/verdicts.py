"""Sentences made from verdicts. Each is a function of one row; none can say more than the row does.

"Improved" stands only where the verdict is `improved`; measures of demand rise and fall.
"""

from __future__ import annotations

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.words.numbers import (
    Figure,
    Row,
    as_told,
    format_figure,
    format_size,
    is_missing,
    lower_first,
    sentence_case,
)

CHANCE = "more than chance would explain"
FAR_BEYOND_CHANCE = "far more than chance would explain"
NOT_BEYOND_CHANCE = "no more than chance would explain"
BEFORE_ROUNDING = "Changes are worked out before rounding."

_COMPARATORS = {
    "neighbours": "the neighbours’ average",
    "england": "England",
    "target": "the target",
}
_NEIGHBOURS = {
    "mean": "the neighbours’ average",
    "median": "the neighbours’ median",
    "pooled": "the neighbours’ pooled average",
}
_CHANGES = {
    "improved": "improved on a year ago",
    "got_worse": "worse than a year ago",
    "rose": "higher than a year ago",
    "fell": "lower than a year ago",
    "no_clear_change": "no clear change on a year ago",
    "cannot_say": "no figure a year ago to compare",
}
NOTHING_CHANGED = {
    "got_worse": "Nothing got worse on a year ago by more than chance would explain.",
    "improved": "Nothing improved on a year ago by more than chance would explain.",
    "moved": "None of these measures moved by more than chance would explain.",
    "no_clear_change": "Every tested figure changed by more than chance explains.",
}
"""What is said where no measure has a verdict on its change; `moved`: of those not judged good or bad."""
NOTHING_COMPARED = {
    "worse": "Nothing is worse than the neighbours’ average beyond chance.",
    "better": "Nothing is better than the neighbours’ average beyond chance.",
}
"""The same of the verdict against neighbours."""
_UNTESTED = {"up": "higher than a year ago", "down": "lower than a year ago"}
_WAYS = {"up": "up", "down": "down"}


def comparator_words(comparison: Row, region: str = "the region") -> str:
    """Return whom a figure is compared with: "the neighbours’ average", "England", or `region`."""
    if comparison["comparator"] == "region":
        return region
    if comparison["comparator"] == "neighbours":
        return _NEIGHBOURS.get(str(comparison["average"]), _COMPARATORS["neighbours"])
    return _COMPARATORS[str(comparison["comparator"])]


def neighbours_counted(comparison: Row) -> str:
    """Return "10 of 10 neighbours" for a comparison with neighbours, else an empty text."""
    if comparison["comparator"] != "neighbours" or is_missing(comparison["n_expected"]):
        return ""
    return f"{int(comparison['n_available'])} of {int(comparison['n_expected'])} neighbours"


def has_comparator(comparison: Row) -> bool:
    """Say whether there is any figure to compare with."""
    return not is_missing(comparison["comparator_value"])


def comparison_sentence(comparison: Row, indicator: Indicator, region: str = "the region") -> str:
    """Return one comparison's verdict: "Lower than England (45.9), and more than chance would explain."."""
    whom, verdict = comparator_words(comparison, region), comparison["verdict"]
    if not has_comparator(comparison):
        return f"No figure for {whom} in this period."
    figure = format_figure(comparison, indicator, "comparator_value").number
    if is_outermost(comparison):
        counted = f"{whom} is {figure}, {neighbours_counted(comparison)}"
        return f"{sentence_case(_beyond_all(comparison))} ({counted}), but not tested: {_reason(comparison)}"
    if verdict == "cannot_say":
        return f"No verdict against {whom}: {_reason(comparison)}"
    if verdict == "similar":
        return f"Close to {whom} ({figure}): the difference is {NOT_BEYOND_CHANCE}."
    way = "Higher" if is_above(comparison) else "Lower"
    judged = f", which is {verdict}" if verdict in ("better", "worse") else ""
    return f"{way} than {whom} ({figure}){judged}, and {_certainty(comparison)}."


def change_sentence(change: Row, indicator: Indicator) -> str:
    """Return one change's verdict: "Higher than a year ago (66.0%), and more than chance would explain."."""
    verdict = change["verdict"]
    if is_missing(change["earlier_value"]) or is_missing(change["value"]):
        return f"No comparison with a year ago: {_reason(change)}"
    earlier = format_figure(change, indicator, "earlier_value").number
    way = {"up": "Higher than", "down": "Lower than"}.get(change["direction"], "The same as")
    moved = f"{way} a year ago ({earlier})"
    if verdict == "cannot_say":
        return f"{moved}, but whether by chance cannot be said: {_reason(change)}"
    if verdict == "no_clear_change":
        return f"{moved}, {'but ' if way != 'The same as' else ''}{NOT_BEYOND_CHANCE}: no clear change."
    judged = {"improved": ", an improvement", "got_worse": ", which is worse"}.get(verdict, "")
    return f"{moved}{judged}, and {CHANCE}."


def change_short(change: Row | None, indicator: Indicator) -> str:
    """Return a change in a tile's words: "improved: up 3.1 points on a year ago", "no clear change …"."""
    if change is not None and is_missing(change["value"]):
        return "no figure this time to compare"
    if change is None or is_missing(change["change"]):
        return _CHANGES["cannot_say"]
    if change["verdict"] == "no_clear_change":
        return _CHANGES["no_clear_change"]
    way = _WAYS.get(str(change["direction"]))
    size = _size_of(change, indicator)
    unit = "points" if size.unit == "percentage points" else "" if size.unit.startswith("per ") else size.unit
    moved = f"{way} {size.number} {unit}".rstrip() + " on a year ago" if way else "unchanged on a year ago"
    judged = {
        "improved": f"improved: {moved}",
        "got_worse": f"worse: {moved}",
        "cannot_say": f"{moved}, not tested",
    }
    return judged.get(str(change["verdict"]), moved)


def _size_of(change: Row, indicator: Indicator) -> Figure:
    """Return how far two figures are apart, no finer than the coarser of them unless nothing were left."""
    size = format_size(change["change"], as_told(change, indicator, "value", "earlier_value"))
    return size if size.number.strip("0.") else format_size(change["change"], indicator)


def change_words(change: Row, earlier: str = "") -> str:
    """Return a change's verdict alone, with the earlier figure if given: "improved on a year ago (66.0%)"."""
    verdict, figure = str(change["verdict"]), f" ({earlier})" if earlier else ""
    if verdict == "cannot_say" and not is_missing(change["change"]):
        moved = _UNTESTED.get(str(change["direction"]), "unchanged on a year ago")
        return f"{moved}{figure}, not tested for chance"
    return f"{_CHANGES[verdict]}{figure}"


def comparison_words(comparison: Row) -> str:
    """Return a comparison's verdict alone: "better than the neighbours’ average", "close to England"."""
    verdict, whom = str(comparison["verdict"]), comparator_words(comparison)
    if not has_comparator(comparison):
        return (
            "no neighbour has a figure"
            if comparison["comparator"] == "neighbours"
            else f"no figure for {whom}"
        )
    if is_outermost(comparison):
        return f"{_beyond_all(comparison)}, not tested"
    if verdict == "cannot_say":
        return f"no verdict against {whom}"
    return f"close to {whom}" if verdict == "similar" else f"{verdict} than {whom}"


def finding(change: Row | None, comparison: Row | None) -> str:
    """Return what a page finds: "Improved on a year ago; better than the neighbours’ average"."""
    parts = (words for _, words in findings(change, comparison))
    return sentence_case("; ".join(parts)) or "No comparison can be made"


def findings(change: Row | None, comparison: Row | None) -> list[tuple[Row, str]]:
    """Return the rows that tell something of a figure, each with its words."""
    told = []
    if change is not None and not is_missing(change["change"]):
        told.append((change, change_words(change)))
    if comparison is not None and (has_comparator(comparison) or not told):
        told.append((comparison, comparison_words(comparison)))
    return told


def is_outermost(comparison: Row) -> bool:
    """Say whether a figure is past every neighbour's at the worse end while no interval can test it."""
    rank, last = comparison.get("rank"), comparison.get("n_ranked")
    is_ranked = comparison["verdict"] == "cannot_say" and not is_missing(rank) and not is_missing(last)
    return is_ranked and bool(rank == last)


def _beyond_all(comparison: Row) -> str:
    return f"{'above' if is_above(comparison) else 'below'} every neighbour with a figure"


def is_above(comparison: Row) -> bool:
    """Say whether the figure is above its comparator's."""
    return bool(comparison["value"] > comparison["comparator_value"])


def _certainty(comparison: Row) -> str:
    return FAR_BEYOND_CHANCE if str(comparison["level"]) == "99.8" else CHANCE


def _reason(row: Row) -> str:
    reason = "" if is_missing(row["reason"]) else str(row["reason"]).strip()
    return lower_first(reason or "one of the two figures is missing").rstrip(".") + "."
