"""What a plain `quarto render` takes from a council's folder, by the paths that `_quarto.yml` gives."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from kpi_lib.core.audience import Audience
from kpi_lib.pack.project import project_at
from kpi_lib.publish import quarto
from kpi_lib.publish.look import LOOK_FOLDER, save_look

ROOT = Path(__file__).parents[3]
PROJECT = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))["project"]
OUTPUT = Path(PROJECT["output-dir"])
UNANCHORED = {
    "render": ["index.ipynb", "releases.ipynb", "editions/**/*.ipynb", "!editions/*/data/**"],
    "resources": ["editions/*/data/**"],
}
"""Paths without the slash in front: Quarto finds them at every depth."""

AN_EDITION = (
    "2017-18-q4/overview.ipynb",
    "2017-18-q4/indicators/rate.ipynb",
    "2017-18-q4/data/rate.csv",
    "2017-18-q4/data/tables/rate.xlsx",
    "2017-18-q4/data/working.ipynb",
    "2017-18-q4/edition.json",
)
ELSEWHERE = (
    ".kpi/internal/editions",
    ".kpi/candidate/site/editions",
    ".kpi/quarto/editions",
    ".kpi/dfe-1a2b3c4d/editions",
    ".kpi/areas/E10000012/editions",
    "_areas/E10000012/editions",
    "_internal/editions",
    "_site/editions",
    "_site.bak/editions",
    "backup/editions",
    "copy of editions",
    "editions.bak",
    "editions/.2017-18-q4.building-77/editions",
    "data/raw/editions",
    "data/processed/editions",
    "releases/editions",
)
ALONE = (
    "index.ipynb",
    "releases.ipynb",
    "backup/index.ipynb",
    ".kpi/internal/index.ipynb",
    "editions/.2017-18-q3.building-77/overview.ipynb",
    "editions/.2017-18-q3.old-77/data/rate.csv",
    "editions/2017-18-q4/.ipynb_checkpoints/overview-checkpoint.ipynb",
    "notebooks/overview.ipynb",
    "notebooks/explore.ipynb",
    "README.md",
    "docs/release.md",
    "data/raw/returns/2017-18-Q4.csv",
    "data/processed/observations.parquet",
    "releases/releases.jsonl",
    "releases/evidence/2017-18-q4-1.zip",
    "_site/releases.jsonl",
    "_site/editions/2017-18-q4/figures.csv",
)
PAGES = {
    "index.ipynb",
    "releases.ipynb",
    "editions/2017-18-q4/overview.ipynb",
    "editions/2017-18-q4/indicators/rate.ipynb",
}
DOWNLOADS = {f"editions/{name}" for name in AN_EDITION if "/data/" in name}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A council's folder after internal, published and other areas' runs, with copies made by hand."""
    editions = [f"{folder}/{name}" for folder in ("editions", *ELSEWHERE) for name in AN_EDITION]
    for name in (*editions, *ALONE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(name) if name.endswith(".ipynb") else f"{name}\n", encoding="utf-8")
    return tmp_path


def page(words: str) -> str:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": f"# {words}\n\nText."}
    return json.dumps({"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": [cell]})


def taken(root: Path, paths: dict[str, list[str]]) -> tuple[set[str], set[str]]:
    """Return the notebooks that Quarto renders and the files that it copies.

    After Quarto's `projectInputFiles`, `projectResourceFiles` and `resolveGlobs`: among what it renders
    nothing is hidden or begins with a low line, and a plain name is no glob; what it copies is not looked at
    in these ways.
    """
    files = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    seen = [name for name in files if not re.search(r"(^|/)[._]", name) and name.endswith(".ipynb")]
    return set(matching(seen, paths["render"], is_smart=False)), set(
        matching(files, paths["resources"], is_smart=True)
    )


