"""Events, who attended them, and writeups in other languages, as rows of tables."""

from collections.abc import Iterator

from site_builder.pages.open_data.source import Row, Source, by_id, in_one_cell, when_text


def event_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each event with a file of its own."""
    for shared in by_id(source.site.events):
        event = shared.event
        yield (
            shared.id,
            source.address(shared.address),
            event.name,
            when_text(event.start),
            when_text(event.end),
            event.place,
            event.venue,
            event.room,
            event.part_of or "",
            event.format,
            event.attendance,
            event.url,
            in_one_cell(event.organisers),
            in_one_cell(event.sponsors),
            event.series or "",
            in_one_cell([source.key(writeup) for writeup in source.index.by_event.get(shared.id, ())]),
            int(event.is_upcoming),
        )


def attendance_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each person who attended an event, or sent regrets; a conference is one event."""
    seen = set()
    for writeup in source.site.writeups:
        for kind, people in (("attended", writeup.attended), ("regrets", writeup.regrets)):
            for person in people:
                key = writeup.event_key, kind, person
                if key not in seen:
                    seen.add(key)
                    yield source.key(writeup), writeup.event.whole or "", person, kind


def translation_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each translation of a writeup: the writeup in lists, and where the other one is."""
    for writeup in source.site.writeups:
        for translation in writeup.translations:
            yield (
                source.key(writeup),
                source.writeup_address(writeup),
                translation.language or source.index.config.language,
                translation.title,
                source.address(translation.address),
            )
