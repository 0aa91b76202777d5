"""What a sentence speaks of: where it names a measure, an area, a period, a figure or a claim."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_lib.catalogue.lexicon import Kind, Way
from kpi_lib.core.periods import Period


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence."""

    begin: int
    end: int

    def holds(self, other: Span) -> bool:
        """Say whether the other stretch touches this one."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure that is named; `literal` are the parts of its name that were written out."""

    at: Span
    indicator_id: str
    literal: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An area or comparator that is named: an area code, `neighbours…` or `target`."""

    at: Span
    area: str


@dataclass(frozen=True, slots=True)
class Time:
    """A period that is named, or one relative to the edition's: years before it, or quarters before it."""

    at: Span
    period: Period | None = None
    years_before: int = 0
    quarters_before: int = 0
    calendar_year: int = 0
    is_rolling: bool = False
    is_now: bool = False

    @property
    def is_explicit(self) -> bool:
        """Say whether the period is named by itself."""
        return self.period is not None or self.calendar_year > 0


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as written: its value, decimals, unit, and the words that bend it (`about`, `over`)."""

    at: Span
    text: str
    value: float
    decimals: int
    unit: str
    bent: str = ""
    led_from: int = -1
    """Where the bending word begins."""
    is_share: bool = False
    """Written as a part ("three quarters", "one in four"): only about right."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that claims something."""

    at: Span
    text: str
    kind: Kind
    way: Way
    is_negated: bool = False
    factor: float = 0.0
    """Of a multiple such as `doubled`: how many times."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence, read."""

    text: str
    subjects: tuple[Subject, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    numbers: tuple[Number, ...]
    words: tuple[Word, ...]
    is_question: bool
    is_marked: bool
    """It says that its figures are illustrative, or stands where that is said."""
    is_certain: bool
    """A word such as `significantly` claims that a difference is beyond chance."""

    def between(self, one: Span, other: Span) -> str:
        """Return the text between two stretches, whichever comes first."""
        first, last = sorted((one, other), key=lambda span: span.begin)
        return self.text[first.end : last.begin]

    def numbers_between(self, one: Span, other: Span) -> bool:
        """Say whether a figure stands between two stretches."""
        first, last = sorted((one, other), key=lambda span: span.begin)
        return any(first.end <= number.at.begin < last.begin for number in self.numbers)
