"""What must not be published: secrets, links to the machine of the author, and pages changed by hand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from site_builder.page import is_page
from site_builder.publishers.site_files import SiteFile

#: Names of files with which programs log in somewhere.
_SECRET_NAME = re.compile(
    r"(?i)(\.env(\..+)?|\.netrc|\.pgpass|\.htpasswd|\.npmrc|\.pypirc|id_(rsa|dsa|ecdsa|ed25519)"
    r"|.+\.(pem|p12|pfx|key|keystore|jks|kdbx|ppk)|credentials(\.(json|toml|ya?ml|csv))?|secrets?\.(json|toml|ya?ml|env))"
)
#: Private keys (RFC 7468 and its forerunners), and the keys and tokens of hosts, by the form they have.
_SECRET_WORDS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    rb"|\bgithub_pat_[A-Za-z0-9_]{60,}|\bglpat-[A-Za-z0-9_-]{20}\b|\bxox[abp]-[A-Za-z0-9-]{20,}"
)
_LOCAL = re.compile(
    rb"""(?i)\b(?:href|src|action|content|srcset)=["']?(https?://(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])[^"'\s>]*)"""
)
_LOCAL_ADDRESS = re.compile(r"(?i)https?://(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?=[:/]|$)")
#: No larger file is looked through for secrets.
_LARGEST = 1_000_000
_NAMED = 5


def refusals(sent: Iterable[str], files: Mapping[str, SiteFile], address: str) -> Iterator[str]:
    """Yield why a site must not be published as it is, each with the remedy.

    ``sent`` has the files that would travel, and ``address`` is where readers find the site.
    """
    secrets, local = [], []
    is_local = _LOCAL_ADDRESS.match(address) is not None
    for path in sent:
        name = PurePosixPath(path).name
        is_secret = _SECRET_NAME.fullmatch(name) is not None
        data = b""
        if not is_secret and files[path].file.stat().st_size <= _LARGEST:
            data = files[path].file.read_bytes()
            is_secret = not is_page(path) and _SECRET_WORDS.search(data) is not None
        if is_secret:
            secrets.append(path)
        found = _LOCAL.search(data) if is_page(path) and not is_local else None
        if found:
            local.append(f"{path} ({found[1].decode('utf-8', 'replace')})")
    if secrets:
        yield f"these files look like secrets: {name_some(secrets)}; take them out of static/ and content/"
    if local:
        yield f"these pages link to your own machine: {name_some(local)}; correct the links, or base_url"


def name_some(items: Iterable[str]) -> str:
    """Return the first of some items, and how many more there are."""
    items = tuple(items)
    more = f" and {len(items) - _NAMED:,} more" if len(items) > _NAMED else ""
    return f"{', '.join(items[:_NAMED])}{more}"
