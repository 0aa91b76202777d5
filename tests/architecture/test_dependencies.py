"""What the library imports is what it says that it needs: an installation without extras lacks nothing."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from .test_imports import MODULES, imports_of, name_of

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DOCUMENTS = "publish/documents/files.py"
"""Imports what the extra `documents` brings, and says so where it is missing."""
BROUGHT_ALONG = {"docutils", "jupyter-client", "jupyter-core", "nbformat", "pydantic-core"}
"""By Sphinx, nbclient and pydantic, whose own interfaces hand them out."""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[\[<>=; ]", requirement)[0]) for requirement in requirements}


CORE = names_of(PROJECT["dependencies"])
EXTRAS = {name: names_of(needs) for name, needs in PROJECT["optional-dependencies"].items()}
INSTALLED = {module: set(map(plain, names)) for module, names in packages_distributions().items()}


def test_every_import_is_of_a_declared_dependency() -> None:
    ours = {*sys.stdlib_module_names, "kpi_lib"}
    foreign = {
        (name_of(path), module)
        for path in MODULES
        for module in {name.split(".")[0] for name in imports_of(path)} - ours
    }
    undeclared = {
        (path, module)
        for path, module in foreign
        if not INSTALLED.get(module, {plain(module)})
        & (CORE | BROUGHT_ALONG | (EXTRAS["documents"] if path == DOCUMENTS else set()))
    }
    assert undeclared == set()


def test_no_extra_repeats_what_every_installation_brings() -> None:
    assert {name: needs & CORE for name, needs in EXTRAS.items() if needs & CORE} == {}
