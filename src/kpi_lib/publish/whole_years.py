"""Years such as "2017–18" that no line breaks in two.

A browser may break a line after a dash. The text stays as it is, for those who copy or search it; markup
around it keeps it whole. `scripts.lua` does the same for Quarto.
"""

from __future__ import annotations

import re

_YEARS = re.compile(
    r"<(svg|script|style|textarea|option|title)\b.*?</\1>|<[^>]*>|(?<!\d)(\d{4}–\d\d)(?!\d)", re.DOTALL
)


def keep_years_whole(html: str) -> str:
    """Return markup in which each year of two halves is in a `span.kpi-whole`.

    >>> keep_years_whole('<p title="2017–18">in 2017–18</p>')
    '<p title="2017–18">in <span class="kpi-whole">2017–18</span></p>'
    """
    return _YEARS.sub(lambda found: _whole(found[2]) if found[2] else found[0], html)


def _whole(years: str) -> str:
    return f'<span class="kpi-whole">{years}</span>'
