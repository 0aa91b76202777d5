"""Start Jupyter's libraries without what they load and nothing here uses."""

from __future__ import annotations

import sys

GRAMMARS = "rfc3987_syntax"


def skip_grammars() -> None:
    """Let `jsonschema`, which `nbformat` loads, start as if `rfc3987_syntax` were not installed.

    JupyterLab brings that package along. Loading it compiles 38 grammars, 1.6 seconds every time, so
    that `jsonschema` can check the formats `iri` and `iri-reference`; a notebook's schema has neither.
    """
    sys.modules.setdefault(GRAMMARS, None)  # pyrefly: ignore[no-matching-overload]
