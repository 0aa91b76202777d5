"""What `_quarto.yml` says of the site, for both publishers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeGuard

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kpi_lib.catalogue.shipped import SITE_FILE
from kpi_lib.catalogue.text_files import load_text
from kpi_lib.catalogue.toml_files import Words, faults_of
from kpi_lib.core.errors import PublishError, in_words, raise_all
from kpi_lib.publish.look import LOOK_FOLDER

META = re.compile(r"\{\{<\s*meta\s+(\w+)\s*>\}\}")
"""Quarto's shortcode for a page's own metadata, such as its edition."""


def _is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


class _Part(BaseModel):
    """A part of `_quarto.yml`, of which only Quarto knows all fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, part: object) -> object:
        """Take a field without a value, and a name such as `html: default`, for nothing stated."""
        if part is None or isinstance(part, str | bool):
            return {}
        return {key: value for key, value in part.items() if value is not None} if _is_table(part) else part


class Link(_Part):
    """One link of a menu: its words and the notebook it leads to, from the site's root."""

    text: Words
    href: Words


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of `_quarto.yml` that a publisher other than Quarto needs.

    `footer_left` and `footer_right` are Markdown; `stylesheets`, `scripts` and `favicon` are absolute paths.
    """

    title: str
    language: str
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


class _Navbar(_Part):
    left: tuple[Link, ...] = ()


class _Footer(_Part):
    left: str = ""
    right: str = ""


class _Website(_Part):
    title: Words
    favicon: Words | None = None
    navbar: _Navbar = _Navbar()
    footer: Annotated[_Footer, Field(alias="page-footer")] = _Footer()


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Words, ...], BeforeValidator(_as_list)]
"""A name of a file or several of them."""


class _Html(_Part):
    css: Names = ()


class _Format(_Part):
    html: _Html = _Html()


class _SiteFile(_Part):
    website: _Website
    lang: Words = "en-GB"
    format: _Format = _Format()
    scripts: Annotated[Names, Field(alias="kpi-scripts")] = ()


def load_site(root: Path) -> Site:
    """Read `_quarto.yml` in `root`.

    Raises
    ------
    PublishError : the file is missing, cannot be read or is not valid YAML, lacks the site's title, has
        something else where a text or a list is expected, or names a style sheet, script or icon that is
        not there or lies outside the project.
    """
    path = root / SITE_FILE
    raw = _load_yaml(path)
    try:
        site = _SiteFile.model_validate(raw)
    except ValidationError as fault:
        raise_all(faults_of(fault, raw, str(path), _SiteFile, PublishError))
        raise
    website = site.website
    return Site(
        title=website.title,
        language=site.lang,
        navbar=website.navbar.left,
        footer_left=website.footer.left,
        footer_right=website.footer.right,
        stylesheets=tuple(_named_file(root, name, path) for name in site.format.html.css),
        favicon=_named_file(root, website.favicon, path) if website.favicon else None,
        scripts=tuple(_named_file(root, name, path) for name in site.scripts),
    )


def name_by_content(sheet: Path) -> str:
    """Return the name of a style sheet in a site, which changes with what is in it.

    So a page kept from an earlier release goes on with the style sheet that it was made with.
    """
    return f"{sheet.stem}-{hashlib.sha256(sheet.read_bytes()).hexdigest()[:8]}{sheet.suffix}"


def _load_yaml(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise PublishError(
            "The site's description is missing",
            where=str(path),
            hint="restore _quarto.yml from git, or take it from a folder that kpi init makes",
        )
    text = load_text(path, PublishError)
    try:
        raw = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PublishError(
            "This is not valid YAML", where=str(path), got=" ".join(str(error).split())
        ) from error
    if not _is_table(raw):
        raise PublishError(
            "This is not valid YAML", where=str(path), got=in_words(raw), expected="lines such as lang: en-GB"
        )
    return raw


def _named_file(root: Path, name: str, where: Path) -> Path:
    """Return the file that the site's description names; one from outside the project is not published."""
    if not (root / name).is_file():
        raise PublishError(
            "The site's description names a file that is not there",
            where=str(where),
            got=name,
            expected="a path from the council's folder to a file in it",
            hint=f"the library's own files are in {LOOK_FOLDER}/, where every run puts them",
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
