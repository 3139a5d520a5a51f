"""Photos and pronouns of people."""

import io
import json

from lxml import html
from PIL import Image

from tests.conftest import SiteFolder

ADA = "---\nname: Ada Example\npronouns: she/her\nphoto:\n  file: ada.jpg\n  alt: {alt}\n  credit: Bo Sample\n{more}---\n"


def portrayed(site: SiteFolder, more: str = "", alt: str = 'Ada at a lectern, in "blue"') -> SiteFolder:
    site.write("site.toml", 'title = "S"\nbase_url = "https://example.org/"\n')
    site.writeup("a", more="speakers: ['Ada Example, Director, The Trust']\n")
    stream = io.BytesIO()
    Image.new("RGB", (1200, 900), "navy").save(stream, "JPEG")
    site.write("content/people/ada.jpg", stream.getvalue())
    site.write("content/people/ada.md", ADA.format(alt=json.dumps(alt), more=more))
    return site


def test_a_photo_stands_on_the_page_and_in_the_data(site: SiteFolder) -> None:
    assert portrayed(site).build().problems == []
    tree = html.fromstring(site.page("speakers/ada/index.html"))
    (image,) = tree.xpath("//figure[@class='portrait']/img")
    assert image.get("alt") == 'Ada at a lectern, in "blue"'
    assert (image.get("width"), image.get("height"), image.get("sizes")) == ("1200", "900", "12rem")
    for source in (image.get("src"), *(part.split()[0] for part in image.get("srcset").split(", "))):
        assert (site.root / "_site/speakers/ada" / source).is_file(), source
    assert "Photo: Bo Sample" in " ".join(tree.text_content().split())
    assert "she/her" in tree.find(".//header[@class='page-header']").text_content()
    graph = tree.findtext(".//script[@type='application/ld+json']") or ""
    assert '"image":"https://example.org/people/ada.jpg"' in graph
    person = json.loads(site.page("data/archive.json"))["people"][0]
    assert person["pronouns"] == "she/her"
    assert person["photo"]["address"] == "https://example.org/people/ada.jpg"
    assert "https://example.org/people/ada.jpg" in site.page("data/popolo.json")


def test_the_photo_of_somebody_who_is_withheld_is_not_published(site: SiteFolder) -> None:
    result = portrayed(site, "withheld: true\n", alt="Somebody").build()
    assert result.code == 0, result.err
    assert not list((site.root / "_site").rglob("ada*"))


def test_a_photo_needs_words_and_a_picture(site: SiteFolder) -> None:
    portrayed(site)
    site.write("content/people/ada.md", "---\nname: Ada Example\nphoto: {file: ada.jpg}\n---\n")
    (problem,) = site.build().problems
    assert "missing-key" in problem
    assert "alt" in problem
    site.write("content/people/ada.md", "---\nname: Ada Example\nphoto: {file: ada.pdf, alt: A}\n---\n")
    (problem,) = site.build().problems
    assert '"ada.pdf" is no picture' in problem
    site.write("content/people/ada.jpg", b"no picture")
    site.write("content/people/ada.md", "---\nname: Ada Example\nphoto: {file: ada.jpg, alt: A}\n---\n")
    (problem,) = site.build().problems
    assert "not-an-image" in problem
