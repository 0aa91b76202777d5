"""A council's own file that yields no figure is an error, never a success."""

from __future__ import annotations

from kpi_lib.catalogue.datasets import is_national
from kpi_lib.core.errors import KpiError, NoFiguresError
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.clean import Cleaned
from kpi_lib.ingest.issues import STOP
from kpi_lib.ingest.layouts.own.layout import NAMES as OWN_LAYOUTS
from kpi_lib.ingest.manifest import Manifest, ManifestEntry
from kpi_lib.ingest.reading import Reading

_WITHOUT_FIGURES = {"records", "names"}


def is_own(entry: ManifestEntry, layout: str) -> bool:
    """Say whether a listed file is one of figures that a council keeps itself.

    One of a scorecard's layouts always is; another is unless its publisher is a national body.
    """
    if layout in _WITHOUT_FIGURES or entry.provenance not in (None, Provenance.LOCAL, Provenance.REPORTED):
        return False
    return layout in OWN_LAYOUTS or not is_national(entry.publisher)


def own_files(manifest: Manifest) -> set[str]:
    """Return the paths of the listed files of figures that a council keeps itself."""
    return {entry.path for entry in manifest if is_own(entry, entry.layout)}


def fault_of_no_figures(entry: ManifestEntry, reading: Reading, cleaned: Cleaned) -> KpiError | None:
    """Return the error of an own file that gives no figure while no stop says why, or nothing."""
    is_stated = cleaned.observations["token"].str.strip().ne("")
    if is_stated.any() or not is_own(entry, reading.layout):
        return None
    if any(issue.severity == STOP for issue in cleaned.issues):
        return None
    return error_of_no_figures(entry.path, reading)


def error_of_no_figures(path: str, reading: Reading) -> NoFiguresError:
    """Return the error of a file of figures in which none is found."""
    return NoFiguresError(
        "No figure is found in this file",
        where=path,
        got=f"layout {reading.layout}, {reading.rows:,} rows",
        expected="names of indicators, periods and figures where they meet",
        hint=f"kpi read {path} shows what is understood, docs/your-scorecard.md what can be read",
    )
