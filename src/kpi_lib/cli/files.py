"""The commands about single files: list one, read one, import neighbours, print the codebook."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.names.indicator_names import Suggestion
from kpi_lib.catalogue.neighbours import add_neighbours, import_neighbours, load_models
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
from kpi_lib.catalogue.settings import SETTINGS_FILE
from kpi_lib.cli.issue_words import show_added
from kpi_lib.cli.messages import err, out
from kpi_lib.cli.options import Folder, Raw
from kpi_lib.cli.preview import show_preview
from kpi_lib.core.errors import SettingsError
from kpi_lib.ingest import take_in_file
from kpi_lib.ingest.council.no_figures import error_of_no_figures
from kpi_lib.ingest.council.questions import Answer, Asks, Question
from kpi_lib.ingest.preview.file import Answers, load_preview, read_for_preview
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.store import save_reading
from kpi_lib.pack.project import Project, find_project
from kpi_lib.publish.preview import save_preview_page
from kpi_lib.publish.reference import codebook_table, records_text, save_codebook, save_records_text

Detail = Annotated[str, typer.Option(help="Asked for where it is not given.")]
Detected = Annotated[str, typer.Option(help="Detected where it is not given.")]
QuartersOf = Annotated[
    str, typer.Option(help="calendar or financial: what Q1 2024 is a quarter of, where the file says so.")
]

LEAVE_OUT, LATER = "x", ""
"""What is typed to leave a name out, or to decide later."""


def add(
    files: Annotated[list[Path], typer.Argument(help="Files in the raw folder.")],
    publisher: Detail = "",
    edition: Detail = "",
    licence: Detail = "",
    layout: Detected = "",
    dataset: Detected = "",
    area: Annotated[
        str,
        typer.Option(
            help="The area of a scorecard that does not name it; the home area where it is not given."
        ),
    ] = "",
    provenance: Annotated[str, typer.Option(help="published, reported or local.")] = "",
    published: Annotated[
        str, typer.Option(metavar="DATE", help="The day it came out; read from the edition where left out.")
    ] = "",
    title: Annotated[
        str, typer.Option(help="What the file is called; a period or an area in it counts.")
    ] = "",
    quarters: QuartersOf = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file.")] = False,
    raw: Raw = None,
    folder: Folder = None,
) -> None:
    """List files in the manifest, or take note that listed ones have changed, and say what they give."""
    answers = {
        "publisher": publisher,
        "edition": edition,
        "licence": licence,
        "layout": layout,
        "dataset": dataset,
        "area": area,
        "provenance": provenance,
        "published": published,
        "title": title,
        "quarters": quarters,
    }
    _take_in(files, find_project(folder).with_raw(raw), answers, as_json=as_json)


def _take_in(files: Sequence[Path], project: Project, answers: Mapping[str, str], *, as_json: bool) -> None:
    """List files one by one; what is not answered is asked, where there is a terminal to ask on."""
    home, is_terminal = project.settings.home_area, err.is_terminal
    for typed in files:
        added = take_in_file(
            _as_hinted(typed, project.raw),
            project.raw,
            answers=answers,
            ask=_ask if is_terminal else None,
            ask_name=_ask_name if is_terminal else None,
            home_area=home,
        )
        show_added(added, home=home, as_json=as_json)


def read(
    file: Annotated[Path, typer.Argument(help="Any file of a known layout.")],
    edition: Annotated[str, typer.Option(help="The release it belongs to; decides what symbols mean.")] = "",
    area: Annotated[
        str, typer.Option(help="The area of a scorecard that does not name it; the home area by default.")
    ] = "",
    quarters: QuartersOf = "",
    layout: Detected = "",
    page: Annotated[
        Path | None, typer.Option("--html", metavar="PAGE", help="Write the preview as a page, too.")
    ] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="Write cells and issues there.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    folder: Folder = None,
) -> None:
    """Read one file on its own and say what is understood, what is left out, and what is to be settled."""
    answers, project = Answers(edition, layout, area, quarters), _project_around(folder)
    file = _as_hinted(file, project.raw) if project is not None else file
    if as_json and page is None:
        _print_summary(read_for_preview(file, answers), out_dir)
        return
    preview = load_preview(file, answers, home_area=project.settings.home_area if project else "")
    if page is not None:
        save_preview_page(preview, page)
    if as_json:
        _print_summary(preview.reading, out_dir)
        return
    if out_dir is not None:
        save_reading(preview.reading, out_dir)
    show_preview(preview, page)
    if preview.is_own and not preview.n_figures and preview.stops.empty:
        raise error_of_no_figures(str(file), preview.reading)


def _print_summary(reading: Reading, out_dir: Path | None) -> None:
    if out_dir is not None:
        save_reading(reading, out_dir)
    typer.echo(json.dumps(reading.summary()))


def _project_around(folder: Path | None) -> Project | None:
    """Return the council's folder, if there is any: a file can be read without one."""
    try:
        return find_project(folder)
    except SettingsError:
        if folder is not None:
            raise
        return None


