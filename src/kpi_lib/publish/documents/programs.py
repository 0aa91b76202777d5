"""The programs that write documents: pandoc and Typst, from the registry or as Quarto brings them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol

from kpi_lib.core.errors import PublishError, StorageError
from kpi_lib.disk.faults import error_in
from kpi_lib.publish import quarto
from kpi_lib.publish.command import run_command

LEAST_PANDOC = (3, 5)
"""The oldest pandoc that the documents were tried with; Quarto brings it from 1.7 on."""
LEAST_TYPST = (0, 14)
"""The first Typst that writes tagged PDF; Quarto brings it from 1.9 on."""
PDF_STANDARD: Literal["ua-1"] = "ua-1"
PIXELS_PER_INCH = 220
FONT_FOLDERS = (("font_source_sans_pro", "files"), ("matplotlib", "mpl-data/fonts/ttf"))
"""Packages that bring the fonts of print: the text's, and DejaVu for the marks it lacks."""
_NUMBER = re.compile(r"(\d+)\.(\d+)")


class Programs(Protocol):
    """What is asked of pandoc and Typst; both work in the folder that holds their files."""

    def pandoc(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Run pandoc with these arguments."""

    def typst(self, source: str, target: str, folder: Path) -> None:
        """Typeset `source` into `target`: PDF, or PNG where its name ends so."""


@dataclass(frozen=True)
class OwnPrograms:
    """Pandoc and Typst from the registry, which the project depends on."""

    def pandoc(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Run the pandoc that `pypandoc_binary` brings; raises PublishError with what it said."""
        from pypandoc import get_pandoc_path

        _run([get_pandoc_path(), *arguments], folder, environment)

    def typst(self, source: str, target: str, folder: Path) -> None:
        """Typeset with the `typst` package; raises PublishError with what it said."""
        import typst

        form: Literal["png", "pdf"] = "png" if target.endswith(".png") else "pdf"
        try:
            typst.compile(
                str(folder / source),
                output=str(folder / target),
                root=str(folder),
                font_paths=[str(path) for path in font_folders()],
                ignore_system_fonts=True,
                format=form,
                ppi=PIXELS_PER_INCH if form == "png" else None,
                pdf_standards=PDF_STANDARD if form == "pdf" else None,
            )
        except typst.TypstError as error:
            raise _fault("typst", f"{error} {getattr(error, 'hints', '')}") from error


@dataclass(frozen=True)
class QuartoPrograms:
    """Quarto's own pandoc and Typst, where they are new enough; else ours, for the same document."""

    own: OwnPrograms = OwnPrograms()

    def pandoc(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Run `quarto pandoc`; raises PublishError with what it said."""
        if self._pandoc_version < LEAST_PANDOC:
            self.own.pandoc(arguments, folder, environment)
            return
        _run([quarto.NAME, "pandoc", *arguments], folder, environment)

    def typst(self, source: str, target: str, folder: Path) -> None:
        """Run `quarto typst compile`; raises PublishError with what it said."""
        if self._typst_version < LEAST_TYPST:
            self.own.typst(source, target, folder)
            return
        fonts = [word for path in font_folders() for word in ("--font-path", str(path))]
        is_picture = target.endswith(".png")
        wanted = ["--ppi", str(PIXELS_PER_INCH)] if is_picture else ["--pdf-standard", PDF_STANDARD]
        wanted += ["--format", "png" if is_picture else "pdf"]
        command = [quarto.NAME, "typst", "compile", "--root", ".", "--ignore-system-fonts", *fonts, *wanted]
        _run([*command, source, target], folder, {})

    @cached_property
    def _pandoc_version(self) -> tuple[int, int]:
        return _version("pandoc")

    @cached_property
    def _typst_version(self) -> tuple[int, int]:
        return _version("typst")


def font_folders() -> list[Path]:
    """Return the folders of the fonts that print uses; raises PublishError where a package is missing."""
    found = []
    for package, inside in FONT_FOLDERS:
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise _fault("fonts", f"no package {package}")
        found.append(Path(next(iter(spec.submodule_search_locations))) / inside)
    return found


def choose_programs(publisher: str) -> Programs:
    """Return the programs of a publisher."""
    return QuartoPrograms() if publisher == quarto.NAME and shutil.which(quarto.NAME) else OwnPrograms()


def _version(program: str) -> tuple[int, int]:
    code, said = run_command([quarto.NAME, program, "--version"], Path.cwd(), {})
    found = _NUMBER.search(said)
    return (int(found[1]), int(found[2])) if found and not code else (0, 0)


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    code, said = run_command(command, folder, environment)
    if code:
        raise _fault(Path(command[0]).name, said)


def _fault(program: str, said: str) -> PublishError | StorageError:
    return error_in(said, f"while {program} wrote a document") or PublishError(
        "A document could not be written",
        where=program,
        got=" ".join(said.split())[-400:],
        hint="the page itself is not at fault; run `pip install -e .` again if a program is missing",
    )
