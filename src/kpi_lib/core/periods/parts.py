"""What a spelling states, each thing once: its quarter, its months, its year, and how far it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpi_lib.core.periods.atoms import Atom, Kind, scan
from kpi_lib.core.periods.intervals import Interval, interval_of

SPAN, END = "S", "X"
"""Letters of a shape: two days or months with "to" between them; the day or month at which it ends."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a spelling.

    Parameters
    ----------
    shape : the kinds that are stated, one letter each, sorted: `QP` is a quarter of a financial year.
    stated : the atom of each kind.
    span : the first and last day or month, where two are stated.
    end : the day or month after "ending" or "to".
    is_year_first : whether the calendar year comes before the months.
    """

    text: str
    shape: str
    stated: Mapping[str, Atom]
    span: tuple[Atom, Atom] | None = None
    end: Atom | None = None
    is_cumulative: bool = False
    is_rolling: bool = False
    is_state: bool = False
    is_end: bool = False
    is_outturn: bool = False
    is_year_first: bool = False

    def number(self, kind: Kind) -> int | None:
        """Return the first number of a kind, None where it is not stated."""
        atom = self.stated.get(kind)
        return atom.numbers[0] if atom else None

    @property
    def has_own_years(self) -> bool:
        """Whether the days or months that are stated have years of their own."""
        return any(atom and atom.kind in (Kind.DAY, Kind.MONTH) for atom in (*(self.span or ()), self.end))

    def with_financial_year(self) -> Parts:
        """Return the parts with the single year as that in which the financial year begins."""
        if (year := self.number(Kind.YEAR)) is None:
            return self
        others = {kind: atom for kind, atom in self.stated.items() if kind != Kind.YEAR}
        stated = others | {"P": Atom(Kind.FINANCIAL_YEAR, (year,))}
        return replace(self, shape=self.shape.replace("Y", "P"), stated=stated)

    @property
    def interval(self) -> Interval | None:
        """The first and last day of the span, None where there is none or its year is not stated."""
        if self.span is None:
            return None
        return interval_of(
            *self.span,
            financial=self.number(Kind.FINANCIAL_YEAR),
            calendar=self.number(Kind.YEAR),
            is_year_first=self.is_year_first,
        )


class _Row:
    """Atoms from which parts are taken, as a text of their letters."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms

    @property
    def kinds(self) -> str:
        return "".join(atom.kind for atom in self.atoms)

    def take(self, pattern: str) -> list[Atom]:
        """Return the first atoms whose letters match, and leave the others."""
        match = re.search(pattern, self.kinds)
        if match is None:
            return []
        taken = self.atoms[slice(*match.span())]
        self.atoms = self.atoms[: match.start()] + self.atoms[match.end() :]
        return taken


def gather(text: str) -> Parts | None:
    """Return the parts of a spelling, None where it holds anything else or states a thing twice."""
    atoms = scan(text)
    if not atoms or atoms[0].kind in (Kind.DASH, Kind.TO) or atoms[-1].kind in (Kind.DASH, Kind.TO):
        return None
    if any(atom.kind is Kind.SHORT_PAIR for atom in atoms) and len(atoms) > 1:
        atoms = [
            Atom(Kind.FINANCIAL_YEAR, atom.numbers) if atom.kind is Kind.SHORT_PAIR else atom
            for atom in atoms
        ]
    row = _Row(atoms)
    is_cumulative, is_rolling = bool(row.take("C(?:[tE]*)")), bool(row.take("R"))
    is_outturn = bool(row.take("O"))
    is_state = bool(row.take("^A"))
    is_end = bool(row.take("^E"))
    end = row.take("(?<=[LQP])[tE]+[DW]")[-1:]
    is_rolling |= bool(row.take("(?<=L)[tE]+(?=[QP])"))
    places = row.kinds
    span = row.take("[DdWM][-t][DdWM]")
    rest = [atom for atom in row.atoms if atom.kind is not Kind.DASH]
    stated = {atom.kind.value: atom for atom in rest}
    if len(stated) < len(rest):
        return None
    shape = "".join(sorted(stated)) + SPAN * bool(span) + END * bool(end)
    return Parts(
        text, shape, stated, (span[0], span[-1]) if span else None, end[0] if end else None,
        is_cumulative, is_rolling, is_state, is_end, is_outturn,
        bool(span) and "Y" in places and places.index("Y") < len(places) / 2,
    )  # fmt: skip
