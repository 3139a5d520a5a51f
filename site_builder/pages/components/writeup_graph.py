"""The linked data of a writeup: a posting about an event, what was said there, and who spoke."""

from collections.abc import Iterator
from typing import Any

from site_builder.kinds import Kind
from site_builder.pages.components import json_ld
from site_builder.pages.components.authors import JSON_LD_ROLES, author_node
from site_builder.pages.components.locations import attendance_mode, locations
from site_builder.pages.components.views import StatementView
from site_builder.values import StatementKind

#: What people can do at an event, in the words of schema.org (EventAttendanceModeEnumeration).
_ATTENDANCE = {
    "in person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def writeup_graph(view: Any) -> json_ld.Node:
    """Return the graph of a writeup: a posting about an event, and who spoke there in which position."""
    here = json_ld.iri(view, view.page.address)
    return json_ld.graph(view, [_posting(view, here), event_node(view, here)])


def _posting(view: Any, here: str) -> json_ld.Node:
    posting: json_ld.Node = {
        "@type": "BlogPosting",
        "@id": f"{here}#writeup",
        "url": here,
        "headline": view.title,
        "datePublished": json_ld.date_text(view.date),
        "dateModified": view.updated.isoformat(),
        "inLanguage": view.language or view.site.language,
        "isPartOf": {"@id": json_ld.site_id(view)},
        "about": {"@id": f"{json_ld.iri(view, view.event.page) if view.event.page else here}#event"},
    }
    if view.elsewhere:
        posting["sameAs"] = [link.url for link in view.elsewhere]
    if view.page.description:
        posting["description"] = view.page.description
    for author in view.authors:
        posting.setdefault(JSON_LD_ROLES[author.role], []).append(author_node(view, author))
    if view.topics:
        posting["keywords"] = [topic.name for topic in view.topics]
    if view.site.licence:
        posting["license"] = view.site.licence.url
    if view.page.image:
        posting["image"] = json_ld.iri(view, view.page.image)
    mentions = [
        json_ld.person_node(view, mention.person.name, mention.person.address)
        for mention in view.mentions
        if mention.person and mention.person.address
    ]
    if mentions:
        posting["mentions"] = mentions
    if view.statements:
        posting["hasPart"] = [_statement(view, statement) for statement in view.statements]
    return posting


def _statement(view: Any, statement: StatementView) -> json_ld.Node:
    """Return a statement: a quotation has somebody's own words, all else is a claim about what was said."""
    node: json_ld.Node = {
        "@type": "Quotation" if statement.is_verbatim else "Claim",
        "@id": json_ld.iri(view, statement.writeup.address),
        "text": " ".join(statement.text),
    }
    if statement.kind is not StatementKind.QUOTATION:
        node["genre"] = statement.kind.value
    name, address = statement.speaker
    if Kind.ORGANISATIONS.id_at(address):
        node["author"] = json_ld.organisation_node(view, name, address)
    elif address:
        node["author"] = json_ld.person_node(view, name, address)
    if statement.topics:
        node["about"] = [topic.name for topic in statement.topics]
    return node


def event_node(view: Any, here: str) -> json_ld.Node:
    """Return the event of a page: who held it, where, and who spoke there."""
    event = view.event
    held: json_ld.Node = {
        "@type": "Event",
        "@id": f"{json_ld.iri(view, view.event.page) if view.event.page else here}#event",
        "name": event.name or view.title,
        "startDate": json_ld.date_text(event.start),
        "eventStatus": f"{json_ld.SCHEMA_ORG}/EventScheduled",
    }
    if event.elsewhere:
        held["sameAs"] = [link.url for link in event.elsewhere]
    if event.end:
        held["endDate"] = json_ld.date_text(event.end)
    location = locations(event.place, event.venue, event.url or here)
    if location:
        held["location"] = location
        held["eventAttendanceMode"] = f"{json_ld.SCHEMA_ORG}/{attendance_mode(location)}"
    if event.attendance:
        held["eventAttendanceMode"] = f"{json_ld.SCHEMA_ORG}/{_ATTENDANCE[event.attendance]}"
    if event.materials:
        held["subjectOf"] = [
            {
                "@type": "CreativeWork",
                "name": material.title,
                "url": material.url or json_ld.iri(view, material.file),
            }
            for material in event.materials
        ]
    if event.recordings:
        recordings = [json_ld.recording_node(view, recording) for recording in event.recordings]
        held["recordedIn"] = recordings if len(recordings) > 1 else recordings[0]
    if event.url:
        held["url"] = event.url
    if event.sponsors:
        held["sponsor"] = [
            json_ld.organisation_node(view, sponsor.name, sponsor.address) for sponsor in event.sponsors
        ]
    if event.part_of:
        held["superEvent"] = {"@id": f"{json_ld.iri(view, event.part_of.address)}#event"}
    if event.organisers:
        held["organizer"] = [
            json_ld.organisation_node(view, organiser.name, organiser.address)
            for organiser in event.organisers
        ]
    if event.series and not event.part_of:
        held["superEvent"] = {
            "@type": "EventSeries",
            "@id": f"{json_ld.iri(view, event.series.address)}#series",
            "name": event.series.name,
        }
    performers = list(_performers(view))
    if performers:
        held["performer"] = performers
    return held


def _performers(view: Any) -> Iterator[json_ld.Node]:
    """Yield everybody who spoke, in the position of that day: roles with the days on which they were seen."""
    start = view.event.start.day.isoformat()
    end = (view.event.end or view.event.start).day.isoformat()
    for speaker in view.speakers:
        if not speaker.address:
            continue
        person = json_ld.person_node(view, speaker.name, speaker.address)
        held = speaker.capacity != "former"  # a former leader was not leader on that day
        affiliations = [
            {
                "@type": "OrganizationRole",
                **({"roleName": position} if position else {}),
                "startDate": start,
                "endDate": end,
                "affiliation": json_ld.organisation_node(view, organisation.name, organisation.address),
            }
            for _, position, organisation in speaker.affiliations
            if organisation
        ]
        if affiliations and held:
            person["affiliation"] = affiliations
        role: json_ld.Node = {"@type": "Role", "startDate": start, "endDate": end, "performer": person}
        positions = ", ".join(position for _, position, _ in speaker.affiliations if position)
        name = (positions if held else "") or speaker.role
        if name:
            role["roleName"] = name
        yield role
