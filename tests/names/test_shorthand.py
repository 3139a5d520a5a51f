"""A speaker in one line."""

import pytest

from site_builder.names.shorthand import Shorthand, parse_shorthand

KNOWN = {"Department for Towns, Rivers and Coasts", "Rivers, Inc"}


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ada Example", Shorthand("Ada Example")),
        ("Ada Example, The Trust", Shorthand("Ada Example", "", "The Trust")),
        ("Ada Example, Chair, The Trust", Shorthand("Ada Example", "Chair", "The Trust")),
        ("Ada Example, Chair, The Trust, keynote", Shorthand("Ada Example", "Chair", "The Trust", "keynote")),
        ("Ada Example, Panellist", Shorthand("Ada Example", role="panellist")),
        ("Ada Example (chair)", Shorthand("Ada Example", role="chair")),
        ("Ada Example (chair), The Trust", Shorthand("Ada Example", "", "The Trust", "chair")),
        ("Ada Example (retired), The Trust", Shorthand("Ada Example (retired)", "", "The Trust")),
        (
            "Audience member (Ada Example, The Trust)",
            Shorthand("Ada Example", "", "The Trust", "from the floor"),
        ),
        ("from the floor (Ada), from the floor", Shorthand("Ada", role="from the floor")),
        ("Sam Example, Jr., The Trust", Shorthand("Sam Example Jr.", "", "The Trust")),
        ("Ada Example, PhD, Chair, The Trust", Shorthand("Ada Example, PhD", "Chair", "The Trust")),
        ("Example, Dr, The Trust", Shorthand("Dr Example", "", "The Trust")),
        ("Ada Example, MS, The Trust", Shorthand("Ada Example, MS", "", "The Trust")),
        ("Ada, Chair, Rivers, Inc", Shorthand("Ada", "Chair", "Rivers, Inc")),
        ("Ada, Rivers, Ltd", Shorthand("Ada", "", "Rivers, Ltd")),
        (
            "Ada, Minister, Department for Towns, Rivers and Coasts",
            Shorthand("Ada", "Minister", "Department for Towns, Rivers and Coasts"),
        ),
        (
            "Ada, Department for Towns, Rivers and Coasts",
            Shorthand("Ada", "", "Department for Towns, Rivers and Coasts"),
        ),
        ("Ada, Chair, Trust (Towns, Rivers)", Shorthand("Ada", "Chair", "Trust (Towns, Rivers)")),
    ],
)
def test_a_line_is_taken_apart(line: str, parts: Shorthand) -> None:
    assert parse_shorthand(line, KNOWN.__contains__) == parts


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("Ada,", "delete the comma"),
        ("Ada,, The Trust", "delete the comma"),
        ("Ada, One, Two, Three", "write it as name:"),
        ("Ada, A, Department for Towns, Rivers", "write it as name:"),
    ],
)
def test_a_line_with_a_part_left_over_is_refused(line: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        parse_shorthand(line, KNOWN.__contains__)
