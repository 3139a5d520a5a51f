"""``site.toml`` with every key explained."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.config import SCHEMA
from site_builder.schema.records import Key, inner_record
from site_builder.schema.shapes import ListOf

_WIDTH = 110
_INTRODUCTION = """\
#:schema ./.site-builder/schemas/site.json
# The settings of the site. What has a # and no space in front is not in force: take the # away to use it.
"""
#: What stands behind the = of a key without a default.
_EXAMPLES: Mapping[str, Any] = {
    "tagline": "What was said, by whom, for whom",
    "description": "What this archive is.",
    "author": "Ada Example",
    "base_url": "https://example.org/events/",
    "footer": "A line at the foot of every page.",
    "logo": "/logo.svg",
    "licence.name": "CC BY 4.0",
    "licence.url": "https://creativecommons.org/licenses/by/4.0/",
    "names.titles": ["Alkalo"],
    "names.post_nominals": ["FRTPI"],
    "suggest.model": "en_core_web_md",
    "addresses.gone": ["/2010/old/"],
    "repository.host": "github",
    "repository.name": "ada/archive",
    "repository.login_url": "https://example.org/login/",
    "repository.app_id": "0123456789abcdef",
    "theme.stylesheets": ["/assets/own.css"],
    "theme.scripts": ["/assets/own.js"],
    "navigation.label": "Contact",
    "navigation.address": "mailto:office@example.org",
    "host": "nginx",
    "announce.server": "mail.example.org",
    "announce.user": "archive",
    "announce.sender": "archive@example.org",
    "announce.to": ["readers@lists.example.org"],
    "signing.key_file": "~/.ssh/id_ed25519",
    "signing.public_key": "ssh-ed25519 AAAA...",
}
#: Tables in which the author chooses the names: the table, and an example of what stands in it.
_FREE_TABLES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "extra": ("extra", {"motto": "Any field of your own"}),
    "redirects": ("redirects", {'"/old.php"': "/writeups/2010/co-ops/"}),
    "publish": ("publish.web", {"kind": "folder", "path": "/var/www/archive"}),
}


def site_toml(values: Mapping[str, str]) -> str:
    """Return ``site.toml`` with some keys in force, and all others in comments with their defaults."""
    plain = [key for key in SCHEMA.keys if key.name not in _tables()]
    lines = [_INTRODUCTION]
    for key in plain:
        lines.extend(_key(key, key.name, values.get(key.name)))
    for key in SCHEMA.keys:
        if key.name in _tables():
            lines.extend(_table(key))
    return "\n".join(lines).rstrip() + "\n"


def _tables() -> frozenset[str]:
    return frozenset(key.name for key in SCHEMA.keys if inner_record(key.shape)) | _FREE_TABLES.keys()


def _table(key: Key) -> Iterator[str]:
    """Yield a table in comments, with the keys in it."""
    yield from _comment(key.about)
    record = inner_record(key.shape)
    if record is None:
        table, values = _FREE_TABLES[key.name]
        yield f"#[{table}]"
        yield from (f"#{name} = {_toml(value)}" for name, value in values.items())
        yield ""
        return
    yield f"#[[{key.name}]]" if isinstance(key.shape, ListOf) else f"#[{key.name}]"
    for inner in record.keys:
        yield from _key(inner, f"{key.name}.{inner.name}", None)


def _key(key: Key, path: str, value: str | None) -> Iterator[str]:
    yield from _comment(key.about)
    if value:
        yield f"{key.name} = {_toml(value)}"
    else:
        default = key.default if key.default not in ("", (), None) else _EXAMPLES[path]
        if isinstance(default, tuple):
            default = list(default)
        yield f"#{key.name} = {_toml(default)}"
    yield ""


def _comment(about: str) -> list[str]:
    return textwrap.wrap(about, _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _toml(value: Any) -> str:
    """Return a text, a truth value or a list as TOML, which writes these as JSON does."""
    return json.dumps(value, ensure_ascii=False)
