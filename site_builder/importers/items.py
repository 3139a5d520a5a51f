"""What a source consists of: items, each of which becomes a file of the site or a line in the report."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from site_builder.errors import SiteError


class Unreadable(SiteError):
    """A source that cannot be imported; the message says where and why, and nothing was written."""


class ItemKind(StrEnum):
    """What becomes of an item. The value is the noun that the report counts."""

    WRITEUP = "writeup"
    PAGE = "page"
    PERSON = "person"
    ORGANISATION = "organisation"
    TOPIC = "topic"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader wrote below a text. ``text`` is plain Markdown; ``reply_to`` is the id of another one."""

    id: str
    author: str
    date: str
    text: str
    reply_to: str = ""


class Note(NamedTuple):
    """Something about an item that a person has to look at.

    ``kind`` groups equal questions, ``subject`` is what the question is about, such as the name of a
    shortcode; ``hint`` says what to do.
    """

    kind: str
    subject: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a source.

    ``id`` is what the source calls it and never changes there; ``place`` says where it stands, for messages.
    ``fields`` are values under keys of this program, ``extra`` those that the source has under keys of its
    own.
    """

    id: str
    place: str
    kind: ItemKind = ItemKind.WRITEUP
    title: str = ""
    #: Markdown. Its links are those of the source: relative to ``folder``, or whole addresses.
    body: str = ""
    #: The words that a reader of the source sees, without marks; None where they are those of the body.
    words: str | None = None
    #: As ISO 8601 writes it, with the offset if the source has one; empty where it says nothing.
    date: str = ""
    #: What its file is called, without a date: usually the last part of its old address.
    name: str = ""
    #: Where it was published: whole addresses, or paths from the root of the old site.
    addresses: tuple[str, ...] = ()
    is_draft: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    notes: tuple[Note, ...] = ()
    #: Where relative links in the body start, in the source: ``posts`` for ``posts/a.md``.
    folder: str = ""


class LeftOut(NamedTuple):
    """An item of the source that becomes no file, and why."""

    id: str
    place: str
    reason: str


#: What a source yields, again and again in the same order.
ItemsOf: TypeAlias = Callable[[], Iterator[Item | LeftOut]]


@dataclass(frozen=True, slots=True)
class Source:
    """An opened source: its items, its host, and files that its texts link to.

    ``files`` has what may be an attachment, by the path or the whole address that a text gives; the values
    are names in the tree of the source.
    """

    items: ItemsOf
    #: What the source is called wherever its file is: the host of a blog; empty for what has only that name.
    name: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    #: Hosts whose addresses lead into the source, such as ``blog.example.org``.
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """What is imported, and how.

    ``now`` is the time of the import, for items without any date; ``zone`` that of the site.
    """

    into: str = ""
    format: str = ""
    now: datetime.datetime = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    jobs: int = 1
    dry_run: bool = False
    fetches: bool = False
