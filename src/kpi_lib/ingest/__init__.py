"""Files become cells, cells become observations and issues: nothing is lost, nothing is guessed."""

from kpi_lib.ingest.add import add_to_manifest
from kpi_lib.ingest.add import add_to_manifest as add_file
from kpi_lib.ingest.clean import clean_observations
from kpi_lib.ingest.manifest import check_manifest, load_manifest
from kpi_lib.ingest.own.take_in import take_in_file
from kpi_lib.ingest.read import detect_layout, read_file
from kpi_lib.ingest.store import load_cells, load_processed, save_processed
from kpi_lib.ingest.verbs import check_raw, clean_raw

__all__ = [
    "add_file",
    "add_to_manifest",
    "check_manifest",
    "check_raw",
    "clean_observations",
    "clean_raw",
    "detect_layout",
    "load_cells",
    "load_manifest",
    "load_processed",
    "read_file",
    "save_processed",
    "take_in_file",
]
