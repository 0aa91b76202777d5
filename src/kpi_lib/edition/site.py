"""What `_quarto.yml` says of the site, for both publishers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kpi_lib.core.errors import PublishError

SITE_FILE = "_quarto.yml"
META = re.compile(r"\{\{<\s*meta\s+(\w+)\s*>\}\}")
"""Quarto's shortcode for a page's own metadata, such as its edition."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a menu: its words and the notebook it leads to, from the site's root."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of `_quarto.yml` that a publisher other than Quarto needs.

    `footer_left` and `footer_right` are Markdown; `stylesheets`, `scripts` and `favicon` are absolute paths.
    """

    title: str
    language: str
    description: str
    navbar: tuple[Link, ...]
    footer_left: str
    footer_right: str
    stylesheets: tuple[Path, ...]
    favicon: Path | None = None
    scripts: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that every page links."""
        return (*self.stylesheets, *self.scripts, *([self.favicon] if self.favicon else []))


def load_site(root: Path) -> Site:
    """Read `_quarto.yml` in `root`.

    Raises
    ------
    PublishError : the file is missing or not valid YAML, or lacks the site's title, or names a
        style sheet, script or icon that is not there, or that lies outside the project.
    """
    path = root / SITE_FILE
    raw = _load_yaml(path)
    website = raw.get("website", {})
    if not website.get("title"):
        raise PublishError("The site has no title", where=str(path), expected="website: title: …")
    footer = website.get("page-footer", {})
    html = raw.get("format", {}).get("html", {})
    return Site(
        title=str(website["title"]),
        language=str(raw.get("lang", "en-GB")),
        description=str(website.get("description", "")),
        navbar=tuple(Link(item["text"], item["href"]) for item in website.get("navbar", {}).get("left", [])),
        footer_left=str(footer.get("left", "")),
        footer_right=str(footer.get("right", "")),
        stylesheets=tuple(_named_file(root, name, path) for name in _as_list(html.get("css"))),
        favicon=_named_file(root, website["favicon"], path) if "favicon" in website else None,
        scripts=tuple(_named_file(root, name, path) for name in _as_list(raw.get("kpi-scripts"))),
    )


def name_by_content(sheet: Path) -> str:
    """Return the name of a style sheet in a site, which changes with what is in it.

    So a page kept from an earlier release goes on with the style sheet that it was made with.
    """
    return f"{sheet.stem}-{hashlib.sha256(sheet.read_bytes()).hexdigest()[:8]}{sheet.suffix}"


def _load_yaml(path: Path) -> dict[str, Any]:
    try:
        return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except FileNotFoundError as error:
        raise PublishError(
            "The site's description is missing", where=str(path), hint="restore _quarto.yml from git"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise PublishError(
            "This is not valid YAML", where=str(path), got=" ".join(str(error).split())
        ) from error


def _as_list(value: object) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _named_file(root: Path, name: str, where: Path) -> Path:
    """Return the file that the site's description names; one from outside the project is not published."""
    if not (root / name).is_file():
        raise PublishError(
            "The site's description names a file that is not there", where=str(where), got=name
        )
    if not (root / name).resolve().is_relative_to(root.resolve()):
        raise PublishError(
            "The site's description names a file outside the project",
            where=str(where),
            got=name,
            expected="a path from the project's root to a file in it",
            hint="copy the file into the project and name the copy",
        )
    return root / name
