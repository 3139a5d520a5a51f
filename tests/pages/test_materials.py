"""What was shown or handed out at events."""

import csv
import json

from lxml import html

from tests.conftest import SiteFolder

MATERIALS = """event:
  materials:
    - {title: Slides, file: "my slides.pdf", url: "https://example.org/slides"}
    - {title: Agenda, url: "https://example.org/agenda"}
"""


def test_materials_stand_on_the_page_and_in_the_data(site: SiteFolder) -> None:
    site.write("content/writeups/my slides.pdf", b"%PDF-1.4\n")
    site.writeup("a", more=MATERIALS)
    assert site.build().problems == []
    tree = html.fromstring(site.page("writeups/2020/a/index.html"))
    (listed,) = tree.xpath("//dt[.='Materials']/following-sibling::dd")
    assert " ".join(listed.text_content().split()) == "Slides (on the web), Agenda"
    links = [link.get("href") for link in listed.iter("a")]
    assert links == [
        "../../../writeups/my%20slides.pdf",
        "https://example.org/slides",
        "https://example.org/agenda",
    ]
    assert (site.root / "_site/writeups/my slides.pdf").is_file()
    assert '"subjectOf":[{"@type":"CreativeWork","name":"Slides"' in site.page("writeups/2020/a/index.html")
    materials = json.loads(site.page("data/archive.json"))["writeups"][0]["materials"]
    assert [material["file"] for material in materials] == ["/writeups/my slides.pdf", None]
    rows = list(csv.DictReader(site.page("data/materials.csv").removeprefix("\ufeff").splitlines()))
    assert [row["title"] for row in rows] == ["Slides", "Agenda"]


def test_materials_that_are_not_there_or_may_run_are_refused(site: SiteFolder) -> None:
    site.writeup("a", more="event: {materials: [{title: Slides, file: slides.pdf}]}\n")
    (problem,) = site.build().problems
    assert 'there is no file "slides.pdf"' in problem
    site.write("content/writeups/slides.html", "<script>1</script>")
    site.writeup("a", more="event: {materials: [{title: Slides, file: slides.html}]}\n")
    (problem,) = site.build().problems
    assert ": unsafe-file: " in problem
    site.writeup("a", more="event: {materials: [{title: Slides}]}\n")
    (problem,) = site.build().problems
    assert "url" in problem
    assert "file" in problem
