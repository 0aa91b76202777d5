"""The words for areas: codes, levels and how names are made comparable."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

ENGLAND = "E92000001"

_CODE = re.compile(r"[EWSNX]\d{8}")
_INVENTED = "X"


class Level(StrEnum):
    """The kind of area that a figure is for."""

    ENGLAND = "england"
    REGION = "region"
    AUTHORITY = "authority"
    DISTRICT = "district"


def is_area_code(text: str) -> bool:
    """Say whether `text` has the form of an ONS code, such as E10000034, or of an invented area's."""
    return bool(_CODE.fullmatch(text))


def is_invented(area_code: str) -> bool:
    """Say whether an area is invented: its code begins with X, which no ONS code does.

    >>> is_invented("X10000001"), is_invented("E10000034")
    (True, False)
    """
    return area_code.startswith(_INVENTED)


def invented_words(area: str) -> str:
    """Return what every page and file of an invented council says; `area` is its name."""
    return (
        f"Invented: no place is called {area}, and none of its figures, or of its neighbours’, is real. "
        "England’s alone are."
    )


def normalise_area_name(name: str) -> str:
    """Return a name in the form in which all its spellings agree.

    Case, accents, punctuation, "&", repeated spaces and the order of "City of" and "County of"
    are ignored.

    >>> normalise_area_name("Bristol,  City of") == normalise_area_name("Bristol (City of)")
    True
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9 ]+", " ", plain.lower().replace("&", " and ").replace("'", "")).split()
    return " ".join(sorted(word for word in words if word not in {"the", "of"}))
