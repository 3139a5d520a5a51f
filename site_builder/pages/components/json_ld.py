"""What pages tell machines: one graph of linked data for each, in the terms of schema.org.

A graph follows from the view of its page, so it never states what the page does not show. Everybody and
everything has one ``@id`` in the whole archive: that of its page with a fragment. Where schema.org has no
word for what an organisation was before, Dublin Core's ``replaces`` and ``isReplacedBy`` stand.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from site_builder.urls import absolute_link, relative_link
from site_builder.values import When

if TYPE_CHECKING:
    from site_builder.pages.home import HomeView
    from site_builder.pages.organisations import OrganisationPageView
    from site_builder.pages.series import SeriesPageView
    from site_builder.pages.speakers import SpeakerPageView
    from site_builder.pages.topics import TopicPageView
    from site_builder.pages.writeups import WriteupView

Node = dict[str, Any]
_SCHEMA = "https://schema.org"
_WITH_LINEAGE: list[Any] = [_SCHEMA, {"dcterms": "http://purl.org/dc/terms/"}]
_LATER_PART = re.compile(r"page/[0-9]+/$")
_ONLINE = frozenset({"online", "webinar", "virtual"})


class Described:
    """A view whose page has linked data: a page of the site with its breadcrumbs."""

    __slots__ = ()

    def structured_data(self) -> Node:
        """Return the graph of the page."""
        return _graph(self, [_page(self, "WebPage")])


class DescribedList(Described):
    """The same for a page that lists others."""

    __slots__ = ()

    def structured_data(self) -> Node:
        return _graph(self, [_page(self, "CollectionPage")])


def home(view: "HomeView") -> Node:
    """Return the graph of the home page: the site and how it is searched."""
    site = _site(view)
    if view.site.description:
        site["description"] = view.site.description
    if view.site.base_url:
        site["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{_iri(view, view.site.search)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    return _graph(view, [], site)


def writeup(view: "WriteupView") -> Node:
    """Return the graph of a writeup: a posting about an event, and who spoke there in which position."""
    here = _iri(view, view.page.address)
    return _graph(view, [_posting(view, here), _event(view, here)])


def _posting(view: "WriteupView", here: str) -> Node:
    posting: Node = {
        "@type": "BlogPosting",
        "@id": f"{here}#writeup",
        "url": here,
        "headline": view.title,
        "datePublished": _date(view.date),
        "dateModified": view.updated.isoformat(),
        "inLanguage": view.language or view.site.language,
        "isPartOf": {"@id": _site_id(view)},
        "about": {"@id": f"{here}#event"},
    }
    if view.page.description:
        posting["description"] = view.page.description
    if view.author:
        posting["author"] = {"@type": "Person", "name": view.author}
    if view.topics:
        posting["keywords"] = [topic.name for topic in view.topics]
    if view.site.licence:
        posting["license"] = view.site.licence.url
    if view.page.image:
        posting["image"] = _iri(view, view.page.image)
    mentions = [
        _person(view, mention.person.name, mention.person.address)
        for mention in view.mentions
        if mention.person and mention.person.address
    ]
    if mentions:
        posting["mentions"] = mentions
    return posting


def _event(view: "WriteupView", here: str) -> Node:
    event = view.event
    held: Node = {
        "@type": "Event",
        "@id": f"{here}#event",
        "name": event.name or view.title,
        "startDate": _date(event.start),
        "eventStatus": f"{_SCHEMA}/EventScheduled",
    }
    if event.end:
        held["endDate"] = _date(event.end)
    location = _location(event.place, event.venue, event.url or here)
    if location:
        held["location"] = location
        is_online = location["@type"] == "VirtualLocation"
        mode = "OnlineEventAttendanceMode" if is_online else "OfflineEventAttendanceMode"
        held["eventAttendanceMode"] = f"{_SCHEMA}/{mode}"
    if event.url:
        held["url"] = event.url
    if event.organisers:
        held["organizer"] = [
            _organisation(view, organiser.name, organiser.address) for organiser in event.organisers
        ]
    if event.series:
        held["superEvent"] = {
            "@type": "EventSeries",
            "@id": f"{_iri(view, event.series.address)}#series",
            "name": event.series.name,
        }
    performers = list(_performers(view))
    if performers:
        held["performer"] = performers
    return held


def _performers(view: "WriteupView") -> Iterator[Node]:
    """Yield everybody who spoke, in the position of that day: roles with the days on which they were seen."""
    start = view.event.start.day.isoformat()
    end = (view.event.end or view.event.start).day.isoformat()
    for speaker in view.speakers:
        if not speaker.address:
            continue
        person = _person(view, speaker.name, speaker.address)
        held = speaker.capacity != "former"  # a former leader was not leader on that day
        if speaker.organisations and held:
            person["affiliation"] = [
                {
                    "@type": "OrganizationRole",
                    **({"roleName": speaker.position} if speaker.position else {}),
                    "startDate": start,
                    "endDate": end,
                    "affiliation": _organisation(view, organisation.name, organisation.address),
                }
                for organisation in speaker.organisations
            ]
        role: Node = {"@type": "Role", "startDate": start, "endDate": end, "performer": person}
        name = (speaker.position if held else "") or speaker.role
        if name:
            role["roleName"] = name
        yield role


def speaker(view: "SpeakerPageView") -> Node:
    """Return the graph of a person's page."""
    here = _subject(view)
    person: Node = {"@type": "Person", "@id": f"{here}#person", "name": view.name, "url": here}
    if view.other_names:
        person["alternateName"] = list(view.other_names)
    if view.honorifics:
        person["honorificPrefix"] = [honorific.title for honorific in view.honorifics]
    if view.links:
        person["sameAs"] = [link.url for link in view.links]
    roles = []
    for position in view.positions:
        for organisation in position.organisations:
            role: Node = {"@type": "OrganizationRole"}
            if position.position:
                role["roleName"] = position.position
            # What the page shows beside it: what the person's file says, or else when it was seen.
            start, end = (
                (position.since, position.until)
                if position.since or position.until
                else (position.first, position.last)
            )
            if start:
                role["startDate"] = str(start)
            if end:
                role["endDate"] = str(end)
            role["affiliation"] = _organisation(view, organisation.name, organisation.address)
            roles.append(role)
    if roles:
        person["affiliation"] = roles
    return _graph(view, [_page(view, "ProfilePage", mainEntity={"@id": person["@id"]}), person])


