"""Keys and headings of other programs, by what they mean here."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from site_builder.importers.dates import read_date
from site_builder.importers.web_addresses import split_address
from site_builder.schema.records import keys_of
from site_builder.sources.fields import WriteupFields

#: What a key means, and the keys that mean it, in small letters with ``_`` between words.
_WORDS = {
    "title": "title headline name_of_event event_title subject_line post_title",
    "date": "date pubdate published_at publishdate publish_date created created_at date_published"
    " published_date post_date datum",
    "start": "start start_date startdate start_time event_date event_start begin date_start event_start_date",
    "end": "end end_date enddate end_time event_end date_end event_end_date",
    "topics": "tags tag categories category keywords keyword labels label subjects topics topic themes",
    "authors": "author authors by byline writer writers created_by",
    "speakers": "speakers speaker panelists panellists panelist panellist presenters presenter guests guest"
    " participants speaker_name person",
    "summary": "description excerpt abstract teaser lead intro lede deck summary",
    "former_urls": "redirect_from redirects redirect aliases alias old_url former_urls",
    "address": "permalink url link",
    "slug": "slug",
    "draft": "draft unlisted private",
    "published": "published publish",
    "status": "status",
    "embargo": "embargo",
    "language": "lang locale language",
    "organisers": "organiser organizer organisers organizers host hosts event_organizer event_organiser"
    " organized_by organised_by",
    "sponsors": "sponsor sponsors",
    "place": "location city town place",
    "venue": "venue venue_name building",
    "room": "room",
    "street_address": "address",
    "event_url": "registration_url event_url website event_link",
    "event_name": "event event_name",
    "series": "series event_series",
    "youtube": "youtube_id youtube",
    "vimeo": "vimeo_id vimeo",
    "recording": "video video_url recording recording_url audio podcast",
}
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}
_OWN_KEYS = frozenset(key.name for key in keys_of(WriteupFields))
_POSITIONS = ("position", "job_title", "jobtitle", "role", "title", "job")
_ORGANISATIONS = "organisation organization affiliation company org employer institution agency".split()

_TRUE = frozenset({"true", "yes", "1", "on"})
_SEVERAL = re.compile(r"\s*(?:[,;\n]|\s+\|\s+)\s*")


def key_word(key: str) -> str:
    """Return a key or a heading as the table has it: ``Event-Date`` and ``eventDate`` as ``event_date``."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key.strip())
    return re.sub(r"[\s\-]+", "_", parted).strip("_:").lower()


def meaning_of(key: str) -> str:
    """Return what a key means; empty for one that is not known."""
    word = key_word(key)
    return _MEANINGS.get(word) or _MEANINGS.get(word.replace("_", ""), "")


