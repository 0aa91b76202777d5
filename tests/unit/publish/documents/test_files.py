"""What a program complains of reaches the reader; the reference document is what its script writes."""

from __future__ import annotations

import runpy
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi_lib.core.errors import PublishError
from kpi_lib.publish.documents.files import run_pandoc, typeset

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


def test_the_reference_document_is_the_one_that_its_script_writes(tmp_path: Path) -> None:
    script = runpy.run_path(str(SCRIPT))
    script["save_reference"](tmp_path / "reference.docx")
    assert parts_of(tmp_path / "reference.docx") == parts_of(script["TARGET"])
