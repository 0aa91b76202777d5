"""A Parquet file: its columns as a table, and the words that its metadata carry."""

from __future__ import annotations

from io import BytesIO

from kpi_lib.assure.disclosure.readers.grids import grid_of_records
from kpi_lib.assure.disclosure.readers.pieces import Artefact, Text


def read_parquet(file: str, content: bytes) -> Artefact:
    """Read a Parquet file by pyarrow; one that cannot be read is a fault."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        rows = parquet.read_table(BytesIO(content)).to_pylist()
    except (pa.ArrowException, OSError) as error:
        return Artefact(file, faults=(f"the Parquet file cannot be read: {error}",))
    cells = [Text("cell", str(value)) for row in rows for value in row.values() if isinstance(value, str)]
    return Artefact(file, cells, [grid_of_records("table", rows)])
