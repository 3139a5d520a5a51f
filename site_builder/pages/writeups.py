"""The archive, its years, and every writeup."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from site_builder.custom_fields import CustomValues
from site_builder.ids import Address
from site_builder.kinds import Kind, year_address
from site_builder.model import Writeup
from site_builder.page import FromCard, FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.authors import JSON_LD_ROLES, AuthorView, author_node, author_views
from site_builder.pages.components.cards import (
    labelled_link,
)
from site_builder.pages.components.citations import (
    CitationView,
    CitedView,
    DownloadView,
    citation_of,
    cited_in_words,
    downloads_of,
)
from site_builder.pages.components.events import EventView, event_view
from site_builder.pages.components.locations import attendance_mode, locations
from site_builder.pages.components.related import Related, RelatedView
from site_builder.pages.components.views import (
    AffiliationView,
    PageView,
    SiteView,
    SpeakerView,
    StatementView,
    affiliation_views,
    links_elsewhere,
    person_link,
    speakers_of,
    statement_view,
    topic_links,
    writeup_link,
)
from site_builder.pages.site_index import SiteIndex
from site_builder.pages.years import ARCHIVE, archive_link
from site_builder.redaction.matching import ProtectedNameMatcher
from site_builder.redaction_rules import ProtectedName
from site_builder.values import Correction, Heading, Link, NamedLink, Prose, Source, StatementKind, When

#: A table of contents helps in a text that does not fit on a screen or two.
_LONG_TEXT = 450


_MANY_HEADINGS = 3


#: How many words somebody reads in a minute.
_READING = 230


@dataclass(frozen=True, slots=True)
class MentionView:
    """Somebody or something that the text names; ``person`` is None for an organisation."""

    person: NamedLink | None
    affiliations: tuple[AffiliationView, ...]
    quoted_by: NamedLink | None


@dataclass(frozen=True, slots=True)
class WriteupView:
    """View of ``pages/writeup.html``."""

    site: SiteView
    page: PageView
    title: str
    language: str
    date: When
    updated: datetime.date
    authors: tuple[AuthorView, ...]
    minutes: int
    event: EventView
    speakers: tuple[SpeakerView, ...]
    mentions: tuple[MentionView, ...]
    statements: tuple[StatementView, ...]
    topics: tuple[NamedLink, ...]
    prose: Prose
    contents: tuple[Heading, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]
    #: What registers call the writeup.
    elsewhere: tuple[Link, ...]
    citation: CitationView
    cited: CitedView
    downloads: tuple[DownloadView, ...]
    related: tuple[RelatedView, ...]
    previous: NamedLink | None
    next: NamedLink | None
    extra: CustomValues

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        return _graph(self)


@dataclass(frozen=True, slots=True)
class CardImageView:
    """What the picture of a writeup shows."""

    site_title: str
    title: str
    about: str
    accent: str


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan ``/writeups/<year>/<id>/``."""
    related = Related(index)
    protected = {path for path, names in index.site.redaction.forbidden_on_pages.items() if names}
    writeups = index.site.writeups
    for position, writeup in enumerate(writeups):
        newer = writeups[position - 1] if position else None
        older = writeups[position + 1] if position + 1 < len(writeups) else None
        view = partial(_writeup_view, index, site, writeup, (older, newer), related)
        forbidden = _absent(index, writeup, view) if writeup.path in protected else ()
        if index.config.card_images:
            card_view = partial(_card_image_view, index, writeup)
            address = Address(card_image(index, writeup))
            yield Page(address, FromCard(card_view), PublishOrder.ASSET, f"the picture of {writeup.path}")
        yield Page(
            writeup.address,
            FromTemplate("pages/writeup.html", view),
            PublishOrder.PAGE,
            writeup.path,
            forbidden,
        )


def _absent(
    index: SiteIndex, writeup: Writeup, make_view: Callable[[], WriteupView]
) -> tuple[ProtectedName, ...]:
    """Return the names of those who took part under a rule, and are public from elsewhere.

    The page of the event must not have them, except where it names other pages.
    """
    view = make_view()
    others = [link.link.name for link in view.related]
    others += [link.name for link in (view.previous, view.next) if link]
    others += [writeup.author, view.site.title, view.site.footer, view.site.tagline]
    others += [link.name for link in view.event.organisers]
    others += [link.name for link in (*view.topics, *view.site.navigation)]
    shown = " | ".join((*others, *(link.name for link in view.site.footer_links)))
    names = index.site.redaction.forbidden_on_pages[writeup.path]
    allowed = {match.name for match in ProtectedNameMatcher(names, frozenset(), {}).find(shown)}
    return tuple(name for name in names if name not in allowed)


