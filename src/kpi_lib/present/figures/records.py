"""Charts counted from records: with their source, and marked where the records are illustrative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.words.numbers import lower_first
from kpi_lib.present.words.plan import ILLUSTRATIVE
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence


def wide_and_narrow(draw: Callable[..., Axes], *data: Any, **options: Any) -> tuple[Axes, Axes]:
    """Return one chart drawn wide and narrow."""
    return draw(*data, **options, is_narrow=False), draw(*data, **options, is_narrow=True)


def show_record_chart(
    pictures: tuple[Axes, Axes],
    caption: Caption,
    table: Shown,
    *records: pd.DataFrame,
    mark: str = "",
    is_led: bool = False,
) -> Shown:
    """Return a chart counted from records, with their source; illustrative ones are marked in all its words.

    Parameters
    ----------
    pictures : wide and narrow.
    caption : finding and unit without a mark. An alternative that begins with the finding gets its mark too.
    mark : how the picture shows that records are illustrative, one of its notices.
    is_led : the finding begins with "Illustrative:" rather than ends with it, and its unit is not marked.
    """
    marked = replace(caption, source=record_source_sentence(*records))
    if has_illustrative(*records):
        plain = caption.finding
        finding = f"Illustrative: {lower_first(plain)}" if is_led else plain + ILLUSTRATIVE
        marked = replace(
            marked,
            finding=finding,
            alt=finding + caption.alt.removeprefix(plain) if caption.alt.startswith(plain) else caption.alt,
            unit=caption.unit if is_led else f"{caption.unit}, illustrative",
            notices=[*caption.notices, *([mark] if mark else [])],
        )
    return show_chart(*pictures, marked, table)
