import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from site_builder.errors import Diagnostics, Place, Problem, Rule
from site_builder.markdown.convert import Converter
from site_builder.markdown.extensions import LABEL
from site_builder.markdown.plain_text import summarise
from site_builder.markdown.references import Body, ReferenceKind
from tests.conftest import examples

CONVERTER = Converter(raw_html=False)
START = Place("content/writeups/a.md", 10)


def convert(
    source: str, prefix: str = "a", converter: Converter = CONVERTER
) -> tuple[Body, tuple[Problem, ...]]:
    diagnostics = Diagnostics()
    return converter.convert(source, START, prefix, diagnostics), diagnostics.problems


def test_template_syntax_stays_as_it_is() -> None:
    body, _ = convert("{{ 7 * 7 }} {% raw %} {{< x >}}")
    assert "{{ 7 * 7 }} {% raw %} {{&lt; x &gt;}}" in body.html


def test_headings_start_below_the_title_and_leave_no_gap() -> None:
    body, _ = convert("# One\n\n#### Two\n\n# One\n\n## 日本\n\n## 日本")
    assert [(heading.level, heading.anchor) for heading in body.headings] == [
        (2, "one"), (3, "two"), (2, "one_1"), (3, "日本"), (3, "日本_1"),
    ]  # fmt: skip


def test_footnotes_are_named_after_the_text_and_not_after_the_order_of_conversion() -> None:
    source = "One[^x] and two[^y].\n\n[^x]: First.\n[^y]: Second."
    first, _ = convert(source, "grid-week")
    convert("other[^1]\n\n[^1]: note", "other")
    second, _ = convert(source, "grid-week")
    assert first == second
    assert 'id="fn-grid-week-1"' in first.html
    assert 'href="#fnref-grid-week-2"' in first.html


@pytest.mark.parametrize("before", ["", "> ", "- "])
def test_a_list_behind_a_colon_without_a_term_is_not_lost(before: str) -> None:
    inside = "  " if before == "- " else before
    html = convert(f"{before}: So it was:\n{inside}1) first")[0].html
    assert ": So it was:" in html
    assert "<li>first</li>" in html
    assert "<pre>" not in html


def test_definitions_of_one_text_do_not_leak_into_the_next() -> None:
    convert("*[HTML]: markup\n\n[ref]: https://example.org")
    body, _ = convert("HTML [ref]")
    assert body.html == "<p>HTML [ref]</p>"


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "[x](//evil.example/x)",
        "![x](javascript:alert(1))",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "<script>alert(1)</script>",
        "<img src=x.png onerror=alert(1)>",
        "text\n{: onclick=alert(1) style=color:red }",
        '```"><script>\nx\n```',
        "<svg><script>alert(1)</script></svg>",
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<iframe src=https://evil.example></iframe>",
        "<form action=https://evil.example><input name=x></form>",
        "<div style='background:url(https://evil.example)'>x</div>",
        "<style>*{}</style>",
    ],
)
def test_nothing_harmful_reaches_a_page(source: str) -> None:
    body, _ = convert(source)
    fragment = lxml_html.fragment_fromstring(body.html or "<p></p>", create_parent="div")
    for element in fragment.iter():
        assert element.tag not in {"script", "style", "iframe", "form", "input", "svg", "object", "embed"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src"}:
                assert value.startswith(("http://", "https://", "mailto:", "tel:", "#", "x-reference:"))


def test_comments_are_not_published() -> None:
    body, _ = convert("a <!-- TODO secret --> b\n\n<!-- secret -->")
    assert "secret" not in body.html


def test_raw_html_is_published_where_the_site_asks_for_it() -> None:
    body, _ = convert('<iframe src="https://video.example"></iframe>', converter=Converter(raw_html=True))
    assert "<iframe" in body.html


def test_links_are_told_with_their_places() -> None:
    source = "See [[Ada Example]],\n[[The Trust|a trust]] and [x](../people/b.md).\n\n`[[code]]` ![p](p.jpg)"
    body, problems = convert(source)
    assert not problems
    assert [
        (found.kind, found.target, found.place.line, found.place.column) for found in body.references
    ] == [
        (ReferenceKind.NAME, "Ada Example", 10, 5),
        (ReferenceKind.NAME, "The Trust", 11, 1),
        (ReferenceKind.FILE, "../people/b.md", 11, 31),
        (ReferenceKind.FILE, "p.jpg", 13, 17),
    ]
    assert "<code>[[code]]</code>" in body.html


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("[[Ada\nExample]]", "Ada Example", "Ada\nExample"),
        ("> [[Ada\n> Example|the *first*\n> programmer]]", "Ada Example", "the first\nprogrammer"),
        ("|a|b|\n|-|-|\n|[[Ada|A. E.]]|x|", "Ada", "A. E."),
        ("|a|b|\n|-|-|\n|[[Ada\\|A. E.]]|x|", "Ada", "A. E."),
        ("[[Ada\\|A. E.]]", "Ada", "A. E."),
        ("[[J\\. Bell]]", "J. Bell", "J. Bell"),
        ("[[A & B]]", "A & B", "A & B"),
        ("[[A &amp; B|a]]", "A & B", "a"),
        ("[[A *b* c|a]]", "A *b* c", "a"),
        ("[[A|b|c]]", "A", "b|c"),
    ],
)
def test_names_in_brackets_may_be_divided_and_escaped(source: str, target: str, words: str) -> None:
    body, problems = convert(source)
    assert problems == ()
    assert [reference.target for reference in body.references] == [target]
    link = lxml_html.fromstring(body.html).find(".//a")
    assert LABEL.sub(r"\2", link.text_content()) == words


