"""Findings in prose as errors: page and sentence, what it says, what is computed, what to do."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_lib.assure.prose.check import Finding
from kpi_lib.core.errors import ProseError, raise_all

HINT = (
    "write what is computed, use {{ value: … }} or {{ verdict: … }}, or leave it out (docs/checked-prose.md)"
)
EDITED = "run `kpi execute` again, which makes the page anew"
LONGEST = 240


def raise_findings(findings: Iterable[Finding]) -> None:
    """Raise all findings together as ProseError; nothing where there are none."""
    raise_all([as_error(finding) for finding in findings])


def as_error(finding: Finding) -> ProseError:
    """Return one finding as the error that a user reads."""
    sentence = finding.sentence if len(finding.sentence) <= LONGEST else f"{finding.sentence[:LONGEST]}…"
    if not finding.word:
        return ProseError(
            "A page was changed after it was executed",
            where=finding.page,
            got=f"“{sentence}”; {finding.reason}",
            expected="the sentences of the page as it was executed",
            hint=EDITED,
        )
    return ProseError(
        "A sentence is not borne out by what is computed",
        where=f"{finding.page}: “{sentence}”",
        got=f"'{finding.word}'; {finding.reason}",
        hint=HINT,
    )
