"""Titles that lists cannot tell apart."""

from site_builder.checks.context import CheckContext
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.model import Writeup
from site_builder.names.folding import fold


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report every writeup that has the title of an earlier one in the same language."""
    seen: dict[tuple[str, str], Writeup] = {}
    for writeup in sorted(
        context.site.pages_of_writeups, key=lambda writeup: (writeup.date.order, writeup.path)
    ):
        key = (fold(writeup.title), writeup.language)
        first = seen.setdefault(key, writeup)
        if first is not writeup:
            diagnostics.warning(
                Place(writeup.path),
                Rule.DUPLICATE_TITLE,
                f'{first.path} has the title "{first.title}", too',
                "add what tells them apart, such as the year",
            )
