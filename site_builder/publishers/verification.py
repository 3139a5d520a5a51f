"""Whether a published page, or a statement in it, is as it was published."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from site_builder.errors import UsageError
from site_builder.formats.digests import DIGESTS, SIGNATURE, statement_digest, statement_in_page
from site_builder.publishers.digest_file import PublishedDigests, is_signed_by, read_digests
from site_builder.publishers.fetching import NotServed, fetch
from site_builder.runtime.fingerprints import digest


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found; None is "not known".

    ``is_page_same`` and ``is_statement_same`` compare what is served with what was published.
    """

    page: str
    is_page_same: bool | None
    is_statement_same: bool | None = None
    #: Whether the digests have a signature, and whether it is that of the key that was given.
    is_signed: bool = False
    is_signature_right: bool | None = None

    @property
    def is_unchanged(self) -> bool:
        """Say whether what was asked for is as it was published, and nothing speaks against the digests."""
        asked = self.is_page_same if self.is_statement_same is None else self.is_statement_same
        return asked is True and self.is_signature_right is not False


def verify_address(address: str, public_key: str, against: bytes | None) -> Verification:
    """Fetch a page, and compare it with the digests of its site, or with those that somebody kept.

    Raises :class:`UsageError` for an address that has none, and :class:`NotServed` for a page that is gone.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f'"{address}" is not a web address; write it with https:// in front')
    url = parts._replace(fragment="", query="").geturl()
    try:
        page = fetch(url)
    except NotServed as error:
        raise NotServed(f"{url} is not there: {error}", error.status) from error
    base, text = _digests_of(url)
    signature = _signature(base) if against is None else None
    digests = read_digests(text if against is None else against)
    if digests is None:
        raise UsageError("what it is compared with is not a file of digests that site-builder wrote")
    below_base = unquote(urlsplit(url).path).removeprefix(unquote(urlsplit(base).path))
    path = f"/{below_base.removesuffix('index.html')}"
    is_right = None
    if public_key and against is None:
        is_right = signature is not None and is_signed_by(text, signature, public_key)
    return Verification(
        url,
        _compared(digests.pages.get(path), digest(page)),
        _statement(digests, path, unquote(parts.fragment), page),
        signature is not None,
        is_right,
    )


def _statement(digests: PublishedDigests, path: str, anchor: str, page: bytes) -> bool | None:
    if not anchor:
        return None
    published, address = None, path
    while published is None and address != "/":  # the parts of a long text are below its page
        published = digests.statements.get(f"{address}#{anchor}")
        address = address.rstrip("/").rpartition("/")[0] + "/"
    if published is None:
        raise UsageError(
            f"nothing is known of a statement {path}#{anchor}; its address is behind the sign at its end"
        )
    words = statement_in_page(page.decode("utf-8", "replace"), anchor)
    return words is not None and statement_digest([words]) == published


def _compared(published: str | None, served: str) -> bool | None:
    return None if published is None else published == served


def _digests_of(url: str) -> tuple[str, bytes]:
    """Return the root of the site that a page belongs to, and its file of digests."""
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0] + "/"
    while True:
        base = parts._replace(path=folder).geturl()
        try:
            text = fetch(base + DIGESTS)
        except NotServed as error:
            if not error.status:
                raise
        else:
            if read_digests(text) is not None:
                return base, text
        if folder == "/":
            raise UsageError(f"{url} belongs to no site with {DIGESTS}; site-builder publish puts it there")
        folder = folder.rstrip("/").rpartition("/")[0] + "/"


def _signature(base: str) -> bytes | None:
    try:
        return fetch(base + SIGNATURE)
    except NotServed:
        return None
