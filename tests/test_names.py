import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.names.folding import fold
from site_builder.names.people import NameParser
from site_builder.names.slugs import is_reserved, name_slug, slug

PARSER = NameParser()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siân O’Hara", "SIAN O'HARA"),
        ("José Ibáñez-Marlowe", "Jose Ibanez Marlowe"),
        ("Łukasz Zieliński", "Lukasz Zielinski"),
        ("Cllr Steven Reed", "Steven Reed"),
        ("Cllr. Steven  Reed", "steven reed"),
        ("Rt Hon Dr Ada Example", "Ada Example"),
        ("The Right Honourable Ada Example", "Ada Example"),
        ("Ada Example (she/her)", "Ada Example"),
        ("Ada Example, PhD", "Ada Example"),
        ("Ada Example MP", "Ada Example"),
        ("The Hon Ada Example", "Ada Example"),
        ("Sammy Davis, Jr.", "Sammy Davis Jr"),
        ("Dr Sammy Davis, Jr., PhD", "Sammy Davis Jr"),
        ("Lord Smith, CBE", "Lord Smith"),
        ("Lord Smith OBE", "Lord Smith"),
        ("Ada Example, MS", "Ada Example"),
        ("René", unicodedata.normalize("NFD", "René")),
    ],
)
def test_two_spellings_are_one_person(one: str, other: str) -> None:
    assert PARSER.fold(one) == PARSER.fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "John Smith Jr"),
        ("J. Smith", "John Smith"),
        ("David Wei Ma", "David Wei"),
        ("Hon Wai Lee", "Wai Lee"),
        ("Lord Smith", "Baroness Smith"),
        ("Lord Smith, CBE", "Baroness Smith, OBE"),
        ("Lord Smith OBE", "Baroness Smith CBE"),
        ("Dr Davis Jr", "Lord Davis Jr"),
        ("Justice Malala", "Malala"),
        ("Ada (All Party Group)", "Ada"),
        ("Prof", "Dr"),
        ("山田 太郎", "山田 花子"),
        ("कमल", "कमला"),
    ],
)
def test_what_is_looser_stays_apart(one: str, other: str) -> None:
    assert PARSER.fold(one) != PARSER.fold(other)


@pytest.mark.parametrize("name", ["Dr", "Lord", "Cher", "Prof. X"])
def test_a_name_is_never_folded_away(name: str) -> None:
    assert PARSER.plain(name)


@pytest.mark.parametrize(
    ("name", "sorted_name"),
    [("Steven Reed", "Reed, Steven"), ("Sammy Davis Jr", "Davis Jr, Sammy"), ("Cher", "Cher")],
)
def test_the_last_name_sorts(name: str, sorted_name: str) -> None:
    assert PARSER.parse(name).sort == sorted_name


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300)


@given(NAMES)
def test_a_slug_of_a_slug_is_itself(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(NAMES)
def test_a_slug_is_safe_as_a_file_name_and_in_an_address(name: str) -> None:
    made = name_slug(name, "person")
    assert made
    assert len(made.encode()) <= 110
    assert not is_reserved(made)
    assert unicodedata.is_normalized("NFC", made)
    assert not set(made) & set("/\\.?#%:*\"<>| \0'")


@given(NAMES)
@example("0≠")
def test_unicode_forms_have_one_slug_and_one_fold(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert fold(name) == fold(decomposed)
    assert slug(name) == slug(decomposed)


def test_a_long_name_has_one_slug_in_every_form() -> None:
    for name in ("é" * 100, "0000\u0622" + "\u0800" * 12 + "\u0840" * 30):
        assert slug(name) == slug(unicodedata.normalize("NFD", name))
        assert len(slug(name).encode()) <= 80


def test_names_without_a_latin_letter_have_ids_of_their_own() -> None:
    assert slug("田中 美咲") == "田中-美咲"
    assert name_slug("😀", "person") != name_slug("🙂", "person")


def test_long_names_that_begin_alike_stay_apart() -> None:
    assert slug("é" * 200 + "a") != slug("é" * 200 + "b")
