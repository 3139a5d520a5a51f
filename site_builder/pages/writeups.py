"""The archive, its years, and every writeup."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from site_builder.custom_fields import CustomValues
from site_builder.entities import Comment
from site_builder.ids import Address
from site_builder.kinds import part_address, year_address
from site_builder.model import Translation, Writeup
from site_builder.page import FromCard, FromTemplate, Page, PublishOrder
from site_builder.pages.components import json_ld
from site_builder.pages.components.authors import AuthorView, author_views
from site_builder.pages.components.cards import labelled_link
from site_builder.pages.components.citations import (
    CitationView,
    CitedView,
    DownloadView,
    citation_of,
    cited_in_words,
    downloads_of,
)
from site_builder.pages.components.events import EventView, event_view
from site_builder.pages.components.person_lists import other_writeups
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
from site_builder.pages.components.writeup_graph import writeup_graph
from site_builder.pages.site_index import SiteIndex
from site_builder.pages.transcripts import tei_address
from site_builder.pages.years import ARCHIVE, archive_link
from site_builder.redaction.matching import ProtectedNameMatcher
from site_builder.redaction_rules import ProtectedName
from site_builder.values import Correction, Link, NamedLink, Prose, Source, When

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


class CommentView(NamedTuple):
    """What a reader wrote; ``answers`` is the comment that it answers, named after who wrote that."""

    comment: Comment
    answers: NamedLink | None


class UnpublishedView(NamedTuple):
    """Why an ordinary build leaves the writeup out: it is a draft, or under embargo until then."""

    is_draft: bool
    until: When | None


class ContentsEntryView(NamedTuple):
    """A heading of the text: ``page`` is the address of the part where it stands, empty for the first."""

    level: int
    text: str
    page: str
    anchor: str


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
    translations: tuple[Translation, ...]
    #: Other writeups of the same event.
    others: tuple[NamedLink, ...]
    prose: Prose
    #: The file in TEI of a transcript; empty for other texts.
    tei: str
    is_transcript: bool
    contents: tuple[ContentsEntryView, ...]
    #: The pages of a long text, this one first; empty for most.
    parts: tuple[NamedLink, ...]
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
    #: What readers wrote; None if the site does not show it.
    comments: tuple[CommentView, ...] | None = None
    #: None for what a build publishes.
    unpublished: UnpublishedView | None = None

    def structured_data(self) -> json_ld.Node:
        """Return the graph of the page."""
        return writeup_graph(self)


@dataclass(frozen=True, slots=True)
class WriteupPartView(json_ld.Described):
    """View of ``pages/writeup_part.html``: a part of a long transcript, but for the first."""

    site: SiteView
    page: PageView
    title: str
    language: str
    event: EventView
    speakers: tuple[SpeakerView, ...]
    prose: Prose
    is_transcript: bool
    number: int
    #: The pages of all parts; the first is that of the writeup.
    parts: tuple[NamedLink, ...]


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
    for position, writeup in enumerate(index.site.pages_of_writeups):
        is_listed = position < len(writeups)
        newer = writeups[position - 1] if position and is_listed else None
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
        for number in range(2, len(writeup.parts) + 1):
            yield Page(
                part_address(writeup.address, number),
                FromTemplate("pages/writeup_part.html", partial(_part_view, index, site, writeup, number)),
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
    citation = citation_of(index, writeup)
    return WriteupView(
        site=site,
        page=PageView(
            address=writeup.address,
            title=writeup.title,
            description=writeup.summary,
            section=ARCHIVE,
            breadcrumbs=_breadcrumbs(index, writeup),
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
        translations=writeup.translations,
        others=other_writeups(index, writeup),
        prose=writeup.prose,
        tei=tei_address(writeup) if writeup.voices else "",
        is_transcript=bool(writeup.voices),
        contents=contents(writeup.prose, writeup.address),
        parts=_part_links(index, writeup),
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
        comments=tuple(_comment_views(writeup.comments)) if index.config.comments else None,
        unpublished=_unpublished_view(index, writeup),
    )


def _unpublished_view(index: SiteIndex, writeup: Writeup) -> UnpublishedView | None:
    is_draft = writeup.status == "draft"
    is_embargoed = writeup.embargo is not None and writeup.path in index.site.held_back.shown_early
    if not is_draft and not is_embargoed:
        return None
    return UnpublishedView(is_draft, writeup.embargo if is_embargoed else None)


def _comment_views(comments: tuple[Comment, ...]) -> Iterator[CommentView]:
    authors = {comment.anchor: comment.author for comment in comments}
    for comment in comments:
        answered = Address(f"#{comment.answers}")
        answers = NamedLink(authors[comment.answers], answered) if comment.answers else None
        yield CommentView(comment, answers)


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
    current = replace(view, contents=contents(view.prose, view.page.address), minutes=minutes(view.prose))
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


def contents(prose: Prose, address: Address) -> tuple[ContentsEntryView, ...]:
    """Return the headings of a text for which a table of contents helps."""
    headings = [heading for heading in prose.headings if heading.level <= 3]
    is_divided = any(heading.part > 1 for heading in headings)
    if not is_divided and (prose.words < _LONG_TEXT or len(headings) < _MANY_HEADINGS):
        return ()
    return tuple(
        ContentsEntryView(
            heading.level,
            heading.text,
            part_address(address, heading.part) if heading.part > 1 else "",
            heading.anchor,
        )
        for heading in headings
    )


def _part_links(index: SiteIndex, writeup: Writeup) -> tuple[NamedLink, ...]:
    if not writeup.further_parts:
        return ()
    translate = index.language.translate
    return tuple(
        NamedLink(translate("Part {n}", n=number), part_address(writeup.address, number))
        for number in range(1, len(writeup.parts) + 1)
    )


def _part_view(index: SiteIndex, site: SiteView, writeup: Writeup, number: int) -> WriteupPartView:
    parts = _part_links(index, writeup)
    return WriteupPartView(
        site=site,
        page=PageView(
            address=parts[number - 1].address,
            title=f"{writeup.title}{index.language.translate(', part {n}', n=number)}",
            description=writeup.summary,
            section=ARCHIVE,
            breadcrumbs=(*_breadcrumbs(index, writeup), writeup_link(writeup)),
            noindex=writeup.noindex,
        ),
        title=writeup.title,
        language=writeup.language,
        event=event_view(index, writeup),
        speakers=speakers_of(index, writeup),
        prose=writeup.parts[number - 1],
        is_transcript=True,
        number=number,
        parts=parts,
    )


def _breadcrumbs(index: SiteIndex, writeup: Writeup) -> tuple[NamedLink, ...]:
    year = writeup.date.day.year
    return archive_link(index), NamedLink(str(year), year_address(year))
