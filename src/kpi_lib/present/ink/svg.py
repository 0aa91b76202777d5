"""From matplotlib's SVG to one that lives inside a page: themed, named, light, and safe next to others.

Colours become the theme's custom properties, so one picture serves light and dark. Text stays text
and takes the page's font. Whatever would reach out of the picture (its global style, its ids) goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from xml.etree import ElementTree

from kpi_lib.present.ink.theme import role_of_colour, variable

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
ElementTree.register_namespace("", SVG)

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
_LONG_DECIMAL = re.compile(r"(\d+\.\d\d)\d+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_FAMILY = re.compile(r"; font-family: [^;]*")
_SHORTHAND = re.compile(r"font: (?:(bold|\d+) )?([\d.]+px) [^;]*")
_UNTURNED = re.compile(r"\s*rotate\(-0 [^)]*\)")
_FALLBACK = re.compile(r"var\(--kpi-[a-z-]+, (#[0-9a-fA-F]{6})\)")

PRINT_FONTS = "Source Sans Pro, DejaVu Sans"
"""The text's font in print, and the one for the marks that it lacks."""

Named = Mapping[str, Sequence[str]]
"""Group id given to an artist with `set_gid` → one name for each of its marks, shown on hover."""


def for_page(
    raw: str, *, title: str, alt: str, named: Named | None = None, is_decorative: bool = False
) -> str:
    """Return an inline SVG for a page.

    Parameters
    ----------
    raw : what `canvas.raw_svg` returns.
    title : what the picture is of; browsers show it on hover.
    alt : the finding and the numbers that carry it, for those who do not see it.
    named : names of the marks of some groups.
    is_decorative : hide the picture from screen readers, because the words next to it say it all.
    """
    root = ElementTree.fromstring(_LONG_DECIMAL.sub(r"\1", raw))
    _remove(root, {f"{{{SVG}}}metadata", f"{{{SVG}}}style"})
    _name_marks(root, named or {})
    prefix = sha256((title + alt + raw).encode()).hexdigest()[:8]
    used = {name for element in root.iter() for name in _references(element)}
    for element in root.iter():
        _theme(element)
        _isolate(element, prefix, used)
    _introduce(root, title, alt, is_decorative=is_decorative)
    return ElementTree.tostring(root, encoding="unicode")


def for_print(svg: str) -> str:
    """Return a page's picture as a file for print: the light palette, a font, white around its words.

    Parameters
    ----------
    svg : what `for_page` returns; its custom properties fall back on the light palette.
    """
    root = ElementTree.fromstring(_FALLBACK.sub(r"\1", svg))
    _, _, width, height = root.get("viewBox", "0 0 0 0").split()
    root.attrib.update({"width": width, "height": height, "font-family": PRINT_FONTS})
    for element in root.iter(f"{{{SVG}}}text"):
        halo = "paint-order: stroke; stroke: #FFFFFF; stroke-width: 3px; stroke-linejoin: round"
        element.set("style", "; ".join(filter(None, [element.get("style", ""), halo])))
    return ElementTree.tostring(root, encoding="unicode")


def _remove(root: ElementTree.Element, tags: set[str]) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == f"{{{SVG}}}defs" and not len(child)]:
            parent.remove(child)


def _name_marks(root: ElementTree.Element, named: Named) -> None:
    for group in root.iter(f"{{{SVG}}}g"):
        names = named.get(group.get("id", ""), ())
        # matplotlib writes many marks as copies of one ("use"), few of them each as a path of its own.
        marks = list(group.iter(f"{{{SVG}}}use")) or list(group.iter(f"{{{SVG}}}path"))
        for mark, name in zip(marks, names, strict=False):
            ElementTree.SubElement(mark, f"{{{SVG}}}title").text = name


def _references(element: ElementTree.Element) -> list[str]:
    link = element.get(XLINK, "")
    inside = [match for text in element.attrib.values() for match in _REFERENCE.findall(text)]
    return [link[1:], *inside] if link.startswith("#") else inside


def _theme(element: ElementTree.Element) -> None:
    for name in ("style", "fill", "stroke"):
        if text := element.get(name):
            plain = _SHORTHAND.sub(_font_of_page, _FAMILY.sub("", text))
            element.set(name, _COLOUR.sub(_variable_of, plain))
    if transform := element.get("transform"):
        element.set("transform", _UNTURNED.sub("", transform))
        if not element.get("transform"):
            del element.attrib["transform"]


def _variable_of(match: re.Match[str]) -> str:
    role = role_of_colour().get(match.group().lower())
    if role is None:
        raise ValueError(f"{match.group()} is not in the palette; charts use theme.light(role) only")
    return variable(role)


def _font_of_page(match: re.Match[str]) -> str:
    weight, size = match.groups()
    return f"font-size: {size}; font-weight: {weight}" if weight else f"font-size: {size}"


def _isolate(element: ElementTree.Element, prefix: str, used: set[str]) -> None:
    if (name := element.get("id")) is not None:
        if name in used:
            element.set("id", f"k{prefix}-{name}")
        else:
            del element.attrib["id"]
    if link := element.attrib.pop(XLINK, None):
        element.set("href", f"#k{prefix}-{link[1:]}")
    for key, text in element.attrib.items():
        if "url(#" in text:
            element.set(key, _REFERENCE.sub(rf"url(#k{prefix}-\1)", text))


def _introduce(root: ElementTree.Element, title: str, alt: str, *, is_decorative: bool) -> None:
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    if is_decorative:
        root.set("aria-hidden", "true")
        return
    root.set("role", "img")
    root.set("aria-label", alt)
    heading = ElementTree.Element(f"{{{SVG}}}title")
    heading.text = title
    root.insert(0, heading)
