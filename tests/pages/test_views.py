from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_builder.ids import Address
from site_builder.language import ENGLISH_PLURAL, Language
from site_builder.pages.components.a_to_z import by_letter
from site_builder.pages.components.views import PART_SIZE, divide

ENGLISH = Language("en", {}, ENGLISH_PLURAL)
BASE = Address("/topics/energy/")


@given(st.integers(0, 400))
def test_no_item_is_lost_and_no_part_is_too_long(count: int) -> None:
    items = list(range(count, 0, -1))
    parts = divide(items, BASE, ENGLISH)
    assert [item for part in parts for item in part.items] == items
    assert all(len(part.items) == PART_SIZE for part in parts[1:])
    assert len(parts[0].items) < 2 * PART_SIZE
    assert parts[0].address == BASE
    assert len({part.address for part in parts}) == len(parts)
    for newer, older in pairwise(parts):
        assert (newer.older, older.newer) == (older.address, newer.address)
    assert not parts[0].newer
    assert not parts[-1].older


@given(st.integers(100, 400))
def test_a_new_item_changes_no_finished_part(count: int) -> None:
    def finished(total: int) -> dict[str, tuple[int, ...]]:
        return {part.address: part.items for part in divide(range(total, 0, -1), BASE, ENGLISH)[1:]}

    before, after = finished(count), finished(count + 1)
    assert {address: after[address] for address in before} == before


def test_letters_go_from_a_to_z_then_other_scripts_then_figures() -> None:
    names = ["Zoe", "Ärger", "abc", "Łódź", "Lam", "田中", "Émile", "4 Winds", "Жук"]
    letters = by_letter(names, lambda name: name, ENGLISH)
    assert [group.letter for group in letters] == ["A", "E", "L", "Z", "Ж", "田", "#"]
    assert letters[0].entries == ("abc", "Ärger")
    assert len({group.anchor for group in letters}) == len(letters)
