"""A table of labels with their parts: peers, judges, bishops, officers, professors, offices, many languages."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.names.parsed_line import KnownNames
from site_builder.names.people import NameParser
from site_builder.names.person_name import PersonName
from site_builder.names.shorthand import parse_shorthand
from tests.conftest import examples

TABLE = Path(__file__).parent / "labels.tsv"
PARSER = NameParser()
NOTHING_KNOWN = KnownNames(PARSER, lambda _name: False)

with TABLE.open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=[row["label"] for row in ROWS])
def test_a_label_has_its_parts(row: dict[str, str]) -> None:
    parsed = parse_shorthand(row["label"], NOTHING_KNOWN)
    assert not parsed.refusal
    (entry,) = parsed.entries
    assert (entry.nobody.value if entry.nobody else "") == row["nobody"]
    if entry.nobody:
        return
    person = PARSER.parse(entry.name)
    understood = {
        "titles": "|".join(title.text for title in person.titles),
        "name": person.name,
        "sort": person.sort,
        "letters": " ".join(person.post_nominals),
        "position": "; ".join(held.position for held in entry.held if held.position),
        "organisation": "; ".join(entry.organisations),
        "role": entry.role,
    }
    assert understood == {key: row[key] for key in understood}


WORDS = st.sampled_from(
    [
        *"Dr Prof. The Rt Hon Lord Baroness Mr Justice Sir Ada Bela van der de Ó Smith O’Neill Example-Smith Jr III".split(),
        *"MP QC PhD (she/her) [Retd] (Hons) BSc of Placeham Earl Dean he HE a. J. K. 田中 Иван سلمى , ; - – & and x".split(),
    ]
)
LABELS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60
)


def _beyond_titles(person: PersonName) -> Iterator[str]:
    """What stands for given names and is no title in front: the words of an office."""
    words = person.stands_for.split()
    of_titles = " ".join(title.text for title in person.titles).split()
    yield from (word for word in words if word not in of_titles)


def letters(text: str) -> list[str]:
    return sorted(char for char in text if char.isalnum())


@settings(max_examples=examples(200), deadline=None)
@given(LABELS)
def test_the_parts_of_a_name_have_all_its_letters(label: str) -> None:
    person = PARSER.parse(label)
    parts = (
        *(title.text for title in person.titles),
        *_beyond_titles(person),
        person.given,
        person.nickname,
        person.particles,
        person.family,
        person.place,
        person.suffix,
        *person.post_nominals,
        person.pronouns,
    )
    missing = letters(label)
    for letter in letters(" ".join(parts)):
        if letter in missing:
            missing.remove(letter)
    assert not missing


@settings(max_examples=examples(200), deadline=None)
@given(LABELS)
def test_any_line_is_understood_or_refused(line: str) -> None:
    parsed = parse_shorthand(line, NOTHING_KNOWN)
    assert parsed.refusal or parsed.entries
    for entry in parsed.entries:
        assert PARSER.parse(entry.name).key or entry.nobody


@settings(max_examples=examples(200), deadline=None)
@given(LABELS)
@example("Ada MP , HE")
@example("Dr x x")
def test_a_name_without_its_titles_is_the_same_person(label: str) -> None:
    person = PARSER.parse(label)
    if PARSER.are_post_nominals(person.family):
        return  # titles around letters such as MP: nobody is named
    assert PARSER.parse(person.name).key == person.key or person.nickname or person.pronouns or "(" in label


@pytest.mark.parametrize(
    "label",
    [
        "x" * 400,
        "!?!",
        "…",
        "1234567890",
        "Аda Пример",
        "Dr سلمى القرشي",
        "Ada\nExample",
        "\u202eAda\u202c",
        "((((",
        "))",
        ",,,",
    ],
)
def test_a_hopeless_label_is_no_traceback(label: str) -> None:
    parsed = parse_shorthand(label, NOTHING_KNOWN)
    assert parsed.refusal or parsed.entries
