"""Linked data: what the graphs of all pages have in common, in the terms of schema.org.

The graph of a page stands beside its view, and follows from it, so it never states what the page does not
show. Everybody and everything has one ``@id`` in the whole archive: that of its page with a fragment. Where
schema.org has no word for what an organisation was before, Dublin Core's ``replaces`` and ``isReplacedBy``
stand.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from site_builder.urls import absolute_link, relative_link
from site_builder.values import Recording, When

Node = dict[str, Any]
SCHEMA_ORG = "https://schema.org"
WITH_LINEAGE: list[Any] = [SCHEMA_ORG, {"dcterms": "http://purl.org/dc/terms/"}]


class Described:
    """A view whose page has linked data: a page of the site with its breadcrumbs."""

    __slots__ = ()

    def structured_data(self) -> Node:
        """Return the graph of the page."""
        return graph(self, [page_node(self, "WebPage")])


class DescribedList(Described):
    """The same for a page that lists others."""

    __slots__ = ()

    def structured_data(self) -> Node:
        return graph(self, [page_node(self, "CollectionPage")])


def graph(view: Any, nodes: Iterable[Node], site: Node | None = None) -> Node:
    """Return the graph of a page: the site, what the page is about, and the way to it."""
    every = [site or site_node(view), *nodes]
    breadcrumbs = view.page.breadcrumbs
    if breadcrumbs:
        every.append({"@type": "BreadcrumbList", "itemListElement": list(_breadcrumbs(view))})
    return {"@context": SCHEMA_ORG, "@graph": every}


def _breadcrumbs(view: Any) -> Iterator[Node]:
    steps = (
        *((link.name, link.address) for link in view.page.breadcrumbs),
        (view.page.title, view.page.address),
    )
    for position, (name, address) in enumerate(steps, 1):
        yield {"@type": "ListItem", "position": position, "name": name, "item": iri(view, address)}


def site_node(view: Any) -> Node:
    """Return the site that a page belongs to."""
    return {"@type": "WebSite", "@id": site_id(view), "name": view.site.title, "url": iri(view, "/")}


def site_id(view: Any) -> str:
    """Return what identifies the site."""
    return f"{iri(view, '/')}#site"


def page_node(view: Any, kind: str, **more: Any) -> Node:
    """Return a page as what it is of: a profile, a collection."""
    page: Node = {
        "@type": kind,
        "@id": iri(view, view.page.address),
        "name": view.page.title,
        "isPartOf": {"@id": site_id(view)},
        "inLanguage": view.site.language,
        **more,
    }
    if view.page.description:
        page["description"] = view.page.description
    return page


def person_node(view: Any, name: str, address: str) -> Node:
    """Return a person under the name that the page shows."""
    return {"@type": "Person", "@id": f"{iri(view, address)}#person", "name": name}


def organisation_node(view: Any, name: str, address: str) -> Node:
    """Return an organisation under the name that the page shows."""
    return {"@type": "Organization", "@id": f"{iri(view, address)}#organisation", "name": name}


def recording_node(view: Any, recording: Recording) -> Node:
    """Return where an event can be heard or seen."""
    node: Node = {
        "@type": "VideoObject" if recording.is_film else "AudioObject" if recording.file else "MediaObject"
    }
    if recording.url:
        node["url"] = recording.url
    if recording.file:
        node["contentUrl"] = iri(view, recording.file)
    return node


def subject_iri(view: Any) -> str:
    """Return what identifies the first part of a page: what all parts are about is one thing."""
    return iri(view, view.list_page.whole or view.page.address)


def iri(view: Any, address: str) -> str:
    """Return what identifies a page; relative to this one where the site has no ``base_url``."""
    base_url = view.site.base_url
    if base_url:
        return absolute_link(address, base_url)
    return relative_link(view.page.address, address, file_urls=False)


def date_text(value: When | datetime.date) -> str:
    """Return a day or a moment as ISO 8601 writes it."""
    if isinstance(value, When):
        return value.moment.isoformat() if value.moment else value.day.isoformat()
    return value.isoformat()
