"""What a name in a scorecard means: an indicator or a part of one, by council or catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpi_lib.catalogue.names.heading_words import load_heading_words, normalise_heading
from kpi_lib.catalogue.names.indicator_names import named_indicator
from kpi_lib.ingest.own.names import Names
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
class Named:
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


def find_named(text: str, names: Names, above: Named | None = None) -> Named:
    """Return what a name means: by the council's own names first, then by the catalogue's.

    A name with a part, "Re-referrals - numerator", is that part of the indicator before it; a part alone,
    "Numerator", is one of the indicator of the rows `above`, be it not known or left out. The same holds of
    roles, such as "Target" and "England". A text beyond `LONGEST_NAME` is no name.
    """
    if len(text) > LONGEST_NAME:
        return Named()
    answer = names.row(text)
    if answer is not None and (answer.indicator or answer.leave_out):
        part, unit = answer.part.value if answer.part else "", answer.unit.value if answer.unit else ""
        return Named(answer.indicator, part, unit, answer.leave_out)
    unit = answer.unit.value if answer is not None and answer.unit else ""
    said, role = part_said(text), role_said(text)
    if (said or role) and above is not None:
        of_value = above.unit if said in ("", VALUE) else ""
        return replace(above, part=said, unit=unit or unit_said(f"({text})") or of_value, role=role)
    known = named_indicator(text)
    if known:
        return Named(known, "", unit or unit_said(text))
    for base, part in _without_part(text):
        inner = find_named(base, names)
        if inner.is_known:
            return Named(inner.indicator, part, unit or inner.unit, inner.leave_out)
    for base, role in _without_role(text):
        inner = find_named(base, names)
        if inner.is_known and not inner.role:
            return replace(inner, role=role, unit=unit or inner.unit)
    return Named(unit=unit)


def role_said(text: str) -> str:
    """Return the role that a text names and nothing else but a time: "Target", "RAG", "England 2024/25"."""
    heading = parse_heading(text)
    return heading.role if heading.is_understood and heading.role in ROW_ROLES else ""


def _without_role(text: str) -> Iterator[tuple[str, str]]:
    """Yield a name without the role that ends or begins it, "Re-referrals (target)", and that role."""
    match = _WITH_ROLE.fullmatch(text.strip())
    if match is None:
        return
    first, last = match["before"] or match["inside"], match["role"] or match["bracketed"]
    for base, word in ((first, last), (last, first)):
        if role := role_said(word):
            yield base, role


def part_said(text: str) -> str:
    """Return the part that a text names and nothing else: "Numerator", "Num", "%" (the value)."""
    meanings = load_heading_words().of(normalise_heading(text))
    return meanings.get("part", "") or (VALUE if meanings.get("unit") else "")


def unit_said(text: str) -> str:
    """Return the unit that a name states in brackets at its end, or after a comma: "Plans (%)"."""
    match = re.search(r"[(\[,]([^()\[\],]+)[)\]]?\s*$", text.strip())
    meanings = load_heading_words().of(normalise_heading(match[1])) if match else {}
    return meanings.get("unit", "")


def _without_part(text: str) -> Iterator[tuple[str, str]]:
    """Yield a name without the part that begins or ends it, and that part."""
    tidy = text.strip()
    for match in filter(None, (_PARTED.fullmatch(tidy),)):
        base, word = (match["before"], match["part"]) if match["part"] else (match["after"], match["first"])
        said = load_heading_words().of(normalise_heading(word)).get("part", "")
        if base and base.strip() and said in (NUMERATOR, DENOMINATOR, VALUE):
            yield base.strip(), said
    words = tidy.split()
    for base, word in ((words[:-1], words[-1:]), (words[1:], words[:1])):
        said = load_heading_words().of(normalise_heading(" ".join(word))).get("part", "")
        if base and said in (NUMERATOR, DENOMINATOR):
            yield " ".join(base), said
