"""The methods as `docs/methods.md` has them, so that no formula or constant is written twice."""

from __future__ import annotations

import re
from pathlib import Path

from kpi_lib.core.errors import PublishError, nearest
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_prose, show_together

DOCS, METHODS = "docs", "methods.md"
MEASURED = ("quarterly-trend.md", "control-charts.md", "improvement-methods.md")
DEVIATIONS, CERTIFICATE = "Where sources disagree, and where we deviate", "The certificate"

_SECTION = re.compile(r"^## (.+?)(?: \[[a-z_., ]+\])?$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]+\]\(([\w-]+\.md)\)")
_CODE = re.compile(r" \[[a-z_., ]+\]")


def show_formulas(root: Path) -> Shown:
    """Return every section of the methods that says how something is computed."""
    sections = _sections(root)
    if not sections:
        return show_note("The methods stand in docs/methods.md, which this project folder does not have.")
    chosen = [name for name in sections if name not in (DEVIATIONS, CERTIFICATE)]
    return show_together(*(_prose(f"### {name}\n\n{sections[name].strip()}", root) for name in chosen))


def show_section(root: Path, name: str) -> Shown:
    """Return one section without its heading; raises PublishError when the methods have none of that name."""
    sections = _sections(root)
    if not sections:
        return show_note(f"{name}: see docs/methods.md, which this project folder does not have.")
    if name not in sections:
        raise PublishError(
            "The methods have no such section", where=METHODS, got=f"'{name}'", hint=nearest(name, sections)
        )
    return _prose(sections[name], root)


def show_measured(root: Path) -> Shown:
    """Return what was measured of tests and projections, each in a box that opens."""
    paths = [root / DOCS / name for name in MEASURED]
    shown = [
        show_closed(_title(path), _prose(path.read_text(encoding="utf-8").split("\n", 1)[1], root, level=1))
        for path in paths
        if path.is_file()
    ]
    return show_together(*shown) if shown else show_note("No simulation study is kept in docs.")


def _sections(root: Path) -> dict[str, str]:
    path = root / DOCS / METHODS
    if not path.is_file():
        return {}
    parts = _SECTION.split(path.read_text(encoding="utf-8"))[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().removeprefix("# ").strip()


def _prose(markdown: str, root: Path, *, level: int = 0) -> Shown:
    """Return Markdown as markup; links to other documents become their titles, which are on this page."""
    from markdown_it import MarkdownIt

    def titled(match: re.Match[str]) -> str:
        path = root / DOCS / match.group(1)
        return f"“{_title(path)}” below" if path.is_file() else match.group(1)

    text = _CODE.sub("", _LINK.sub(titled, markdown)).strip()
    deeper = re.sub(r"^#", "#" * (level + 1), text, flags=re.MULTILINE) if level else text
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(deeper)
    return show_prose(html, text)
