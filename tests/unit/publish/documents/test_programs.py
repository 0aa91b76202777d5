"""Quarto's own programs write the documents where they are new enough; a refusal is told, not swallowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kpi_lib.core.errors import PublishError
from kpi_lib.publish import quarto
from kpi_lib.publish.documents import programs
from kpi_lib.publish.documents.programs import OwnPrograms, QuartoPrograms, choose_programs


@dataclass(frozen=True)
class Own(OwnPrograms):
    """Ours, noting what it is asked to write."""

    asked: list[str] = field(default_factory=list)

    def pandoc(self, arguments: Sequence[str], folder: Path, environment: object) -> None:
        self.asked.append("pandoc")

    def typst(self, source: str, target: str, folder: Path) -> None:
        self.asked.append(target)


@pytest.mark.parametrize(
    ("pandoc", "typst", "ours"),
    [
        ("pandoc 3.6.3", "typst 0.14.1", []),
        ("pandoc 3.4", "typst 0.14.1", ["pandoc"]),
        ("pandoc 3.6.3", "typst 0.13.1 (8ace67d9)", ["brief.pdf"]),
        ("pandoc 3.1.11", "typst 0.10.0", ["pandoc", "brief.pdf"]),
    ],
)
def test_an_older_quarto_leaves_to_ours_what_it_cannot_do(
    pandoc: str, typst: str, ours: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"pandoc": pandoc, "typst": typst}
    monkeypatch.setattr(programs, "run_command", lambda command, folder, environment: (0, said[command[1]]))
    own = Own()
    both = QuartoPrograms(own)
    both.pandoc(["--to", "docx"], tmp_path, {})
    both.typst("brief.typ", "brief.pdf", tmp_path)
    assert own.asked == ours


def test_without_quarto_ours_write() -> None:
    assert isinstance(choose_programs("embedded"), OwnPrograms)


def test_what_a_program_complains_of_is_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="Unknown input format nonsense"):
        OwnPrograms().pandoc(["--from", "nonsense"], tmp_path, {})
    (tmp_path / "bad.typ").write_text("#nothing()", encoding="utf-8")
    with pytest.raises(PublishError, match="unknown variable: nothing"):
        OwnPrograms().typst("bad.typ", "bad.pdf", tmp_path)


@pytest.mark.quarto
@pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH")
def test_quarto_draws_a_picture_as_png_and_a_document_as_tagged_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.typ").write_text('#set document(title: "T")\nText', encoding="utf-8")
    quartos = QuartoPrograms()
    quartos.typst("a.typ", "a.png", tmp_path)
    quartos.typst("a.typ", "a.pdf", tmp_path)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert b"/Marked true" in (tmp_path / "a.pdf").read_bytes()
