"""The text of a new writeup, filled in from what the archive knows."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click
import yaml

from site_builder.errors import UsageError

if TYPE_CHECKING:
    from site_builder.ids import PersonId
    from site_builder.queries.archive import Archive

#: Asks on the terminal whether something is so.
Confirm = Callable[[str], bool]

_SPEAKERS = """\
  # - name: Ada Example
  #   position: Director
  #   organisation: The Trust
  # - Grace Example, Director, The Trust
"""


@dataclass(frozen=True, slots=True)
class WriteupDraft:
    """What a new writeup is about. ``entries`` are speakers as YAML, once they are looked up."""

    title: str
    day: datetime.date
    event: str
    place: str
    organisers: tuple[str, ...]
    speakers: tuple[str, ...]
    topics: tuple[str, ...]
    #: Whether ``event`` is the id of a file.
    is_shared_event: bool = False
    entries: tuple[str, ...] = field(default=())


def quoted(text: str) -> str:
    """Return text as YAML, in quotes where YAML would take it for something else."""
    dumped: str = yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=10_000)
    return dumped.removesuffix("...\n").strip()


def draft_text(draft: WriteupDraft) -> str:
    """Return the file of a new writeup."""
    date = draft.day.isoformat()
    speakers = "".join(draft.entries) or "".join(f"  - {quoted(line)}\n" for line in draft.speakers)
    return f"""\
---
# Fill in what you know, delete the rest, and write the text below the second line of dashes. In it, [[Name]]
# links to a person, an organisation, a topic, a series or another writeup of the archive.
title: {quoted(draft.title)}
date: {date}
{_event(draft, date)}speakers:
{speakers or _SPEAKERS}mentions: []
topics: {_list(draft.topics)}
status: draft
---
"""


def _event(draft: WriteupDraft, date: str) -> str:
    if draft.is_shared_event:
        return f"event: {draft.event}\n"
    return f"""\
event:
  name: {quoted(draft.event) if draft.event else ""}
  date: {date}  # or start: {date}T09:30
  place: {quoted(draft.place) if draft.place else ""}
  organisers: {_list(draft.organisers)}
""".replace(": \n", ":\n")


def _list(names: tuple[str, ...]) -> str:
    dumped: str = yaml.safe_dump(list(names), allow_unicode=True, width=10_000, default_flow_style=True)
    return dumped.strip()


def fill_from_archive(draft: WriteupDraft, archive: "Archive", confirm: Confirm | None) -> WriteupDraft:
    """Return a draft with the names that the archive has, and what speakers were when they spoke last.

    Without ``confirm``, that stands in comments. Raises :class:`UsageError` for a name that several people
    have, and for a line that cannot be understood.
    """
    site = archive.site
    event = _shared_event(draft, archive)
    organisers = (archive.organisations_named(name) for name in draft.organisers)
    topics = (archive.topics_named(name) for name in draft.topics)
    return replace(
        draft,
        event=event or draft.event,
        is_shared_event=bool(event),
        organisers=tuple(
            site.organisations[ids[0]].name if len(ids) == 1 else name  # type: ignore[index]
            for name, ids in zip(draft.organisers, organisers, strict=True)
        ),
        topics=tuple(
            site.topics[ids[0]].name if len(ids) == 1 else name  # type: ignore[index]
            for name, ids in zip(draft.topics, topics, strict=True)
        ),
        entries=tuple(entry for line in draft.speakers for entry in _speakers(line, archive, confirm)),
    )


def _shared_event(draft: WriteupDraft, archive: "Archive") -> str:
    from site_builder.names.folding import fold  # noqa: PLC0415 - slow to import

    for event in archive.site.events.values():
        if draft.event and (event.id == draft.event or fold(event.event.name) == fold(draft.event)):
            if draft.place or draft.organisers:
                raise UsageError(
                    f"the place and the organisers of this event stand in {event.path}; leave them out"
                )
            return event.id
    return ""


def _speakers(line: str, archive: "Archive", confirm: Confirm | None) -> Iterator[str]:
    """Yield the entries of a line, as YAML with an indent."""
    from site_builder.names.parsed_line import KnownNames  # noqa: PLC0415 - slow to import
    from site_builder.names.shorthand import parse_shorthand  # noqa: PLC0415
    from site_builder.schema.nearest import nearest  # noqa: PLC0415

    known = KnownNames(archive.parser, lambda words: bool(archive.organisations_named(words)))
    parsed = parse_shorthand(line, known)
    if parsed.refusal:
        raise UsageError(f'--speaker "{line}": {parsed.refusal}')
    for doubt in parsed.doubts:
        click.echo(f'--speaker "{line}": {doubt}', err=True)
    for entry in parsed.entries:
        people = archive.people_named(entry.name)
        if len(people) > 1:
            ids = ", ".join(sorted(people))
            raise UsageError(f'"{entry.name}" may be one of several people; give the id: {ids}')
        keys = [("name", entry.name)]
        if people == (entry.name,):  # an id
            keys = [("person", entry.name)]
        elif not people and not entry.nobody:
            near = nearest(entry.name, (person.name for person in archive.site.people.values()))
            hint = f'; did you mean "{near}"?' if near else ""
            click.echo(f'"{entry.name}" is new in the archive{hint}', err=True)
        held = [(held.position, held.organisation) for held in entry.held]
        as_on = ""
        if not held and people:
            held, as_on = _held_last(archive, people[0], confirm)  # type: ignore[arg-type]
        yield _entry(keys, held, entry.role, as_on)


def _held_last(
    archive: "Archive", person: "PersonId", confirm: Confirm | None
) -> tuple[list[tuple[str, str]], str]:
    """Return what a person was when they spoke last, and the day if that is only to be offered."""
    last = archive.index.last_appearance.get(person)
    if last is None or not last.affiliations:
        return [], ""
    organisations = archive.site.organisations
    held = [
        (held.position, organisations[held.organisation].name if held.organisation else "")
        for held in last.affiliations
    ]
    day = archive.index.by_speaker[person][0].event.start.day.isoformat()
    if confirm is None:
        return held, day
    words = "; ".join(", ".join(filter(None, pair)) for pair in held)
    name = archive.site.people[person].name
    return (held, "") if confirm(f"{name} was {words} on {day}. Is that still so?") else ([], "")


def _entry(keys: list[tuple[str, str]], held: list[tuple[str, str]], role: str, as_on: str) -> str:
    lines = [f"{key}: {quoted(value)}" for key, value in keys]
    mark = "# " if as_on else ""
    if as_on:
        lines.append(f"# as on {as_on}; take the # away if it still holds:")
    if len(held) == 1:
        pairs = (("position", held[0][0]), ("organisation", held[0][1]))
        lines += [f"{mark}{key}: {quoted(value)}" for key, value in pairs if value]
    elif held:
        lines.append(f"{mark}positions:")
        for position, organisation in held:
            pair = {"position": position, "organisation": organisation}
            filled = ", ".join(f"{key}: {_flow(value)}" for key, value in pair.items() if value)
            lines.append(f"{mark}  - {{{filled}}}")
    if role:
        lines.append(f"role: {role}")
    return f"  - {lines[0]}\n" + "".join(f"    {line}\n" for line in lines[1:])


def _flow(text: str) -> str:
    return _list((text,))[1:-1]
