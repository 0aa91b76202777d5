"""What the attributes of a page say: tooltips, alternatives, data, addresses with words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

from lxml import etree
from lxml.etree import _Element

from kpi_lib.assure.disclosure.readers.pieces import Text
from kpi_lib.assure.disclosure.rules.vocabulary import words_for

_LAYOUT = frozenset(words_for("attributes", "layout"))
"""Attributes that place, style or link; what they say is read elsewhere or is no figure."""
_BARE = frozenset(words_for("attributes", "bare"))
"""Attributes in which a number by itself tells a figure; in others a word must say what it counts."""
_WITH_OWN_NUMBERS = frozenset(("td", "th", "li", "option", "button", "ol"))
"""Elements whose numbers are places, or are compared with their text (`rows`)."""
_TAG = re.compile(r"<[^>]{0,2000}>")


def attributes_of(root: _Element) -> Iterator[Text]:
    """Yield what every attribute of a page says, with the name of the attribute before it."""
    for part in root.iter(etree.Element):
        tag = etree.QName(part).localname
        for name, text in told_by(part):
            said = text if name == "content" else f"{name}: {_TAG.sub('', text)}"
            is_bare = name in _BARE and tag not in _WITH_OWN_NUMBERS and text.strip().isdigit()
            yield Text(f"{name} of {tag}", f"count: {text}" if is_bare else said)
        yield from _written_otherwise(part)


def told_by(part: _Element) -> Iterator[tuple[str, str]]:
    """Yield name and text of the attributes of an element that may say something."""
    if not isinstance(part.tag, str):
        return
    for name, text in part.attrib.items():
        local = str(name).rpartition("}")[2]
        if local not in _LAYOUT and str(text).strip():
            yield local, str(text)


def _written_otherwise(part: _Element) -> Iterator[Text]:
    """Yield custom properties, and addresses and names as words: `?children=3`, `#3-children-abroad`."""
    if "--" in (style := part.get("style", "")):
        yield Text("style", style.replace("--", ""))
    for name in ("href", "src", "id", "name", "action"):
        text = part.get(name, "")
        if "?" in text or ("#" in text and "=" in text):
            yield Text(name, unquote_plus(re.split(r"[?#]", text, maxsplit=1)[1]))
        if _NUMBERED.search(text):
            yield Text(name, re.sub(r"[-_/.]+", " ", unquote(text.rpartition("/")[2])))


_NUMBERED = re.compile(r"(?:^|[#/_])[1-5][-_%]")
