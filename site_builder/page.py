"""What a build puts out: planned pages, how the content of each is made, and finished files.

An address is the path of a page on the site (``/speakers/x/``), decoded; one that ends in ``/`` is
served by an ``index.html``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from site_builder.ids import Address
from site_builder.redaction_rules import ProtectedName
from site_builder.values import Prose


class PublishOrder(IntEnum):
    """The order in which files are put in place, so that no page is live before what it needs."""

    ASSET = 1
    PAGE = 2
    LIST = 3
    FEED = 4


@dataclass(frozen=True, slots=True)
class FromTemplate:
    """A page that is made of a template and a view; the view is all that the template receives.

    The view is made when it is needed, so that those of all pages are never there at once. Making it is pure:
    it gives the same each time.
    """

    template: str
    make_view: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class FromJson:
    """A page that is a JSON document; a :class:`Prose` in it is printed as HTML with complete links."""

    document: Mapping[str, Any]
    base_url: str


@dataclass(frozen=True, slots=True)
class FromTables:
    """A file of open data in one of the formats of :mod:`site_builder.formats.serialisers`.

    What it is made of is plain values, and is made when it is needed.
    """

    form: str
    make_tables: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class FromStream:
    """A data file that may be larger than memory: it is written piece by piece, and never looked at whole.

    ``make_tables`` returns what it is made of, with rows that are yielded one by one.
    """

    form: str
    make_tables: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class FromFile:
    """A file that is copied as it is."""

    file: Path


@dataclass(frozen=True, slots=True)
class FromImage:
    """A picture without what its camera wrote into it, as wide as it is, or as ``width`` says in pixels."""

    file: Path
    width: int | None


@dataclass(frozen=True, slots=True)
class FromCard:
    """A picture that is drawn from a view, which is made when it is needed."""

    make_view: Callable[[], Any]


PageContent: TypeAlias = FromTemplate | FromJson | FromTables | FromStream | FromFile | FromImage | FromCard


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the output: where it goes, what is in it, and what claims the address, for messages."""

    address: Address
    content: PageContent
    publish_order: PublishOrder
    claimed_by: str
    #: Names that may stand on other pages, and not on this one; and whether each is a person's.
    forbidden: tuple[ProtectedName, ...] = ()


class SearchRecord(NamedTuple):
    """A text that is searched in: where it is, what lists of results say of it, and by what they narrow."""

    address: Address
    title: str
    about: str
    text: Prose
    #: Names of facets, each with its values.
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    #: In which bundle of the index it stands, from 1; transcripts would make one larger than memory.
    bundle: int


class PageKey(NamedTuple):
    """All that the bytes of a page depend on, as digests.

    ``fields`` belongs to the fields of the view, in their order; ``redaction`` to the names that the page was
    searched for. Two builds with the same program that find the same key find the same page.
    """

    template: str
    templates: str
    fields: tuple[str, ...]
    redaction: str = ""

    def packed(self) -> bytes:
        """Return the key as bytes; they are equal for equal keys only."""
        return "\n".join((self.template, self.templates, self.redaction, *self.fields)).encode()


def unpacked(key: bytes) -> PageKey:
    """Return the key that :meth:`PageKey.packed` made bytes of."""
    template, templates, redaction, *fields = key.decode().split("\n")
    return PageKey(template, templates, tuple(fields), redaction)


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A finished page: where it goes, from the root of the output, and its bytes."""

    page: Page
    path: str
    data: bytes


class OutputFile(NamedTuple):
    """A file of the output: where it goes, from the root of the output, and the digest of its bytes."""

    path: str
    digest: str
    #: The page that it was made for; None if it stands since an earlier build, and was not looked at.
    page: Page | None = None
    #: The key of the page, packed.
    key: bytes | None = None
    #: The files whose texts it shows, and the page as bytes if it was rendered now and shows any.
    texts: tuple[str, ...] = ()
    dump: bytes | None = None
    #: The file whose bytes are to take its place; None if it has its bytes already.
    staged: Path | None = None

    @property
    def address(self) -> str:
        """Return the address of its page, or of the file itself."""
        return self.page.address if self.page else f"/{self.path}"


def file_address(address: Address) -> Address:
    """Return where a host looks for a page: for a path without an ending, in a folder of that name."""
    last = address.rpartition("/")[2]
    return address if not last or "." in last else Address(f"{address}/")


def output_path(address: str) -> str:
    """Return the file that serves an address, as a path from the root of the output without a first ``/``."""
    path = address.removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path


def is_page(path: str) -> bool:
    """Say whether a file of the output is a page that a reader opens.

    Styles, scripts, pictures and data belong to pages, and are none.
    """
    return path.endswith(".html")
