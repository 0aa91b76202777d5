"""What artefacts tell when they are laid next to each other: pages, downloads, earlier editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from kpi_lib.analysis.withhold.possible_counts import System, linked, possible_ranges
from kpi_lib.assure.disclosure.findings import Finding
from kpi_lib.assure.disclosure.rules.counting import is_small
from kpi_lib.assure.disclosure.rules.spans import Span
from kpi_lib.assure.disclosure.rules.told import Key, Told
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN

QUARTERS_IN_YEAR = 4
UNBOUNDED = 1e7
Series = dict[Span, list[Told]]


def judge_together(told: Iterable[Told]) -> Iterator[Finding]:
    """Yield figures printed in one place and withheld in another, and those that years tell of quarters."""
    of: dict[Key, list[Told]] = defaultdict(list)
    for item in told:
        of[item.key].append(item)
    for key, items in of.items():
        if key.span is not None or _are_once(items):
            yield from _told_elsewhere(items)
    series: dict[tuple[str, str, str], Series] = defaultdict(dict)
    for key, items in of.items():
        if key.span is None:
            continue
        series[key.subject, key.area, key.measure][key.span] = items
    for (subject, area, measure), spans in series.items():
        if measure == "count" and any(_is_hidden(items) for items in spans.values()):
            yield from _told_by_years(spans, series.get((subject, area, "base"), {}))


def _are_once(items: Sequence[Told]) -> bool:
    """Say whether each file tells a figure once; where one tells it twice, it is two figures."""
    return len({item.file for item in items}) == len(items)


def _told_elsewhere(items: Sequence[Told]) -> Iterator[Finding]:
    hidden = [item for item in items if item.figure.is_withheld]
    if not hidden or items[0].key.measure == "base":
        return
    for item in items:
        if item.figure.number is not None:
            first = hidden[0]
            yield Finding(
                item.file, item.where, "withheld elsewhere",
                f"{_words(item)}: {item.figure.text}, withheld in {first.file}",
            )  # fmt: skip


def _told_by_years(spans: Series, bases: Mapping[Span, Sequence[Told]]) -> Iterator[Finding]:
    """Yield withheld quarters which the years around them settle, one at a time or all at once."""
    sums = [
        (span, total)
        for span in spans
        if span.n_quarters == QUARTERS_IN_YEAR
        for total in sorted(_numbers(spans[span]))
    ]
    if not _adds_up(spans, sums):
        return
    equations = [found for span, total in sums if (found := _equation(spans, span, total)) is not None]
    bounds: dict[Hashable, tuple[float, float]] = {
        part: _bounds(spans[part], bases.get(part, ())) for parts, _ in equations for part in parts
    }
    systems = [
        *linked(System(bounds, equations)),
        *(System({p: bounds[p] for p in e[0]}, [e]) for e in equations),
    ]
    for system in systems:
        for span, (low, high) in possible_ranges(system).items():
            assert isinstance(span, Span)
            if low == high and _is_disclosive(low, bases.get(span, ())):
                item = spans[span][0]
                yield Finding(
                    item.file,
                    item.where,
                    "worked out from a total",
                    f"{_words(item)}: withheld, but it is {low}",
                )


def _equation(spans: Series, span: Span, total: float) -> tuple[tuple[Span, ...], float] | None:
    if any(part not in spans for part in span.quarters):
        return None
    unknown = tuple(part for part in span.quarters if not _numbers(spans[part]))
    known = sum(max(_numbers(spans[part])) for part in span.quarters if part not in unknown)
    return (unknown, total - known) if unknown else None


def _adds_up(spans: Series, sums: Sequence[tuple[Span, float]]) -> bool:
    """Say whether quarters add up to years: most whole years do, and no part of one is more than the year.

    A stock does not; a published year that differs by a few from the council's own quarters does no harm.
    """
    complete, held = 0, 0
    for span, total in sums:
        known = [max(found) for part in span.quarters if (found := _numbers(spans.get(part, ())))]
        if len(known) == QUARTERS_IN_YEAR:
            complete, held = complete + 1, held + (sum(known) == total)
        elif sum(known) > total:
            return False
    return 2 * held >= complete


def _bounds(items: Sequence[Told], bases: Sequence[Told]) -> tuple[float, float]:
    if any(item.figure.is_known_small for item in items):
        return 1.0, SMALLEST_COUNT_SHOWN - 1.0
    return 0.0, max(_numbers(bases), default=UNBOUNDED)


def _is_disclosive(count: float, bases: Sequence[Told]) -> bool:
    return is_small(count) or any(is_small(base - count) for base in _numbers(bases))


def _numbers(items: Sequence[Told]) -> set[float]:
    return {item.figure.number for item in items if item.figure.number is not None}


def _is_hidden(items: Sequence[Told]) -> bool:
    return any(item.figure.is_withheld for item in items)


def _words(item: Told) -> str:
    key = item.key
    when = key.span.words if key.span is not None else key.row
    return ", ".join(part for part in (key.subject, key.area, key.measure, when) if part)
