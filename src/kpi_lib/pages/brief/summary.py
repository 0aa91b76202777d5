"""The brief's first sentences and its table of headline figures: counts and lists of verdicts, no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from kpi_lib.pages.brief.words import listed, names_of
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tiles import tile_of
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANGES, COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import format_estimate, lower_first, number_words, sentence_case, tally
from kpi_lib.present.words.verdicts import finding, is_outermost

MOVED = ("rose", "fell")
TESTED = ("improved", "got_worse", *MOVED, "no_clear_change")


def with_change(headlines: Iterable[Headline], *verdicts: str) -> list[Headline]:
    """Return the measures whose tested change has one of these verdicts."""
    return [item for item in headlines if item.change_verdict in verdicts]


def with_standing(headlines: Iterable[Headline], *verdicts: str) -> list[Headline]:
    """Return the measures whose comparison with the neighbours has one of these verdicts."""
    return [item for item in headlines if item.comparison_verdict in verdicts]


def changes_sentence(headlines: Sequence[Headline]) -> str:
    """Return how many measures improved, got worse, moved and did not, of those that can be tested."""
    tested = with_change(headlines, *TESTED)
    if not tested:
        return "No measure can be tested against a year ago."
    improved, worse, level = (
        len(with_change(tested, name)) for name in ("improved", "got_worse", "no_clear_change")
    )
    moved = len(with_change(tested, *MOVED))
    shows = "shows" if level in (0, 1) else "show"
    return (
        f"Of {_measures(len(tested))} that can be tested against a year ago, "
        f"{tally(improved)} {CHANGES['improved'].word}, {tally(worse)} {CHANGES['got_worse'].word}, "
        f"{tally(moved)} moved that {_is(moved)} not judged as good or bad, and {tally(level)} {shows} "
        f"{CHANGES['no_clear_change'].word}."
    )


def worse_sentence(headlines: Sequence[Headline]) -> str:
    """Return which measures got worse on a year ago, with both figures."""
    worse = with_change(headlines, "got_worse")
    return f"{sentence_case(listed(worse))}." if worse else CHANGES["got_worse"].none


def improved_sentence(headlines: Sequence[Headline]) -> str:
    """Return which measures improved on a year ago, with both figures."""
    better = with_change(headlines, "improved")
    return f"{sentence_case(listed(better))}." if better else CHANGES["improved"].none


def standings_sentence(headlines: Sequence[Headline]) -> str:
    """Return on how many measures the area is worse than, better than and close to its neighbours."""
    worse, better, close = (with_standing(headlines, name) for name in ("worse", "better", "similar"))
    if not worse + better + close:
        return "No measure can be compared with the neighbours yet."
    words = {verdict: COMPARISONS[verdict].word for verdict in ("better", "worse")}
    first = (
        f"Against {NEIGHBOURS_AVERAGE}, {_measures(len(worse))} {'is' if len(worse) == 1 else 'are'} "
        f"{words['worse']}, {tally(len(better))} {words['better']} and {tally(len(close))} "
        f"{COMPARISONS['similar'].phrase} it."
    )
    beyond = [item for item in headlines if item.comparison is not None and is_outermost(item.comparison)]
    sentences = [first]
    if worse:
        sentences.append(f"{sentence_case(words['worse'])}: {names_of(worse)}.")
    if beyond:
        sentences.append(f"Past every neighbour at the worse end, but not tested: {names_of(beyond)}.")
    return " ".join(sentences)


def unjudged_sentence(headlines: Iterable[Headline]) -> str:
    """Return what is found of the headline measures that are not judged as good or bad."""
    measures = [
        f"{lower_first(item.indicator.plain_title)} ({format_estimate(item.estimate, item.indicator)}): "
        f"{lower_first(finding(item.change, item.comparison))}"
        for item in headlines
    ]
    return (
        f"{'. '.join(map(sentence_case, measures))}."
        if measures
        else "No headline measure of this kind has a figure."
    )


def decisions_sentence(n_matters: int, first: int, last: int) -> str:
    """Return how many matters need a decision, and between which paragraphs they stand."""
    if not n_matters:
        return "Nothing needs a decision under the rules of this brief."
    verb = "matter needs" if n_matters == 1 else "matters need"
    where = f"paragraph {first}" if first == last else f"paragraphs {first} to {last}"
    return f"{sentence_case(number_words(n_matters))} {verb} a decision ({where})."


def uncertainty_sentence(n_fragile: int) -> str:
    """Return how many verdicts depend on how the comparison is drawn."""
    verb = "verdict depends" if n_fragile in (0, 1) else "verdicts depend"
    number = sentence_case(number_words(n_fragile)) if n_fragile else "No"
    return f"{number} {verb} on how the neighbours are compared."


def headline_table(headlines: Sequence[Headline], estimates: pd.DataFrame) -> Table:
    """Return the headline tiles as a table, in the tiles' words.

    Parameters
    ----------
    estimates : of the home area, as for the tiles.
    """
    columns = [
        Column("Measure"),
        Column("Figure", is_number=True),
        Column("On a year ago"),
        Column("Against the neighbours"),
    ]
    rows = [_row(headline, estimates) for headline in headlines]
    return Table("Headline measures", columns, [Group(rows)])


def _row(headline: Headline, estimates: pd.DataFrame) -> list[Cell]:
    tile = tile_of(headline, estimates, "")
    return [
        Cell(tile.name, note=tile.period),
        Cell(tile.figure.number, note=tile.figure.unit),
        _verdict_cell(tile.change, tile.change_mark),
        _verdict_cell(tile.against, tile.against_mark, tile.against_note),
    ]


def _verdict_cell(words: str, mark: object, note: str = "") -> Cell:
    symbol, role = getattr(mark, "symbol", ""), getattr(mark, "role", "")
    return Cell(words, note=note, mark=symbol, role=role)


def _measures(n: int) -> str:
    return f"{tally(n) if n else 'no'} {'measure' if n == 1 else 'measures'}"


def _is(n: int) -> str:
    return "is" if n in (0, 1) else "are"
