"""What a cell says about itself. A missing figure is a status with its token, never a number."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The state of one figure; the order is the order in which tables list them."""

    OK = "ok"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"
    LOW_RELIABILITY = "low_reliability"
    ROUNDS_TO_ZERO = "rounds_to_zero"
    BAND = "band"

    @property
    def words(self) -> str:
        """The status in plain English, as pages print it."""
        return _WORDS[self]


_WORDS = {
    Status.OK: "figure given",
    Status.SUPPRESSED: "withheld to protect confidentiality",
    Status.NOT_APPLICABLE: "does not apply",
    Status.NOT_AVAILABLE: "not available",
    Status.LOW_RELIABILITY: "withheld as unreliable",
    Status.ROUNDS_TO_ZERO: "more than zero but rounds to zero",
    Status.BAND: "given as a band",
}


class Provenance(StrEnum):
    """Who is behind a figure."""

    PUBLISHED = "published"
    LOCAL = "local"
    REPORTED = "reported"

    @property
    def words(self) -> str:
        """The provenance in plain English, as pages print it."""
        return _PROVENANCE_WORDS[self]


PRECEDENCE = {provenance.value: place for place, provenance in enumerate(Provenance)}
"""Whose figure leads where several give it: published 0, local 1, reported 2.

A return has the counts that a statement in a report is made from.
"""

_PROVENANCE_WORDS = {
    Provenance.PUBLISHED: "published statistic",
    Provenance.REPORTED: "reported by the council",
    Provenance.LOCAL: "the council's own return",
}
