"""From the cells of one layout to figures of indicators: one module per layout that states any."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.translate import dfe_tidy, lait, long, scorecard, wide
from kpi_lib.ingest.translate.figures import Surroundings, Translation

TRANSLATORS: Mapping[str, Callable[[Reading, Surroundings], Translation]] = {
    "long": long.translate,
    "scorecard": scorecard.translate,
    "dfe_tidy": dfe_tidy.translate,
    "sfr_wide": wide.translate,
    "lait_long": lait.translate,
}