class FieldsOf:
    """Sorts the values of one file by meaning: into fields of this program, and what is left."""

    def __init__(self, values: Mapping[str, Any], look_up: Callable[[str, str], str]) -> None:
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.title = ""
        self.date = ""
        self.slug = ""
        #: Its own old address, if it says so, and others that lead there.
        self.address = ""
        self.addresses: list[str] = []
        self.is_draft = False
        self._event: dict[str, Any] = {}
        self._look_up = look_up
        for key, value in values.items():
            if value not in (None, "", [], {}):
                self._take(key, value)
        self._finish()

    def _take(self, key: str, value: Any) -> None:
        meaning = meaning_of(key)
        if key_word(key) in {"params", "taxonomies"} and isinstance(value, Mapping):
            for name, inner in value.items():
                if inner not in (None, "", [], {}):
                    self._take(str(name), inner)
        elif isinstance(value, Mapping) and meaning == "event_name" and key == "event":
            self._event.update(value)
        elif key in _OWN_KEYS and not meaning:
            self.fields[key] = value
        else:
            taken = getattr(self, f"_take_{meaning}", None) if meaning else None
            if taken is None or not taken(value):
                self._keep(key, value)

    def _keep(self, key: str, value: Any) -> None:
        if key_word(key) == "extra" and isinstance(value, Mapping):
            self.extra.update(value)
        else:
            self.extra[str(key)] = value

    def _finish(self) -> None:
        start = self._event.get("start") or self._event.get("date")
        if not self.date and isinstance(start, str):
            self.date = start
        if "end" in self._event and not start and self.date:
            self._event = {"start": self.date, **self._event}
        if self._event:
            self.fields["event"] = self._event

    def _take_title(self, value: Any) -> bool:
        if not isinstance(value, str) or self.title:
            return False
        self.title = " ".join(value.split())
        return True

    def _take_date(self, value: Any) -> bool:
        date = read_date(str(value)) if isinstance(value, str) else ""
        if not date or self.date:
            return bool(date) and date == self.date
        self.date = date
        return True

    def _take_start(self, value: Any) -> bool:
        return self._take_event_date("start", value)

    def _take_end(self, value: Any) -> bool:
        return self._take_event_date("end", value)

    def _take_event_date(self, key: str, value: Any) -> bool:
        date = read_date(value) if isinstance(value, str) else ""
        if date:
            self._event[key] = date
        return bool(date)

    def _take_topics(self, value: Any) -> bool:
        if isinstance(value, Mapping):
            return False
        names = self._names(value, "topic")
        topics = self.fields.setdefault("topics", [])
        topics += [name for name in names if name not in topics]
        return bool(names)

    def _take_authors(self, value: Any) -> bool:
        names = self._names(value, "person", divides=False)
        authors = self.fields.setdefault("authors", [])
        authors += [name for name in names if name not in authors]
        items = value if isinstance(value, list) else [value]
        return bool(names) and all(
            not isinstance(one, Mapping) or set(one) <= {"name", "slug"} for one in items
        )

    def _take_speakers(self, value: Any) -> bool:
        values = value if isinstance(value, list) else [value]
        speakers = [speaker for one in values if (speaker := self._speaker(one))]
        self.fields.setdefault("speakers", []).extend(speakers)
        is_whole = all(not isinstance(one, Mapping) or _says_no_more(one) for one in values)
        return bool(speakers) and len(speakers) == len(values) and is_whole

    def _speaker(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._look_up("person", value)
        if not isinstance(value, Mapping):
            return None
        words = {
            key_word(str(key)): inner for key, inner in value.items() if isinstance(inner, str) and inner
        }
        name = words.get("name") or words.get("full_name") or words.get("speaker")
        if not name:
            return None
        position = next((words[key] for key in _POSITIONS if key in words), "")
        organisation = next((words[key] for key in _ORGANISATIONS if key in words), "")
        speaker = {"name": name, "position": position, "organisation": organisation}
        return {key: inner for key, inner in speaker.items() if inner}

    def _take_summary(self, value: Any) -> bool:
        if not isinstance(value, str) or "summary" in self.fields:
            return False
        self.fields["summary"] = " ".join(value.split())
        return True

    def _take_former_urls(self, value: Any) -> bool:
        addresses = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
        self.addresses += addresses
        return bool(addresses)

    def _take_address(self, value: Any) -> bool:
        if str(value).lower() == "false":  # Eleventy writes no page for it
            self.is_draft = True
            return True
        is_address = (
            isinstance(value, str)
            and (value.startswith("/") or "://" in value)
            and ":" not in split_address(value).path
        )
        if is_address:
            self.address = value
        return is_address

    def _take_slug(self, value: Any) -> bool:
        self.slug = str(value)
        return isinstance(value, str)

    def _take_draft(self, value: Any) -> bool:
        self.is_draft = self.is_draft or str(value).lower() in _TRUE
        return str(value).lower() in _TRUE | {"false", "no", "0", "off"}

    def _take_published(self, value: Any) -> bool:
        word = str(value).lower()
        if word in {"false", "no", "0", "off"}:
            self.is_draft = True
            return True
        return word in _TRUE or self._take_date(value)

    def _take_status(self, value: Any) -> bool:
        word = str(value).lower()
        self.is_draft = self.is_draft or word in {"draft", "hidden", "private", "pending", "unpublished"}
        return word in {"draft", "published", "publish", "unpublished"}

    def _take_embargo(self, value: Any) -> bool:
        self.fields["embargo"] = value
        return True

    def _take_language(self, value: Any) -> bool:
        self.fields["language"] = str(value).replace("_", "-")
        return isinstance(value, str)

    def _take_organisers(self, value: Any) -> bool:
        names = self._names(value, "organisation", divides=False)
        organisers = self._event.setdefault("organisers", [])
        organisers += [name for name in names if name not in organisers]
        return bool(names)

    def _take_sponsors(self, value: Any) -> bool:
        names = self._names(value, "organisation", divides=False)
        self._event.setdefault("sponsors", []).extend(names)
        return bool(names)

    def _take_place(self, value: Any) -> bool:
        return self._take_text("place", value)

    def _take_venue(self, value: Any) -> bool:
        return self._take_text("venue", value)

    def _take_room(self, value: Any) -> bool:
        return self._take_text("room", value)

    def _take_street_address(self, value: Any) -> bool:
        return self._take_text("address", value)

    def _take_event_name(self, value: Any) -> bool:
        return self._take_text("name", value)

    def _take_series(self, value: Any) -> bool:
        return self._take_text("series", value)

    def _take_text(self, key: str, value: Any) -> bool:
        if not isinstance(value, str) or key in self._event:
            return False
        self._event[key] = " ".join(value.split())
        return True

    def _take_event_url(self, value: Any) -> bool:
        is_address = isinstance(value, str) and value.startswith(("http://", "https://"))
        return is_address and self._take_text("url", value)

    def _take_youtube(self, value: Any) -> bool:
        if isinstance(value, str) and re.fullmatch(r"[\w-]{6,20}", value):
            return self._take_recording(f"https://www.youtube.com/watch?v={value}")
        return self._take_recording(value)

    def _take_vimeo(self, value: Any) -> bool:
        return self._take_recording(f"https://vimeo.com/{value}" if str(value).isdigit() else value)

    def _take_recording(self, value: Any) -> bool:
        is_address = isinstance(value, str) and value.startswith(("http://", "https://"))
        if is_address:
            self._event.setdefault("recordings", []).append(value)
        return is_address

    def _names(self, value: Any, kind: str, *, divides: bool = True) -> list[str]:
        """Return the names in a value: a list, one name, or several with commas between them."""
        if isinstance(value, str):
            value = _SEVERAL.split(value) if divides else [value]
        names = []
        for item in value if isinstance(value, Iterable) else ():
            name = (item.get("name") or item.get("slug") or "") if isinstance(item, Mapping) else item
            words = " ".join(str(name).split())
            if words:
                names.append(self._look_up(kind, words))
        return names


def _says_no_more(speaker: Mapping[str, Any]) -> bool:
    """Say whether a speaker has nothing beside a name, one position and one organisation."""
    words = [key_word(str(key)) for key, inner in speaker.items() if inner not in (None, "", [], {})]
    names = [word for word in words if word in {"name", "full_name", "speaker"}]
    positions = [word for word in words if word in _POSITIONS]
    organisations = [word for word in words if word in _ORGANISATIONS]
    counted = len(names) + len(positions) + len(organisations)
    return counted == len(words) and len(positions) < 2 and len(organisations) < 2