def _as_hinted(file: Path, raw: Path) -> Path:
    """Return a file by its path from here, else by its path in the raw folder, as messages name files."""
    return raw / file if not os.path.exists(file) and os.path.exists(raw / file) else file  # noqa: PTH110


def import_neighbour_lists(
    file: Annotated[Path, typer.Argument(help="A file of statistical neighbours as DfE publishes it.")],
    model: Annotated[
        str,
        typer.Option(
            metavar="MONTH",
            help="The month of the model, such as 2026-05; by default the one of the headers.",
        ),
    ] = "",
    folder: Folder = None,
) -> None:
    """Add DfE's own file of statistical neighbours to the council's lists; no list is ever replaced."""
    lists = import_neighbours(file, model)
    path = add_neighbours(lists, find_project(folder).root)
    (name,) = lists["model"].unique()
    n_areas = lists["area_code"].nunique()
    out.print(
        f"Imported the {load_models(path.parent)[name]}: {n_areas} authorities, {len(lists):,} rows → {path}"
    )
    out.print(f'To compare with it, write neighbour_model = "{name}" into {SETTINGS_FILE}')


def codebook(
    write: Annotated[Path | None, typer.Option(help="A Markdown file with the codebook's two marks.")] = None,
    records: Annotated[bool, typer.Option("--records", help="The kinds of records instead.")] = False,
) -> None:
    """Print the table of all indicators or of all records, or write it into a Markdown file."""
    kinds = load_record_kinds().values()
    if write is None:
        out.print(records_text(kinds) if records else codebook_table(load_catalogue()))
    elif records:
        save_records_text(write, kinds)
    else:
        save_codebook(write, load_catalogue())


def _ask(field: str, question: str, likely: str) -> str:
    return str(typer.prompt(question, default=likely or None, err=True))


def _ask_name(question: Question, suggestions: Sequence[Suggestion]) -> Answer:
    """Ask what a name means: the number of a suggestion, x with a reason to leave it out, Enter for later."""
    err.print(f"{question.file}, row {question.row}: '{question.name}'", style="bold")
    if question.asks is Asks.UNIT:
        return _ask_unit(question)
    for number, suggestion in enumerate(suggestions, start=1):
        err.print(f"  {number}  {suggestion.title} ({suggestion.indicator_id})")
    err.print("  x  leave it out     Enter  decide later, in names.toml")
    choice = _choose([str(number) for number in range(1, len(suggestions) + 1)])
    if choice == LEAVE_OUT:
        reason = str(
            typer.prompt("Why is it left out?", default="not an indicator of the catalogue", err=True)
        )
        return {"leave_out": reason}
    if choice == LATER:
        return {}
    return {"indicator": suggestions[int(choice) - 1].indicator_id}


def _ask_unit(question: Question) -> Answer:
    err.print(f"  In what are {', '.join(question.shown)} counted?")
    for number, unit in enumerate(question.answers, start=1):
        err.print(f"  {number}  {unit.replace('_', ' ')}")
    err.print("  Enter  decide later, in names.toml")
    choice = _choose([str(number) for number in range(1, len(question.answers) + 1)], can_leave_out=False)
    return {"unit": question.answers[int(choice) - 1]} if choice else {}


def _choose(numbers: Sequence[str], *, can_leave_out: bool = True) -> str:
    allowed = {*numbers, LATER, *({LEAVE_OUT} if can_leave_out else ())}
    while True:
        choice = str(typer.prompt("Which", default="", show_default=False, err=True)).strip().casefold()
        if choice in allowed:
            return choice
        err.print(f"  One of {', '.join(numbers)}{', x' * can_leave_out} or Enter")
