"""Single pages, Word files and saved web pages."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from PIL import Image

from tests.conftest import SiteFolder, picture
from tests.importers.importing import folder, imported, kinds, text_of

PAGE = """\
Wednesday, October 27, 2010

A night on mutuals

Spoke yesterday in * Lambeth * with [Ada](x) and <b>others</b>.

• one
• two

# not a heading

Posted by Robin Ashby at 22:15
Labels: Mutuals, Care

2 comments:

Kofi said...
I was there. kofi@example.org
28 October 2010 at 10:12

Robin Ashby said...
Thanks.

Post a Comment
"""


def test_a_page_as_it_was_copied(site: SiteFolder, tmp_path: Path) -> None:
    report = imported(site, "text", folder(tmp_path / "in", {"a.txt": PAGE, "empty.txt": "\n"}))
    text = text_of(site, "night-on-mutuals.md$")
    assert "title: A night on mutuals" in text
    assert "date: 2010-10-27\n" in text
    assert "- Robin Ashby" in text
    assert "- Mutuals\n  - Care\n" in text
    assert "&lt;b>others&lt;/b>" in text
    assert "- one\n- two" in text
    assert "\\# not a heading" in text
    assert "Posted by" not in text
    assert "comments:" not in text.replace("comments: ", "")
    assert report["comments"] == 2
    comments = text_of(site, "comments/2010/.*yml$")
    assert "I was there." in comments
    assert "kofi@" not in comments
    assert [entry["reason"] for entry in report["left_out"]] == ["is empty"]


@pytest.mark.parametrize(
    ("end", "rest"),
    [
        ("No comments:", ""),
        ("No comments", ""),
        ("3 Responses to “A night”", ""),
        ("He made no comments: none.", "He made no comments: none."),
    ],
)
def test_the_line_above_the_comments_is_no_part_of_the_text(
    site: SiteFolder, tmp_path: Path, end: str, rest: str
) -> None:
    imported(
        site, "text", folder(tmp_path / "in", {"a.txt": f"27 October 2010\n\nTitle\n\nText here.\n\n{end}"})
    )
    assert text_of(site, "title.md$").partition("---\n\n")[2].strip() == f"Text here.\n\n{rest}".strip()


def _document() -> "docx.document.Document":
    document = docx.Document()
    document.core_properties.author = "Office PC"
    document.add_heading("Round table on care", 0)
    document.add_paragraph("3 March 2015")
    document.add_heading("Who came", 1)
    paragraph = document.add_paragraph("Ada ")
    paragraph.add_run("Okafor").bold = True
    paragraph.add_run(" of the Care Trust * spoke [first] <here>.")
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet")
    document.add_paragraph("A quotation.", style="Quote")
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    document.add_picture(io.BytesIO(_png()))
    document.add_comment(paragraph.runs[0], text="Really?", author="Bela")
    return document


def _png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    return stream.getvalue()


def test_word_files(site: SiteFolder, tmp_path: Path) -> None:
    source = folder(
        tmp_path / "word",
        {"old.doc": b"\xd0\xcf\x11\xe0", "2016-05-06 notes.docx": b"PK no zip", "~$care.docx": b"x"},
    )
    _document().save(str(source / "care.docx"))
    plain = docx.Document()
    plain.add_paragraph("Only text.")
    plain.save(str(source / "2014-01-02 plain.docx"))
    report = imported(site, "word", source)
    text = text_of(site, "care.md$")
    assert "title: Round table on care" in text
    assert "date: 2015-03-03\n" in text
    assert "## Who came" in text or "# Who came" in text
    assert "Ada **Okafor** of the Care Trust * spoke [first] &lt;here>." in text
    assert "- one\n- two" in text
    assert "> A quotation." in text
    assert "| cell 2 | cell 3 |" in text
    assert "(files/image1.png)" in text
    assert "comments in the margin of Word files" in kinds(report)
    assert "creator: Office PC" in text
    assert "date: 2014-01-02" in text_of(site, "plain.md$")
    assert "save it as .docx" in str(report["left_out"])
    assert "damaged" in str(report["left_out"]) or "no Word file" in str(report["left_out"])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_files_that_libreoffice_writes(site: SiteFolder, tmp_path: Path) -> None:
    _document().save(str(tmp_path / "care.docx"))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(tmp_path / "care.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (tmp_path / "out").mkdir()
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out"), str(tmp_path / "care.odt")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    imported(site, "word", tmp_path / "out")
    text = text_of(site, "care.md$")
    assert "Ada **Okafor** of the Care Trust" in text
    assert "- one\n- two" in text


def test_saved_web_pages(site: SiteFolder, tmp_path: Path) -> None:
    page = """<!doctype html><html><head><title>A hearing – The Blog</title><meta charset="utf-8">
    <link rel="canonical" href="https://old.example.org/2012/05/a-hearing/"><meta property="article:tag" content="Care">
    <meta property="article:published_time" content="2012-05-06T10:00:00+02:00"><meta name="author" content="Ada Okafor"></head>
    <body><nav>Home | About</nav><article><header><h1>A hearing</h1></header><p>It was <em>long</em>.</p>
    <img src="a_files/hall.png" alt="Hall"><p><a href="https://old.example.org/2012/06/another/">another</a></p>
    <div class="share">Share this</div></article><footer>Imprint</footer></body></html>"""
    other = """<html><head><title>Another</title><link rel="canonical" href="https://old.example.org/2012/06/another/"></head>
    <body><main><h1>Another</h1><p class=MsoNormal style='mso-x:y'>Words<o:p></o:p></p></main></body></html>"""
    source = folder(
        tmp_path / "saved",
        {"a.html": page, "b.htm": other, "a_files/hall.png": picture(), "none.html": "<html></html>"},
    )
    report = imported(site, "html", source)
    text = text_of(site, "hearing.md$|-a.md$")
    assert "title: A hearing" in text
    assert "date: 2012-05-06 10:00:00+02:00" in text
    assert "- Care" in text
    assert "- Ada Okafor" in text
    assert "- /2012/05/a-hearing/" in text
    assert "It was *long*." in text
    assert "![Hall](files/hall.png)" in text
    assert "[another](2012-06-" in text or "another.md)" in text or "-b.md)" in text
    assert "Share this" not in text
    assert "Imprint" not in text
    assert len(report["left_out"]) == 1
