"""Make a site of ours from the events of Digital.gov: ``digitalgov.py CORPUS TARGET``.

CORPUS has the folders ``events/``, ``authors/`` and ``topics/`` of their Hugo site. Every event becomes a
writeup, and its authors are the speakers. The names of organisations stay as they are spelled there, with and
without "U.S.": an archive in which nobody has put the names in order is what this is for.
"""

import datetime
import html
import itertools
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_SITE = """\
title = "Digital.gov events"
base_url = "https://example.org/"
timezone = "America/New_York"
"""
_FRONT_MATTER = re.compile(r"\s*^---[ \t]*\n(.*?)^---[ \t]*$\n?(.*)", re.MULTILINE | re.DOTALL)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d?:\d\d)(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
#: A link or image that leads neither to a complete address nor to a place in its own page.
_DEAD_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?!https?:|mailto:|tel:|#)[^()]*\)")
#: In Hugo, the file that tells of the folder it is in.
_INDEX = "_index.md"
#: How YAML writes that there is no value.
_NOTHING = {"", "~", "null"}

#: What stands in the front matter of a file of theirs; all single values are text.
Fields = Mapping[str, Any]


class Unusable(Exception):
    """Says why a file cannot be converted."""


def convert(corpus: Path, target: Path) -> tuple[int, Counter[str]]:
    """Write the site; return how many writeups it has, and how many events were skipped for which reason."""
    authors, topics = _by_folder(corpus / "authors"), _by_folder(corpus / "topics")
    taken: set[tuple[int, str]] = set()
    skipped: Counter[str] = Counter()
    target.mkdir(parents=True, exist_ok=True)
    (target / "site.toml").write_text(_SITE, encoding="utf-8")
    events = (path for path in (corpus / "events").rglob("*.md") if path.name != _INDEX)
    for path in sorted(events):
        try:
            fields, text = _read(path)
            writeup = _writeup(fields, authors, topics)
        except Unusable as reason:
            skipped[str(reason)] += 1
            continue
        day = datetime.date.fromisoformat(writeup["date"])
        name = _free_name(_text(fields, "slug") or path.stem.removeprefix(f"{day}-"), day, taken)
        file = target / "content" / "writeups" / str(day.year) / f"{day}-{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        front = yaml.safe_dump(writeup, allow_unicode=True, sort_keys=False)
        file.write_text(f"---\n{front}---\n{_without_errors(text)}", encoding="utf-8", newline="\n")
    return len(taken), skipped


def _by_folder(folder: Path) -> dict[str, Fields]:
    """Return the front matter of authors or topics by id, which is the name of the folder of each."""
    found = {}
    for path in sorted(folder.glob(f"*/{_INDEX}")):
        try:
            found[path.parent.name] = _read(path)[0]
        except Unusable:
            continue  # as if there were no file: nothing is known of this author or topic
    return found


def _read(path: Path) -> tuple[Fields, str]:
    """Return the front matter of a file, and the text below it."""
    try:
        found = _FRONT_MATTER.match(path.read_text("utf-8-sig"))
        fields = yaml.CBaseLoader(found[1]).get_single_data() if found else None
    except (UnicodeError, yaml.YAMLError) as error:
        raise Unusable("cannot be read") from error
    if not found or not isinstance(fields, dict):
        raise Unusable("no front matter")
    return fields, found[2]


def _writeup(event: Fields, authors: Mapping[str, Fields], topics: Mapping[str, Fields]) -> dict[str, Any]:
    """Return the front matter of the writeup of an event."""
    title = html.unescape(_text(event, "title"))
    start = _moment(_text(event, "date"))
    if not title or not start:
        raise Unusable("no date" if title else "no title")
    url = _text(event, "registration_url")
    happened = {
        "name": title,
        "start": start,
        "end": _moment(_text(event, "end_date")),
        "organisers": list(dict.fromkeys(_texts(event, "event_organizer") + _texts(event, "host"))),
        "url": url if _WEB_ADDRESS.fullmatch(url) else "",
    }
    speakers = (_speaker(authors.get(author, {})) for author in _texts(event, "authors"))
    writeup = {
        "title": title,
        "date": start[:10],
        "event": _filled(happened),
        "speakers": [speaker for speaker in speakers if "name" in speaker],
        "topics": [_text(topics.get(id, {}), "title") or id for id in _texts(event, "topics")],
        "summary": html.unescape(_text(event, "summary") or _text(event, "deck")),
        "status": "draft" if _text(event, "draft") == "true" else "",
    }
    return _filled(writeup)


def _speaker(author: Fields) -> dict[str, Any]:
    """Return an entry of ``speakers:``; it has no name if there is no file about the author."""
    organisation = _text(author, "agency_full_name") or _text(author, "agency")
    return _filled({"name": html.unescape(_text(author, "display_name")), "organisation": organisation})


def _without_errors(text: str) -> str:
    """Return a text without what our build refuses; all else stays."""
    # Pages and files that are not in the corpus, as in [APIs]({{< ref "/communities/apis.md" >}}), cannot be
    # linked to: a broken link is an error, so its words stand alone. The other error is a byte order mark.
    return _DEAD_LINK.sub(r"\1", text).replace("\ufeff", "")


def _moment(text: str) -> str:
    """Return a day, with its time if there is one, as ISO 8601 writes it; nothing if there is no such day."""
    found = _MOMENT.match(text)
    if not found:
        return ""
    day, time, offset = found.groups()
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return ""
    try:
        return datetime.datetime.fromisoformat(f"{day}T{time:0>5}{offset or ''}").isoformat() if time else day
    except ValueError:
        return day


def _free_name(slug: str, day: datetime.date, taken: set[tuple[int, str]]) -> str:
    """Return a name that no other writeup of the year has, and take it."""
    slug = re.sub(r"[^\w-]+", "-", slug.lower()).strip("-") or "event"
    dated = f"{slug}-{day:%m-%d}"
    names = itertools.chain((slug, dated), (f"{dated}-{number}" for number in itertools.count(2)))
    name = next(name for name in names if (day.year, name) not in taken)
    taken.add((day.year, name))
    return name


def _text(fields: Fields, key: str) -> str:
    return next(iter(_texts(fields, key)), "")


def _texts(fields: Fields, key: str) -> list[str]:
    """Return the values of a list, or one value as a list; each once, and without what is empty."""
    values = fields.get(key)
    found = values if isinstance(values, list) else [values]
    texts = (value.strip() for value in found if isinstance(value, str))
    return [text for text in dict.fromkeys(texts) if text not in _NOTHING]


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def main() -> None:
    """Convert, and say what came of it."""
    corpus, target = (Path(argument) for argument in sys.argv[1:])
    if target.exists() and any(target.iterdir()):
        sys.exit(f"{target} is not empty")
    count, skipped = convert(corpus, target)
    print(f"{count} writeups; {skipped.total()} events skipped")
    for reason, files in sorted(skipped.items()):
        print(f"  {files}: {reason}")


if __name__ == "__main__":
    main()
