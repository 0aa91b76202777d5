"""What the audit found: a frame with one row a disclosure."""

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
    "drawn though withheld": "a withheld figure has no mark at its value",
    "cannot be read": "leave the file out, or write it so that the audit can read it",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One disclosure: the file, what in it, by which rule, and the text or sum that tells."""

    file: str
    where: str
    rule: str
    got: str

    @property
    def what(self) -> str:
        """The fault in a sentence."""
        return _WHAT[self.rule]


_WHAT = {
    "small count": "A count of 1 to 5 is told",
    "complement": "A count tells how few are left of the whole",
    "share and base": "A share tells a count of 1 to 5",
    "hidden figure": "A withheld cell carries its figure unseen",
    "worked out from a total": "A withheld count can be worked out",
    "withheld elsewhere": "A figure is printed that is withheld elsewhere",
    "drawn though withheld": "A picture draws a figure that is withheld",
    "cannot be read": "Nobody can say what a file tells",
}


def as_frame(findings: Iterable[Finding], areas: Mapping[str, str]) -> pd.DataFrame:
    """Return findings as a frame, each once, in the order of files.

    Parameters
    ----------
    areas : the area's code by the folder of each edition of the site.

    Returns
    -------
    `file` (path in the site, members of archives after `!/`), `where`, `rule`, `what`, `got`, `hint`;
    `edition` (its folder) and `area_code` of a file that is of one edition, where the site tells them.
    """
    rows = [
        (
            item.file,
            item.where,
            item.rule,
            item.what,
            item.got[:300],
            HINTS[item.rule],
            *_edition(item, areas),
        )
        for item in sorted(set(findings))
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype("str")


def _edition(finding: Finding, areas: Mapping[str, str]) -> tuple[str, str]:
    match = _EDITION.match(finding.file)
    slug = match[1] if match else ""
    return slug, areas.get(slug, "")
