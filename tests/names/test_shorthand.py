"""A speaker in one line: what is known in the archive, and what is not certain."""

import pytest

from site_builder.names.classify import Held
from site_builder.names.parsed_line import KnownNames, Shorthand
from site_builder.names.people import NameParser
from site_builder.names.shorthand import parse_name, parse_shorthand

ORGANISATIONS = {"Department for Towns, Rivers and Coasts", "Rivers, Inc", "The Trust", "Wibble"}
PEOPLE = {"Zora Quill", "Reform Sister"}
KNOWN = KnownNames(
    NameParser(),
    ORGANISATIONS.__contains__,
    {"Wrangler"}.__contains__,
    PEOPLE.__contains__,
    {"Steven Reed"}.__contains__,
)


def speaker(name: str, *held: Held, role: str = "") -> Shorthand:
    return Shorthand(name, held, role)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ada Example", speaker("Ada Example")),
        ("Ada Example, The Trust", speaker("Ada Example", Held("", "The Trust"))),
        ("Ada Example, Chair, The Trust", speaker("Ada Example", Held("Chair", "The Trust"))),
        (
            "Ada Example, Chair, The Trust, keynote",
            speaker("Ada Example", Held("Chair", "The Trust"), role="keynote"),
        ),
        ("Ada Example, Panellist", speaker("Ada Example", role="panellist")),
        ("Ada Example (chair), The Trust", speaker("Ada Example", Held("", "The Trust"), role="chair")),
        ("Ada Example (retired), The Trust", speaker("Ada Example (retired)", Held("", "The Trust"))),
        ("Sam Example, Jr., The Trust", speaker("Sam Example, Jr.", Held("", "The Trust"))),
        ("Ada Example, PhD, Chair, The Trust", speaker("Ada Example, PhD", Held("Chair", "The Trust"))),
        ("Example, Dr, The Trust", speaker("Dr Example", Held("", "The Trust"))),
        ("Ada Example, MS, The Trust", speaker("Ada Example, MS", Held("", "The Trust"))),
        ("Ada Zorn, Chair, Rivers, Inc", speaker("Ada Zorn", Held("Chair", "Rivers, Inc"))),
        ("Ada Zorn, Rivers, Ltd", speaker("Ada Zorn", Held("", "Rivers, Ltd"))),
        ("Ada Zorn, Wrangler, Wibble", speaker("Ada Zorn", Held("Wrangler", "Wibble"))),
        ("Ada Zorn, Wrangler", speaker("Ada Zorn", Held("Wrangler"))),
        (
            "Ada Zorn, Minister, Department for Towns, Rivers and Coasts",
            speaker("Ada Zorn", Held("Minister", "Department for Towns, Rivers and Coasts")),
        ),
        (
            "Ada Zorn, Department for Towns, Rivers and Coasts",
            speaker("Ada Zorn", Held("", "Department for Towns, Rivers and Coasts")),
        ),
        (
            "Ada Zorn, Chair, Trust (Towns, Rivers)",
            speaker("Ada Zorn", Held("Chair", "Trust (Towns, Rivers)")),
        ),
        ("Quill, Zora, Wibble", speaker("Zora Quill", Held("", "Wibble"))),
        ("Reed, Steven", speaker("Steven Reed")),
        ("Ada Zorn (Wibble)", speaker("Ada Zorn", Held("", "Wibble"))),
        ("Ada Zorn - Wibble", speaker("Ada Zorn", Held("", "Wibble"))),
        (
            "Ada Zorn, Leader of Tarn Council and Trustee of The Trust",
            speaker("Ada Zorn", Held("Leader", "Tarn Council"), Held("Trustee", "The Trust")),
        ),
        ("“Ada Zorn”, Wibble", speaker("“Ada Zorn”", Held("", "Wibble"))),
    ],
)
def test_what_is_certain_is_understood(line: str, parts: Shorthand) -> None:
    parsed = parse_shorthand(line, KNOWN)
    assert parsed.entries == (parts,)
    assert not parsed.doubts
    assert not parsed.refusal


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Zorn & Bela Zorn, Wibble", ["Ada Zorn", "Bela Zorn"]),
        ("Ada and Bela Zorn, Wibble", ["Ada Zorn", "Bela Zorn"]),
        ("Ada Okafor, Bela Nagy", ["Ada Okafor", "Bela Nagy"]),
        ("Ada Okafor; Bela Nagy", ["Ada Okafor", "Bela Nagy"]),
        ("Ada Okafor / Bela Nagy", ["Ada Okafor", "Bela Nagy"]),
    ],
)
def test_several_people_in_one_line_are_several(line: str, names: list[str]) -> None:
    assert [entry.name for entry in parse_shorthand(line, KNOWN).entries] == names


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("Ada Zorn (Wobble)", "is taken for what the person spoke for"),
        ("Ada Zorn – Wobble", "stands where a comma would"),
        ("Ada Zorn (tbc), Wibble", "is not settled"),
        ("Ada Zorn (@ada), Wibble", "is no part of a name"),
        ("Ada Zorn <a@example.org>, Wibble", "is no part of a name"),
        ("Ada Zorn 🌍, Wibble", "is no letter"),
        ("[Ada Zorn](https://example.org), Wibble", "is a link"),
        ("Ada Zorn and others, Wibble", "people who are not named"),
        ("Ada Zorn, Wobbling, Wubble", "is taken for a position"),
        ("Ada Zorn, Wibble, Director", "stands before the position"),
        ("Ada Zorn, Royal Wobble, University of Tarn", "is taken for a position"),
        ("Ada Zorn, Director, Policy and Research", "may belong to the position"),
        ("Ada Zorn, Director, Trustee", "two positions and no organisation"),
        ("Ada Zorn, local parent", "is taken for a position"),
        ("Ada Zorn, self", "is no organisation"),
        ("Ada Zorn, Ada Zorn", "is no organisation"),
        ("Ada Zorn, Leader of the Opposition", "as a whole"),
        ("Ada Zorn REY, Wibble", "letters behind the name"),
        ("Dean Ada Zorn, Wibble", "may be a title"),
        ("Zorn, Ada", "the family name seems to stand first"),
        ("name:Ada Zorn", "a key without a space"),
        ("Ada Okafor, Bela Nagy", "several people in one line"),
        ("Ada Zorn, Department for Rivers, Coasts and Towns", "reads like an organisation"),
        ("zorn, Wibble", "one word in small letters"),
        ("R2D2 Zorn, Wibble", "a number in the name"),
    ],
)
def test_what_is_not_certain_is_said(line: str, doubt: str) -> None:
    parsed = parse_shorthand(line, KNOWN)
    assert any(doubt in said for said in parsed.doubts), parsed
    assert parsed.entries


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("Ada,", "delete the comma"),
        ("Ada,, The Trust", "delete the comma"),
        ("Ada, One, Two, Three", "write it as name:"),
    ],
)
def test_a_line_with_a_part_left_over_is_refused(line: str, remedy: str) -> None:
    assert remedy in parse_shorthand(line, KNOWN).refusal


