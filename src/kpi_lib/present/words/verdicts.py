"""Sentences made from verdicts. Each is a function of one row; none can say more than the row does.

"Improved" is only said where the verdict is `improved`; measures of demand rise and fall. The words of each
verdict are in `marks`.
"""

from __future__ import annotations

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.words.marks import (
    AGO,
    CHANCE,
    CHANGES,
    COMPARISONS,
    FAR_BEYOND_CHANCE,
    NEIGHBOURS_AVERAGE,
    NOT_BEYOND_CHANCE,
    Mark,
    change_mark,
    comparison_mark,
)
from kpi_lib.present.words.numbers import (
    Figure,
    Row,
    at_source_decimals,
    format_figure,
    format_size,
    is_missing,
    lower_first,
    sentence_case,
)

BEFORE_ROUNDING = "Changes are worked out before rounding."
_COMPARATORS = {"england": "England", "target": "the target"}
_AVERAGES = {
    "mean": NEIGHBOURS_AVERAGE,
    "median": "the neighbours’ median",
    "pooled": "the neighbours’ pooled average",
}
_UNTESTED = {"up": "rose", "down": "fell"}
"""Direction of an untested change → the verdict whose words it is reported in, with "not tested" after."""


def comparator_words(comparison: Row, region: str = "the region") -> str:
    """Return whom a figure is compared with: "the neighbours’ average", "England", or `region`."""
    if comparison["comparator"] == "region":
        return region
    if comparison["comparator"] == "neighbours":
        return _AVERAGES.get(str(comparison["average"]), NEIGHBOURS_AVERAGE)
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
        close = sentence_case(COMPARISONS["similar"].phrase)
        return f"{close} {whom} ({figure}): the difference is {NOT_BEYOND_CHANCE}."
    side = COMPARISONS["higher" if is_above(comparison) else "lower"].phrase
    certainty = FAR_BEYOND_CHANCE if str(comparison["level"]) == "99.8" else CHANCE
    return f"{sentence_case(side)} {whom} ({figure}){COMPARISONS[str(verdict)].clause}, and {certainty}."


def change_sentence(change: Row, indicator: Indicator) -> str:
    """Return one change's verdict: "Higher than a year ago (66.0%), and more than chance would explain."."""
    if is_missing(change["earlier_value"]) or is_missing(change["value"]):
        return f"No comparison with a year ago: {_reason(change)}"
    earlier = format_figure(change, indicator, "earlier_value").number
    moved = f"{_moved(change)} ({earlier})"
    if change["verdict"] == "cannot_say":
        return f"{moved}, but whether by chance cannot be said: {_reason(change)}"
    if change["verdict"] == "no_clear_change":
        but = "but " if change["direction"] in _UNTESTED else ""
        return f"{moved}, {but}{NOT_BEYOND_CHANCE}: {CHANGES['no_clear_change'].word}."
    return f"{moved}{CHANGES[str(change['verdict'])].clause}, and {CHANCE}."


def _moved(change: Row) -> str:
    verdict = _UNTESTED.get(str(change["direction"]))
    return sentence_case(CHANGES[verdict].phrase) if verdict else "The same as a year ago"


def change_short(change: Row | None, indicator: Indicator) -> str:
    """Return a change in a tile's words: "improved: up 3.1 points on a year ago", "no clear change …"."""
    if change is not None and is_missing(change["value"]):
        return "no figure this time to compare"
    if change is None or is_missing(change["change"]):
        return CHANGES["cannot_say"].phrase
    verdict, direction = str(change["verdict"]), str(change["direction"])
    if verdict == "no_clear_change":
        return CHANGES[verdict].phrase
    size = _size_of(change, indicator)
    unit = "points" if size.unit == "percentage points" else "" if size.unit.startswith("per ") else size.unit
    is_moved = direction in ("up", "down")
    moved = f"{direction} {size.number} {unit}".rstrip() + f" {AGO}" if is_moved else f"unchanged {AGO}"
    judged = {
        "improved": f"{CHANGES['improved'].word}: {moved}",
        "got_worse": f"worse: {moved}",
        "cannot_say": f"{moved}, not tested",
    }
    return judged.get(verdict, moved)


def _size_of(change: Row, indicator: Indicator) -> Figure:
    """Return how far two figures are apart, no finer than the coarser of them unless nothing were left."""
    size = format_size(change["change"], at_source_decimals(change, indicator, "value", "earlier_value"))
    return size if size.number.strip("0.") else format_size(change["change"], indicator)


def change_words(change: Row, earlier: str = "") -> str:
    """Return a change's verdict alone, with the earlier figure if given: "improved on a year ago (66.0%)"."""
    verdict, figure = str(change["verdict"]), f" ({earlier})" if earlier else ""
    if verdict == "cannot_say" and not is_missing(change["change"]):
        way = _UNTESTED.get(str(change["direction"]))
        return f"{CHANGES[way].phrase if way else f'unchanged {AGO}'}{figure}, not tested for chance"
    return f"{CHANGES[verdict].phrase}{figure}"


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
    return f"{COMPARISONS[verdict].phrase} {whom}"


def finding(change: Row | None, comparison: Row | None) -> str:
    """Return what a page finds: "Improved on a year ago; better than the neighbours’ average"."""
    parts = (words for _, words in findings(change, comparison))
    return sentence_case("; ".join(parts)) or "No comparison can be made"


def findings(change: Row | None, comparison: Row | None) -> list[tuple[Row, str]]:
    """Return the rows that say something of a figure, each with its words."""
    verdicts = []
    if change is not None and not is_missing(change["change"]):
        verdicts.append((change, change_words(change)))
    if comparison is not None and (has_comparator(comparison) or not verdicts):
        verdicts.append((comparison, comparison_words(comparison)))
    return verdicts


def mark_of(verdict: Row) -> Mark:
    """Return the mark of a change or of a comparison."""
    if "comparator" in verdict:
        return comparison_mark(verdict["verdict"], is_above=is_above(verdict))
    return change_mark(verdict["verdict"], verdict["direction"])


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


def _reason(row: Row) -> str:
    reason = "" if is_missing(row["reason"]) else str(row["reason"]).strip()
    return lower_first(reason or "one of the two figures is missing").rstrip(".") + "."
