"""What a program complains of reaches the reader; the reference document is what its script writes."""

from __future__ import annotations

import runpy
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi_lib.core.errors import PublishError
from kpi_lib.publish.documents import files
from kpi_lib.publish.documents.files import run_pandoc, save_files, typeset

SCRIPT = Path(__file__).parents[4] / "scripts" / "make_reference_document.py"


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_what_a_program_complains_of_is_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="Unknown input format nonsense"):
        run_pandoc(["--from", "nonsense"], tmp_path, datetime.now(UTC))
    (tmp_path / "bad.typ").write_text("#nothing()", encoding="utf-8")
    with pytest.raises(PublishError, match="unknown variable: nothing"):
        typeset("bad.typ", "bad.pdf", tmp_path)


def test_without_its_packages_no_document_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "find_spec", lambda package: None if package == "typst" else object())
    assert files.missing_packages() == ("typst",)
    with pytest.raises(PublishError, match="What makes documents is not installed") as error:
        save_files({}, tmp_path, "brief")
    assert str(error.value).splitlines()[1:] == [
        "got no package typst; expected pandoc, Typst and a font, which one extra brings",
        'hint: pip install "kpi-lib[documents]"',
    ]
    assert [*tmp_path.iterdir()] == []


def test_the_reference_document_is_the_one_that_its_script_writes(tmp_path: Path) -> None:
    script = runpy.run_path(str(SCRIPT))
    script["save_reference"](tmp_path / "reference.docx")
    assert parts_of(tmp_path / "reference.docx") == parts_of(script["TARGET"])
