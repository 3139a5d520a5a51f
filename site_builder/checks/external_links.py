"""Outgoing links are asked whether they still lead somewhere; what they answered is remembered.

Nothing is decided by a host that is slow or refuses programs: such a link is blocked, which is no problem.
"""

import datetime
import http.client
import json
import re
import socket
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from site_builder.checks.context import CheckContext
from site_builder.checks.places import read_source
from site_builder.entities import Organisation, Person, Series
from site_builder.errors import Diagnostics, Place, Rule
from site_builder.options import Progress, counted

_HREF = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"')
_SECONDS = 15
#: How many requests there are at once, in all and to one host.
_AT_ONCE, _AT_ONE_HOST = 16, 2
#: A link that led somewhere is not asked again for so long.
_TRUSTED = datetime.timedelta(hours=20)
_NO_HOST = "there is no such host"
_PERMANENT = frozenset({301, 308})
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class LinkState:
    """What a link answered: "ok", "moved", "blocked" or "dead", and since which day it does."""

    state: str
    since: str
    checked: str
    #: What exactly it answered, such as "404 Not Found".
    answer: str = ""
    #: Where it has moved to for good.
    location: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingLink:
    """An address outside of the site, the file that has it first, and the day of what that file says."""

    url: str
    path: str
    day: datetime.date | None


def check_external_links(
    context: CheckContext, memory: Path, now: datetime.datetime, progress: Progress, diagnostics: Diagnostics
) -> Counter[str]:
    """Report links that are dead or have moved, and return how many are in which state.

    ``memory`` is the file in which it is remembered what they answered.
    """
    links = {link.url: link for link in reversed(list(outgoing_links(context)))}
    before = _read(memory)
    states = dict(_ask(links, before, now, progress))
    memory.write_text(
        json.dumps({url: asdict(state) for url, state in sorted(states.items())}, indent=1), encoding="utf-8"
    )
    for url, state in states.items():
        _report(context, links[url], state, diagnostics)
    return Counter(state.state for state in states.values())


def outgoing_links(context: CheckContext) -> Iterator[OutgoingLink]:
    """Yield the links of texts and of front matter that lead out of the site, as often as they occur."""
    site = context.site
    for writeup in site.pages_of_writeups:
        day = writeup.date.day
        urls = [unescape(url) for part in writeup.parts for url in _HREF.findall(part.html)]
        urls += [source.url for source in writeup.sources]
        urls += [writeup.event.url, *(recording.url for recording in writeup.recordings)]
        yield from (OutgoingLink(url, writeup.path, day) for url in urls if url.startswith("http"))
    for page in site.pages:
        yield from (OutgoingLink(unescape(url), page.path, None) for url in _HREF.findall(page.prose.html))
    entities: list[Person | Organisation | Series] = [
        *site.people.values(),
        *site.organisations.values(),
        *site.series.values(),
    ]
    for entity in entities:
        urls = [link.url for link in entity.links]
        urls += [unescape(url) for url in _HREF.findall(entity.prose.html)] if entity.prose else []
        yield from (OutgoingLink(url, entity.path, None) for url in urls if url.startswith("http"))


def _read(memory: Path) -> dict[str, LinkState]:
    try:
        stored = json.loads(memory.read_text(encoding="utf-8"))
        return {url: LinkState(**state) for url, state in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # it begins anew


def _ask(
    links: Iterable[str], before: Mapping[str, LinkState], now: datetime.datetime, progress: Progress
) -> Iterator[tuple[str, LinkState]]:
    by_host: dict[str, list[str]] = {}
    for url in sorted(links):
        known = before.get(url)
        if known and known.state == "ok" and now - datetime.datetime.fromisoformat(known.checked) < _TRUSTED:
            yield url, known
        else:
            by_host.setdefault(urlsplit(url).netloc, []).append(url)
    shares = [urls[start::_AT_ONE_HOST] for urls in by_host.values() for start in range(_AT_ONE_HOST)]
    total = sum(map(len, shares))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tasks = [pool.submit(_ask_in_turn, share, before, now) for share in shares if share]
        answers = (answer for task in as_completed(tasks) for answer in task.result())
        yield from counted(answers, progress, f"Asking {total:,} outgoing links", total)


def _ask_in_turn(
    urls: Iterable[str], before: Mapping[str, LinkState], now: datetime.datetime
) -> list[tuple[str, LinkState]]:
    return [(url, _state(url, before.get(url), now)) for url in urls]


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, and notes whether all of them are for good."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def redirect_request(self, *arguments: Any) -> Any:
        self.codes.append(arguments[2])
        return super().redirect_request(*arguments)


def _state(url: str, before: LinkState | None, now: datetime.datetime) -> LinkState:
    answer = _answer(url, before)
    is_same = before is not None and before.state == answer.state
    since = before.since if before is not None and is_same else now.date().isoformat()
    return replace(answer, since=since, checked=now.isoformat())


def _answer(url: str, before: LinkState | None) -> LinkState:
    if (urlsplit(url).hostname or "").endswith(".invalid"):  # RFC 6761, 6.4: nothing has such a name
        return _new("dead", _NO_HOST)
    headers = {"User-Agent": "site-builder (link check)", "Accept": "*/*"}
    if before and before.etag:
        headers["If-None-Match"] = before.etag
    if before and before.modified:
        headers["If-Modified-Since"] = before.modified
    redirects = _Redirects()
    opener = urllib.request.build_opener(redirects)
    try:
        safe = quote(url.partition("#")[0], safe="%/:=&?~#+!$,;'@()*[]")
        request = urllib.request.Request(safe, headers=headers)  # noqa: S310 - http and https only
        with opener.open(request, timeout=_SECONDS) as response:
            return _found(response, redirects)
    except urllib.error.HTTPError as error:
        with error:
            words = f"{error.code} {http.client.responses.get(error.code, '')}".strip()
            if error.code == http.client.NOT_MODIFIED and before:
                return replace(before, state="ok" if before.state == "dead" else before.state)
            return _new("dead" if error.code in _GONE else "blocked", words)
    except urllib.error.URLError as error:
        is_unknown = isinstance(error.reason, socket.gaierror) and error.reason.errno == socket.EAI_NONAME
        return _new("dead", _NO_HOST) if is_unknown else _new("blocked", str(error.reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _new("blocked", str(error) or type(error).__name__)


def _found(response: Any, redirects: _Redirects) -> LinkState:
    has_moved = bool(redirects.codes) and set(redirects.codes) <= _PERMANENT
    return LinkState(
        state="moved" if has_moved else "ok",
        since="",
        checked="",
        answer=str(response.status),
        location=response.url if has_moved else "",
        etag=response.headers.get("ETag", ""),
        modified=response.headers.get("Last-Modified", ""),
    )


def _new(state: str, answer: str) -> LinkState:
    return LinkState(state, "", "", answer)


def _report(context: CheckContext, link: OutgoingLink, state: LinkState, diagnostics: Diagnostics) -> None:
    if state.state == "dead":
        time = link.day.strftime("%Y%m%d") if link.day else "2"
        message = f'"{link.url}" leads nowhere since {state.since} ({state.answer})'
        hint = (
            f"correct the link, or see whether there is a copy: https://web.archive.org/web/{time}/{link.url}"
        )
    elif state.state == "moved":
        message = f'"{link.url}" has moved for good'
        hint = f"link the new address: {state.location}"
    else:
        return
    source = read_source(context.root / link.path)
    at = source.find(link.url)
    place = Place.at(link.path, source, at) if at >= 0 else Place(link.path)
    diagnostics.warning(place, Rule.DEAD_LINK, message, hint)
