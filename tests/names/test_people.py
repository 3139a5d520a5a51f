"""Names of people taken apart, folded and sorted."""

import pytest

from site_builder.names.organisations import organisation_sort_name
from site_builder.names.people import NameParser
from site_builder.names.person_name import bare_word
from site_builder.names.placeholders import is_placeholder, is_placeholder_organisation

PARSER = NameParser()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Ada Example", "Ada Example"),
        ("Dr Ada Example", "Ada Example"),
        ("Dr. Ada Example", "Ada Example"),
        ("Prof. Dr. Ada Example", "Ada Example"),
        ("The Rt Hon Ada Example", "Ada Example"),
        ("Rt. Hon. Ada Example MP", "Ada Example"),
        ("The Honourable Ada Example", "Ada Example"),
        ("the right honourable Sir Bo Example", "Bo Example"),
        ("Hon Example", "Hon Example"),
        ("Cllr Ada Example CBE", "Ada Example"),
        ("Ada Example, PhD", "Ada Example"),
        ("Ada Example, PhD, MBA", "Ada Example"),
        ("Ada Example (she/her)", "Ada Example"),
        ("Ada Example (they / them)", "Ada Example"),
        ("Ada Example (any pronouns), PhD", "Ada Example"),
        ("Ada Example (Trust)", "Ada Example (Trust)"),
        ("Sam Example Jr", "Sam Example Jr"),
        ("Sam Example, Jr.", "Sam Example Jr"),
        ("Sam Example Jr, PhD", "Sam Example Jr"),
        ("Sam Example III", "Sam Example III"),
        ("Lord Example", "Lord Example"),
        ("Baroness Example of Tarn", "Baroness Example of Tarn"),
        ("Dr Example", "Dr Example"),
        ("Dr Earl MP", "Dr Earl"),
        ("Dr Earl Warren MP", "Earl Warren"),
        ("Xi Ma", "Xi Ma"),
        ("Xi MA", "Xi MA"),
        ("Li Xi MA", "Li Xi"),
        ("Li Xi Ma", "Li Xi Ma"),
        ("LI XI MA", "LI XI MA"),
        ("Ada Example, MA", "Ada Example"),
        ("MA", "MA"),
        ("Dr", "Dr"),
        ("  Ada   Example ", "Ada Example"),
        ("Judge Ada Example", "Ada Example"),
        ("Ada Judge", "Ada Judge"),
        ("田中", "田中"),
    ],
)
def test_a_name_without_what_stands_before_and_behind_it(label: str, name: str) -> None:
    assert PARSER.plain(label) == name


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Ada Example", "Example, Ada"),
        ("Ada B. Example", "Example, Ada B."),
        ("Sammy Example Jr", "Example Jr, Sammy"),
        ("Sammy Example III", "Example III, Sammy"),
        ("Example", "Example"),
        ("Example Jr", "Example Jr"),
        ("Jr", "Jr"),
    ],
)
def test_the_last_name_comes_first_in_an_index(name: str, sorted_as: str) -> None:
    assert PARSER.parse(name).sort == sorted_as


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("Dr José Ibáñez", "Jose Ibanez", True),
        ("Ada O’Neill", "ADA O'NEILL", True),
        ("Ada Example-Smith", "Ada Example Smith", True),
        ("Łukasz Ørsted", "Lukasz Orsted", True),
        ("Ada Example", "Ada Examples", False),
        ("Sam Example", "Sam Example Jr", False),
        ("Lord Example", "Baroness Example", False),
    ],
)
def test_two_spellings_are_one_name_or_two(one: str, other: str, equal: bool) -> None:
    assert (PARSER.fold(one) == PARSER.fold(other)) is equal


@pytest.mark.parametrize(("word", "bare"), [("Ph.D.,", "phd"), ("Jr.", "jr"), ("MBE", "mbe"), ("É", "e")])
def test_a_title_is_known_without_its_stops(word: str, bare: str) -> None:
    assert bare_word(word) == bare


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("The Trust", "Trust, The"),
        ("the Trust for Towns", "Trust for Towns, the"),
        ("The", "The"),
        ("Theatre Trust", "Theatre Trust"),
        ("A Trust", "A Trust"),
    ],
)
def test_an_article_goes_behind_the_name_of_an_organisation(name: str, sorted_as: str) -> None:
    assert organisation_sort_name(name) == sorted_as


@pytest.mark.parametrize(
    ("name", "is_nobody", "is_no_organisation"),
    [
        ("TBC", True, True),
        ("tbd.", True, True),
        ("Speaker TBC", True, True),
        ("To be confirmed", True, True),
        ("N/A", True, True),
        ("Independent", False, True),
        ("self-employed", False, True),
        ("Various Artists", False, False),
        ("Independent Age", False, False),
        ("Ada TBC", False, True),
    ],
)
def test_words_that_stand_for_nobody(name: str, is_nobody: bool, is_no_organisation: bool) -> None:
    assert (is_placeholder(name), is_placeholder_organisation(name)) == (is_nobody, is_no_organisation)
