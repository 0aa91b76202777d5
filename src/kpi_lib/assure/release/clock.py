"""The time that a release states: now, or the one that the environment names so that runs can be repeated."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from kpi_lib.core.errors import SettingsError, in_words

CLOCK = "SOURCE_DATE_EPOCH"
"""Environment variable: the moment to state instead of now, in seconds (reproducible-builds.org)."""


def moment_of_release() -> str:
    """Return the time in UTC, such as `2018-07-12T09:30:00Z`.

    Raises
    ------
    SettingsError : `SOURCE_DATE_EPOCH` is set to something else than seconds since 1970.
    """
    told = os.environ.get(CLOCK)
    try:
        moment = datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            f"{CLOCK} names no time",
            got=in_words(told),
            expected="whole seconds since 1 January 1970",
            hint=f"correct it, or remove it: unset {CLOCK}",
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
