from site_builder.language import ENGLISH_PLURAL, Language
from site_builder.pages.components.a_to_z import by_letter

ENGLISH = Language("en", {}, ENGLISH_PLURAL)


def test_letters_go_from_a_to_z_then_other_scripts_then_figures() -> None:
    names = ["Zoe", "Ärger", "abc", "Łódź", "Lam", "田中", "Émile", "4 Winds", "Жук"]
    letters = by_letter(names, lambda name: name, ENGLISH)
    assert [group.letter for group in letters] == ["A", "E", "L", "Z", "Ж", "田", "#"]
    assert letters[0].entries == ("abc", "Ärger")
    assert len({group.anchor for group in letters}) == len(letters)
