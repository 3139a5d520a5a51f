"""Turns of transcripts as rows of tables, yielded one by one: there may be more than memory holds."""

from collections.abc import Iterator

from site_builder.pages.components.turns import turns_in
from site_builder.pages.open_data.source import Row, Source, in_one_cell
from site_builder.values import organisations_in

COLUMNS = tuple(
    """
    id address writeup_id date number section seconds person_ids names organisation_ids text
    """.split()
)


def turn_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each turn."""
    for writeup in source.site.writeups:
        key, day = source.key(writeup), writeup.day.isoformat()
        for turn in turns_in(writeup):
            voices = turn.voices
            organisations = (id for voice in voices for id in organisations_in(voice.affiliations))
            yield (
                f"{key}#{turn.anchor}",
                source.address(turn.address),
                key,
                day,
                turn.number,
                turn.section,
                "" if turn.seconds is None else turn.seconds,
                in_one_cell([voice.person for voice in voices if voice.person]),
                in_one_cell([voice.label for voice in voices]),
                in_one_cell(list(dict.fromkeys(organisations))),
                "\n\n".join(turn.text),
            )


def turn_voice_rows(source: Source) -> Iterator[Row]:
    """Yield a row for each voice of each turn, with the position of that day."""
    for writeup in source.site.writeups:
        key = source.key(writeup)
        for turn in turns_in(writeup):
            for voice in turn.voices:
                for position, organisation in voice.affiliations or (("", None),):
                    yield f"{key}#{turn.anchor}", voice.person, organisation, voice.label, position or None
