"""Formulas as MathML, which browsers draw themselves: no script, no request. A Sphinx extension."""

from __future__ import annotations

from typing import Any

from docutils.nodes import SkipNode, math, math_block
from latex2mathml.converter import convert


def setup(app: Any) -> dict[str, bool]:
    """Register the renderer `mathml` with Sphinx."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _visit_inline(writer: Any, node: math) -> None:
    writer.body.append(convert(node.astext()))
    raise SkipNode


def _visit_block(writer: Any, node: math_block) -> None:
    writer.body.append(f"<div class='math'>{convert(node.astext(), display='block')}</div>")
    raise SkipNode
