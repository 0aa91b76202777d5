"""What a module of this package gives back, and the random numbers it draws from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

SEED = 20180712
"""Any number would do; another gives another council."""

Record = dict[str, str]
"""One row: column → text; a column that is left out is empty."""


@dataclass(frozen=True)
class Drawn:
    """The rows of one kind of records, as they will stand in its file.

    kind : id of the kind in `catalogue/records`; file and columns follow from it.
    title, note : for the manifest.
    provenance : of the file; a row may name its own.
    """

    kind: str
    rows: Sequence[Record]
    title: str
    note: str = ""
    provenance: str = "local"


def random_for(name: str) -> np.random.Generator:
    """Give each kind a stream of its own, so that adding one leaves the others as they are."""
    return np.random.default_rng([SEED, crc32(name.encode())])
