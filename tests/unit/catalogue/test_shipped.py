"""What the library brings for every council's folder is found in a clone and in a wheel."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpi_lib.catalogue import shipped as module
from kpi_lib.catalogue.shipped import DOCUMENTS, IN_WHEEL, NOTEBOOKS, SITE_FILE, shipped
from kpi_lib.core.errors import CatalogueError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package in the place of the library's, which holds nothing yet."""
    folder = tmp_path / "site-packages" / "kpi_lib"
    folder.mkdir(parents=True)
    monkeypatch.setattr(module, "kpi_lib", SimpleNamespace(__file__=str(folder / "__init__.py")))
    module.shipped_folder.cache_clear()
    yield folder
    module.shipped_folder.cache_clear()


def test_a_clone_has_them_at_its_top_level() -> None:
    assert shipped(NOTEBOOKS) == ROOT / "notebooks"
    assert shipped(SITE_FILE) == ROOT / "_quarto.yml"


def test_a_wheel_has_them_in_the_package(package: Path) -> None:
    (package / IN_WHEEL / NOTEBOOKS).mkdir(parents=True)
    (package / IN_WHEEL / NOTEBOOKS / "overview.ipynb").touch()
    assert shipped(f"{NOTEBOOKS}/overview.ipynb") == package / IN_WHEEL / NOTEBOOKS / "overview.ipynb"


def test_an_installation_that_lacks_one_says_so(package: Path) -> None:
    with pytest.raises(CatalogueError, match="not installed whole") as error:
        shipped(NOTEBOOKS)
    assert len(str(error.value).splitlines()) == 3 and "pip install" in error.value.hint


def test_a_wheel_is_made_with_all_of_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert all((ROOT / path).exists() for path in included)
    assert included == {path: f"kpi_lib/{IN_WHEEL}/{path}" for path in included}
    assert {NOTEBOOKS, SITE_FILE} <= set(included)


def test_a_wheel_has_every_document_that_pages_show() -> None:
    from kpi_lib.pages.methods.text import MEASURED, METHODS
    from kpi_lib.run.inputs import METHODS as SEALED

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    shown = {f"{DOCUMENTS}/{name}" for name in (METHODS, *MEASURED)}
    assert shown | {path.as_posix() for path in SEALED} <= set(included)
