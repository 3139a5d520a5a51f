"""What is displayed is what CommonMark and GitHub's dialect would display, but for what is meant to differ."""

import html
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from site_builder.errors import Diagnostics, Place
from site_builder.markdown.convert import Converter

CONSTRUCTS = (
    Path(__file__).with_name("constructs.txt").read_text("utf-8").removesuffix("\n").split("\n=====\n")
)
_BLOCKS = "p|div|li|ul|ol|blockquote|pre|h[1-6]|table|tr|td|th|br|hr|details|summary|dl|dt|dd|section|thead|tbody|figure"

#: Constructs that are displayed otherwise, with the reason.
DIFFERENCES = {
    "1. a\n  - b\n    - c\n2. d": "two spaces below a number are meant as inside",
    "| a \\| b | c |\n|---|---|\n| `x|y` | z |": "a bar in code ends no cell",
    "term\n: definition": "definition lists",
    "> [!NOTE]\n> A note.": "GitHub's callouts, which this renderer lacks",
    "-- not a list": "two hyphens are a dash",
    "#": "a lone sign is printed",
    "<details>\n<summary>S</summary>\nText *em*\n</details>": "Markdown right below a summary is Markdown",
}


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(raw_html=False)


@pytest.fixture(scope="module")
def commonmark() -> MarkdownIt:
    return MarkdownIt("gfm-like", {"html": True}).use(footnote_plugin).use(tasklists_plugin)


def displayed(text: str) -> list[str]:
    """Return the lines that a reader sees."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).replace("\n", " ")
    text = re.sub(rf"</?(?:{_BLOCKS})\b[^>]*>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text)).translate(str.maketrans("“”‘’…–☐☑", "\"\"''.-  "))
    text = re.sub(r"\[(\d+)\](?!\w)", r"\1", text).replace("\ufe0e", "")
    return [words for line in text.split("\n") if (words := " ".join(line.split()))]


def structure(text: str) -> list[str]:
    """Return the lists, quotations, code, tables and headings of a text."""
    tags = re.findall(r"</?(?:ul|ol|li|blockquote|pre|table|tr)\b|<h[1-6]\b", text)
    return ["<h" if tag.startswith("<h") else tag for tag in tags]


def test_there_are_two_hundred_constructs() -> None:
    assert len(CONSTRUCTS) >= 200
    assert len(set(CONSTRUCTS)) == len(CONSTRUCTS)


@pytest.mark.parametrize("source", CONSTRUCTS)
def test_a_construct_is_displayed_as_elsewhere(
    converter: Converter, commonmark: MarkdownIt, source: str
) -> None:
    ours = converter.convert(source, Place("a"), "a", Diagnostics()).html
    theirs = commonmark.render(source)
    is_same = displayed(ours) == displayed(theirs) and structure(ours) == structure(theirs)
    assert is_same == (source not in DIFFERENCES), f"{displayed(ours)}\n{displayed(theirs)}\n{ours}\n{theirs}"
