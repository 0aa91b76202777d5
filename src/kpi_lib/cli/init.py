"""The command that makes a council's folder: every answer is an option, and nothing is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.cli.messages import out
from kpi_lib.core.errors import SettingsError
from kpi_lib.pack.new_folder import plan_folder, save_example, save_folder


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; one that is there must be empty.")],
    area: Annotated[str, typer.Option(help="The council's area: name, ONS code or DfE number.")] = "",
    example: Annotated[
        bool,
        typer.Option("--example", help="The invented council instead, with records of all kinds."),
    ] = False,
    council: Annotated[str, typer.Option(help="Its name as pages print it; the area's by default.")] = "",
    neighbour_model: Annotated[
        str,
        typer.Option(
            "--neighbours", metavar="MODEL", help="A list of statistical neighbours; the newest by default."
        ),
    ] = "",
    publisher: Annotated[
        PublisherChoice, typer.Option(help="auto takes Quarto where it is installed.")
    ] = PublisherChoice.AUTO,
    notebooks: Annotated[
        bool, typer.Option("--notebooks", help="Copy the library's notebooks into it, to change them.")
    ] = False,
) -> None:
    """Make a council's folder: settings, a raw folder, a site's description, a README with the next steps."""
    _check_whose(area, example=example)
    if example:
        _make_example(folder, has_notebooks=notebooks)
        return
    new = plan_folder(
        area,
        council=council,
        neighbour_model=neighbour_model,
        publisher=publisher,
        has_notebooks=notebooks,
    )
    project = save_folder(folder, new)
    settings = new.settings
    out.print(
        f"Made {project.root} for {new.area.name} ({settings.home_area}), council '{settings.council}',"
        f" neighbours of the list {settings.neighbour_model}"
    )
    out.print(f"Next: the three steps in {project.root / 'README.md'}")


def _check_whose(area: str, *, example: bool) -> None:
    """Raise SettingsError unless one of an area and the example is asked for."""
    if example == bool(area):
        raise SettingsError(
            "It is not said whose folder this will be",
            got="--area and --example" if example else "neither --area nor --example",
            expected="one of the two",
            hint="kpi init leeds --area Leeds, or kpi init demo --example",
        )


def _make_example(folder: Path, *, has_notebooks: bool) -> None:
    project = save_example(folder, has_notebooks=has_notebooks)
    out.print(f"Made {project.root} for {project.settings.council}, which is invented")
    out.print(f"Next: kpi run --latest 2 --project {project.root}")
