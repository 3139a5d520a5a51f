import pytest

from site_builder.errors import Diagnostics, Problem, Rule
from site_builder.schema.nodes import Items, Keyed, Node, Scalar
from site_builder.schema.toml_text import read_toml


def read(text: str, path: str, first_line: int = 1) -> tuple[Keyed | None, tuple[Problem, ...]]:
    diagnostics = Diagnostics()
    return read_toml(text, path, diagnostics, first_line), diagnostics.problems


def places(node: Node, path: str = "") -> dict[str, tuple[str, int, int]]:
    match node:
        case Scalar(text, place):
            return {path: (text, place.line, place.column)}
        case Items(nodes):
            return {
                key: found
                for n, one in enumerate(nodes)
                for key, found in places(one, f"{path}[{n}]").items()
            }
        case Keyed(entries):
            return {
                key: found for one in entries for key, found in places(one.value, f"{path}.{one.key}").items()
            }


def test_every_value_has_its_text_and_its_place() -> None:
    text = """\
title = "é" # c
date = 2010-10-27
a.b = 'x'
f = 1.10
[event]
start = 2019-03-13 15:00:00-05:00
[[people]]
"full name" = "Ada"
[[people]]
name = { first = "B", list = [1, true] }
[[people.jobs]]
at = "x"
"""
    root, problems = read(text, "site.toml", 10)
    assert not problems
    assert root is not None
    assert places(root) == {
        ".title": ("é", 10, 9),
        ".date": ("2010-10-27", 11, 8),
        ".a.b": ("x", 12, 7),
        ".f": ("1.10", 13, 5),
        ".event.start": ("2019-03-13T15:00:00-05:00", 15, 9),
        ".people[0].full name": ("Ada", 17, 15),
        ".people[1].name.first": ("B", 19, 18),
        ".people[1].name.list[0]": ("1", 19, 31),
        ".people[1].name.list[1]": ("true", 19, 34),
        ".people[1].jobs[0].at": ("x", 21, 6),
    }


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ('a = "x"\na = "y"\n', Rule.DUPLICATE_KEY, 2, 1),
        ("[a]\n[b]\n[a]\n", Rule.DUPLICATE_KEY, 3, 1),
        ("a = x\n", Rule.SYNTAX, 1, 5),
        ('a = "x', Rule.SYNTAX, 1, 7),
        ("a: x\n", Rule.SYNTAX, 1, 2),
    ],
)
def test_what_cannot_be_read_has_a_place(text: str, rule: Rule, line: int, column: int) -> None:
    root, problems = read(text, "site.toml")
    assert root is None
    assert [(one.rule, one.place.line, one.place.column) for one in problems] == [(rule, line, column)]


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "0x" + "f" * 5000, "0b" + "10" * 20_000])
def test_a_number_without_end_is_a_problem_where_it_stands(number: str) -> None:
    root, problems = read(f'title = "x"\nextra =  {number}\n', "site.toml", 10)
    assert root is None
    assert [(one.rule, one.place.line, one.place.column) for one in problems] == [(Rule.TOO_LONG, 11, 10)]
