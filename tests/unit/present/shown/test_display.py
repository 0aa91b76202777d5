from base64 import b64decode
from dataclasses import replace

from kpi_lib.present.shown.display import DATA, Shown, render, show_note, show_text, show_together


def test_a_bundle_has_what_there_is():
    bundle = Shown("<p>a</p>", "a", lambda: b"\x89PNG")._repr_mimebundle_()
    assert bundle["text/html"] == "<p>a</p>"
    assert bundle["text/plain"] == "a"
    assert b64decode(bundle["image/png"]) == b"\x89PNG"


def test_plain_text_has_no_markup():
    assert show_text("a | <b>")._repr_mimebundle_() == {"text/plain": "a | <b>"}


def test_a_bundle_can_be_narrowed():
    shown = Shown("<p>a</p>", "a", lambda: b"\x89PNG")
    assert set(shown._repr_mimebundle_(include={"text/html"})) == {"text/html"}
    assert set(shown._repr_mimebundle_(exclude={"text/html"})) == {"text/plain", "image/png"}


def test_a_site_has_no_use_for_the_picture_and_it_is_not_drawn(monkeypatch):
    def never() -> bytes:
        raise AssertionError("drawn for nobody")

    monkeypatch.setenv("KPI_PICTURES", "web")
    assert set(Shown("<p>a</p>", "a", never)._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_hostile_text_is_inert():
    html = show_note('<script>alert(1)</script> & "quoted"').html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_together_keeps_order_and_the_only_picture():
    group = show_together(show_note("first"), Shown("<b>second</b>", "second", lambda: b"1"))
    assert group.text == "first\n\nsecond"
    assert group.html.index("first") < group.html.index("<b>second</b>")
    assert group.png == b"1"
    assert show_together(group, group).png is None


def test_a_template_refuses_what_it_was_not_given():
    from jinja2 import UndefinedError
    from pytest import raises

    with raises(UndefinedError):
        render("note.html.j2")


def test_apostrophes_are_curly_in_every_form_that_is_read_and_figures_stay_as_they_are():
    typed = {"note": "a child's"}
    shown = replace(show_note("a child's <code>"), attached={DATA: typed, "application/x-document": typed})
    bundle = shown._repr_mimebundle_()
    assert "a child’s" in str(bundle["text/html"]) and bundle["text/plain"] == "a child’s <code>"
    assert bundle["application/x-document"] == {"note": "a child’s"} and bundle[DATA] == typed
    assert show_text("it's")._repr_mimebundle_() == {"text/plain": "it's"}
