"""Apostrophes: curly where people read them, straight where a program compares what people typed."""

from __future__ import annotations

import re

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_STRAIGHT = re.compile(r"(?<=\w)(?:'|&#39;)(?=\w)|(?<=s)(?:'|&#39;)(?= [a-z])")
_CODE = r"<(?P<tag>code|pre|script|style)\b.*?</(?P=tag)>"
_IN_MARKUP = re.compile(f"{_CODE}|{_STRAIGHT.pattern}", re.DOTALL)


def curl(text: str) -> str:
    """Return text with its apostrophes as pages set them; quotation marks stay as they are.

    >>> curl("a child's needs, the workers' practice, an id such as 'abc'")
    'a child’s needs, the workers’ practice, an id such as 'abc''
    """
    return _STRAIGHT.sub(CURLY, text)


def curl_markup(html: str) -> str:
    """Return markup with the apostrophes of its words curly; code, scripts and styles stay as they are."""
    return _IN_MARKUP.sub(lambda found: found[0] if found["tag"] else CURLY, html)


def curl_all(data: object) -> object:
    """Return JSON data with the apostrophes of all its texts curly."""
    if isinstance(data, str):
        return curl(data)
    if isinstance(data, dict):
        return {name: curl_all(part) for name, part in data.items()}
    return [curl_all(part) for part in data] if isinstance(data, (list, tuple)) else data


def straighten(text: str) -> str:
    """Return text with straight apostrophes, as keyboards type them: the form in which names are compared."""
    return text.replace(CURLY, "'").replace("\N{LEFT SINGLE QUOTATION MARK}", "'")
