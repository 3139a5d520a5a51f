"""Briefings: everything about somebody or something on one page, and as a PDF."""

import re
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import SiteFolder


@pytest.fixture
def archive(site: SiteFolder) -> SiteFolder:
    site.write("site.toml", 'title = "Archive"\nbase_url = "https://example.org/"\n')
    site.writeup(
        "a",
        title="First",
        more="event: {name: Autumn hearing, place: London}\ntopics: [Energy]\n"
        "speakers: ['Ada Example, Director, The Trust', 'Bo Other, Chair, The Trust, chair']\n"
        "sources: [{title: Minutes, url: 'https://example.org/minutes'}]\n",
        body="> It will rain.\n>\n> — Ada Example",
    )
    site.writeup("b", title="Second", more="mentions: ['Ada Example']\n")
    return site


def unpacked(pdf: bytes) -> bytes:
    """What stands in the compressed parts of a PDF."""
    parts = []
    for found in re.finditer(rb"stream\r?\n", pdf):
        with suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(pdf[found.end() :]))
    return b"\n".join(parts)


def words(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("string(//main)").split())


def test_a_briefing_has_everything_on_one_page(archive: SiteFolder) -> None:
    assert archive.build().code == 0
    person = words(archive.page("speakers/ada-example/briefing/index.html"))
    for part in ("Director, The Trust", "Autumn hearing · London", "It will rain.", "Second", "Minutes"):
        assert part in person
    body = words(archive.page("organisations/the-trust/briefing/index.html"))
    assert "Bo Other, Chair, The Trust (chair)" in body
    assert "Ada Example, Director (1)" in body
    topic = words(archive.page("topics/energy/briefing/index.html"))
    assert "Ada Example, Director, The Trust; Bo Other" in topic
    page = archive.page("speakers/ada-example/briefing/index.html")
    assert '<meta name="robots" content="noindex">' in page
    assert "/briefing/" not in archive.page("sitemap.xml")
    assert 'href="../../speakers/ada-example/briefing/"' in archive.page("speakers/ada-example/index.html")


def test_a_site_may_have_no_briefings(archive: SiteFolder) -> None:
    archive.write("site.toml", "briefings = false\n")
    assert archive.build().code == 0
    assert not list((archive.root / "_site").rglob("briefing"))
    assert "briefing/" not in archive.page("speakers/ada-example/index.html")


def test_a_briefing_about_a_renamed_organisation_has_what_was_said_before(archive: SiteFolder) -> None:
    archive.write(
        "content/organisations/new-trust.md", "---\nname: New Trust\nrenamed_from: The Trust\n---\n"
    )
    archive.writeup("c", title="Third", more="speakers: ['Cy Third, Head, New Trust']\n")
    assert archive.build().code == 0
    body = words(archive.page("organisations/new-trust/briefing/index.html"))
    assert "Third" in body
    assert "Ada Example, Director" in body


def test_a_briefing_becomes_a_pdf_with_its_font_and_its_words(archive: SiteFolder, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    result = archive.run("briefing", "speaker", "ada-example", "--pdf", str(target))
    assert (result.code, result.err) == (0, "")
    data = target.read_bytes()
    assert data.startswith(b"%PDF-")
    assert b"Newsreader" in data + unpacked(data), "the stylesheet was found"
    assert not (archive.root / "_site").exists()
    again = tmp_path / "again.pdf"
    archive.run("briefing", "speaker", "ada-example", "--pdf", str(again))
    assert again.read_bytes() == data, "the same site gives the same bytes"


def test_mistakes_of_asking_are_told(archive: SiteFolder, tmp_path: Path) -> None:
    target = str(tmp_path / "out.pdf")
    near = archive.run("briefing", "speaker", "ada-exampel", "--pdf", target)
    assert near.code == 2
    assert 'did you mean "ada-example"' in near.err
    assert archive.run("briefing", "series", "x", "--pdf", target).code == 2
    assert archive.run("briefing", "speaker", "ada-example").code == 2
    unwritable = archive.run("briefing", "speaker", "ada-example", "--pdf", str(tmp_path / "no/where.pdf"))
    assert unwritable.code == 1
    source = next((archive.root / "content").rglob("*.md"))
    before = source.read_bytes()
    mistaken = archive.run("briefing", "speaker", "ada-example", "--pdf", str(source))
    assert (mistaken.code, source.read_bytes()) == (2, before)
    assert "write the PDF to another place" in mistaken.err
    archive.writeup("bad", more="speekers: x\n")
    broken = archive.run("briefing", "speaker", "ada-example", "--pdf", target)
    assert broken.code == 1
    assert "unknown-key" in broken.err
    assert not Path(target).exists()


def test_a_missing_extra_is_named(archive: SiteFolder) -> None:
    missing = "import sys; sys.modules['weasyprint'] = None"
    result = archive.run("briefing", "speaker", "ada-example", "--pdf", "x.pdf", first=missing)
    assert result.code == 2
    assert "pip install 'weasyprint>=68,<71'" in result.err


def test_a_briefing_has_the_newest_fifty_statements(site: SiteFolder) -> None:
    body = "".join(f"> Words {number}.\n> — Ada Example\n\n" for number in range(60))
    site.writeup("a", more="speakers: [Ada Example]\n", body=body)
    assert site.build().code == 0
    page = html.fromstring(site.page("speakers/ada-example/briefing/index.html"))
    assert len(page.find_class("statement")) == 50
    assert "The newest 50 of 60; everything is in the data" in page.text_content()
