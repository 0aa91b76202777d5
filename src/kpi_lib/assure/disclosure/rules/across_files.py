"""What artefacts disclose when they are laid next to each other: pages, downloads, earlier editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpi_lib.analysis.withhold.possible_counts import System, linked, possible_ranges
from kpi_lib.assure.disclosure.findings import Finding
from kpi_lib.assure.disclosure.rules.figures import UNBOUNDED, is_small
from kpi_lib.assure.disclosure.rules.keyed_figures import Key, KeyedFigure
from kpi_lib.assure.disclosure.rules.periods import Span
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN

QUARTERS_IN_YEAR = 4
Entries = Sequence[KeyedFigure]
Series = Mapping[Span, Entries]


def judge_across_files(figures: Iterable[KeyedFigure]) -> Iterator[Finding]:
    """Yield figures printed in one place and withheld in another, and quarters that years give away."""
    by_key: dict[Key, list[KeyedFigure]] = defaultdict(list)
    for entry in figures:
        by_key[entry.key].append(entry)
    series: dict[tuple[str, str, str], dict[Span, Entries]] = defaultdict(dict)
    for key, same in by_key.items():
        if key.span is not None:
            series[key.subject, key.area, key.measure][key.span] = same
        if key.span is not None or _is_once_a_file(same):
            yield from _printed_elsewhere(same)
    for (subject, area, measure), spans in series.items():
        if measure == "count" and any(_is_withheld(same) for same in spans.values()):
            yield from _settled_by_years(spans, series.get((subject, area, "base"), {}))


def _is_once_a_file(entries: Entries) -> bool:
    """Say whether each file has a figure once; where one has it twice, it is two figures of one name."""
    return len({entry.file for entry in entries}) == len(entries)


def _printed_elsewhere(entries: Entries) -> Iterator[Finding]:
    withheld = [entry for entry in entries if entry.figure.is_withheld]
    if not withheld or entries[0].key.measure == "base":
        return
    for entry in entries:
        if entry.figure.number is not None:
            text = f"{_words(entry)}: {entry.figure.text}, withheld in {withheld[0].file}"
            yield Finding(entry.file, entry.where, "withheld elsewhere", text)


def _settled_by_years(spans: Series, bases: Series) -> Iterator[Finding]:
    """Yield withheld quarters which the years around them settle, one at a time or all at once."""
    years = [
        (span, total)
        for span in spans
        if span.n_quarters == QUARTERS_IN_YEAR
        for total in sorted(_numbers(spans[span]))
    ]
    if not _adds_up(spans, years):
        return
    equations = [equation for span, total in years if (equation := _equation(spans, span, total)) is not None]
    bounds = {part: _bounds(spans[part], bases.get(part, ())) for parts, _ in equations for part in parts}
    # all years at once, and each by itself: one that was revised contradicts the others, and nothing fits all
    systems = [
        *linked(System(bounds, equations)),
        *(System({part: bounds[part] for part in parts}, [(parts, total)]) for parts, total in equations),
    ]
    for system in systems:
        for span, (low, high) in possible_ranges(system).items():
            if low == high and _is_disclosive(low, bases.get(span, ())):
                entry = spans[span][0]
                text = f"{_words(entry)}: withheld, but it is {low}"
                yield Finding(entry.file, entry.where, "worked out from a total", text)


def _equation(spans: Series, span: Span, total: float) -> tuple[tuple[Span, ...], float] | None:
    """Return the withheld quarters of a year and what they add up to; nothing where one is not known of."""
    if any(part not in spans for part in span.quarters):
        return None
    unknown = tuple(part for part in span.quarters if not _numbers(spans[part]))
    known = sum(max(_numbers(spans[part])) for part in span.quarters if part not in unknown)
    return (unknown, total - known) if unknown else None


def _adds_up(spans: Series, years: Sequence[tuple[Span, float]]) -> bool:
    """Say whether quarters add up to years: most whole years do, and no part of one is more than the year.

    A stock does not; a published year that differs by a few from the council's own quarters does no harm.
    """
    n_complete, n_equal = 0, 0
    for span, total in years:
        known = [max(numbers) for part in span.quarters if (numbers := _numbers(spans.get(part, ())))]
        if len(known) == QUARTERS_IN_YEAR:
            n_complete, n_equal = n_complete + 1, n_equal + (sum(known) == total)
        elif sum(known) > total:
            return False
    return 2 * n_equal >= n_complete


def _bounds(entries: Entries, bases: Entries) -> tuple[float, float]:
    if any(entry.figure.is_known_small for entry in entries):
        return 1.0, SMALLEST_COUNT_SHOWN - 1.0
    return 0.0, max(_numbers(bases), default=UNBOUNDED)


def _is_disclosive(count: float, bases: Entries) -> bool:
    return is_small(count) or any(is_small(base - count) for base in _numbers(bases))


def _numbers(entries: Entries) -> set[float]:
    return {entry.figure.number for entry in entries if entry.figure.number is not None}


def _is_withheld(entries: Entries) -> bool:
    return any(entry.figure.is_withheld for entry in entries)


def _words(entry: KeyedFigure) -> str:
    key = entry.key
    when = key.span.words if key.span is not None else key.row
    return ", ".join(part for part in (key.subject, key.area, key.measure, when) if part)
