"""The second clock: the day from which the figures of a file were known."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kpi_lib.core.errors import KpiError
from kpi_lib.core.periods import Frequency, parse_period
from kpi_lib.ingest.manifest import ManifestEntry

_YEAR = re.compile(r"(?:19|20)\d{2}")


def known_from(entry: ManifestEntry) -> date | None:
    """Return the day from which a listed file's figures count as known, or None where nothing tells.

    The first of these that the manifest holds: `published`; what the edition says (see
    `day_of_edition`); the day on which the file was retrieved.
    """
    if entry.published:
        return date.fromisoformat(entry.published)
    told = day_of_edition(entry.edition)
    if told is None and entry.retrieved:
        return date.fromisoformat(entry.retrieved)
    return told


def day_of_edition(edition: str) -> date | None:
    """Return the day that an edition's name implies.

    A day is itself. A quarter or a financial year was known on the day after its end. A release known
    by its year or month alone (`2024`, `2018-08`) counts as known from the end of it, never earlier.

    >>> day_of_edition("2024"), day_of_edition("2017-18-Q4"), day_of_edition("2018-08")
    (datetime.date(2024, 12, 31), datetime.date(2018, 4, 1), datetime.date(2018, 8, 31))
    """
    plain = edition.strip()
    if _YEAR.fullmatch(plain):
        return date(int(plain), 12, 31)
    try:
        period = parse_period(plain)
    except KpiError:
        return None
    is_ended = period.frequency in (Frequency.QUARTER, Frequency.YEAR)
    return period.end + timedelta(days=is_ended)
