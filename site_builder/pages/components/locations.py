"""Where events were held: at a place, on the web, or both."""

import re

from site_builder.pages.components import json_ld

#: Words for a place that is none.
_ONLINE = re.compile(
    r"\b(?:online|webinar|virtual(?:ly)?|hybrid|zoom|(?:microsoft )?teams|en ligne|en línea)\b", re.IGNORECASE
)
#: What joins these with a place: "London and online", "Leeds, also on Zoom".
_JOINTS = frozenset("and und et y or also held on via".split())


def locations(place: str, venue: str, url: str) -> list[json_ld.Node]:
    """Return where an event was held: at a place, on the web, or both."""
    is_online = bool(_ONLINE.search(place) or _ONLINE.search(venue))
    there = [part for part in (_offline(venue), _offline(place)) if part]
    found: list[json_ld.Node] = []
    if there:
        found.append({"@type": "Place", "name": there[0], "address": ", ".join(there)})
    if is_online:
        found.append({"@type": "VirtualLocation", "url": url})
    return found


def _offline(words: str) -> str:
    """Return what is said of a place beside that the event was online."""
    if not _ONLINE.search(words):
        return words
    rest = [word.strip(",;/&+()-") for word in _ONLINE.sub(" ", words).split()]
    rest = [word for word in rest if word]
    while rest and rest[0].lower() in _JOINTS:
        rest.pop(0)
    while rest and rest[-1].lower() in _JOINTS:
        rest.pop()
    return " ".join(rest)


def attendance_mode(locations: list[json_ld.Node]) -> str:
    """Return schema.org's word for how an event was attended."""
    kinds = {location["@type"] for location in locations}
    if len(kinds) > 1:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if "VirtualLocation" in kinds else "OfflineEventAttendanceMode"
