"""One text -> everything that is proposed for it, and not there yet."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from site_builder.suggestions.archive_names import ArchiveNames
from site_builder.suggestions.entity_model import people_in
from site_builder.suggestions.events import EventReader
from site_builder.suggestions.passages import Passage, passages_of, plain
from site_builder.suggestions.people import PeopleReader
from site_builder.suggestions.person_names import NameFinder
from site_builder.suggestions.proposals import Proposal, ProposedPerson
from site_builder.suggestions.statements import statement_proposals
from site_builder.suggestions.topics import topic_proposals


@dataclass(frozen=True, slots=True)
class Text:
    """A writeup as its file has it: front matter as plain values, and the text with its first line."""

    values: dict[str, Any]
    body: str
    first_line: int
    date: datetime.date | None


class ProposalReader:
    """Reads one text after another; ``model`` is that of an extra, or None."""

    def __init__(self, archive: ArchiveNames, model: Any = None) -> None:
        self._archive = archive
        self._model = model

    def people(self, text: Text) -> list[ProposedPerson]:
        """Return the people whom a text names, speakers and others."""
        return self._people(self._passages(text))

    def _passages(self, text: Text) -> list[Passage]:
        head = [str(text.values.get(key) or "") for key in ("title", "summary")]
        extra = text.values.get("extra")
        deck = str(extra.get("deck") or "") if isinstance(extra, dict) else ""
        heads = [Passage(plain(words), 1, (0,)) for words in (*head, deck) if words]
        return [*passages_of(text.body, text.first_line), *heads]

    def _people(self, passages: list[Passage]) -> list[ProposedPerson]:
        names = None
        if self._model is not None:
            names = people_in(self._model, [passage.text for passage in passages], self._archive.parser)
        return PeopleReader(self._archive, NameFinder(self._archive, passages, names)).read()

    def proposals(self, text: Text) -> list[Proposal]:
        """Return what is proposed for a text, without what its front matter says already."""
        passages = self._passages(text)
        in_body = [passage for passage in passages if passage.first_line >= text.first_line]
        people = self._people(passages)
        events = EventReader(self._archive, in_body, text.date)
        found = [*events.proposals(), *self._listed(people), *self._organisations(in_body, people)]
        author = events.author_spoke()
        if author:
            found.append(author)
        topics = text.values.get("topics")
        given = [str(topic) for topic in topics] if isinstance(topics, list) else []
        found += topic_proposals(self._archive, in_body, str(text.values.get("title") or ""), given)
        found += statement_proposals(in_body, people, text.body)
        return [proposal for proposal in found if not _is_there(proposal, text, self._archive)]

    def _listed(self, people: list[ProposedPerson]) -> Iterator[Proposal]:
        for person in people:
            key = "speakers" if person.is_speaker else "mentions"
            yield Proposal(key, person.entry, person.confidence, person.evidence, person.line)

    def _organisations(self, passages: list[Passage], people: list[ProposedPerson]) -> Iterator[Proposal]:
        """Yield organisations that the text names beside nobody, if they are known."""
        beside = {held.organisation for person in people for held in person.held}
        seen = set()
        for passage in passages:
            words = passage.text.split(" ")
            offset = 0
            for number, word in enumerate(words):
                if word[:1].isupper():
                    for length in range(min(6, len(words) - number), 0, -1):
                        phrase = " ".join(words[number : number + length]).strip(".,;:()“”\"’'!?")
                        name = self._archive.organisation(phrase) if phrase[:1].isupper() else ""
                        if name and not self._archive.person(phrase):
                            if name not in seen and name not in beside:
                                seen.add(name)
                                evidence = passage.sentence_at(offset)
                                yield Proposal(
                                    "mentions", {"organisation": name}, 0.8, evidence, passage.line_at(offset)
                                )
                            break
                offset += len(word) + 1


def _is_there(proposal: Proposal, text: Text, archive: ArchiveNames) -> bool:
    """Say whether the front matter says already what is proposed."""
    values = text.values
    if proposal.key.startswith("event."):
        event = values.get("event")
        key = proposal.key.partition(".")[2]
        if isinstance(event, str) and event:
            return True
        has = event if isinstance(event, dict) else {}
        return bool(has.get(key)) or (key == "date" and bool(has.get("start")))
    if proposal.key in {"speakers", "mentions"}:
        return _is_listed(proposal.value, values, archive)
    if proposal.key == "statements":
        return f"[{proposal.value['text']}]" in text.body
    listed = values.get(proposal.key)
    return isinstance(listed, list) and any(
        isinstance(one, dict) and one.get("title") == proposal.value.get("title")
        for one in listed
        if isinstance(proposal.value, dict)
    )


def _is_listed(entry: dict[str, Any], values: dict[str, Any], archive: ArchiveNames) -> bool:
    listed = [one for key in ("speakers", "mentions") for one in values.get(key) or () if values.get(key)]
    if entry.get("author"):
        return any(isinstance(one, dict) and one.get("author") for one in listed)
    for one in listed:
        if isinstance(one, dict):
            if "name" in entry and archive.parser.fold(str(one.get("name", ""))) == archive.parser.fold(
                entry["name"]
            ):
                return True
            if "name" not in entry and entry.get("organisation") in {
                one.get("organisation"),
                *(one.get("organisations") or ()),
            }:
                return True
        elif ("name" in entry and archive.parser.fold(entry["name"]) in archive.parser.fold(str(one))) or (
            "name" not in entry and str(entry.get("organisation")) in str(one)
        ):
            return True
    return False