def _writeup_view(
    index: SiteIndex,
    site: SiteView,
    writeup: Writeup,
    neighbours: tuple[Writeup | None, Writeup | None],
    related: Related,
) -> WriteupView:
    older, newer = neighbours
    year = writeup.date.day.year
    citation = citation_of(index, writeup)
    return WriteupView(
        site=site,
        page=PageView(
            address=writeup.address,
            title=writeup.title,
            description=writeup.summary,
            section=ARCHIVE,
            breadcrumbs=(archive_link(index), NamedLink(str(year), year_address(year))),
            image=card_image(index, writeup),
            noindex=writeup.noindex,
        ),
        title=writeup.title,
        language=writeup.language,
        date=writeup.date,
        updated=writeup.updated,
        authors=tuple(author_views(writeup)),
        minutes=minutes(writeup.prose),
        event=event_view(index, writeup),
        speakers=speakers_of(index, writeup),
        mentions=tuple(_mention_views(index, writeup)),
        statements=tuple(statement_view(index, writeup, statement) for statement in writeup.statements),
        topics=topic_links(index, writeup.topics),
        prose=writeup.prose,
        contents=contents(writeup.prose),
        sources=writeup.sources,
        corrections=writeup.corrections,
        elsewhere=links_elsewhere((), writeup.ids),
        citation=citation,
        cited=cited_in_words(index, writeup),
        downloads=downloads_of(citation),
        related=related.to(writeup),
        previous=writeup_link(older) if older else None,
        next=writeup_link(newer) if newer else None,
        extra=writeup.extra,
    )


def card_image(index: SiteIndex, writeup: Writeup) -> str:
    """Return where the picture of a writeup is that shows when its address is shared; empty for none."""
    return f"{writeup.folder}card.png" if index.config.card_images else ""


def _card_image_view(index: SiteIndex, writeup: Writeup) -> CardImageView:
    about = index.language.day(writeup.event.start.day), writeup.event.name
    return CardImageView(
        site_title=index.config.title,
        title=writeup.title,
        about=" · ".join(words for words in about if words),
        accent=index.config.accent,
    )


def with_new_text(page: Page, content: FromTemplate) -> Page:
    """Return the page of a writeup with all that follows from its text computed from the new text."""
    view: WriteupView = content.make_view()
    current = replace(view, contents=contents(view.prose), minutes=minutes(view.prose))
    return replace(page, content=FromTemplate(content.template, lambda: current))


def minutes(prose: Prose) -> int:
    """Return how long a text takes to read."""
    return max(1, round(prose.words / _READING))


def _mention_views(index: SiteIndex, writeup: Writeup) -> Iterable[MentionView]:
    people = index.site.people
    for mention in writeup.mentions:
        yield MentionView(
            person=labelled_link(index.site, mention.person, mention.label) if mention.label else None,
            affiliations=affiliation_views(index, mention.affiliations),
            quoted_by=person_link(people[mention.quoted_by]) if mention.quoted_by else None,
        )


def contents(prose: Prose) -> tuple[Heading, ...]:
    """Return the headings of a text for which a table of contents helps."""
    headings = tuple(heading for heading in prose.headings if heading.level <= 3)
    return headings if prose.words >= _LONG_TEXT and len(headings) >= _MANY_HEADINGS else ()


def _graph(view: WriteupView) -> json_ld.Node:
    """Return the graph of a writeup: a posting about an event, and who spoke there in which position."""
    here = json_ld.iri(view, view.page.address)
    return json_ld.graph(view, [_posting(view, here), _event(view, here)])


def _posting(view: WriteupView, here: str) -> json_ld.Node:
    posting: json_ld.Node = {
        "@type": "BlogPosting",
        "@id": f"{here}#writeup",
        "url": here,
        "headline": view.title,
        "datePublished": json_ld.date_text(view.date),
        "dateModified": view.updated.isoformat(),
        "inLanguage": view.language or view.site.language,
        "isPartOf": {"@id": json_ld.site_id(view)},
        "about": {"@id": f"{here}#event"},
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


def _statement(view: WriteupView, statement: StatementView) -> json_ld.Node:
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


def _event(view: WriteupView, here: str) -> json_ld.Node:
    event = view.event
    held: json_ld.Node = {
        "@type": "Event",
        "@id": f"{here}#event",
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
    if event.materials:
        held["subjectOf"] = [
            {
                "@type": "CreativeWork",
                "name": material.title,
                "url": material.url or json_ld.iri(view, material.file),
            }
            for material in event.materials
        ]
    if event.recording:
        held["recordedIn"] = json_ld.recording_node(view, event.recording)
    if event.url:
        held["url"] = event.url
    if event.organisers:
        held["organizer"] = [
            json_ld.organisation_node(view, organiser.name, organiser.address)
            for organiser in event.organisers
        ]
    if event.series:
        held["superEvent"] = {
            "@type": "EventSeries",
            "@id": f"{json_ld.iri(view, event.series.address)}#series",
            "name": event.series.name,
        }
    performers = list(_performers(view))
    if performers:
        held["performer"] = performers
    return held


def _performers(view: WriteupView) -> Iterator[json_ld.Node]:
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
