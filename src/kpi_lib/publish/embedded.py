"""Publish out of the box, offline: Sphinx, MyST-NB and the PyData theme, set up from `_quarto.yml`."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from kpi_lib.core.errors import PublishError, StorageError
from kpi_lib.disk.faults import error_in
from kpi_lib.publish.command import run_command
from kpi_lib.publish.menu import LANDING, Entry, edition_links, edition_menu
from kpi_lib.publish.site import META, Link, Site, load_site, name_by_content
from kpi_lib.publish.sphinx_site import SITE_JSON
from kpi_lib.run.record import EditionRecord

NAME = "embedded"

_CONF = """\
from pathlib import Path
from kpi_lib.publish.sphinx_site import settings
globals().update(settings(Path(__file__).parent))
"""
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "TZ": "UTC", "NO_COLOR": "1"}
_LEFT_OUT = (".doctrees", ".buildinfo", "objects.inv", "genindex.html", "_static/webpack-macros.html")


def stage(root: Path, staging: Path, records: Sequence[EditionRecord]) -> None:
    """Add to the notebooks in `staging` what Sphinx needs: settings, menus, style sheets.

    Parameters
    ----------
    root : the project's root, with `_quarto.yml`.
    staging : a folder with `index.ipynb` and `editions/`, to be written to.
    records : the editions in it, in menu order.
    """
    site = load_site(root)
    static = staging / "_static"
    static.mkdir()
    for file in site.files:
        name = name_by_content(file) if file in site.stylesheets else file.name
        shutil.copyfile(file, static / name)
    (staging / SITE_JSON).write_text(json.dumps(_site_json(site, records), indent=1), encoding="utf-8")
    (staging / "conf.py").write_text(_CONF, encoding="utf-8")
    _add_menus(staging, site, records)


def build(staging: Path, out: Path, *, jobs: int = 2) -> None:
    """Run Sphinx on the site staged in `staging` into the folder `out`.

    Raises
    ------
    PublishError : Sphinx fails or warns; its complaints are in the message.
    StorageError : the disk is full.
    """
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-j", str(jobs)]
    built = staging / "_site"
    command += ["-d", str(staging / ".doctrees"), str(staging), str(built)]
    code, said = run_command(command, staging, _ENVIRONMENT)
    if code:
        raise _fault(said, staging)
    for name in _LEFT_OUT:
        (built / name).unlink(missing_ok=True)
    shutil.copytree(built, out, dirs_exist_ok=True)


def _fault(said: str, staging: Path) -> PublishError | StorageError:
    if error := error_in(said, "while Sphinx wrote the site"):
        return error
    lines = [re.sub(rf"{re.escape(str(staging))}/?", "", line).strip() for line in said.splitlines()]
    complaints = [line for line in lines if re.search(r"\b(WARNING|ERROR|CRITICAL|Error)\b", line)]
    return PublishError(
        "Sphinx did not build the site cleanly",
        got=" / ".join(complaints[:5] or [line for line in lines if line][-5:]),
        expected="a build without warnings",
    )


def _site_json(site: Site, records: Sequence[EditionRecord]) -> dict[str, object]:
    footers = {f"editions/{record.slug}": f"Edition: {record.title}" for record in records}
    latest = f"Latest edition: {records[0].title}"
    return {
        "title": site.title,
        "language": site.language,
        "favicon": f"_static/{site.favicon.name}" if site.favicon else None,
        "menu_titles": _menu_titles(records),
        "stylesheets": [name_by_content(sheet) for sheet in site.stylesheets],
        "scripts": [script.name for script in site.scripts],
        "attribution": _as_html(site.footer_right),
        "edition_titles": {record.slug: record.title for record in records},
        "edition_footers": {
            folder: _as_html(META.sub(words, site.footer_left))
            for folder, words in {**footers, "": latest}.items()
        },
    }


def _menu_titles(records: Sequence[EditionRecord]) -> dict[str, str]:
    """By address, what a page is called on the trail above others: an edition's first page names it."""
    entries = [entry for record in records for top in edition_menu(record) for entry in top.walk()]
    return {entry.address: entry.text for entry in (*entries, *edition_links(records))}


def _as_html(markdown: str) -> str:
    from markdown_it import MarkdownIt

    return MarkdownIt().renderInline(markdown)


def _add_menus(staging: Path, site: Site, records: Sequence[EditionRecord]) -> None:
    bar = [_bar_line(link) for link in site.navbar]
    _add_toctree(staging, LANDING, bar + [_line(entry) for entry in edition_links(records)])
    for record in records:
        first, *others = edition_menu(record)
        _add_toctree(staging, first.address, [f"{first.text} <self>", *map(_line, others)])
        for entry in others:
            if entry.children:
                _add_toctree(staging, entry.address, list(map(_line, entry.children)))


def _bar_line(link: Link) -> str:
    address = link.href.removesuffix(".ipynb")
    return f"{link.text} <{'self' if address == LANDING else '/' + address}>"


def _line(entry: Entry) -> str:
    return f"{entry.text} </{entry.address}>"


def _add_toctree(staging: Path, address: str, lines: list[str]) -> None:
    path = staging / f"{address}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    source = "\n".join(["```{toctree}", ":hidden:", "", *lines, "```"])
    notebook["cells"].append({"cell_type": "markdown", "id": "menu", "metadata": {}, "source": source})
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
