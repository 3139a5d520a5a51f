"""Folding, ids in addresses, and names searched in texts."""

import pytest

from site_builder.names.folding import fold
from site_builder.names.search import is_unspaced, searchable
from site_builder.names.slugs import is_reserved, name_slug, short_digest, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ada   Example ", "ada example"),
        ("É-È‑Ê–Ë—x", "e e e e x"),
        ("O'Neill O’Neill Oʼneill", "oneill oneill oneill"),
        ("ŁØĐÐÞÆŒıħŧ", "lodd" + "th" + "ae" + "oe" + "iht"),
        ("Straße", "strasse"),
        ("ﬁ", "fi"),
        ("किताब", "किताब"),
        ("Ада", "ада"),
        ("", ""),
        ("-", "-"),
        ("U.S. R & D, Ltd.", "us r&d ltd"),
        ("И Й", "и й"),
        ("Fund™ ❤️", "fund"),
    ],
)
def test_what_is_left_of_a_name(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Ada Example", "ada-example"),
        ("Research & Development", "research-and-development"),
        ("The «Trust», Ltd.", "the-trust-ltd"),
        ("田中", "田中"),
        ("किताब", "किताब"),
        ("2020/21", "2020-21"),
        ("...", ""),
        ("a" * 80, "a" * 80),
        ("x_y", "x-y"),
    ],
)
def test_the_id_of_a_name(text: str, id: str) -> None:
    assert slug(text) == id


def test_a_long_id_is_cut_and_stays_apart() -> None:
    one, other = slug("word " * 30 + "one"), slug("word " * 30 + "two")
    assert one != other
    assert len(one.encode()) <= 80
    assert one.startswith("word-word-")
    assert one.endswith("-" + short_digest(fold("word " * 30 + "one")))
    assert len(slug("é" * 90).encode()) <= 80
    assert len(short_digest("x")) == 8


@pytest.mark.parametrize(
    ("name", "kind", "id"),
    [
        ("Ada", "person", "ada"),
        ("Con", "person", "con-person"),
        ("COM1", "topic", "com1-topic"),
        ("Com", "topic", "com"),
    ],
)
def test_an_id_without_a_file(name: str, kind: str, id: str) -> None:
    assert name_slug(name, kind) == id


def test_a_name_of_signs_has_an_id_all_the_same() -> None:
    assert name_slug("!!!", "topic") == f"topic-{short_digest(fold('!!!'))}"
    assert name_slug("!!!", "topic") != name_slug("???", "topic")


@pytest.mark.parametrize(
    ("id", "reserved"), [("con", True), ("lpt9", True), ("conin$", True), ("com", False), ("console", False)]
)
def test_what_windows_cannot_store(id: str, reserved: bool) -> None:
    assert is_reserved(id) is reserved


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Ada_Example+x", "ada example x"),
        ("Ada's", "ada s"),
        ("l'Ada", "l ada"),
        ("J.K. Example", "j k example"),
        ("“Ada” Exam\u00adple", "ada example"),
        ("A\u200bda", "ada"),
        ("O’Neill", "oneill"),
    ],
)
def test_the_form_in_which_a_text_is_searched(text: str, form: str) -> None:
    assert searchable(text) == form


@pytest.mark.parametrize(
    ("text", "unspaced"), [("田中", True), ("한", False), ("한국어", True), ("Ada", False), ("", False)]
)
def test_scripts_without_spaces(text: str, unspaced: bool) -> None:
    assert is_unspaced(text) is unspaced


ADA, TRUST, LEE = ("Ada Example", True), ("Reform", False), ("Lee", True)
