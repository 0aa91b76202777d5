"""The pictures of an invented council say that they are invented; nothing else of a notebook changes."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kpi_lib.run.invented import with_marked_pictures

PICTURE = '<p>before</p><svg role="img" viewBox="0 0 {w} {h}"><path d="M 0 0"/></svg><p>after</p>'


def html_of(*pictures: str) -> list[str]:
    outputs = [
        new_output("display_data", {"text/html": html, "text/plain": "<svg is a word"}) for html in pictures
    ]
    notebook = new_notebook(
        cells=[new_markdown_cell("# <svg"), new_code_cell("page.chart()", outputs=outputs)]
    )
    marked = with_marked_pictures(notebook)
    assert marked.cells[0] == notebook.cells[0]
    assert all(output.data["text/plain"] == "<svg is a word" for output in marked.cells[1].outputs)
    return [output.data["text/html"] for output in marked.cells[1].outputs]


def test_a_picture_has_the_word_in_its_lower_right_corner() -> None:
    (html,) = html_of(PICTURE.format(w=640, h=300))
    assert html.startswith("<p>before</p><svg") and html.endswith("</text></svg><p>after</p>")
    assert 'x="638" y="298">Invented</text>' in html


def test_a_picture_in_a_tile_has_no_room_for_it() -> None:
    tile = PICTURE.format(w=280, h=48)
    assert html_of(tile) == [tile]


def test_every_picture_of_an_output_is_marked_and_those_of_a_document() -> None:
    both = PICTURE.format(w=640, h=300) + PICTURE.format(w=320, h=200)
    (html,) = html_of(both)
    assert html.count(">Invented</text>") == 2
    document = {"sections": [{"blocks": [{"svg": PICTURE.format(w=640, h=300)}]}]}
    output = new_output("display_data", {"application/vnd.kpi.document+json": document})
    marked = with_marked_pictures(new_notebook(cells=[new_code_cell("page.files()", outputs=[output])]))
    block = marked.cells[0].outputs[0].data["application/vnd.kpi.document+json"]["sections"][0]["blocks"][0]
    assert block["svg"].count(">Invented</text>") == 1
