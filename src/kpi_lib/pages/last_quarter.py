"""This edition next to the one of the quarter before, both from the figures as they are known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.since import Since, show_since, show_since_list
from kpi_lib.present.words.headline import Headline

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


def show_since_last_quarter(pack: Pack, headline: Headline | None) -> Shown:
    """Return what changed in one indicator since the quarter before."""
    if headline is None:
        return show_note("There is no figure to set beside the edition before.")
    return show_since(_since(pack, headline), pack.quarter)


def show_all_since_last_quarter(pack: Pack, headlines: Iterable[Headline], *, link: str) -> Shown:
    """Return what changed in several indicators since the quarter before."""
    return show_since_list([_since(pack, headline) for headline in headlines], pack.quarter, link=link)


@lru_cache(maxsize=4)
def _before(pack: Pack) -> Pack:
    """Return the same figures seen from the quarter before: what that edition leads with."""
    return replace(pack, quarter=pack.quarter.shift(-1))


def _since(pack: Pack, headline: Headline) -> Since:
    return Since(headline, _before(pack).headlines.get(headline.indicator.id))
