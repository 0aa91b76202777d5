"""What the library brings for every council's folder: source notebooks, documents of methods, `_quarto.yml`.

They have one home, the top level of the repository. A wheel holds copies of them (`pyproject.toml`,
`force-include`); in a clone they are read from where they are.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import kpi_lib
from kpi_lib.core.errors import CatalogueError

IN_WHEEL = "shipped"
"""The folder of the package that a wheel keeps them in."""
NOTEBOOKS, DOCUMENTS, SITE_FILE = "notebooks", "docs", "_quarto.yml"


def shipped(name: str) -> Path:
    """Return the path of a file or folder that the library brings.

    Parameters
    ----------
    name : such as `notebooks`, `_quarto.yml` or `docs/methods.md`.

    Raises
    ------
    CatalogueError : the installation lacks it.
    """
    path = shipped_folder() / name
    if not path.exists():
        raise CatalogueError(
            "The library is not installed whole",
            where=str(path),
            expected=f"'{name}', which every installation brings",
            hint="install it again: pip install --force-reinstall --no-deps, then the wheel or the clone",
        )
    return path


@lru_cache(maxsize=1)
def shipped_folder() -> Path:
    """Return the folder of what the library brings: in the package, else the clone's root."""
    package = Path(kpi_lib.__file__).parent
    in_wheel = package / IN_WHEEL
    return in_wheel if in_wheel.is_dir() else package.parents[1]
