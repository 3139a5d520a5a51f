"""Who wrote a writeup: lines and keys -> names with what each did."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.errors import Diagnostics, Rule
from site_builder.names.folding import fold
from site_builder.names.parsed_line import KnownNames, Nobody
from site_builder.names.placeholders import is_unconfirmed
from site_builder.names.shorthand import parse_shorthand
from site_builder.schema.nodes import Placed
from site_builder.sources.entry_fields import AuthorFields
from site_builder.sources.fields import WriteupFields
from site_builder.values import AUTHOR_ROLES

_BY = re.compile(r"^(?:written |posted )?by\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedAuthor:
    """An author as a writeup names them.

    ``person`` is an id where the writeup gives one, ``rest`` what stands behind the name in one line.
    ``nobody`` says why the name is no person's, where it is none.
    """

    name: Placed[str]
    role: str = ""
    person: Placed[str] | None = None
    rest: str = ""
    nobody: Nobody | None = None


def authors_in(
    fields: WriteupFields,
    default: tuple[AuthorFields, ...],
    known: KnownNames,
    diagnostics: Diagnostics,
) -> Iterator[ListedAuthor]:
    """Yield the authors of a writeup, or those of the site where it names none."""
    named = (*fields.author, *fields.authors)
    has_spoken = any(speaker.is_author for speaker in fields.speakers)
    for author in named or (() if has_spoken else default):
        if author.is_shorthand and author.name is not None:
            yield from _in_one_line(author.name, known, diagnostics)
        else:
            role = "" if author.role == AUTHOR_ROLES[0] else author.role
            yield ListedAuthor(author.name or Placed("", author.place), role, author.person)


def _in_one_line(line: Placed[str], known: KnownNames, diagnostics: Diagnostics) -> Iterator[ListedAuthor]:
    text, role = _BY.sub("", line.value), ""
    before, comma, last = text.rpartition(",")
    if comma and fold(last) in AUTHOR_ROLES:
        text, role = before.strip(), "" if fold(last) == AUTHOR_ROLES[0] else fold(last)
    if is_unconfirmed(text):
        message = f'"{text}" names no author, and is left out'
        diagnostics.warning(line.place, Rule.SHORTHAND, message, "take it out until the author is known")
        return
    parsed = parse_shorthand(text, known)
    if parsed.refusal or not parsed.entries:
        yield ListedAuthor(Placed(text, line.place), role, nobody=Nobody.PLACEHOLDER)
        return
    if len(parsed.entries) > 1 and parsed.doubts:
        names = " and ".join(f'"{entry.name}"' for entry in parsed.entries)
        message = f'"{text}" is taken for {len(parsed.entries)} authors, {names}'
        listed = ", ".join(f'"{entry.name}"' for entry in parsed.entries)
        diagnostics.warning(
            line.place, Rule.SHORTHAND, message, f"write authors: [{listed}] if that is right"
        )
    elif parsed.doubts:
        message = f'"{text}" is printed as it is, and is nobody\'s page: {"; ".join(parsed.doubts)}'
        hint = "write authors: with a name for each, if people are meant"
        diagnostics.warning(line.place, Rule.SHORTHAND, message, hint)
        yield ListedAuthor(Placed(text, line.place), role, nobody=Nobody.PLACEHOLDER)
        return
    for entry in parsed.entries:
        rest = text.partition(entry.name)[2].strip(" ,") if len(parsed.entries) == 1 else ""
        yield ListedAuthor(Placed(entry.name, line.place), role, None, rest, entry.nobody)
