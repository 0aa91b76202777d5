"""Files become cells, cells become observations and issues: nothing is lost, nothing is guessed."""

from kpi_lib.ingest.add import add_file, take_in_file
from kpi_lib.ingest.clean_folder import check_raw, clean_raw
from kpi_lib.ingest.manifest import check_manifest, load_manifest
from kpi_lib.ingest.read import read_file
from kpi_lib.ingest.store import load_processed

__all__ = [
    "add_file",
    "check_manifest",
    "check_raw",
    "clean_raw",
    "load_manifest",
    "load_processed",
    "read_file",
    "take_in_file",
]
