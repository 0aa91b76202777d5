"""Sphinx's settings for one site, read back from the `site.json` that the publisher staged."""

from __future__ import annotations

import gc
import json
import re
from pathlib import Path
from typing import Any

SITE_JSON = "site.json"

_YEARS = re.compile(
    r"<(svg|script|style|textarea|option|title)\b.*?</\1>|<[^>]*>|(?<!\d)(\d{4}–\d\d)(?!\d)", re.DOTALL
)
"""A year such as 2017–18 in group 2; before it what is passed over: tags, and what cannot hold markup."""


def settings(staging: Path) -> dict[str, Any]:
    """Return the whole of Sphinx's `conf.py` for the site staged in a folder."""
    site = json.loads((staging / SITE_JSON).read_text(encoding="utf-8"))
    return {
        "project": site["title"],
        "html_title": site["title"],
        "language": site["language"].split("-")[0],  # Sphinx has no plurals for regional languages
        "extensions": ["myst_nb"],
        "html_math_renderer": "mathml",
        "smartquotes": False,  # text is shown as typed; `$` is a dollar, `--` two hyphens
        "exclude_patterns": ["editions/*/data/**"],
        "nb_execution_mode": "off",
        "suppress_warnings": ["mystnb.unknown_mime_type"],  # data attached for downloads, shown by nobody
        "nb_remove_code_source": True,
        "templates_path": [str(Path(__file__).parent / "templates")],
        "html_theme": "pydata_sphinx_theme",
        "html_theme_options": _THEME,
        "html_static_path": ["_static"],
        "html_css_files": site["stylesheets"],
        "html_js_files": [(name, {"defer": "defer"}) for name in site["scripts"]],
        "html_favicon": site["favicon"],
        "html_context": {"default_mode": "auto", "language": site["language"]},
        "html_sidebars": {"index": [], "releases": []},
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "setup": lambda app: _connect(app, site),
    }


_THEME = {
    "navbar_start": ["navbar-logo"],
    "navbar_center": ["navbar-nav"],
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button-field"],
    "search_bar_text": "Search",
    "article_header_start": ["trail"],
    "secondary_sidebar_items": ["page-toc"],
    "primary_sidebar_end": [],
    "footer_start": ["edition-footer"],
    "footer_end": ["attribution"],
    "show_prev_next": False,
    "header_links_before_dropdown": 6,
    "show_nav_level": 1,
    "back_to_top_button": False,
}


def _connect(app: Any, site: dict[str, Any]) -> None:
    """Add the site's words to each page; before reading and writing, set aside what stays for good.

    Collections then search the new pages only, and processes forked off share the rest: a tenth of
    Sphinx's work is spared.
    """
    _add_mathml(app)
    app.connect("html-page-context", _add_words(site))
    for event in ("env-before-read-docs", "env-updated"):
        app.connect(event, lambda *_: gc.freeze())


def _add_words(site: dict[str, Any]) -> Any:
    """Give each page its footers, and the trail to it the words of the menus."""
    titles = site["menu_titles"]

    def add(app: object, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
        folder = "/".join(pagename.split("/")[:2])
        context["body"] = keep_years_whole(context.get("body", ""))
        context["edition_footer"] = site["edition_footers"].get(folder, site["edition_footers"][""])
        context["edition_titles"] = site["edition_titles"]
        context["attribution"] = site["attribution"]
        above = [address for address in titles if _stands_above(address, pagename, context)]
        context["trail"] = [(address, titles[address]) for address in above]
        context["menu_title"] = titles.get(pagename, context.get("title", ""))
        context["with_named_branches"] = _with_named_branches

    return add


def _with_named_branches(menu: Any) -> Any:
    """Name every button of the theme's menu that opens a branch after its page.

    The menu is a BeautifulSoup; a page without one has a text.
    """
    if isinstance(menu, str):
        return menu
    for branch in menu.select("li.has-children"):
        page, button = branch.select_one("a.reference"), branch.select_one("summary")
        if page is not None and button is not None:
            button["aria-label"] = f"Pages under {page.get_text(strip=True)}"
    return menu


def _stands_above(address: str, pagename: str, context: dict[str, Any]) -> bool:
    """Say whether the page at `address` is one of Sphinx's parents of this page."""
    links = [parent["link"] for parent in context.get("parents", [])]
    return address != pagename and context["pathto"](address) in links


def keep_years_whole(html: str) -> str:
    """Return markup in which each year of two halves is in a `span.kpi-whole`, so no line breaks it in two.

    A browser may break a line after a dash. The text stays as it is, for those who copy or search it.
    `scripts.lua` does the same for Quarto.

    >>> keep_years_whole('<p title="2017–18">in 2017–18</p>')
    '<p title="2017–18">in <span class="kpi-whole">2017–18</span></p>'
    """
    return _YEARS.sub(
        lambda match: f'<span class="kpi-whole">{match[2]}</span>' if match[2] else match[0], html
    )


def _add_mathml(app: Any) -> None:
    """Let Sphinx write formulas as MathML, which browsers draw themselves: no script, no request."""
    from docutils.nodes import SkipNode
    from latex2mathml.converter import convert

    def write_inline(writer: Any, node: Any) -> None:
        writer.body.append(convert(node.astext()))
        raise SkipNode

    def write_block(writer: Any, node: Any) -> None:
        writer.body.append(f"<div class='math'>{convert(node.astext(), display='block')}</div>")
        raise SkipNode

    app.add_html_math_renderer("mathml", (write_inline, None), (write_block, None))
