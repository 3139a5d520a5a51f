"""Who wrote a writeup, as its page and its graph have them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from site_builder.ids import Address
from site_builder.kinds import Kind
from site_builder.model import Writeup
from site_builder.pages.components import json_ld


class AuthorView(NamedTuple):
    """Somebody who wrote a writeup; ``address`` is that of their page, ``role`` is empty for an author."""

    name: str
    address: Address
    role: str
    rest: str
    is_organisation: bool


def author_views(writeup: Writeup) -> Iterator[AuthorView]:
    """Yield those who wrote a writeup."""
    for author in writeup.authors:
        address = Address("")
        if author.person:
            address = Kind.PEOPLE.address(author.person)
        elif author.organisation:
            address = Kind.ORGANISATIONS.address(author.organisation)
        yield AuthorView(author.name, address, author.role, author.rest, bool(author.organisation))


def author_node(view: Any, author: AuthorView) -> json_ld.Node:
    """Return an author in a graph: a person, an organisation, or a name."""
    if author.is_organisation:
        return json_ld.organisation_node(view, author.name, author.address)
    if author.address:
        return json_ld.person_node(view, author.name, author.address)
    return {"@type": "Thing", "name": author.name}


#: The properties of schema.org for what somebody did.
JSON_LD_ROLES = {"": "author", "editor": "editor", "translator": "translator", "transcriber": "contributor"}
