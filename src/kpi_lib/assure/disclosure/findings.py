"""What the audit finds: a frame with one row a disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

COLUMNS = ["file", "where", "rule", "what", "got", "hint", "edition", "area_code"]
_EDITION = re.compile(r"editions/([^/]+)/")

HINTS = {
    "small count": "withhold the count where the figure is made ready, so that no artefact can show it",
    "complement": "withhold the count as well as what is left of the whole",
    "share and base": "withhold the share, its interval and its picture with the count",
    "hidden figure": "a withheld cell carries no sort key, tooltip or note with its number",
    "worked out from a total": "withhold one more cell of the row, column or year",
    "withheld elsewhere": "withhold a figure in every artefact and in every edition, or in none",
    "cannot be read": "leave the file out; only kinds of file that the pack makes are read",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One disclosure: the file, what in it, by which rule, and the text or sum that discloses it."""

    file: str
    where: str
    rule: str
    got: str

    @property
    def what(self) -> str:
        """The fault in a sentence."""
        return _WHAT[self.rule]


_WHAT = {
    "small count": "A count of 1 to 5 is stated",
    "complement": "A count gives away how few are left of the whole",
    "share and base": "A share gives a count of 1 to 5 away",
    "hidden figure": "A withheld cell carries its figure unseen",
    "worked out from a total": "A withheld count can be worked out",
    "withheld elsewhere": "A figure is printed that is withheld elsewhere",
    "cannot be read": "Nobody can say what a file discloses",
}


def as_frame(findings: Iterable[Finding], areas: Mapping[str, str]) -> pd.DataFrame:
    """Return findings as a frame, each once, in the order of files.

    Parameters
    ----------
    areas : the area's code by the folder of each edition of the site.

    Returns
    -------
    `file` (path in the site, parts of documents after `!/`), `where`, `rule`, `what`, `got`, `hint`;
    `edition` (its folder) and `area_code` of a file that is of one edition, where the site lists it.
    """
    rows = [
        (
            finding.file,
            finding.where,
            finding.rule,
            finding.what,
            finding.got[:300],
            HINTS[finding.rule],
            *_edition(finding, areas),
        )
        for finding in sorted(set(findings))
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype("str")


def _edition(finding: Finding, areas: Mapping[str, str]) -> tuple[str, str]:
    match = _EDITION.match(finding.file)
    slug = match[1] if match else ""
    return slug, areas.get(slug, "")