def test_links_in_code_and_behind_a_backslash_are_text() -> None:
    body, _ = convert("```\n[[a]] [b](c.md)\n```\n\n\\[[Name]]\n\n    [[indented]]")
    assert not body.references
    assert "[[a]] [b](c.md)" in body.html
    assert "[[Name]]" in body.html
    assert "﷐" not in body.html


@pytest.mark.parametrize(
    ("source", "rule", "line", "column"),
    [
        ("x\n\n[a](javascript:b)", Rule.UNSAFE_LINK, 12, 5),
        ("# A {#x}\n\n# B {#x}", Rule.DUPLICATE_ANCHOR, 12, 5),
        ("# A {#site_main}", Rule.DUPLICATE_ANCHOR, 10, 5),
        ("text\n\n<div>\nmore *text*", Rule.UNCLOSED_HTML, 12, 1),
        ("a\nb[^missing]", Rule.UNDEFINED_FOOTNOTE, 11, 2),
        ("a [x]() b", Rule.BROKEN_LINK, 10, 5),
    ],
)
def test_mistakes_in_a_text_have_places(source: str, rule: Rule, line: int, column: int) -> None:
    _, problems = convert(source)
    assert [(problem.rule, problem.place.line, problem.place.column) for problem in problems] == [
        (rule, line, column)
    ]


@pytest.mark.parametrize("raw_html", [False, True])
@pytest.mark.parametrize(
    "entity",
    [
        "&#xFDD4;",
        "&#x0000fdd4;",
        "&#64980;",
        "&#00064980;",
        "&#XFDD2;",
        "&#xFDD0 ",
        "&#64976 ",
        "&#0;",
        "&#x1b;",
    ],
)
def test_no_entity_stands_for_a_mark(entity: str, raw_html: bool) -> None:
    source = f'a <b>x</b>\n<a href="x-reference:{entity}9">x</a>'
    body, problems = convert(source, converter=Converter(raw_html=raw_html))
    assert body.html == ""
    assert [(one.rule, one.place.line, one.place.column) for one in problems] == [
        (Rule.CONTROL_CHARACTER, 11, 22)
    ]
    assert problems[0].message == f"{entity.strip()} stands for a control character"


TORTURE = {
    "dashes": "- " * 500,
    "deep list": "".join("    " * depth + "- a\n" for depth in range(400)),
    "deeper list": "".join("    " * depth + "- a\n" for depth in range(1000)),
    "brackets": "[" * 16_000,
    "half links": "[a](" * 16_000,
    "half autolinks": "<http://" * 10_000,
    "half tags": '<a href="' * 9_000,
    "footnotes": "".join(f"[^{n}]: x\n" for n in range(16_000)),
    "abbreviations": "".join(f"*[A{n}]: x\n" for n in range(4_000)) + "\nWords.\n",
    "wide table": ("|" + "a|" * 8_000 + "\n") + "|" + "-|" * 8_000 + "\n" + ("|" + "b|" * 8_000 + "\n") * 3,
    "long list": "1. a\n" * 16_000,
    "unclosed divs": "<div>\n" * (10_000 if examples(1) > 1 else 5_000),
    "unclosed bold": ("<b>" * 1_000 + "\n") * 60,
    "quotes": ">" * 5_000,
    "emphasis": "**a *b " * 8_000,
    "declaration": "<![" * 1_000,
    "one long line": "word " * 25_000,
}


# The time limit may end a callback that hypothesis has left with the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", TORTURE)
def test_a_text_that_is_too_hard_is_a_problem(name: str) -> None:
    body, problems = convert(TORTURE[name], converter=Converter(raw_html=False))
    assert body.html or [problem.rule for problem in problems] == [Rule.TOO_COMPLEX]
    after, _ = convert("still *works*")
    assert after.html == "<p>still <em>works</em></p>"


# fmt: off
PIECES = [
    "[[", "]]", "|", "[", "](", ")", "*", "_", "`", "# ", "\n", "\n\n", "> ", "- ", "    ", "a.md", "Name", "<div>",
    "</div>", "<", ">", "&", "[^1]", "[^1]: ", "{#x}", "{: .c }", "```", "\\", "é", '"',
]
# fmt: on
MARKUP = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5),
    max_size=40,
).map("".join)


@settings(max_examples=examples(200), deadline=None)
@example('[[]("]([[')
@given(MARKUP)
def test_any_text_converts_to_the_same_sound_html_twice(source: str) -> None:
    first = convert(source)
    assert convert(source) == first
    body, _ = first
    assert not any("\ufdd0" <= char <= "\ufdd1" for char in body.html)
    for number in range(len(body.references)):
        assert number >= 0


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        ("<p>One. Two.</p>", "One. Two."),
        ("<p>A <em>b</em><sup id='x'><a>1</a></sup> &amp; c.</p>", "A b & c."),
        ("<h2>Title</h2><p>Text.</p>", "Text."),
        ("", ""),
        ("<p>" + "word " * 100 + "</p>", ("word " * 56).strip() + "…"),
    ],
)
def test_a_summary_is_the_first_sentences(html: str, summary: str) -> None:
    assert summarise(html) == summary