def organisation(view: "OrganisationPageView") -> Node:
    """Return the graph of an organisation's page, with what it came from and became."""
    here = _subject(view)
    body: Node = {
        "@type": "Organization",
        "@id": f"{here}#organisation",
        "name": view.name,
        "url": here,
    }
    if view.other_names:
        body["alternateName"] = list(view.other_names)
    if view.founded:
        body["foundingDate"] = view.founded
    if view.dissolved:
        body["dissolutionDate"] = view.dissolved
    if view.links:
        body["sameAs"] = [link.url for link in view.links]
    for relation in view.relations:
        if not relation.kind:
            continue
        other = _organisation(view, relation.organisation.name, relation.organisation.address)
        body.setdefault(relation.kind, []).append(other)
    graph = _graph(view, [_page(view, "ProfilePage", mainEntity={"@id": body["@id"]}), body])
    if any(":" in relation.kind for relation in view.relations):
        graph["@context"] = _WITH_LINEAGE
    return graph


def topic(view: "TopicPageView") -> Node:
    """Return the graph of a topic's page."""
    term: Node = {"@type": "DefinedTerm", "@id": f"{_subject(view)}#topic", "name": view.name}
    return _graph(view, [_page(view, "CollectionPage", about={"@id": term["@id"]}), term])


def series(view: "SeriesPageView") -> Node:
    """Return the graph of the page of a series of events."""
    run: Node = {"@type": "EventSeries", "@id": f"{_subject(view)}#series", "name": view.name}
    if view.links:
        run["sameAs"] = [link.url for link in view.links]
    return _graph(view, [_page(view, "CollectionPage", about={"@id": run["@id"]}), run])


def _graph(view: Any, nodes: Iterable[Node], site: Node | None = None) -> Node:
    every = [site or _site(view), *nodes]
    breadcrumbs = view.page.breadcrumbs
    if breadcrumbs:
        every.append({"@type": "BreadcrumbList", "itemListElement": list(_breadcrumbs(view))})
    return {"@context": _SCHEMA, "@graph": every}


def _breadcrumbs(view: Any) -> Iterator[Node]:
    steps = (
        *((link.name, link.address) for link in view.page.breadcrumbs),
        (view.page.title, view.page.address),
    )
    for position, (name, address) in enumerate(steps, 1):
        yield {"@type": "ListItem", "position": position, "name": name, "item": _iri(view, address)}


def _site(view: Any) -> Node:
    return {"@type": "WebSite", "@id": _site_id(view), "name": view.site.title, "url": _iri(view, "/")}


def _site_id(view: Any) -> str:
    return f"{_iri(view, '/')}#site"


def _page(view: Any, kind: str, **more: Any) -> Node:
    page: Node = {
        "@type": kind,
        "@id": _iri(view, view.page.address),
        "name": view.page.title,
        "isPartOf": {"@id": _site_id(view)},
        "inLanguage": view.site.language,
        **more,
    }
    if view.page.description:
        page["description"] = view.page.description
    return page


def _person(view: Any, name: str, address: str) -> Node:
    return {"@type": "Person", "@id": f"{_iri(view, address)}#person", "name": name}


def _organisation(view: Any, name: str, address: str) -> Node:
    return {"@type": "Organization", "@id": f"{_iri(view, address)}#organisation", "name": name}


def _subject(view: Any) -> str:
    """Return what identifies the first part of a page: what all parts are about is one thing."""
    return _iri(view, _LATER_PART.sub("", view.page.address))


def _location(place: str, venue: str, url: str) -> Node | None:
    if place.casefold() in _ONLINE:
        return {"@type": "VirtualLocation", "url": url}
    if not place and not venue:
        return None
    return {"@type": "Place", "name": venue or place, "address": ", ".join(filter(None, (venue, place)))}


def _iri(view: Any, address: str) -> str:
    """Return what identifies a page; relative to this one where the site has no ``base_url``."""
    base_url = view.site.base_url
    if base_url:
        return absolute_link(address, base_url)
    return relative_link(view.page.address, address, file_urls=False)


def _date(value: When | datetime.date) -> str:
    if isinstance(value, When):
        return value.moment.isoformat() if value.moment else value.day.isoformat()
    return value.isoformat()
