"""What the audit finds: a frame with one row a disclosure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

import pandas as pd

COLUMNS = ["file", "where", "rule", "what", "got", "hint", "edition", "area_code"]
LONGEST = 300
"""Characters of what was found that a finding quotes."""

RULES = {
    "small count": (
        "A count of 1 to 5 is stated",
        "withhold the count where the figure is made ready, so that no artefact can show it",
    ),
    "complement": (
        "A count gives away how few are left of the whole",
        "withhold the count as well as what is left of the whole",
    ),
    "share and base": (
        "A share gives a count of 1 to 5 away",
        "withhold the share, its interval and its picture with the count",
    ),
    "hidden figure": (
        "A withheld cell carries its figure unseen",
        "a withheld cell carries no sort key, tooltip or note with its number",
    ),
    "worked out from a total": (
        "A withheld count can be worked out",
        "withhold one more cell of the row, column or year",
    ),
    "withheld elsewhere": (
        "A figure is printed that is withheld elsewhere",
        "withhold a figure in every artefact and in every edition, or in none",
    ),
    "cannot be read": (
        "Nobody can say what a file discloses",
        "leave the file out; only kinds of file that the pack makes are read",
    ),
}
"""What is wrong, in a sentence, and what to do about it."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One disclosure: the file, what in it, by which rule, and the text or sum that discloses it."""

    file: str
    where: str
    rule: str
    got: str


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
    frame = pd.DataFrame(
        [astuple(finding) for finding in sorted(set(findings))], columns=["file", "where", "rule", "got"]
    )
    edition = frame["file"].str.extract(r"^editions/([^/]+)/", expand=False).fillna("")
    return frame.assign(
        got=frame["got"].str[:LONGEST],
        what=frame["rule"].map({rule: what for rule, (what, _) in RULES.items()}),
        hint=frame["rule"].map({rule: hint for rule, (_, hint) in RULES.items()}),
        edition=edition,
        area_code=[areas.get(slug, "") for slug in edition],
    )[COLUMNS].astype("str")
