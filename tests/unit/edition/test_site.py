from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kpi_lib.core.errors import PublishError
from kpi_lib.edition.site import load_site, name_by_content


def test_a_style_sheet_that_changes_has_another_name(tmp_path: Path) -> None:
    sheet = tmp_path / "kpi.css"
    names = []
    for text in ("p {}", "p { color: red }", "p {}"):
        sheet.write_text(text, encoding="utf-8")
        names.append(name_by_content(sheet))
    assert names[0] == names[2] != names[1]
    assert names[0].startswith("kpi-") and names[0].endswith(".css")


@pytest.mark.parametrize("name", ["../outside.css", "{folder}/outside.css", "link.css", "linked/outside.css"])
@pytest.mark.parametrize("kind", ["css", "favicon", "kpi-scripts"])
def test_a_file_from_outside_the_project_is_not_published(tmp_path: Path, kind: str, name: str) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "outside.css").write_text("p {}", encoding="utf-8")
    (root / "link.css").symlink_to(tmp_path / "outside.css")
    (root / "linked").symlink_to(tmp_path)
    named = name.format(folder=tmp_path)
    website = {"title": "Figures"} | ({"favicon": named} if kind == "favicon" else {})
    described = {"website": website, "kpi-scripts": [named] if kind == "kpi-scripts" else []}
    described["format"] = {"html": {"css": [named] if kind == "css" else []}}
    (root / "_quarto.yml").write_text(yaml.safe_dump(described), encoding="utf-8")
    with pytest.raises(PublishError, match="outside the project") as error:
        load_site(root)
    assert error.value.got == named


def test_a_project_reached_by_a_link_names_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "project")
    (tmp_path / "project" / "own.css").write_text("p {}", encoding="utf-8")
    described = {"website": {"title": "Figures"}, "format": {"html": {"css": "own.css"}}}
    (tmp_path / "project" / "_quarto.yml").write_text(yaml.safe_dump(described), encoding="utf-8")
    assert load_site(tmp_path / "linked").stylesheets == (tmp_path / "linked" / "own.css",)
