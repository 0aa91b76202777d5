"""The pages of a pack, each by the name of its notebook: what a notebook shows is what these return.

>>> import kpi_lib as kpi
>>> page = kpi.pages.indicator(kpi.load("2017-18-Q4"), "rereferral_percent")  # doctest: +SKIP
>>> page.neighbours()                                                         # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kpi_lib.core.errors import CatalogueError
from kpi_lib.pages.registry import PAGES, page_kind


def __getattr__(kind: str) -> Callable[..., Any]:
    """Return the function that makes the pages of a kind; raises AttributeError with the nearest name."""
    try:
        return page_kind(kind).make
    except CatalogueError as error:
        raise AttributeError(f"There is no page '{kind}'{error.hint and f': {error.hint}'}") from error


def __dir__() -> list[str]:
    """Name every kind of page, for completion."""
    return [page.kind for page in PAGES]
