"""What is around a table: titles above it, the name of its sheet, of its file, and its listed title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kpi_lib.catalogue.names.heading_words import load_heading_words, normalise_heading
from kpi_lib.core.errors import DataError, KpiError
from kpi_lib.core.periods import Frequency, Period, YearOnly, parse_stated_period
from kpi_lib.ingest.sheets.headings import Partial, area_named, partial_of, phrases_in

_LONGEST_TIME, _LONGEST_AREA = 10, 7
_MOST_WORDS, _YEAR_DIGITS = 40, 4
_JOINED = re.compile(r"(?<=[A-Za-z])[-–](?=\d)")
"""A hyphen between a word and a figure, as in the file name `scorecard-2024-25-Q1`."""


@dataclass(frozen=True)
class Titles:
    """What titles say: at most one period (or a piece of one), the authorities named, whether cumulative.

    `place` says where the period was found, for messages.
    """

    period: Period | None = None
    partial: Partial | None = None
    is_cumulative: bool = False
    areas: tuple[str, ...] = ()
    place: str = ""

    def overruled_by(self, nearer: Titles) -> Titles:
        """Return the same with the time and the authorities that a nearer title says, where it says any."""
        is_timed = nearer.period is not None or nearer.partial is not None
        timed = nearer if is_timed else self
        is_cumulative = timed.is_cumulative or nearer.is_cumulative
        return replace(timed, is_cumulative=is_cumulative, areas=nearer.areas or self.areas)

    @property
    def year(self) -> Period | YearOnly | None:
        """The year that it says, whole or bare, or that of its period; None where it says none."""
        if isinstance(self.partial, YearOnly):
            return self.partial
        return self.period


@lru_cache(maxsize=4_096)
def read_title(text: str, quarters: str | None = None) -> Titles:
    """Return what one title says.

    >>> read_title("Herefordshire Council: year to date, Quarter 3 2024/25").period.label
    '2024-25-Q3'
    """
    words = text.replace("_", " ").split()
    if len(words) > _MOST_WORDS:
        return Titles()
    tidy = " ".join(words)
    period, partial, cumulative = _time_in(tidy, quarters)
    if period is None:
        apart, piece, to_date = _time_in(_JOINED.sub(" ", tidy), quarters)
        period, partial, cumulative = apart, partial or piece, cumulative or to_date
    phrases = {normalise_heading(phrase) for phrase in phrases_in(tidy, 3)}
    is_cumulative = cumulative or any("cumulative" in load_heading_words().of(phrase) for phrase in phrases)
    return Titles(period, partial, is_cumulative, _areas_in(tidy), text)


def read_titles(
    titles: Iterable[str], sheet: str, others: Sequence[str] = (), quarters: str | None = None
) -> Titles:
    """Return what titles, sheet and file name say together; the nearest to the table decides on the period.

    Raises
    ------
    DataError : title and sheet say two periods of which neither lies in the other.
    """
    near = [read_title(line, quarters) for line in (*titles, sheet) if line.strip()]
    far = [read_title(line, quarters) for line in others if line.strip()]
    timed = [line for line in near if line.period is not None]
    for line in timed[1:]:
        _check_agrees(timed[0], line)
    # of "2024/25" in the title and "Q1 2024/25" as the sheet's name the quarter holds: it is the finer one
    finest = min(timed, key=lambda line: _length(line.period), default=None)
    is_finer_known = finest is not None and not _is_year(finest.period)
    chosen = finest or next((line for line in far if line.period is not None), None)
    piece = next((line for line in (*near, *far) if line.partial is not None), None)
    areas = [code for line in near for code in line.areas] or [code for line in far for code in line.areas]
    place = chosen or piece
    return Titles(
        chosen.period if chosen else None,
        piece.partial if piece and not is_finer_known else None,
        any(line.is_cumulative for line in near),
        tuple(dict.fromkeys(areas)),
        place.place if place else "",
    )


def _length(period: Period | None) -> int:
    return (period.end - period.start).days if period else 0


def _is_year(period: Period | None) -> bool:
    return period is not None and period.frequency is Frequency.YEAR


def _check_agrees(first: Titles, second: Titles) -> None:
    one, two = first.period, second.period
    if one is None or two is None:
        return
    if (one.start <= two.start and two.end <= one.end) or (two.start <= one.start and one.end <= two.end):
        return
    raise DataError(
        "Titles say two periods",
        got=f"'{first.place}' and '{second.place}'",
        expected="one period for a sheet, or its name and title alike",
        hint="write the period into the headings, or mend the title or the name of the sheet",
    )


def _time_in(text: str, quarters: str | None) -> tuple[Period | None, Partial | None, bool]:
    """Return the longest run of words that is a period, or a piece of one, and whether it is cumulative."""
    partial: Partial | None = None
    for phrase in phrases_in(text, _LONGEST_TIME):
        try:
            stated = parse_stated_period(phrase, quarters)
        except KpiError:
            if partial is None and (not phrase.isdigit() or len(phrase) == _YEAR_DIGITS):
                partial = partial_of(phrase, quarters)
            continue
        return stated.period, partial, stated.is_cumulative
    return None, partial, False


def _areas_in(text: str) -> tuple[str, ...]:
    """Return the codes of the authorities that a title names, each once; "Isle of Wight" is one."""
    codes: list[str] = []
    words = text.split()
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST_AREA, len(words) - start), 0, -1):
            phrase = next(phrases_in(" ".join(words[start : start + length]), length))
            code = area_named(phrase.removesuffix("’s").removesuffix("'s"))
            if code:
                codes.append(code)
                start += length - 1
                break
        start += 1
    return tuple(dict.fromkeys(codes))
