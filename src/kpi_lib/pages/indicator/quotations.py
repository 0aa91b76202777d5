"""Comments from the council's own scorecards, word for word, each with the cell that it comes from."""

from __future__ import annotations

import re

import pandas as pd

from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.pack.pack import Pack
from kpi_lib.pack.records import comments_on
from kpi_lib.present.shown.display import Shown, render

HEADING = "Comments in the council’s scorecard"
_WORDS = ("one", "two", "three", "four", "five")
_FEW = re.compile(
    rf"(?<![\d.,/-])[1-{SMALLEST_COUNT_SHOWN - 1}](?![\d/%-]|[.,]\d)|\b(?:{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
"""A number alone that may tell of few people: not part of a larger one, of a date, of a quarter."""


def show_quotations(comments: pd.DataFrame) -> Shown | None:
    """Return the comments as quotations, unchecked; nothing where there is none.

    One that holds a count from 1 to 5 is not shown on a published page: the cell where it is, is named.

    Parameters
    ----------
    comments : rows with `text`, `source`, `cell` and `period`.
    """
    if comments.empty:
        return None
    rows = comments.to_dict("records")
    shown = [
        {"text": str(row["text"]), "source": f"{row['source']}, {row['cell']}"}
        for row in rows
        if not tells_of_few(str(row["text"]))
    ]
    hidden = [f"{row['source']}, {row['cell']}" for row in rows if tells_of_few(str(row["text"]))]
    withheld = f"Not shown, as it may tell of few people: {'; '.join(hidden)}." if hidden else ""
    text = "\n".join([HEADING, *(f"“{row['text']}” ({row['source']})" for row in shown), withheld]).strip()
    return Shown(html=render("quotations.html.j2", heading=HEADING, rows=shown, withheld=withheld), text=text)


def tells_of_few(text: str) -> bool:
    """Say whether a text holds a number from 1 to 5 that may be a count of people.

    >>> tells_of_few("Only 3 of them were late"), tells_of_few("Rose from 52% in Q1 2024/25 to 81.3%")
    (True, False)
    """
    return bool(_FEW.search(re.sub(r"\bQ[1-4]\b", "", text)))


def show_comments(pack: Pack, indicator_id: str) -> Shown | None:
    """Return the comments of the council's scorecards on a measure in a pack's quarter, if there are any."""
    return show_quotations(comments_on(pack.processed.comments, pack.area, pack.quarter, indicator_id))