def test_a_name_under_its_own_key_is_trusted() -> None:
    assert not parse_name("Ada Zorn REY", KNOWN).doubts
    assert not parse_name("Zora Quill", KNOWN).doubts
    assert parse_name("Ada & Bela", KNOWN).doubts
    assert parse_name("TBC", KNOWN).entries[0].nobody
    assert parse_name("The Trust", KNOWN).entries[0].nobody


def test_the_line_that_is_written_instead_is_yaml() -> None:
    entry = Shorthand('Ada "A" Zorn', (Held("Chair", "A: B"), Held("", "C")), "host")
    assert entry.yaml == (
        '{name: "Ada \\"A\\" Zorn", positions: [{position: "Chair", organisation: "A: B"}, {organisation: "C"}], role: host}'
    )


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [("Ada Example, (she/her)", "Ada Example", ""), ("Ada Example, (chair)", "Ada Example", "chair")],
)
def test_nothing_but_brackets_behind_a_comma_is_no_position(line: str, name: str, role: str) -> None:
    nothing_known = KnownNames(NameParser(), lambda _name: False)
    (entry,) = parse_shorthand(line, nothing_known).entries
    assert (entry.name, entry.held, entry.role) == (name, (), role)
    assert parse_shorthand("Dr , (she/her)", nothing_known).entries