def matching(files: Iterable[str], globs: list[str], *, is_smart: bool) -> Iterator[str]:
    wanted = [as_pattern(glob, is_smart or "*" in glob) for glob in globs if not glob.startswith("!")]
    left_out = [as_pattern(glob[1:], True) for glob in globs if glob.startswith("!")]
    for name in files:
        if any(re.fullmatch(it, name) for it in wanted) and not any(
            re.fullmatch(it, name) for it in left_out
        ):
            yield name


def as_pattern(glob: str, is_smart: bool) -> str:
    """Return the pattern of a glob: one that is smart and has no slash in front is looked for everywhere."""
    whole = glob[1:] if glob.startswith("/") else f"**/{glob}" if is_smart else glob
    parts = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*"}
    return re.sub(r"\*\*/|\*\*|\*|[^*]+", lambda found: parts.get(found[0], re.escape(found[0])), whole)


def test_a_render_takes_the_published_pages_and_their_downloads_alone(tree: Path) -> None:
    assert taken(tree, PROJECT) == (PAGES, DOWNLOADS)


def test_paths_without_a_slash_in_front_would_take_internal_files(tree: Path) -> None:
    rendered, copied = taken(tree, UNANCHORED)
    assert "backup/editions/2017-18-q4/overview.ipynb" in rendered - PAGES
    assert ".kpi/internal/editions/2017-18-q4/data/rate.csv" in copied - DOWNLOADS
    assert ".kpi/candidate/site/editions/2017-18-q4/data/rate.csv" in copied


def test_a_render_has_a_folder_of_its_own_that_git_ignores() -> None:
    project = project_at(ROOT)
    output = project.root / OUTPUT
    internal = project.with_audience(Audience.INTERNAL)
    others = (project.site, project.candidate, project.releases, internal.site, internal.editions)
    assert not any(output.is_relative_to(other) or other.is_relative_to(output) for other in others)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/{OUTPUT.parts[0]}/" in ignored


with_quarto = pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH")


@pytest.mark.quarto
@with_quarto
def test_quarto_itself_takes_the_published_pages_alone_and_leaves_the_site(tree: Path) -> None:
    configure(tree, PROJECT)
    others = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file() and not in_render(path)}
    subprocess.run(["quarto", "render"], cwd=tree, check=True, capture_output=True)
    built = {
        path.relative_to(tree / OUTPUT).as_posix() for path in (tree / OUTPUT).rglob("*.*") if path.is_file()
    }
    pages = {re.sub(r"ipynb$", "html", name) for name in PAGES}
    assert {name for name in built if not name.startswith(("site_libs/", f"{LOOK_FOLDER}/"))} == {
        *pages, *DOWNLOADS, "search.json",
    }  # fmt: skip
    assert any(name.startswith("site_libs/") for name in built)
    assert "https://cdn" not in (tree / OUTPUT / "index.html").read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in others} == others


@pytest.mark.quarto
@with_quarto
@pytest.mark.parametrize("paths", [PROJECT, UNANCHORED], ids=["as they are", "without a slash"])
def test_quarto_finds_what_these_tests_say_it_finds(tree: Path, paths: dict[str, list[str]]) -> None:
    configure(tree, paths)
    said = subprocess.run(["quarto", "inspect"], cwd=tree, check=True, capture_output=True, text=True).stdout
    files = json.loads(said)["files"]
    found = [
        {Path(name).relative_to(tree).as_posix() for name in files[kind] if Path(name).is_file()}
        for kind in ("input", "resources")
    ]
    rendered, copied = taken(tree, paths)
    assert found == [rendered, {name for name in copied if not in_render(Path(name))}]


def in_render(path: Path) -> bool:
    return OUTPUT.as_posix() in path.as_posix()


def configure(tree: Path, paths: dict[str, list[str]]) -> None:
    """Add `_quarto.yml` with these paths, and the files that it names."""
    described = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
    described["project"] |= {kind: paths[kind] for kind in UNANCHORED}
    (tree / "_quarto.yml").write_text(yaml.safe_dump(described), encoding="utf-8")
    save_look(tree)
