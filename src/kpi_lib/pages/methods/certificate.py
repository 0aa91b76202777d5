"""The certificate: what the tests recomputed of numbers computed elsewhere, as the project keeps it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

CERTIFICATE_FILE = Path("docs") / "certificate.csv"


def load_certificate(root: Path) -> pd.DataFrame | None:
    """Return the certificate that the project keeps, one row a table, or nothing where it keeps none."""
    path = root / CERTIFICATE_FILE
    if not path.is_file():
        return None
    return pd.read_csv(path, dtype={"tolerance": "str", "source": "str"}, keep_default_na=False)
