"""How often Python looks for garbage in a process that mostly makes what it keeps."""

from __future__ import annotations

import gc

OBJECTS, YOUNG, OLD = 50_000, 20, 20
"""New objects before the first look, and looks at a generation before one at the next (Python 3.11 has 700,
10, 10): reading a site makes millions of objects, and a fifth of the time went into looking through them."""


def collect_rarely() -> None:
    """Look for garbage less often from here on, in this process alone."""
    gc.set_threshold(OBJECTS, YOUNG, OLD)
