"""A document kept with a notebook → pandoc's tree, for Word and for print.

What is text in the document is text in the tree, so nothing in it can become markup. Where the two forms
differ (a quiet line, a coloured word, a picture) Word takes a style and print a function of `brief.typ`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from kpi_lib.publish.documents import tree
from kpi_lib.publish.documents.columns import shares_of
from kpi_lib.publish.documents.forms import Form
from kpi_lib.publish.documents.tree import Node, Nodes

LANGUAGE = "en-GB"
DRAWN_UP = "illustrative"


def pictures_of(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the pictures of a document in order; the first is drawn as `figure-1`."""
    blocks = (block for section in payload["sections"] for block in section["blocks"])
    return [block for block in blocks if block["kind"] == "picture"]


def tree_of(payload: Mapping[str, Any], form: Form) -> str:
    """Return the JSON of pandoc's tree of one document.

    Parameters
    ----------
    payload : as `present.shown.document.payload_of` makes it. form : Word or print.
    """
    blocks = form.opening(payload)
    n_tables = n_figures = 0
    for section in payload["sections"]:
        blocks.append(tree.heading(1, section["title"]))
        for kind, run in groupby(section["blocks"], key=lambda block: block["kind"]):
            found = list(run)
            if kind == "numbered":
                blocks += form.numbered(found[0]["number"], [_told(item, form) for item in found])
                continue
            for block in found:
                n_tables, n_figures = n_tables + (kind == "table"), n_figures + (kind == "picture")
                blocks += _block(block, form, n_figures if kind == "picture" else n_tables)
    blocks += [form.small_print(name, words) for name, words in payload["small_print"]]
    return tree.as_json(blocks, title=payload["title"], subject=payload["subject"], lang=LANGUAGE)


def _block(block: Mapping[str, Any], form: Form, number: int) -> Nodes:
    if block["kind"] == "note":
        return [form.quiet(block["text"])]
    if block["kind"] == "subheading":
        return [tree.heading(2, block["title"]), *([form.rule(block["text"])] if block["text"] else [])]
    if block["kind"] == "picture":
        return form.picture(number, block)
    return [*form.table(_table(block, form, number)), *(form.quiet(note) for note in block["notes"])]


def _told(item: Mapping[str, Any], form: Form) -> Nodes:
    lead = [tree.strong(f"{item['lead']}:"), {"t": "Space"}] if item["lead"] else []
    drawn = [{"t": "Space"}, form.muted(f"({DRAWN_UP})")] if item["is_illustrative"] else []
    return [*lead, *tree.words(item["text"]), *drawn]


def _table(block: Mapping[str, Any], form: Form, number: int) -> Node:
    columns = block["columns"]
    head = [tree.cell([tree.strong(_heading(column))]) for column in columns]
    rows: list[list[Any]] = []
    for group in block["groups"]:
        if group["label"]:
            rows.append([tree.cell([tree.strong(group["label"])], len(columns))])
        rows += [[tree.cell(_cell(cell, form)) for cell in row] for row in group["rows"]]
    shares = zip(shares_of(block), (bool(column["is_number"]) for column in columns), strict=True)
    caption = tree.words(f"Table {number}. {block['caption']}")
    return tree.table(caption, list(shares), head, rows)


def _heading(column: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [column["label"], column["unit"]]))


def _cell(cell: Mapping[str, Any], form: Form) -> Nodes:
    text = " ".join(filter(None, [cell["mark"], cell["text"]]))
    first = form.muted(text) if cell["is_missing"] else form.toned(text, cell["role"])
    return [first, *([{"t": "Space"}, form.muted(cell["note"])] if cell["note"] else [])]
