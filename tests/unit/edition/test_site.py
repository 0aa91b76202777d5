from __future__ import annotations

from pathlib import Path

from kpi_lib.edition.site import name_by_content


def test_a_style_sheet_that_changes_has_another_name(tmp_path: Path) -> None:
    sheet = tmp_path / "kpi.css"
    names = []
    for text in ("p {}", "p { color: red }", "p {}"):
        sheet.write_text(text, encoding="utf-8")
        names.append(name_by_content(sheet))
    assert names[0] == names[2] != names[1]
    assert names[0].startswith("kpi-") and names[0].endswith(".css")
