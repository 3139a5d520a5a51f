from hypothesis import given
from hypothesis import strategies as st

from site_builder.colours import DARK_GROUND, LEGIBLE, LIGHT_GROUND, contrast, legible, normal_colour
from tests.conftest import SiteFolder

COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert normal_colour("#AbC") == "#aabbcc"


@given(COLOURS, st.sampled_from([LIGHT_GROUND, DARK_GROUND]))
def test_a_shade_that_can_be_read_is_found_for_every_colour(colour: str, ground: str) -> None:
    assert contrast(legible(colour, ground), ground) >= LEGIBLE
    if contrast(colour, ground) >= LEGIBLE:
        assert legible(colour, ground) == colour


def test_the_accent_is_in_the_stylesheet_and_the_mark(site: SiteFolder) -> None:
    site.writeup("a")
    site.write("site.toml", 'accent = "#7A1F3D"\n')
    assert site.build().code == 0
    assert "--accent: #7a1f3d;" in site.page("assets/site.css")
    assert "#7a1f3d" in site.page("favicon.svg")
    site.write("static/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.write("static/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.write("site.toml", 'logo = "/logo.svg"\n')
    assert site.build().code == 0
    assert site.page("favicon.svg") == "<svg xmlns='http://www.w3.org/2000/svg'/>"
    assert '<img src="./logo.svg"' in site.page("index.html") or 'src="logo.svg"' in site.page("index.html")
    site.write("site.toml", 'logo = "/logo.png"\n')
    assert "there is no file" in site.build().problems[0]
