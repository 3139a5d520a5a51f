"""Byte order marks and line ends of files that are edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.refactor.line_ends import plain, written_like


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("a\nb\n", "a\nc\n", "a\nc\n"),
        ("a\r\nb\r\n", "a\nc\nb\n", "a\r\nc\r\nb\r\n"),
        ("a\r\nb\nc\n", "a\nb\nx\nc\n", "a\r\nb\nx\nc\n"),
        ("a\r\nb\r\nc\n", "a\nx\nb\nc\n", "a\r\nx\r\nb\r\nc\n"),
        ("\ufeffa\r\nb\n", "a\nb", "\ufeffa\r\nb"),
    ],
)
def test_lines_that_are_as_they_were_keep_their_ends(old: str, new: str, written: str) -> None:
    assert written_like(old, new) == written


@given(st.text("ab\r\n\ufeff"))
def test_what_is_not_changed_is_written_as_it_was(old: str) -> None:
    assert written_like(old, plain(old)) == old


@given(st.text("ab\r\n"), st.text("ab\n"))
def test_the_text_is_the_new_one(old: str, new: str) -> None:
    assert plain(written_like(old, new)) == new
