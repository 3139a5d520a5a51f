"""Which appearances, statements and writeups a question is about."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.ids import OrganisationId, PersonId, TopicId
from site_builder.markdown.plain_text import paragraphs
from site_builder.model import Appearance, Statement, Writeup
from site_builder.names.folding import fold
from site_builder.pages.site_index import topics_in
from site_builder.queries.archive import Archive


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; what is empty selects everything.

    ``first`` and ``last`` are days of events. Each of ``words`` must stand in what is listed, in any spelling
    of capitals and accents.
    """

    person: PersonId | None = None
    organisation: OrganisationId | None = None
    topic: TopicId | None = None
    role: str = ""
    place: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    words: tuple[str, ...] = ()

    @property
    def is_of_appearances(self) -> bool:
        """Say whether only some of those who appeared at an event are asked for."""
        return bool(self.person or self.organisation or self.role)

    def writeups(self, archive: Archive) -> Iterator[Writeup]:
        """Yield the writeups on events of the time, the place and the topic, newest first."""
        place = fold(self.place)
        for writeup in archive.site.writeups:
            if self.first and writeup.day < self.first:
                continue
            if self.last and writeup.day > self.last:
                continue
            if self.topic and self.topic not in topics_in(writeup):
                continue
            if place and place not in fold(f"{writeup.event.place} {writeup.event.venue}"):
                continue
            yield writeup

    def appearances(self, writeup: Writeup) -> Iterator[Appearance]:
        """Yield those who appeared at an event, as far as they are asked for."""
        for appearance in writeup.counted_appearances:
            if self.person and appearance.person != self.person:
                continue
            if self.organisation and self.organisation not in appearance.organisations:
                continue
            if self.role and (appearance.role or "speaker") != self.role:
                continue
            yield appearance

    def statements(self, writeup: Writeup) -> Iterator[Statement]:
        """Yield what was said, by those who are asked for."""
        speakers = {appearance.person for appearance in self.appearances(writeup)} if self.role else None
        for statement in writeup.statements:
            if self.person and statement.person != self.person:
                continue
            if self.organisation and self.organisation not in {
                statement.organisation,
                *statement.on_behalf_of,
                *(held.organisation for held in statement.affiliations),
            }:
                continue
            if self.topic and self.topic not in (statement.topics or writeup.topics):
                continue
            if speakers is not None and statement.person not in speakers:
                continue
            yield statement

    def has_words(self, *texts: str) -> bool:
        """Say whether every word stands in one of some texts."""
        if not self.words:
            return True
        folded = fold(" ".join(texts))
        return all(fold(word) in folded for word in self.words)

    def has_words_in_writeup(self, archive: Archive, writeup: Writeup) -> bool:
        """Say whether every word stands in a writeup: in its title, its event, its names or its text."""
        if not self.words:
            return True
        site = archive.site
        names = [appearance.label for appearance in writeup.appearances]
        names += [site.topics[id].name for id in writeup.topics]
        text = (words for part in writeup.parts for words in paragraphs(part.html))
        return self.has_words(writeup.title, writeup.event.name, writeup.summary, *names, *text)
