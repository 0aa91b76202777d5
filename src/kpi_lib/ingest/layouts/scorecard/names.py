"""What a name in a scorecard means: an indicator or a part of one, by council or catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpi_lib.catalogue.names.heading_words import load_heading_words, normalise_heading
from kpi_lib.catalogue.names.indicator_names import named_indicator
from kpi_lib.ingest.council.names import Names
from kpi_lib.ingest.sheets.headings import COMPARATOR, parse_heading

NUMERATOR, DENOMINATOR, VALUE, COUNT = "numerator", "denominator", "value", "count"
TARGET, COMMENT = "target", "comment"
ROW_ROLES = frozenset({TARGET, COMMENT, COMPARATOR, "tolerance", "rag", "direction", "polarity", "owner"})
"""What a row under an indicator may hold instead of the council's figures."""
_PARTED = re.compile(
    r"^(?P<before>.*?)[\s\-–—:(\[,]+(?P<part>[^\s\-–—:()\[\],]+(?: [^\s\-–—:()\[\],]+)?)[)\]]?$"
    r"|^(?P<first>[^\s\-–—:()\[\],]+)\s*[\-–—:,]\s*(?P<after>.+)$"
)
_WITH_ROLE = re.compile(
    r"^(?P<before>.+?)\s*(?:\s[\-–—]|[:,;])\s+(?P<role>\S.*)$"
    r"|^(?P<inside>.+?)\s*[(\[](?P<bracketed>[^()\[\]]+)[)\]]$"
)
LONGEST_NAME = 300
"""Letters of the longest name of a measure; a remark may have millions."""


@dataclass(frozen=True)
class MeasureName:
    """What a name says: an indicator (none where not known), a part, a unit, or a reason to leave it out.

    `role` is one of `ROW_ROLES` where it names the indicator's target, say, or England's figures.
    """

    indicator: str = ""
    part: str = ""
    unit: str = ""
    leave_out: str = ""
    role: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the name."""
        return bool(self.indicator or self.leave_out)


def parse_name(text: str, names: Names, above: MeasureName | None = None) -> MeasureName:
    """Return what a name means: by the council's own names first, then by the catalogue's.

    A name with a part, "Re-referrals - numerator", is that part of the indicator before it; a part alone,
    "Numerator", is one of the indicator of the rows `above`, be it not known or left out. The same holds of
    roles, such as "Target" and "England". A text beyond `LONGEST_NAME` is no name.
    """
    if len(text) > LONGEST_NAME:
        return MeasureName()
    answer = names.row(text)
    unit = answer.unit.value if answer is not None and answer.unit else ""
    if answer is not None and (answer.indicator or answer.leave_out):
        part = answer.part.value if answer.part else ""
        return MeasureName(answer.indicator, part, unit, answer.leave_out)
    part, role = part_alone(text), role_alone(text)
    if (part or role) and above is not None:
        # "%" of the rows above is their value in per cent; a numerator has not the unit of their value
        of_value = above.unit if part in ("", VALUE) else ""
        return replace(above, part=part, unit=unit or _unit_at_end(f"({text})") or of_value, role=role)
    known = named_indicator(text)
    if known:
        return MeasureName(known, "", unit or _unit_at_end(text))
    for base, part in _without_part(text):
        inner = parse_name(base, names)
        if inner.is_known:
            return MeasureName(inner.indicator, part, unit or inner.unit, inner.leave_out)
    for base, role in _without_role(text):
        inner = parse_name(base, names)
        if inner.is_known and not inner.role:
            return replace(inner, role=role, unit=unit or inner.unit)
    return MeasureName(unit=unit)


def _meanings(text: str) -> dict[str, str]:
    return dict(load_heading_words().of(normalise_heading(text)))


def role_alone(text: str) -> str:
    """Return the role that a text names and nothing else but a time: "Target", "RAG", "England 2024/25"."""
    heading = parse_heading(text)
    return heading.role if heading.is_understood and heading.role in ROW_ROLES else ""


def part_alone(text: str) -> str:
    """Return the part that a text names and nothing else: "Numerator", "Num", "%" (the value)."""
    meanings = _meanings(text)
    return meanings.get("part", "") or (VALUE if meanings.get("unit") else "")


def unit_alone(text: str) -> str:
    """Return the unit that a text names and nothing else: "%", "per 10,000"."""
    return _meanings(text).get("unit", "") if text else ""


def _unit_at_end(text: str) -> str:
    """Return the unit that a name states in brackets at its end, or after a comma: "Plans (%)"."""
    match = re.search(r"[(\[,]([^()\[\],]+)[)\]]?\s*$", text.strip())
    return unit_alone(match[1]) if match else ""


def _without_role(text: str) -> Iterator[tuple[str, str]]:
    """Yield a name without the role that ends or begins it, "Re-referrals (target)", and that role."""
    match = _WITH_ROLE.fullmatch(text.strip())
    if match is None:
        return
    first, last = match["before"] or match["inside"], match["role"] or match["bracketed"]
    for base, word in ((first, last), (last, first)):
        if role := role_alone(word):
            yield base, role


def _without_part(text: str) -> Iterator[tuple[str, str]]:
    """Yield a name without the part that begins or ends it, and that part.

    "Re-referrals - numerator" and "Numerator: re-referrals" by what parts them; "Re-referrals num" by words.
    """
    tidy = text.strip()
    match = _PARTED.fullmatch(tidy)
    if match is not None:
        base, word = (match["before"], match["part"]) if match["part"] else (match["after"], match["first"])
        part = _meanings(word).get("part", "")
        if base and base.strip() and part in (NUMERATOR, DENOMINATOR, VALUE):
            yield base.strip(), part
    words = tidy.split()
    for rest, word in ((words[:-1], words[-1:]), (words[1:], words[:1])):
        part = _meanings(" ".join(word)).get("part", "")
        if rest and part in (NUMERATOR, DENOMINATOR):
            yield " ".join(rest), part
