"""The face of the library: all that a notebook may import, as `import kpi_lib as kpi`.

>>> import kpi_lib as kpi
>>> pack = kpi.load("2017-18-Q4")                            # doctest: +SKIP
>>> pack.indicator("rereferral_percent").neighbours()        # doctest: +SKIP
"""

from __future__ import annotations

from kpi_lib.edition.face import indicators, load
from kpi_lib.edition.landing import load_landing as landing
from kpi_lib.edition.pack import Pack

__all__ = ["Pack", "indicators", "landing", "load"]
