"""Popolo data (popoloproject.com): people, organisations and memberships become files of the registry."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from site_builder.identifiers import SCHEMES, Bearer, value_of
from site_builder.importers.formats import Format
from site_builder.importers.items import Item, ItemKind, LeftOut, Source, Unreadable
from site_builder.importers.source_tree import SourceTree, matching
from site_builder.importers.web_addresses import split_address


class _Name(msgspec.Struct):
    name: str = ""


class _Identifier(msgspec.Struct):
    identifier: str = ""
    scheme: str = ""


class _Link(msgspec.Struct):
    url: str = ""
    note: str | None = None


class _Person(msgspec.Struct):
    id: str = ""
    name: str = ""
    other_names: list[_Name] = []
    sort_name: str | None = None
    identifiers: list[_Identifier] = []
    links: list[_Link] = []
    biography: str | None = None
    summary: str | None = None


class _Organisation(msgspec.Struct):
    id: str = ""
    name: str = ""
    other_names: list[_Name] = []
    classification: str | None = None
    parent_id: str | None = None
    founding_date: str | None = None
    dissolution_date: str | None = None
    identifiers: list[_Identifier] = []
    links: list[_Link] = []


class _Membership(msgspec.Struct):
    person_id: str | None = None
    organization_id: str | None = None
    label: str | None = None
    role: str | None = None
    post_id: str | None = None
    start_date: str | None = None
    end_date: str | None = None


class _Post(msgspec.Struct):
    id: str = ""
    label: str | None = None
    role: str | None = None


class _Document(msgspec.Struct):
    persons: list[_Person] = []
    organizations: list[_Organisation] = []
    memberships: list[_Membership] = []
    posts: list[_Post] = []


def _matches(tree: SourceTree) -> bool:
    return any(
        b'"persons"' in (beginning := tree.beginning(name, 200_000)) or b'"memberships"' in beginning
        for name in matching(tree, ".json")
        if b'"conference"' not in tree.beginning(name, 8192)
    )


def _open(tree: SourceTree) -> Source:
    names = list(matching(tree, ".json")) or (list(tree.names) if tree.is_file else [])

    def items() -> Iterator[Item | LeftOut]:
        for name in names:
            try:
                data = tree.text(name).encode()
                document = msgspec.json.decode(data, type=_Document)
                raw = msgspec.json.decode(data)
            except (msgspec.DecodeError, msgspec.ValidationError, RecursionError, UnicodeError) as error:
                raise Unreadable(f"{name} is no Popolo data that can be read: {error}") from error
            yield from _items(name, document, raw)

    return Source(items)


def _items(name: str, document: _Document, raw: dict[str, Any]) -> Iterator[Item | LeftOut]:
    organisations = {one.id: one.name for one in document.organizations}
    posts = {post.id: post.label or post.role or "" for post in document.posts}
    held: dict[str, list[dict[str, Any]]] = {}
    people = {person.id for person in document.persons}
    for number, membership in enumerate(document.memberships, start=1):
        place = f"{name}, membership {number}"
        organisation = organisations.get(membership.organization_id or "", "")
        position = membership.label or membership.role or posts.get(membership.post_id or "", "")
        if membership.person_id not in people or not (organisation or position):
            yield LeftOut(place, place, "a membership of nobody, or in nothing, that the file describes")
            continue
        values = {
            "position": position or "Member",
            "organisation": organisation,
            "since": membership.start_date or "",
            "until": membership.end_date or "",
        }
        held.setdefault(membership.person_id or "", []).append(
            {key: value for key, value in values.items() if value}
        )
        yield LeftOut(place, place, "a membership: it comes along with its person")
    for number, person in enumerate(document.persons, start=1):
        item = _person(f"{name}, person {number}", person, held.get(person.id, []))
        yield _with_others(item, raw["persons"][number - 1], _Person)
    for number, one in enumerate(document.organizations, start=1):
        item = _organisation(f"{name}, organisation {number}", one, organisations)
        yield _with_others(item, raw["organizations"][number - 1], _Organisation)
    for key, values in raw.items():
        if key not in {"persons", "organizations", "memberships", "posts"} and isinstance(values, list):
            for number in range(1, len(values) + 1):
                yield LeftOut(
                    f"{name} {key} {number}", f"{name}, {key} {number}", f"{key} have no place here"
                )


def _with_others(item: Item | LeftOut, raw: dict[str, Any], known: type[msgspec.Struct]) -> Item | LeftOut:
    """Return an item with the fields of the source that have no key here."""
    if isinstance(item, LeftOut):
        return item
    others = {key: value for key, value in raw.items() if key not in known.__struct_fields__ and value}
    return replace(item, extra={**item.extra, **others})


def _person(place: str, person: _Person, held: list[dict[str, Any]]) -> Item | LeftOut:
    if not person.name:
        return LeftOut(person.id or place, place, "has no name")
    ids, others = _identifiers(person.identifiers, Bearer.PERSON)
    fields: dict[str, Any] = {
        "other_names": [one.name for one in person.other_names if one.name and one.name != person.name],
        "sort_name": person.sort_name or "",
        "positions": held,
        "ids": ids,
        "links": _links(person.links),
    }
    body = "\n\n".join(filter(None, (person.summary, person.biography)))
    return Item(
        id=f"person {person.id or place}",
        place=f"{place} ({person.name})",
        kind=ItemKind.PERSON,
        title=person.name,
        body=body,
        name=person.name,
        fields=fields,
        extra=others,
    )


def _organisation(place: str, one: _Organisation, names: dict[str, str]) -> Item | LeftOut:
    if not one.name:
        return LeftOut(one.id or place, place, "has no name")
    ids, others = _identifiers(one.identifiers, Bearer.ORGANISATION)
    parent = names.get(one.parent_id or "", "")
    fields: dict[str, Any] = {
        "other_names": [other.name for other in one.other_names if other.name and other.name != one.name],
        "classification": one.classification or "",
        "parent": [parent] if parent else [],
        "founded": one.founding_date or "",
        "dissolved": one.dissolution_date or "",
        "ids": ids,
        "links": _links(one.links),
    }
    return Item(
        id=f"organisation {one.id or place}",
        place=f"{place} ({one.name})",
        kind=ItemKind.ORGANISATION,
        title=one.name,
        name=one.name,
        fields=fields,
        extra=others,
    )


def _identifiers(identifiers: list[_Identifier], bearer: Bearer) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the identifiers that this program knows, and the others as fields of the site's own."""
    ids: dict[str, str] = {}
    others: dict[str, Any] = {}
    for one in identifiers:
        scheme = one.scheme.lower().replace("-", "_").replace(" ", "_")
        if one.identifier and scheme:
            known = SCHEMES.get(scheme)
            is_valid = known is not None and bearer in known.bearers and value_of(known, one.identifier)
            target = ids if is_valid else others
            target.setdefault(scheme, one.identifier)
    return ids, {"identifiers": others} if others else {}


def _links(links: list[_Link]) -> list[dict[str, str]]:
    return [
        {"title": link.note or split_address(link.url).hostname or link.url, "url": link.url}
        for link in links
        if link.url
    ]


FORMAT = Format("popolo", "Popolo data", _matches, _open)
