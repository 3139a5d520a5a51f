"""Dates of a writeup that cannot all be right."""

from site_builder.checks.context import CheckContext
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.sources.parse import date_in_name


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report a date in the name of a file that is not the writeup's, and an event after its writeup."""
    for writeup in context.site.pages_of_writeups:
        day, start = writeup.date.day, writeup.event.start.day
        named = date_in_name(writeup.path)
        if named and named != day:
            diagnostics.warning(
                Place(writeup.path),
                Rule.CONTRADICTING_DATES,
                f"the name of the file says {named}, and date: says {day}",
                "correct one of the two; the address is made from date:, and stays if you rename the file",
            )
        if start > day and not writeup.event.is_upcoming:
            diagnostics.warning(
                Place(writeup.path),
                Rule.CONTRADICTING_DATES,
                f"the writeup is of {day}, before its event, which was on {start}",
                "correct one of the dates; if it announced the event, write date: anew with what was said",
            )
