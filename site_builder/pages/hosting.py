"""What a host needs beside the pages: redirects, headers and types of files, in the form that it reads.

A host that redirects by itself answers with 301, and needs no pages at former addresses. One that cannot send
headers gets the policy for scripts and pictures in the pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from site_builder.config import Config
from site_builder.formats.content_types import (
    ASSETS,
    CONTENT_TYPES,
    DIGESTED,
    FOR_AN_HOUR,
    FOR_EVER,
    NAMED_TYPES,
    REVALIDATE,
)
from site_builder.ids import Address
from site_builder.page import FromJson, FromTemplate, Page, PublishOrder
from site_builder.pages.components.host_rules import base_path, policy_of
from site_builder.pages.components.views import AddressView, SiteView
from site_builder.pages.redirects import former_addresses
from site_builder.pages.site_index import SiteIndex

#: Host -> the files that it reads, each with its template.
_TEMPLATES = {
    "netlify": (("/_redirects", "hosts/_redirects"), ("/_headers", "hosts/_headers")),
    "cloudflare": (("/_redirects", "hosts/_redirects"), ("/_headers", "hosts/_headers")),
    "nginx": (("/.hosting/nginx.conf", "hosts/nginx.conf"),),
    "caddy": (("/.hosting/Caddyfile", "hosts/Caddyfile"),),
    "apache": (("/.htaccess", "hosts/htaccess"),),
    "github-pages": (("/.nojekyll", "hosts/nojekyll"),),
}
#: Types that systems do not know, or disagree about.
_TOLD = (".ics", ".sqlite", ".vtt", ".jsonld", ".ris", ".bib", ".csv", ".avif", ".webp", ".woff2")
#: What path-to-regexp, which Vercel reads paths by, takes for something else.
_PATTERN_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "(){}[]*+?:!.$^|"})


class RedirectRule(NamedTuple):
    """An address that leads elsewhere, and where it leads; both are encoded."""

    source: str
    #: The address as readers see it, and as a regular expression.
    decoded: str
    pattern: str
    target: str


class Header(NamedTuple):
    """A header that is sent with every file."""

    name: str
    value: str


class TypeRule(NamedTuple):
    """Files that end in this, or have this name, are of a type."""

    ending: str
    type: str


class CacheRule(NamedTuple):
    """Files below a folder may be kept so long."""

    folder: str
    value: str


@dataclass(frozen=True, slots=True)
class HostView:
    """View of ``hosts/_headers``, ``hosts/_redirects``, ``hosts/Caddyfile`` and ``hosts/nginx.conf``.

    ``hosts/htaccess`` has it, too.
    ``base`` is the path of the site, which begins and ends with ``/``.
    """

    site: SiteView
    page: AddressView
    base: str
    redirects: tuple[RedirectRule, ...]
    headers: tuple[Header, ...]
    types: tuple[TypeRule, ...]
    names: tuple[TypeRule, ...]
    caches: tuple[CacheRule, ...]
    revalidate: str


def plan(index: SiteIndex, site: SiteView) -> Iterator[Page]:
    """Plan the files for the host of ``site.toml``."""
    host = index.config.host
    for address, template in _TEMPLATES.get(host, ()):
        view = partial(_view, index, site, Address(address))
        yield Page(Address(address), FromTemplate(template, view), PublishOrder.FEED, f'host = "{host}"')
    document = {"vercel": _vercel, "azure": _azure}.get(host)
    if document is not None:
        name = Address("/vercel.json" if host == "vercel" else "/staticwebapp.config.json")
        content = FromJson(document(_view(index, site, name)), "")
        yield Page(name, content, PublishOrder.FEED, f'host = "{host}"')


def _view(index: SiteIndex, site: SiteView, address: Address) -> HostView:
    config = index.config
    return HostView(
        site=site,
        page=AddressView(address),
        base=base_path(config),
        redirects=tuple(_redirects(index)),
        headers=tuple(_headers(config, site)),
        types=tuple(TypeRule(ending, CONTENT_TYPES[ending]) for ending in _TOLD),
        names=tuple(TypeRule(*named) for named in NAMED_TYPES.items()),
        caches=(
            *(CacheRule(folder, FOR_AN_HOUR) for folder in ASSETS),
            *(CacheRule(folder, FOR_EVER) for folder in DIGESTED),
        ),
        revalidate=REVALIDATE,
    )


def _redirects(index: SiteIndex) -> Iterator[RedirectRule]:
    """Yield former addresses and those of ``[redirects]``, each with and without ``/`` at its end."""
    base = base_path(index.config)
    rules: list[tuple[str, str]] = [
        (former.address, target.address) for former, target in former_addresses(index)
    ]
    rules += [(redirect.address, redirect.target) for redirect in index.config.redirects]
    seen = set()
    for address, target in rules:
        leads_to = _encoded(base + target.removeprefix("/")) if target.startswith("/") else target
        for source in _forms(address):
            if source not in seen:
                seen.add(source)
                decoded = base + source.removeprefix("/")
                yield RedirectRule(_encoded(decoded), decoded, re.escape(decoded), leads_to)


def _forms(address: str) -> tuple[str, ...]:
    if "." in address.rpartition("/")[2]:
        return (address,)
    return (address.rstrip("/"), f"{address.rstrip('/')}/")


def _encoded(path: str) -> str:
    path, mark, anchor = path.partition("#")
    return quote(path, safe="/~%") + mark + quote(anchor, safe="~%")


def _headers(config: Config, site: SiteView) -> Iterator[Header]:
    if not site.policy:
        yield Header("Content-Security-Policy", f"{policy_of(config)}; frame-ancestors 'none'")
    yield Header("X-Content-Type-Options", "nosniff")
    yield Header("X-Frame-Options", "DENY")
    yield Header("Referrer-Policy", "strict-origin-when-cross-origin")
    yield Header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    yield Header("Cross-Origin-Opener-Policy", "same-origin")


def _vercel(view: HostView) -> dict[str, Any]:
    """Return ``vercel.json``, whose paths are patterns (path-to-regexp 6)."""
    everywhere = [{"key": header.name, "value": header.value} for header in view.headers]
    revalidate = {"key": "Cache-Control", "value": view.revalidate}
    return {
        "trailingSlash": True,
        "redirects": [
            {
                "source": rule.decoded.translate(_PATTERN_SIGNS),
                "destination": rule.target,
                "statusCode": 301,
            }
            for rule in view.redirects
        ],
        "headers": [
            {"source": "/(.*)", "headers": [*everywhere, revalidate]},
            *(
                {
                    "source": f"{view.base}{cache.folder}(.*)",
                    "headers": [{"key": "Cache-Control", "value": cache.value}],
                }
                for cache in view.caches
            ),
            *(
                {
                    "source": f"/(.*){rule.ending.translate(_PATTERN_SIGNS)}",
                    "headers": [{"key": "Content-Type", "value": rule.type}],
                }
                for rule in (*view.types, *view.names)
            ),
        ],
    }


def _azure(view: HostView) -> dict[str, Any]:
    """Return ``staticwebapp.config.json``."""
    return {
        "trailingSlash": "always",
        "routes": [
            {"route": f"{view.base}.site-builder/*", "statusCode": 404},
            *({"route": rule.source, "redirect": rule.target, "statusCode": 301} for rule in view.redirects),
            *(
                {"route": f"{view.base}{cache.folder}*", "headers": {"Cache-Control": cache.value}}
                for cache in view.caches
            ),
        ],
        "globalHeaders": {
            **{header.name: header.value for header in view.headers},
            "Cache-Control": view.revalidate,
        },
        "mimeTypes": {rule.ending: rule.type for rule in view.types},
        "responseOverrides": {"404": {"rewrite": f"{view.base}404.html", "statusCode": 404}},
    }
