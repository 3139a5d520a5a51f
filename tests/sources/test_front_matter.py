from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.config import Config
from site_builder.errors import Diagnostics, Problem, Rule
from site_builder.kinds import Kind
from site_builder.language import ENGLISH_PLURAL, Language
from site_builder.schema.nodes import Scalar
from site_builder.sources.discover import SourceFile, Sources
from site_builder.sources.document_cache import decode_document
from site_builder.sources.front_matter import Document, read_front_matter
from site_builder.sources.parse import parse_source
from tests.conftest import examples


def source(text: str) -> SourceFile:
    return SourceFile(Kind.WRITEUPS, "content/writeups/2020-01-02-x.md", text, "")


def parsed(text: str) -> tuple[Any, tuple[Problem, ...]]:
    sources = Sources(Path("/nowhere"), Config(), Language("en", {}, ENGLISH_PLURAL))
    record, _html = parse_source(source(text), sources)
    return decode_document(Kind.WRITEUPS, record)


def split(text: str) -> tuple[Document, tuple[Problem, ...]]:
    diagnostics = Diagnostics()
    return read_front_matter(source(text), diagnostics), diagnostics.problems


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n---\n",
        "\n\n---\ntitle: x\n---\n",
        "---  \ntitle: x\n---\t\n",
        "-----\ntitle: x\n---\n",
        '+++\ntitle = "x"\n+++\n',
    ],
)
def test_front_matter_is_found(text: str) -> None:
    document, problems = split(text)
    assert not problems
    assert document.front is not None
    assert [(entry.key, entry.value.text) for entry in document.front if isinstance(entry.value, Scalar)] == [
        ("title", "x")
    ]


def test_a_text_keeps_its_indentation_and_its_line() -> None:
    document, _ = split("\n---\ntitle: x\n---\n    code\n")
    assert document.body == "    code\n"
    assert document.body_line == 5


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("Just text.", Rule.NO_FRONT_MATTER, 1, 1),
        ("\n\nText\n---\ntitle: x\n---\n", Rule.NO_FRONT_MATTER, 3, 1),
        ("---\ntitle: x\n", Rule.UNCLOSED_FRONT_MATTER, 1, 1),
        ("+++\ntitle = 1\n---\n", Rule.UNCLOSED_FRONT_MATTER, 1, 1),
        ("---\n\nSome text\n\n---\nmore", Rule.NOT_KEYS_AND_VALUES, 3, 1),
        ("---\n- a\n---\n", Rule.NOT_KEYS_AND_VALUES, 2, 1),
        ("---\n---\n", Rule.NOT_KEYS_AND_VALUES, 2, 1),
        ("---\ntitle: a: b\n---\n", Rule.SYNTAX, 2, 9),
        ("---\ntitle: @x\n---\n", Rule.SYNTAX, 2, 8),
        ("---\ntitle: x\n\tdate: y\n---\n", Rule.SYNTAX, 3, 1),
        ("---\ntitle: a\ntitle: b\n---\n", Rule.DUPLICATE_KEY, 3, 1),
        ("---\nevent:\n  place: a\n  place: b\n---\n", Rule.DUPLICATE_KEY, 4, 3),
        ("---\ntitle: &a x\n---\n", Rule.ALIAS, 2, 8),
        ("---\ntitle: *a\n---\n", Rule.ALIAS, 2, 8),
        ("---\ntitle: !!python/object x\n---\n", Rule.TAG, 2, 8),
        ("---\n? [a]\n: b\n---\n", Rule.KEY_NOT_TEXT, 2, 3),
        ("---\n{{ x }}: y\n---\n", Rule.KEY_NOT_TEXT, 2, 2),
        ("---\ntitle: x\n...\na: b\n---\n", Rule.SYNTAX, 4, 1),
        ("+++\ntitle = \n+++\n", Rule.SYNTAX, 2, 9),
        ('+++\ntitle = "a"\ntitle = "b"\n+++\n', Rule.DUPLICATE_KEY, 3, 1),
        ("---\na: " + "[" * 60 + "]" * 60 + "\n---\n", Rule.TOO_LARGE, 2, 53),
        ("---\na: " + "x" * 70_000 + "\n---\n", Rule.TOO_LARGE, 1, 1),
    ],
)
def test_what_cannot_be_read_has_a_place(text: str, rule: Rule, line: int, column: int) -> None:
    _, problems = split(text)
    assert [(problem.rule, problem.place.line, problem.place.column) for problem in problems] == [
        (rule, line, column)
    ]


def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    _, problems = split(f"---\nl0: &l0 x\n{levels}\n---\n")
    assert [problem.rule for problem in problems] == [Rule.ALIAS]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("NO", "NO"),
        ("1984", "1984"),
        ("1.10", "1.10"),
        ("19:30", "19:30"),
        ("2010-10-27", "2010-10-27"),
        ("yes", "yes"),
    ],
)
def test_a_title_stays_what_was_written(value: str, shown: str) -> None:
    document, problems = parsed(f"---\ntitle: {value}\n---\n")
    assert not problems
    assert document.fields.title == shown


@settings(max_examples=examples(300), deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200), st.sampled_from(["---", "+++"]))
def test_any_front_matter_is_read_or_refused(block: str, fence: str) -> None:
    document, problems = parsed(f"{fence}\n{block}\n{fence}\ntext")
    assert document or problems
