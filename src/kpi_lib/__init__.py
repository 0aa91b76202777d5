"""The face of the library: all that a notebook may import, as `import kpi_lib as kpi`.

>>> import kpi_lib as kpi
>>> pack = kpi.load("2017-18-Q4")                            # doctest: +SKIP
>>> kpi.pages.indicator(pack, "rereferral_percent").neighbours()  # doctest: +SKIP
"""

from __future__ import annotations

from kpi_lib.face import indicators, landing, load
from kpi_lib.pack.pack import Pack
from kpi_lib.pages import face as pages

__all__ = ["Pack", "indicators", "landing", "load", "pages"]
