"""The kinds of content: one table of what each is called, and where its files and pages are.

An address is the path of a page on the site (``/speakers/x/``), decoded; one that ends in ``/`` is served by
an ``index.html``.
"""

import datetime
from enum import StrEnum

from site_builder.ids import Address, WriteupId
from site_builder.paths import CONTENT


class Kind(StrEnum):
    """A kind of content. Its value names its folder below ``content/`` and its command.

    The columns are the value, what one of them is called, what its page is called, and where the pages are.
    """

    noun: str
    page_noun: str
    #: The address of the list of all; the pages of single ones are below it.
    index_address: Address

    def __new__(cls, value: str, noun: str, page_noun: str, index_address: str) -> "Kind":
        """Make one row of the table."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.noun = noun
        kind.page_noun = page_noun
        kind.index_address = Address(index_address)
        return kind

    WRITEUPS = "writeups", "writeup", "writeup", "/writeups/"
    PEOPLE = "people", "person", "speaker", "/speakers/"
    ORGANISATIONS = "organisations", "organisation", "organisation", "/organisations/"
    TOPICS = "topics", "topic", "topic", "/topics/"
    SERIES = "series", "series", "series", "/series/"
    EVENTS = "events", "event", "event", "/events/"
    PAGES = "pages", "page", "page", "/"

    @classmethod
    def of_path(cls, path: str) -> "Kind | None":
        """Return the kind of the file at a path from the root of a site; None for a file of no kind."""
        return next((kind for kind in cls if path.startswith(f"{kind.folder}/")), None)

    @property
    def folder(self) -> str:
        """Return the folder of its files, from the root of a site."""
        return f"{CONTENT}/{self.value}"

    def address(self, id: str) -> Address:
        """Return where the page of an id is; a writeup has its year in front of it."""
        return Address(f"{self.index_address}{id}/")

    def id_at(self, address: str) -> str:
        """Return the id whose page is at an address, or is one that the address lies below.

        The result is empty for all other addresses.
        """
        if not address.startswith(self.index_address):
            return ""
        return address[len(self.index_address) :].partition("/")[0]


#: The kinds of which a writeup can name one that has no file of its own.
NAMED_KINDS = (Kind.PEOPLE, Kind.ORGANISATIONS, Kind.TOPICS, Kind.SERIES)


def year_address(year: int) -> Address:
    """Return where the page of a year is."""
    return Address(f"{Kind.WRITEUPS.index_address}{year:04}/")


def writeup_folder(address: Address) -> Address:
    """Return where the files are that belong to the page of a writeup."""
    is_file = address.endswith(".html")
    return Address(f"{address.removesuffix('.html')}/") if is_file else address


def part_address(address: Address, part: int) -> Address:
    """Return where a part of a long writeup is; the first is at the address of the writeup."""
    return address if part == 1 else Address(f"{writeup_folder(address)}part-{part}/")


#: Where the pages of writeups are, unless the site says otherwise; the day is that of the writeup.
WRITEUP_ADDRESSES = f"{Kind.WRITEUPS.index_address}{{year}}/{{id}}/"


def writeup_address(pattern: str, day: datetime.date, id: WriteupId) -> Address:
    """Return where the page of a writeup is, by a pattern such as :data:`WRITEUP_ADDRESSES`."""
    year, month, day_of_month = day.isoformat().split("-")
    return Address(pattern.format(year=year, month=month, day=day_of_month, id=id))
