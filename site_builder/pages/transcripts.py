"""Transcripts as files in TEI, beside their pages."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from site_builder.ids import Address
from site_builder.kinds import Kind
from site_builder.model import Writeup
from site_builder.page import FromTables, Page, PublishOrder
from site_builder.pages.components.turns import turns_in
from site_builder.pages.components.views import SiteView, in_one_line
from site_builder.pages.site_index import SiteIndex
from site_builder.urls import absolute_link


def plan(index: SiteIndex, _site: SiteView) -> Iterator[Page]:
    """Plan ``transcript.xml`` of every transcript."""
    for writeup in index.site.pages_of_writeups:
        if writeup.voices:
            tables = FromTables("tei", partial(_transcript, index, writeup))
            yield Page(tei_address(writeup), tables, PublishOrder.FEED, writeup.path)


def tei_address(writeup: Writeup) -> Address:
    """Return where a transcript is in TEI."""
    return Address(f"{writeup.folder}transcript.xml")


def _transcript(index: SiteIndex, writeup: Writeup) -> dict[str, Any]:
    base_url = index.config.base_url
    # One person may speak under several names.
    ids = {
        voice.reference: voice.person or voice.organisation or f"voice-{voice.reference}"
        for voice in writeup.voices
    }
    people: dict[str, dict[str, str]] = {}
    for voice in writeup.voices:
        address = Kind.PEOPLE.address(voice.person) if voice.person else ""
        people.setdefault(
            ids[voice.reference],
            {
                "id": f"who-{ids[voice.reference]}",
                "name": voice.label,
                "held": in_one_line(index, voice.affiliations),
                "url": absolute_link(address, base_url) if base_url and address else "",
            },
        )
    event = writeup.event
    return {
        "title": writeup.title,
        "authors": [author.name for author in writeup.authors],
        "publisher": index.config.title,
        "date": writeup.date.day.isoformat(),
        "day": event.start.day.isoformat(),
        "event": event.name or writeup.title,
        "place": ", ".join(part for part in (event.venue, event.place) if part),
        "language": writeup.language or index.config.language,
        "url": absolute_link(writeup.address, base_url) if base_url else "",
        "people": list(people.values()),
        "turns": [
            {
                "anchor": turn.anchor,
                "section": turn.section,
                "seconds": turn.seconds,
                "who": [f"who-{ids[voice.reference]}" for voice in turn.voices],
                "text": turn.text,
            }
            for turn in turns_in(writeup)
        ],
    }
