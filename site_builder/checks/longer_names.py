"""Names in a text that may be part of a longer name, and so are no links."""

from html import unescape

from site_builder.checks.context import CheckContext
from site_builder.checks.places import place_of, read_source
from site_builder.entities import Organisation, Person
from site_builder.errors import Diagnostics, Rule
from site_builder.linking.autolink import NameMatcher, is_whole_word, longer_name


def check(context: CheckContext, diagnostics: Diagnostics) -> None:
    """Report each longer name around the name of somebody or something, once for each writeup."""
    site = context.site
    entities: tuple[Person | Organisation, ...] = (*site.people.values(), *site.organisations.values())
    known = {name for entity in entities if entity.is_linked for name in (entity.name, *entity.other_names)}
    matcher = NameMatcher.of_spellings(known)
    whole_names = {name.casefold() for name in known}
    for writeup in site.pages_of_writeups:
        html = writeup.prose.html
        hits: dict[str, str] = {}
        source = ""
        for name, start, end in matcher.places(html):
            first, last = longer_name(html, start, end)
            longer = unescape(html[first:last])
            is_known = (
                longer.casefold() in whole_names or context.parser.plain(longer).casefold() in whole_names
            )
            if (first, last) != (start, end) and is_whole_word(html, start, end) and not is_known:
                hits.setdefault(longer, name)
        for longer, name in hits.items():
            source = source or read_source(context.root / writeup.path)
            message = f'"{unescape(name)}" stands in "{longer}", and is no link there'
            hint = (
                f'if it is part of a longer name, list "{longer}" under mentions:; '
                f"if not, write [[{unescape(name)}]]"
            )
            diagnostics.warning(place_of(writeup.path, source, longer), Rule.LONGER_NAME, message, hint)
