"""A preview as one page: a file that needs no other, with the colours of the site."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.preview.file import Preview
from kpi_lib.present.ink.theme import css_variables
from kpi_lib.publish.preview.sections import MARK, preview_facts, preview_sections

TEMPLATE = "preview_page.html"
_PIECE = re.compile(r"\s+|[^\s_]{1,18}_*|_+")
"""Spaces, or letters of a word that are kept in one line: 18 of them, or up to an underscore."""


def preview_page(preview: Preview) -> str:
    """Return the page as HTML; every text of the file is escaped."""
    source = (files("kpi_lib.publish.preview") / TEMPLATE).read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["breakable"] = _breakable
    return environment.from_string(source).render(
        name=preview.reading.file,
        facts=preview_facts(preview),
        sections=preview_sections(preview),
        mark=MARK,
        light=css_variables(dark=False),
        dark=css_variables(dark=True),
    )


def save_preview_page(preview: Preview, path: Path) -> None:
    """Write the page; raises StorageError, an older page untouched."""
    write_file(path, preview_page(preview))


def _breakable(text: str) -> Markup:
    """Return a text, escaped, whose longest words may be broken: a name without spaces widens no column."""
    return Markup("<wbr>").join(_PIECE.findall(text))
