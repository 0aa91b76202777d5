import re
from xml.etree import ElementTree

import pytest

from kpi_lib.present.ink.canvas import WIDE, house_style, new_axes, raw_svg, to_png
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.ink.theme import light

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def axes():
    with house_style():
        drawn = new_axes(WIDE)
        drawn.plot([1, 2, 3], [4, 6, 5], color=light("home"), gid="home")
        drawn.scatter([1, 2], [4, 6], color=light("neighbours"), gid="dots")
        drawn.text(2, 5, "A name", color=light("muted"), fontweight="bold")
    return drawn


def page_svg(axes, **options):
    return for_page(raw_svg(axes), **{"title": "Trend", "alt": "It rose from 4 to 5", **options})


def test_the_picture_says_what_it_finds(axes):
    root = ElementTree.fromstring(page_svg(axes))
    assert (root.get("role"), root.get("aria-label")) == ("img", "It rose from 4 to 5")
    assert root[0].tag == f"{SVG}title" and root[0].text == "Trend"
    assert root.get("viewBox") == "0 0 720 405" and root.get("width") is None


def test_text_stays_text_in_the_font_of_the_page(axes):
    texts = {text.text: text for text in ElementTree.fromstring(page_svg(axes)).iter(f"{SVG}text")}
    assert "A name" in texts
    style = texts["A name"].get("style")
    assert "font-family" not in style and "DejaVu" not in style
    assert "font-weight: bold" in style or "font-weight: 700" in style


def test_every_colour_is_a_variable_of_the_theme(axes):
    picture = page_svg(axes)
    assert f"var(--kpi-home, {light('home')})" in picture
    assert not re.findall(r"#[0-9A-Fa-f]{6}", re.sub(r"var\(--kpi-[a-z-]+, #[0-9A-F]{6}\)", "", picture))


def test_a_colour_outside_the_palette_is_refused(axes):
    axes.plot([1, 2], [4, 4], color="#ff00ff")
    with pytest.raises(ValueError, match="#ff00ff is not in the palette"):
        page_svg(axes)


def test_nothing_reaches_out_of_the_picture(axes):
    one, other = page_svg(axes), page_svg(axes, title="Another")
    assert "<style" not in one and "metadata" not in one and "xlink" not in one
    ids = [set(re.findall(r' id="([^"]+)"', picture)) for picture in (one, other)]
    assert ids[0] and not ids[0] & ids[1]
    targets = re.findall(r"url\(#([^)]+)\)", one) + re.findall(r'href="#([^"]+)"', one)
    assert set(targets) == ids[0]


def test_marks_can_be_named(axes):
    root = ElementTree.fromstring(page_svg(axes, named={"dots": ["Kent: 4", "Essex <b>: 6"]}))
    names = [title.text for use in root.iter(f"{SVG}use") for title in use.iter(f"{SVG}title")]
    assert names == ["Kent: 4", "Essex <b>: 6"]


def test_a_picture_beside_its_words_is_hidden_from_readers(axes):
    root = ElementTree.fromstring(page_svg(axes, is_decorative=True))
    assert root.get("aria-hidden") == "true" and root.get("role") is None


def test_hostile_titles_are_inert(axes):
    picture = page_svg(axes, title="<script>alert(1)</script>", alt='"><img src=x onerror=alert(1)>')
    assert "<script" not in picture and "<img" not in picture


def test_the_same_drawing_gives_the_same_bytes(axes):
    assert page_svg(axes) == page_svg(axes)
    assert to_png(axes) == to_png(axes)
