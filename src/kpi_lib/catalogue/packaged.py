"""The library's own data files: their text, their entries as models, and one entry by its id."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kpi_lib.core.errors import CatalogueError, nearest, raise_all

Entry = TypeVar("Entry")
Model = TypeVar("Model", bound=BaseModel)

DATA = files("kpi_lib.catalogue") / "data"


def packaged_text(name: str) -> str:
    """Return the text of one packaged file, such as `indicators.toml`."""
    return (DATA / name).read_text(encoding="utf-8")


def packaged_folder(name: str) -> Path:
    """Return the path of one packaged folder, such as `example`; the package is always installed unpacked."""
    return Path(str(DATA / name))


def load_each(folder: str, model: type[Model], what: str) -> list[Model]:
    """Read every TOML file of a packaged folder as a model, in the order of their names.

    Raises
    ------
    CatalogueError : every file that is not valid, all at once; `what` is the fault in a sentence.
    """
    models: list[Model] = []
    faults = []
    for source in sorted((DATA / folder).iterdir(), key=lambda path: path.name):
        if not source.name.endswith(".toml"):
            continue
        try:
            models.append(model.model_validate(tomllib.loads(source.read_text(encoding="utf-8"))))
        except (ValidationError, tomllib.TOMLDecodeError) as error:
            faults.append(CatalogueError(what, where=source.name, got=error))
    raise_all(faults)
    return models


def parse_entries(
    entries: Iterable[Mapping[str, Any]], model: type[Model], where: str, *, hint: str = ""
) -> tuple[list[Model], list[CatalogueError]]:
    """Return the entries of one file that are valid, as models, and what is wrong with the others.

    Parameters
    ----------
    where : the file's name. hint : what helps; the nearest field of the model where it is left out.
    """
    models: list[Model] = []
    faults: list[CatalogueError] = []
    for entry in entries:
        try:
            models.append(model.model_validate(entry))
        except ValidationError as error:
            for fault in error.errors():
                field = ".".join(map(str, fault["loc"])) or model.__name__.lower()
                faults.append(
                    CatalogueError(
                        f"{model.__name__} '{entry.get('id', '?')}' is not valid",
                        where=f"{where}, {field}",
                        got=repr(fault.get("input"))[:80],
                        expected=fault["msg"],
                        hint=hint or nearest(field.rsplit(".", 1)[-1], model.model_fields),
                    )
                )
    return models, faults


def find_entry(
    known: Mapping[str, Entry], entry_id: str, what: str, *, where: str = "", hint: str = ""
) -> Entry:
    """Return one of the known entries; raises CatalogueError with the nearest id.

    Parameters
    ----------
    what : the fault in a sentence, such as "Unknown theme". hint : what helps where nothing is near.
    """
    if entry_id in known:
        return known[entry_id]
    raise CatalogueError(
        what,
        where=where,
        got=f"'{entry_id}'",
        expected=", ".join(known),
        hint=nearest(entry_id, known) or hint,
    )
