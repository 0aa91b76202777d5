from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kpi_lib.core.errors import KpiErrors, PublishError
from kpi_lib.publish.site import SITE_FILE, load_site, name_by_content


def test_a_style_sheet_that_changes_has_another_name(tmp_path: Path) -> None:
    sheet = tmp_path / "kpi.css"
    names = []
    for text in ("p {}", "p { color: red }", "p {}"):
        sheet.write_text(text, encoding="utf-8")
        names.append(name_by_content(sheet))
    assert names[0] == names[2] != names[1]
    assert names[0].startswith("kpi-") and names[0].endswith(".css")


TITLE = "website:\n  title: Children’s services – £\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_description_is_read_whatever_saved_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / SITE_FILE).write_bytes(TITLE.replace("\n", "\r\n").encode(encoding))
    assert load_site(tmp_path).title == "Children’s services – £"


@pytest.mark.parametrize(
    "text",
    [
        "lang:\n",
        "format: html\n",
        "format:\n  html: default\n",
        "  navbar: false\n",
        "  page-footer:\n",
    ],
)
def test_what_only_quarto_needs_is_left_to_it(tmp_path: Path, text: str) -> None:
    (tmp_path / SITE_FILE).write_text(TITLE + text, encoding="utf-8")
    assert load_site(tmp_path).language == "en-GB"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'website' is missing"),
        ("website: services\n", "'website.title' is missing"),
        ("1: 2\n", "not valid YAML"),
        ("- website\n", "not valid YAML"),
        ("5\n", "not valid YAML"),
        ("website: [1]\n", "'website' is not valid"),
        ("website:\n  title: [1]\n", "'website.title' is not valid"),
        ("website:\n  title: 2018-07-12\n", "text in quotes"),
        ("website:\n  title: 2018-02-30\n", "not valid YAML"),
        ("website:\n\ttitle: x\n", "line 2, column 1"),
        ("website: &a\n  title: *a\n", "'website.title' is not valid"),
        ("website: !!python/object:os.system x\n", "not valid YAML"),
        ("a: " + "[" * 5000, "not valid YAML"),
        (TITLE + "  navbar: 5\n", "'website.navbar' is not valid"),
        (TITLE + "  navbar:\n    left: [x]\n", "'website.navbar.left.0.href' is missing"),
        (TITLE + "  favicon: 5\n", "'website.favicon' is not valid"),
        (TITLE + "  favicon: nowhere.svg\n", "names a file that is not there"),
        (TITLE + "format:\n  html:\n    css: {a: 1}\n", "'format.html.css' is not valid"),
        (TITLE + 'kpi-scripts: "a\\0b"\n', "'kpi-scripts.0' is not valid"),
        (TITLE + "\0", "cannot be read as text"),
    ],
)
def test_a_description_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / SITE_FILE).write_text(text, encoding="utf-8")
    with pytest.raises((PublishError, KpiErrors)) as refused:
        load_site(tmp_path)
    found = refused.value.errors if isinstance(refused.value, KpiErrors) else (refused.value,)
    assert said in str(refused.value)
    assert all(len(fault.as_text().splitlines()) <= 3 for fault in found)


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
