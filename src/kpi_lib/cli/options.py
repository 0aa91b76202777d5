"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience

Quarters = Annotated[
    list[str] | None,
    typer.Option(
        "--quarter",
        "-q",
        help="The quarter to build, such as 2017-18-Q4; repeat it for more. The newest by default.",
    ),
]
Latest = Annotated[
    int, typer.Option("--latest", min=1, help="Without --quarter: how many of the newest quarters to build.")
]
AreaOption = Annotated[
    str, typer.Option("--area", help="ONS code, DfE number or name; the home area of kpi.toml by default.")
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, max=1000, help="Notebooks run at the same time; 0 for one per core."),
]
Publisher = Annotated[
    PublisherChoice | None,
    typer.Option("--publisher", help="auto takes Quarto where it is installed; kpi.toml's by default."),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="PATH",
        help="The council's folder; by default the nearest with kpi.toml, here or above.",
    ),
]
Raw = Annotated[
    Path | None, typer.Option("--raw", help="Another raw folder with its own manifest.toml; kept apart.")
]
Out = Annotated[Path | None, typer.Option("--out", help="The folder of the site; _site by default.")]
For = Annotated[
    Audience,
    typer.Option(
        "--audience",
        help="internal builds the pages for the council alone as well, into _internal; never published.",
    ),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Run every page, unchanged ones too.")]
NoRelease = Annotated[
    bool, typer.Option("--no-release", help="Stop at the candidate; release it with kpi release.")
]
