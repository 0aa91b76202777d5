"""Addresses of charts and tables within their page, which stay when the figures change."""

from __future__ import annotations

import unicodedata

from kpi_lib.core.apostrophes import straighten


def anchor_of(kind: str, title: str) -> str:
    """Return the id of a chart or table, made from what it is of, never from what it finds or its place.

    >>> anchor_of("figure", "Assessments on time, by year")
    'figure-assessments-on-time-by-year'
    """
    plain = unicodedata.normalize("NFKD", straighten(title).lower()).replace("'", "")
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain).split()
    return "-".join([kind, *words])
