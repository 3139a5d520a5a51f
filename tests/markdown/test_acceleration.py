"""The quick way through a text and the library's own give the same HTML."""

import re
import tomllib
from importlib.metadata import version

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.errors import Diagnostics, Place
from site_builder.markdown import acceleration
from site_builder.markdown.convert import Converter
from tests.conftest import ROOT, SiteFolder, examples
from tests.markdown.test_commonmark import CONSTRUCTS as COMMONMARK

SPEC = ROOT / "tests/tools/node_modules/commonmark-spec/spec.txt"
START = Place("content/writeups/a.md", 1)


@pytest.fixture(scope="module")
def pair() -> tuple[Converter, Converter]:
    quick = Converter(raw_html=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceleration, "KNOWN_VERSIONS", ())
        stock = Converter(raw_html=True)
    kinds = [type(one._markdown.treeprocessors["inline"]).__name__ for one in (quick, stock)]
    assert kinds == ["_FastInline", "InlineProcessor"]
    return quick, stock


def assert_same(pair: tuple[Converter, Converter], source: str) -> None:
    quick, stock = (converter.convert(source, START, "a", Diagnostics()) for converter in pair)
    assert quick == stock


def test_the_versions_that_may_be_installed_are_those_that_are_known() -> None:
    known = acceleration.KNOWN_VERSIONS
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"markdown>={known[0]},<={known[-1]}" in project["dependencies"]
    assert version("markdown") in known


def test_a_version_that_is_not_known_is_told_to_who_asks(site: SiteFolder) -> None:
    site.writeup("a")
    other = "import markdown; markdown.__version__ = '3.99'"
    assert "pip install 'markdown==3.11.3'" in site.run("build", "--verbose", first=other).out
    assert "pip install" not in site.run("build", "--verbose", "--no-full-text").out


CONSTRUCTS = [
    "*em* _em_ **strong** __strong__ ***both*** ___both___ **a *b* c** *a **b** c* snake_case_word 2*3*4",
    "**unclosed *em* _a __b_ c__ *  spaced  * \\*escaped\\* \\_x\\_ *[x](y)* **`code`**",
    "`code` ``a ` b`` `unclosed \\`x` `<b>` ```three``` \\\\`a`",
    "[a](b.md) [a](b.md 'title') [a](<b c.md> \"t\") [a][ref] [ref] [ref][] [x][missing]\n\n[ref]: https://example.org 'T'",
    "![a](b.png) ![a](b.png 'title') ![a][pic] ![pic] !\\[no] ![a\n\n[pic]: p.png",
    "<https://example.org/?a=b&c> <me@example.org> <notascheme> https://example.org",
    "a  \nb \nc   \nd\\\ne",
    "<b>raw</b> <br/> <!-- comment --> <?php x ?> <![CDATA[x]]> < b a<b <a href='x\"y'>q</a>",
    "&amp; &copy; &#169; &#xA9; & &; &nosuch; AT&T &lt;b&gt;",
    "'single' \"double\" '80s \"'both'\" '\"both\"' rock 'n' roll O'Neill's \"a\"b 'a'b \"'tis\" ('x') [\"y\"]",
    "\"\" '' \"' '\" '. \". '-- \"--x 'a 'b' c' -- --- ---- a--b a---b ... .... a...b &nbsp;'x' &mdash;\"y\" –'a' —\"b\"",
    "\"Isn't it 'fun'?\" she said--\"'twas.\" 'That \"one\"' 5'10\" '99 '99s x'd s's",
    "text[^1] and[^note] and[^missing] [^1]\n\n[^1]: First *note* 'q'.\n\n[^note]:\n    Second\n\n    > more",
    'The HTML of the W3C and HTML\'s.\n\n*[HTML]: Hyper "Text"\n*[W3C]: World -- Wide',
    "Term 'one'\n: Definition \"two\" *em*\n\n: Other\n\nTerm\n:   x\n\n    y",
    'a|b\n-|:-:\n*x*|`y|z`\n"q"|[l](m.md)\n\\||[[Ada|label]]',
    "# Head *em* \"q\" {#id .class}\n\nText\n{: .x title='a \"b\"' }\n\n*a*{: #y } [b](c){: target=x }\n\nSetext 'q'\n===\n\n## `c` [[Ada]]",
    "- a 'b'\n- *c*\n\n    d -- e\n\n    1. x...\n    2. y\n\n* * *\n\n7. seven\n8. eight",
    "> quote \"x\"\n> > deeper 'y'\n>\n> - list *z*\n\nlazy",
    "```python\n'x' \"y\" *z* [[Ada]]\n```\n\n    indented 'q' -- *x*\n\n~~~\na\n~~~",
    "<div markdown='1'>*x*</div>\n\n<p>'raw' *x*</p>\n\ntext <span title=\"a'b\">'q'</span>",
    "[[Ada]] [[Ada|*the* 'first']] \\[[Ada]] [[Ada\nExample]] `[[Ada]]` ![[Ada]] [[Ada]](x)",
    "[TOC]\n\n# One\n\n## 'Two'\n\n## Two",
    "\x02klzzwxh:0001\x03 klzzwxh:0000 \x0242\x03".replace("\x02", "").replace("\x03", ""),
    '[a [b] c](d) [a](b(c)d) [a](b\\)c) [a]( b ) [](x) [a]() [a](b \'c) [a]("b")',
    "a\n  - ```",
    ": |-|-|\n1) '",
    "日本「引用」'x' “already” ‘curly’ – — … É'é' 'Ł'",
]


@pytest.mark.parametrize("source", [*CONSTRUCTS, *COMMONMARK])
def test_constructs(pair: tuple[Converter, Converter], source: str) -> None:
    assert_same(pair, source)
    assert_same(pair, source.replace("\n", "\n> "))
    assert_same(pair, " ".join(source.split()))


def test_commonmark_examples(pair: tuple[Converter, Converter]) -> None:
    fence = "`" * 32
    examples = re.findall(rf"^{fence} example\n(.*?)^\.\n", SPEC.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(examples) > 600
    for example in examples:
        assert_same(pair, example.replace("→", "\t"))


def test_every_text_of_the_demonstration_archive(pair: tuple[Converter, Converter]) -> None:
    for file in sorted((ROOT / "content").rglob("*.md")):
        assert_same(pair, file.read_text("utf-8").split("---\n", 2)[-1])


TOKENS = st.sampled_from(
    [*"'\"*_`[]()<>!&;:.-#|\\{}^~= \n", "  \n", "\n\n", "--", "---", "...", "[[", "]]", "[^1]", "](", "![", "**", "__",
     "word", "s", "80s", "é", "&amp;", "<b>", "</b>", "<div>", "</div>", "\t", "[TOC]", "{#i}", "{.c}", "```", "| a", "|-|-|\n", ": ", "## ", "http://x.y", "www.x.y", "a@b.c", "~~", "[ ] ", "[!NOTE]", "1) ", "\\\n", "<details>", "</details>", "  - ", "> ", "- ", "1. ", "    ", "[^1]: ", "*[ab]: ", "ab"]
)  # fmt: skip


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(TOKENS, max_size=60).map("".join))
def test_any_text(pair: tuple[Converter, Converter], source: str) -> None:
    assert_same(pair, source)
