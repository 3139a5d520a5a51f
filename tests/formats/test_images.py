"""Pictures beside writeups, and the pictures that show where an address is shared."""

import io
import random
import re
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from site_builder.formats.images import NotAnImage, image_bytes, measure_image
from tests.conftest import SiteFolder, tree

PAGE = "writeups/2020/a/index.html"


def photograph(width: int, height: int, kind: str = "JPEG", turned: int = 1) -> bytes:
    """A picture with everything that a camera tells of its owner."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "SecretCamera", "Secret Owner", turned
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    stream = io.BytesIO()
    picture.save(stream, kind, exif=exif)
    return stream.getvalue()


def in_turn(frames: list[Image.Image], kind: str, **options: object) -> bytes:
    """A picture that moves from one to the next."""
    stream = io.BytesIO()
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:], **options)
    return stream.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_comes_in_several_sizes_and_tells_nothing_of_its_owner(
    site: SiteFolder, kind: str, ending: str
) -> None:
    site.write(f"content/writeups/hall.{ending}", photograph(1200, 800, kind))
    site.writeup("a", body=f"![A full hall](hall.{ending})")
    result = site.build()
    assert result.code == 0, result.err
    [image] = html.fromstring(site.page(PAGE)).xpath("//div[@class='prose']//img")
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("1200", "800", "lazy")
    assert re.findall(r"(\d+)w(?:,|$)", image.get("srcset")) == ["480", "960", "1200"]
    for name, width in ((f"hall.{ending}", 1200), (f"hall.480w.{ending}", 480), (f"hall.960w.{ending}", 960)):
        data = (site.root / "_site/writeups" / name).read_bytes()
        assert b"Secret" not in data
        copy = Image.open(io.BytesIO(data))
        assert (copy.width, dict(copy.getexif())) == (width, {})


def test_a_picture_that_was_held_upright_is_upright(site: SiteFolder) -> None:
    site.write("content/writeups/hall.jpg", photograph(600, 400, turned=6))
    site.writeup("a", body="![A full hall](hall.jpg)")
    assert site.build().code == 0
    [image] = html.fromstring(site.page(PAGE)).xpath("//div[@class='prose']//img")
    assert (image.get("width"), image.get("height")) == ("400", "600")
    with Image.open(site.root / "_site/writeups/hall.jpg") as picture:
        assert picture.size == (400, 600)


def test_a_picture_is_worked_on_once(site: SiteFolder) -> None:
    site.write("content/writeups/hall.jpg", photograph(1200, 800))
    site.writeup("a", body="![A full hall](hall.jpg)")
    site.build()
    site.writeup("a", body="![A full hall](hall.jpg) And more.", title="Another title")
    assert not [path for path in site.build("--json").json["written"] if path.endswith(".jpg")]
    site.write("content/writeups/hall.jpg", photograph(1000, 800))
    written = site.build("--json").json["written"]
    assert {path for path in written if path.endswith(".jpg")} == {
        "writeups/hall.jpg",
        "writeups/hall.480w.jpg",
        "writeups/hall.960w.jpg",
    }
    assert 'width="1000"' in site.page(PAGE), "the measures on the page are those of the new one"
    assert site.build("--verify").code == 0


def test_a_title_becomes_caption_and_credit(site: SiteFolder) -> None:
    site.write("content/writeups/hall.png", photograph(40, 30, "PNG"))
    site.writeup("a", body='![A full hall](hall.png "The hall <at> nine | Photo: Ada Example")')
    assert site.build().code == 0
    [figure] = html.fromstring(site.page(PAGE)).xpath("//div[@class='prose']//figure")
    assert figure.xpath("string(figcaption)") == "The hall <at> nine Photo: Ada Example"
    assert figure.xpath("string(figcaption/span[@class='credit'])") == "Photo: Ada Example"
    assert not figure.xpath("img/@title | img/@srcset")


def test_a_moving_picture_goes_on_moving(site: SiteFolder) -> None:
    frames = [Image.new("RGB", (900, 10), colour) for colour in ("red", "green", "blue")]
    site.write("content/writeups/clip.gif", in_turn(frames, "GIF", comment=b"Secret", duration=70))
    site.writeup("a", body="![Three colours in turn](clip.gif)")
    assert site.build().code == 0
    data = (site.root / "_site/writeups/clip.gif").read_bytes()
    assert b"Secret" not in data
    with Image.open(io.BytesIO(data)) as moving:
        assert (moving.n_frames, moving.info["duration"], moving.size) == (3, 70, (900, 10))  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_moving_picture_tells_nothing_either(site: SiteFolder, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green")]
    site.write(f"content/writeups/clip.{kind.lower()}", in_turn(frames, kind, exif=exif))
    site.writeup("a", body=f"![Two colours in turn](clip.{kind.lower()})")
    assert site.build().code == 0
    data = (site.root / f"_site/writeups/clip.{kind.lower()}").read_bytes()
    assert b"Secret" not in data
    with Image.open(io.BytesIO(data)) as moving:
        assert moving.n_frames == 2  # type: ignore[attr-defined]


def test_a_second_picture_behind_the_first_is_left_out(site: SiteFolder) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6
    stream = io.BytesIO()
    picture = Image.linear_gradient("L").resize((600, 400)).convert("RGB")
    picture.save(stream, "MPO", exif=exif, save_all=True, append_images=[picture.rotate(90)])
    site.write("content/writeups/hall.jpg", stream.getvalue())
    site.writeup("a", body="![A full hall](hall.jpg)")
    assert site.build().code == 0
    data = (site.root / "_site/writeups/hall.jpg").read_bytes()
    assert b"Secret" not in data
    with Image.open(io.BytesIO(data)) as found:
        assert (found.format, found.size) == ("JPEG", (400, 600))


def test_what_is_no_picture_of_the_web_is_a_problem(site: SiteFolder) -> None:
    drawing = '/* XPM */\nstatic char *x[] = {\n"2 2 2 1",\n"a c #ff0000",\n"b c #00ff00",\n"ab",\n"ba"\n};\n'
    stream = io.BytesIO()
    Image.new("RGB", (20, 10)).save(stream, "TIFF")
    for data in (
        drawing.encode(),
        stream.getvalue(),
        b"",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ):
        site.write("content/writeups/x.png", data)
        site.writeup("a", body="![A drawing](x.png)")
        result = site.build()
        assert result.code == 1
        assert "not-an-image" in result.problems[0]


def test_strange_facts_in_a_picture_do_no_harm(site: SiteFolder) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (600, 400), "red").save(
        stream, "PNG", exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff"
    )
    site.write("content/writeups/x.png", stream.getvalue())
    grey = io.BytesIO()
    Image.new("I;16", (600, 400), 30_000).save(grey, "PNG")
    site.write("content/writeups/grey.png", grey.getvalue())
    site.writeup("a", body="![Red](x.png)\n\n![Grey](grey.png)")
    result = site.build()
    assert (result.code, result.err) == (0, "")
    with Image.open(site.root / "_site/writeups/grey.480w.png") as copy:
        assert abs(int(copy.convert("L").getpixel((5, 5)) or 0) - 117) <= 2  # type: ignore[arg-type]


def test_two_files_at_one_address_are_a_problem(site: SiteFolder) -> None:
    site.write("content/writeups/a#b.pdf", "one")
    site.write("content/writeups/a?b.pdf", "two")
    site.writeup("a", body="[one](a%23b.pdf) [two](a%3Fb.pdf)")
    result = site.build()
    assert result.code == 1
    assert "address-collision" in result.problems[0]


def test_a_truncated_picture_is_a_problem_and_nothing_is_lost(site: SiteFolder) -> None:
    site.write("content/writeups/hall.jpg", photograph(1200, 800))
    site.writeup("a", body="![A full hall](hall.jpg)")
    site.build()
    before = tree(site.root / "_site")
    site.write("content/writeups/hall.jpg", photograph(1200, 800)[:2000])
    result = site.build()
    assert result.code == 1
    assert "not-an-image" in result.problems[0]
    assert tree(site.root / "_site") == before


def test_an_ornament_needs_no_words(site: SiteFolder) -> None:
    site.write("content/writeups/o.png", photograph(4, 4, "PNG"))
    site.writeup("a", body="![](o.png){: .decorative }")
    assert site.build().problems == []
    site.writeup("a", body="Text ![](o.png)")
    assert "no-alternative" in site.build().problems[0]


def test_a_recording_of_ones_own_is_played_on_the_page(site: SiteFolder) -> None:
    site.write("content/writeups/talk.mp3", b"ID3")
    site.write("content/writeups/talk.vtt", "WEBVTT\n")
    site.writeup("a", more="event: {recording: {file: talk.mp3, captions: talk.vtt}}\n")
    assert site.build().code == 0
    page = html.fromstring(site.page(PAGE))
    assert page.xpath("//audio/@preload") == ["none"]
    assert page.xpath("//track/@kind") == ["captions"]
    assert (site.root / "_site/writeups/talk.vtt").exists()
    site.writeup("a", more="event: {recording: https://example.org/watch}\n")
    assert site.build().code == 0
    page = html.fromstring(site.page(PAGE))
    assert page.xpath("//dd/a/@href") == ["https://example.org/watch"]
    assert not page.xpath("//audio | //video | //iframe")
    for file in ("nowhere.mp3", "a.png", "2020-01-02-a.md"):
        site.writeup("a", more=f"event: {{recording: {{file: {file}}}}}\n")
        assert "broken-link" in site.build().problems[0]


def test_a_card_is_drawn_for_each_writeup_and_kept(site: SiteFolder) -> None:
    site.write("site.toml", 'title = "Archive"\nbase_url = "https://example.org/"\ncard_images = true\n')
    site.writeup(
        "a", title="Łódź, or what the hall said about buses, heat, and the long way home in the dark"
    )
    site.writeup("b", title="田中")
    assert site.build().code == 0
    with Image.open(site.root / "_site/writeups/2020/a/card.png") as card:
        assert (card.size, card.format) == ((1200, 630), "PNG")
        assert len(card.convert("RGB").getcolors(1_000_000) or ()) > 3
    page = html.fromstring(site.page(PAGE))
    assert page.xpath("//meta[@property='og:image']/@content") == [
        "https://example.org/writeups/2020/a/card.png"
    ]
    site.writeup("a", title="Another title")
    written = site.build("--json").json["written"]
    assert [path for path in written if path.endswith("card.png")] == ["writeups/2020/a/card.png"]


def moving(kind: str, frames: int = 2, size: int = 40, **options: object) -> bytes:
    """A picture of as many frames, each with a spot of another colour on nothing."""
    pictures = []
    for number in range(frames):
        picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
        picture.paste((255, 0, 0, 255), (number * 8, 0, number * 8 + 8, 8))
        pictures.append(picture)
    return in_turn(pictures, kind, duration=100, **options)


def test_a_moving_picture_is_shown_as_often_as_before_and_frames_do_not_pile_up(site: SiteFolder) -> None:
    site.write("content/writeups/once.gif", moving("GIF", disposal=2))
    site.write("content/writeups/thrice.gif", moving("GIF", disposal=2, loop=3))
    site.writeup("a", body="![A spot](once.gif) ![A spot](thrice.gif)")
    assert site.build().code == 0
    with Image.open(site.root / "_site/writeups/thrice.gif") as picture:
        assert picture.info["loop"] == 3
    with Image.open(site.root / "_site/writeups/once.gif") as picture:
        assert "loop" not in picture.info
        picture.seek(1)
        second = picture.convert("RGBA")
    assert (second.getpixel((10, 4)), second.getpixel((2, 4))[3]) == ((255, 0, 0, 255), 0)


def test_a_moving_picture_with_too_many_pixels_is_a_problem(site: SiteFolder) -> None:
    site.write("content/writeups/large.gif", moving("GIF", frames=12, size=3000))
    site.writeup("a", body="![A spot](large.gif)")
    result = site.build()
    assert result.code == 1
    assert "3,000 by 3,000 pixels in 12 frames" in result.err


@pytest.mark.parametrize("kind", ["AVIF", "WEBP", "GIF", "PNG", "JPEG"])
def test_damage_anywhere_in_a_picture_is_a_problem_or_none(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    whole = moving(kind) if kind in {"AVIF", "WEBP", "GIF"} else photograph(60, 40, kind)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(12, len(data))] = chance.randrange(256)
        (tmp_path / "x").write_bytes(data[: chance.choice([len(data), chance.randrange(20, len(data))])])
        try:
            measure_image(tmp_path / "x")
            image_bytes(tmp_path / "x", None)
        except NotAnImage:
            pass
