"""Charts counted from records: with their source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.words.record_sources import record_source_sentence


def wide_and_narrow(draw: Callable[..., Axes], *data: Any, **options: Any) -> tuple[Axes, Axes]:
    """Return one chart drawn wide and narrow."""
    return draw(*data, **options, is_narrow=False), draw(*data, **options, is_narrow=True)


def show_record_chart(
    pictures: tuple[Axes, Axes], caption: Caption, table: Shown, *records: pd.DataFrame
) -> Shown:
    """Return a chart counted from records, with their source; `pictures` are wide and narrow."""
    return show_chart(*pictures, replace(caption, source=record_source_sentence(*records)), table)
